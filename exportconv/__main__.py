"""The process around the command: streams, signals, and what is said when it ends otherwise than it should."""

from __future__ import annotations

import gc
import os
import signal
import sys
from contextlib import suppress
from io import TextIOWrapper

# type checkers take it for that of `typing`, which takes long to load
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType
    from typing import NoReturn

__all__ = ["main", "say"]


def _stop(number: int, frame: object) -> NoReturn:  # noqa: ARG001  # the signature of a handler
    # once is enough: a second one must not disturb what is put back and said after the first
    _on_stops(signal.SIG_IGN)
    raise SystemExit(128 + number)


def _on_stops(handler: Callable[[int, FrameType | None], NoReturn] | signal.Handlers) -> None:
    """Handles the signals that end a run."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # Windows has no SIGHUP; under nohup it is ignored, and stays so
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, handler)


def say(error: BaseException) -> int:
    """Prints why a run could not be done; for a bug, one line and a file with the rest."""
    from exportconv.cli.terminal import coloured_error
    from exportconv.report import one_line

    # there may be nobody to tell
    with suppress(OSError):
        if "--traceback" in sys.argv:
            import traceback

            traceback.print_exception(error)
        sys.stderr.write(coloured_error(f"exportconv: {one_line(_reason(error))}\n"))
    return 2


def _reason(error: BaseException) -> str:
    from exportconv.errors import ExportconvError

    if isinstance(error, ExportconvError):
        return str(error)
    if isinstance(error, MemoryError):
        return "there is not enough memory for this; close other programs and run it again"
    if isinstance(error, OSError):
        # every file has a name: without one this is standard output
        place = "the output cannot be written" if error.filename is None else os.fsdecode(error.filename)
        return f"{place}: {error.strerror or error}"
    return f"a bug, sorry: {type(error).__name__}; please report it with {_report(error)}"


def _report(error: BaseException) -> str:
    """All that is known of a bug: a file or, where none can be written, how to see it."""
    import tempfile
    import traceback

    text = "".join(traceback.format_exception(error))
    try:
        with tempfile.NamedTemporaryFile("wb", prefix="exportconv-", suffix=".txt", delete=False) as file:
            file.write(text.encode("utf-8", "backslashreplace"))
    except OSError:
        return "what --traceback prints"
    return file.name


def _say_stopped(stop: BaseException) -> int:
    with suppress(OSError):
        sys.stderr.write("; ".join(["exportconv: stopped", *getattr(stop, "__notes__", ())]) + "\n")
    return int(stop.code or 0) if isinstance(stop, SystemExit) else 130


def _run() -> int:
    """The exit code of the command."""
    if sys.stdout is None:
        return _say_closed()
    try:
        if sys.argv[1:] == ["--version"]:
            return _say_version()
        # here, so that whatever stops it while it is loaded is told as later
        from exportconv.cli.commands import cli

        code: int | None = cli.main(prog_name="exportconv", standalone_mode=False)
        sys.stdout.flush()
    except BaseException as error:  # noqa: BLE001  # the one place where everything ends
        return _ended(error)
    return code or 0


def _say_closed() -> int:
    from exportconv.errors import DestinationError

    return say(DestinationError("standard output is closed; nothing was done"))


def _say_version() -> int:
    """Prints the version; programs ask for it each time they start, so it does not wait for the rest."""
    from exportconv.version import __version__

    sys.stdout.write(f"exportconv {__version__}\n")
    sys.stdout.flush()
    return 0


def _ended(error: BaseException) -> int:
    import click

    if isinstance(error, SystemExit) and error.code in (0, 1):
        # click's own way: 0 when it has told a shell how to complete a line, 1 when the reader of our output went away
        return 2 if error.code else 0
    if isinstance(error, KeyboardInterrupt | SystemExit | click.Abort):
        return _say_stopped(error)
    if isinstance(error, click.ClickException):
        from exportconv.cli.terminal import coloured_error
        from exportconv.cli.usage import explained

        first, *rest = explained(error)
        with suppress(OSError):
            sys.stderr.write("\n".join([coloured_error(first), *rest, ""]))
        return 2
    return say(error)


def main() -> NoReturn:
    """Runs the command and exits: 0 clean, 1 findings, 2 could not do it, 128 and its number on a signal."""
    _on_stops(_stop)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  # it stays open to the end
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    # one short run that keeps nearly all it makes: the collector would only walk the same notes again and again
    gc.disable()
    code = _run()
    with suppress(OSError):
        sys.stderr.flush()
    # everything is written and closed; taking a large vault apart object by object would only cost time
    os._exit(code)


if __name__ == "__main__":
    main()
