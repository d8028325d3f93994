"""Stops a run at any of its calls that change the disk: by an error, an interrupt, or a kill."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

import pytest

from exportconv.writers import system_calls

__all__ = ["CALLS", "Nth", "count_calls", "killed"]

CALLS = (
    "replace", "rename", "symlink", "chmod", "chown", "open", "write", "fsync", "unlink", "link", "mkdir", "rmdir", "utime",
)  # fmt: skip


class Nth:
    """Counts calls, and at one of them does something before or after it was done."""

    def __init__(self, at: int, act: Callable[[], None], *, behind: bool):
        self.at, self.act, self.behind, self.count = at, act, behind, 0

    def around(self, function: Callable[..., object]) -> Callable[..., object]:
        def called(*arguments, **named):
            self.count += 1
            mine = self.count
            if mine == self.at and not self.behind:
                self.act()
            try:
                return function(*arguments, **named)
            finally:
                if mine == self.at and self.behind:
                    self.act()

        return called

    def patch(self, patch: pytest.MonkeyPatch) -> None:
        """Counts all of `CALLS`, and those that Python has not."""
        for name in CALLS:
            patch.setattr(os, name, self.around(getattr(os, name)))
        patch.setattr(system_calls, "_call", self.around(system_calls._call))


def count_calls(action: Callable[[], object]) -> int:
    """How many such calls something makes."""
    nth = Nth(0, lambda: None, behind=False)
    with pytest.MonkeyPatch.context() as patch:
        nth.patch(patch)
        action()
    return nth.count


def killed(action: Callable[[], object], at: int, *, behind: bool, stop_at: int = 0) -> bool:
    """Does something in a process that is killed at a call; False where it ends before that.

    stop_at: the call at which an interrupt comes, so that the later kill hits what takes everything back.
    """
    child = os.fork()
    if not child:

        def interrupt() -> None:
            raise KeyboardInterrupt

        with pytest.MonkeyPatch.context() as patch:
            Nth(stop_at, interrupt, behind=False).patch(patch)
            Nth(at, lambda: os.kill(os.getpid(), signal.SIGKILL), behind=behind).patch(patch)
            try:
                action()
            finally:
                os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])
