"""The flags and arguments that commands share, and what they take."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from exportconv.errors import ConfigError
from exportconv.options import CHOICES, parse_size

__all__ = [
    "Place", "choice", "config_flag", "from_flag", "jobs_flag", "ratio_flag", "several", "size_flag", "source_argument",
    "source_date", "traceback_flag",
]  # fmt: skip

_DIGITS = 10
F = TypeVar("F", bound=Callable[..., Any])


def choice(flag: str, name: str, text: str) -> Callable[[F], F]:
    """A flag that takes one of an option's words."""
    return click.option(flag, name, type=click.Choice(CHOICES[name]), default=None, help=text)


def several(flag: str, metavar: str, text: str) -> Callable[[F], F]:
    """A flag that may be given several times."""
    return click.option(flag, multiple=True, metavar=metavar, help=text)


class Place(click.Path):
    """A path that can be looked for and is not empty: `Path("")` would be the working folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path; raises ConfigError for one that cannot be looked for."""
        if not os.fspath(value):
            raise ConfigError("an empty path names no file or folder")
        try:
            os.stat(value)
        except (FileNotFoundError, NotADirectoryError):
            pass
        except OSError as error:
            # too long, a circle of symbolic links, or in a folder that is closed
            raise ConfigError(f"{value}: cannot be looked for: {error.strerror}") from error
        return super().convert(value, param, ctx)


class _Size(click.ParamType[int]):
    """A number of bytes, such as 64G."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        try:
            return value if isinstance(value, int) else parse_size(value)
        except ConfigError as error:
            self.fail(str(error), param, ctx)


class _Count(click.ParamType[int]):
    """A whole number from 1."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        text = str(value)
        if not (text.isascii() and text.isdecimal() and text.strip("0")):
            self.fail(f"it takes a whole number from 1, not {text!r}", param, ctx)
        return int(text)


source_argument = click.argument("source", nargs=-1, required=True, type=Place(path_type=Path, readable=False))
from_flag = choice("--from", "source_format", "Format of the source. [default: found out]")
size_flag = click.option("--max-size", type=_Size(), help="What all archives may unpack to. [default: 64G]")
ratio_flag = click.option(
    "--max-ratio",
    type=_Count(),
    metavar="N",
    help="How many times its size a large entry may unpack to. [default: 200]",
)
jobs_flag = click.option(
    "--jobs", type=_Count(), metavar="N", help="Processes for a large source. [default: one a core, up to 8]"
)
config_flag = click.option(
    "--config", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Configuration file."
)
traceback_flag = click.option(
    "--traceback", is_flag=True, expose_value=False, help="Also print where in the program an error comes from."
)


def source_date() -> int | None:
    """The time that SOURCE_DATE_EPOCH gives to all that is made, in seconds since 1970; None where it is not set.

    Raises ConfigError for anything but a number. Source: the specification of reproducible-builds.org.
    """
    value = os.environ.get("SOURCE_DATE_EPOCH")
    if not value:
        return None
    if not (value.isascii() and value.isdecimal() and len(value) <= _DIGITS):
        raise ConfigError(f"SOURCE_DATE_EPOCH is {value!r}; it takes seconds since 1970, as `date +%s` prints them")
    return int(value)
