"""The process around the command: streams, signals, and what is said when it ends otherwise than it should."""

from __future__ import annotations

import gc
import os
import signal
import sys
from contextlib import suppress
from io import TextIOWrapper
from typing import NoReturn, cast

import click

from exportconv.cli import cli
from exportconv.errors import DestinationError, ExportconvError
from exportconv.report import one_line

__all__ = ["main", "say"]


def _stop(number: int, frame: object) -> NoReturn:  # noqa: ARG001  # the signature of a handler
    raise SystemExit(128 + number)


def say(error: BaseException) -> int:
    """Prints why a run could not be done; for a bug, one line and a file with the rest."""
    if isinstance(error, click.ClickException):
        error.show()
    elif isinstance(error, ExportconvError):
        click.echo(f"exportconv: {one_line(str(error))}", err=True)
    elif isinstance(error, OSError) and error.filename is None:
        # every file has a name: this is standard output
        click.echo(f"exportconv: the output cannot be written: {error.strerror}", err=True)
    else:
        import tempfile
        import traceback

        with tempfile.NamedTemporaryFile("wb", prefix="exportconv-", suffix=".txt", delete=False) as file:
            file.write("".join(traceback.format_exception(error)).encode("utf-8", "backslashreplace"))
        click.echo(f"exportconv: a bug, sorry: {type(error).__name__}; please report it with {file.name}", err=True)
    return 2


def _say_stopped(stop: BaseException) -> int:
    # click has something of its own in place of an interrupt
    outcome = getattr(stop.__cause__ or stop, "__notes__", ())
    with suppress(OSError):
        click.echo("; ".join(["exportconv: stopped", *outcome]), err=True)
    return int(stop.code or 0) if isinstance(stop, SystemExit) else 130


def _run() -> int:
    """The exit code of the command."""
    try:
        code = cast(int, cli.main(standalone_mode=False))
        sys.stdout.flush()
        sys.stderr.flush()
    except (KeyboardInterrupt, click.Abort, SystemExit) as stop:
        # 1 is click's way of saying that the reader of our output went away
        return 2 if isinstance(stop, SystemExit) and stop.code == 1 else _say_stopped(stop)
    except Exception as error:  # noqa: BLE001  # the one place where everything ends
        return say(error)
    return code or 0


def main() -> NoReturn:
    """Runs the command and exits: 0 clean, 1 findings, 2 could not do it, 128 and its number on a signal."""
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  # it stays open to the end
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # Windows has no SIGHUP; under nohup it is ignored, and stays so
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop)
    # one short run that keeps nearly all it makes: the collector would only walk the same notes again and again
    gc.disable()
    code = _run() if sys.stdout else say(DestinationError("standard output is closed; nothing was done"))
    with suppress(OSError):
        sys.stderr.flush()
    # everything is written and closed; taking a large vault apart object by object would only cost time
    os._exit(code)


if __name__ == "__main__":
    main()
