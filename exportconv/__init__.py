"""exportconv: exports and vaults in, clean notes out, every link right.

`convert` goes the whole way; `read`, `render` and `write` are its steps. Everything here is loaded on first use.
"""

from __future__ import annotations

from importlib import import_module

# type checkers take it for that of `typing`, which takes longer to load than all else here
TYPE_CHECKING = False
if TYPE_CHECKING:
    from exportconv.codes import Code
    from exportconv.config import load_normalize_options, load_options
    from exportconv.conversion import Result, convert, write
    from exportconv.errors import ConfigError, DestinationError, ExportconvError, SourceError, UnsafeSourceError
    from exportconv.inventory import Inventory
    from exportconv.model import (
        Attachment,
        Block,
        Column,
        ColumnKind,
        Database,
        DateRange,
        Embedded,
        IdPlace,
        Link,
        Mark,
        MarkKind,
        Note,
        Property,
        PropertyType,
        Row,
        Section,
        SourceKind,
        Superseded,
        Vault,
        View,
    )
    from exportconv.options import NormalizeOptions, Options, PropertyRules, Track
    from exportconv.paths import decode_path, safe_name
    from exportconv.pipeline import inspect, read, render
    from exportconv.report import Issue, Report
    from exportconv.report_page.page import html_report
    from exportconv.syntax.dates import parse_date
    from exportconv.verification.run import verify
    from exportconv.version import __version__ as __version__  # it is no part of `__all__`
    from exportconv.writers.filetree import FileTree

__all__ = [
    "Attachment", "Block", "Code", "Column", "ColumnKind", "ConfigError", "Database", "DateRange", "DestinationError",
    "Embedded", "ExportconvError", "FileTree", "IdPlace", "Inventory", "Issue", "Link", "Mark", "MarkKind",
    "NormalizeOptions", "Note", "Options", "Property", "PropertyRules", "PropertyType", "Report", "Result", "Row",
    "Section", "SourceError", "SourceKind", "Superseded", "Track", "UnsafeSourceError", "Vault", "View", "convert",
    "decode_path", "html_report", "inspect", "load_normalize_options", "load_options", "parse_date", "read", "render",
    "safe_name", "verify", "write",
]  # fmt: skip

_HOMES = {
    "config": ("load_normalize_options", "load_options"),
    "errors": ("ConfigError", "DestinationError", "ExportconvError", "SourceError", "UnsafeSourceError"),
    "model": (
        *(
            "Attachment",
            "Block",
            "Column",
            "ColumnKind",
            "Database",
            "DateRange",
            "Embedded",
            "IdPlace",
            "Link",
            "Mark",
            "MarkKind",
        ),
        *("Note", "Property", "PropertyType", "Row", "Section", "SourceKind", "Superseded", "Vault", "View"),
    ),
    "options": ("NormalizeOptions", "Options", "PropertyRules", "Track"),
    "paths": ("decode_path", "safe_name"),
    "report_page.page": ("html_report",),
    "inventory": ("Inventory",),
    "conversion": ("Result", "convert", "write"),
    "pipeline": ("inspect", "read", "render"),
    "codes": ("Code",),
    "report": ("Issue", "Report"),
    "syntax.dates": ("parse_date",),
    "verification.run": ("verify",),
    "version": ("__version__",),
    "writers.filetree": ("FileTree",),
}
_MODULE_OF = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'exportconv' has no attribute {name!r}")
    value = getattr(import_module(f"exportconv.{_MODULE_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
