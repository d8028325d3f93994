"""What the tests here share: everything in this folder needs strace, mounts, FUSE or another user."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from support.mounts import UnavailableError, mounted

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.faults)


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Mounts a new file system of a kind, and takes it away again; skips where that cannot be done here."""
    with ExitStack() as stack:

        def new(kind: str) -> Path:
            try:
                return stack.enter_context(mounted(kind, tmp_path / "mounts"))
            except UnavailableError as error:
                pytest.skip(str(error))

        yield new
