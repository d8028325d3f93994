"""Errors that stop a run; everything else is an Issue in the report."""

from __future__ import annotations

from exportconv.codes import Code

__all__ = ["ConfigError", "DestinationError", "ExportconvError", "SourceError", "UnsafeSourceError"]


class ExportconvError(Exception):
    """Base of every error that exportconv raises on purpose.

    The message is one line that names the place and, where there is one, the way out; it begins with `code`, the
    stable code of what is refused, where it has one (None otherwise).
    """

    def __init__(self, message: str, code: Code | None = None) -> None:
        """An error with its message, which must not begin with the code yet."""
        super().__init__(f"{code} {message}" if code else message)
        self.code = code


class SourceError(ExportconvError):
    """The source cannot be read or is no export."""


class UnsafeSourceError(SourceError):
    """The source holds an entry that could harm the machine, so nothing was read."""


class DestinationError(ExportconvError):
    """The destination cannot be written, or writing it would overwrite something."""


class ConfigError(ExportconvError):
    """An option or a configuration file says something that has no meaning."""
