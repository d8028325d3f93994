"""Errors that stop a run; everything else is an Issue in the report."""

from __future__ import annotations

__all__ = ["ConfigError", "DestinationError", "ExportconvError", "SourceError", "UnsafeSourceError"]


class ExportconvError(Exception):
    """Base of every error that exportconv raises on purpose.

    The message is one line that names the place and, where there is one, the way out.
    """


class SourceError(ExportconvError):
    """The source cannot be read or is no export."""


class UnsafeSourceError(SourceError):
    """The source holds an entry that could harm the machine, so nothing was read."""


class DestinationError(ExportconvError):
    """The destination cannot be written, or writing it would overwrite something."""


class ConfigError(ExportconvError):
    """An option or a configuration file says something that has no meaning."""
