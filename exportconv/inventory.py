"""What a vault holds, counted: for the report of a conversion, and for `inspect`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from exportconv.model import Attachment, Database, Vault
from exportconv.paths import is_hidden
from exportconv.report import Report, sorted_issues

__all__ = ["Inventory", "inventory_of", "own_files", "property_types", "report_of"]

_REMARK = (
    "A Notion export does not hold the filters, sorting, grouping and layout of database views, the order of rows and"
    " blocks in them, or the colours of options; a view in the result shows the rows that its CSV has, as a table."
)


@dataclass(frozen=True, slots=True)
class Inventory:
    """What an export holds."""

    report: Report
    """Counts, and the issues that a conversion would report."""
    databases: tuple[Database, ...]
    """The databases with their columns, of which the types are told, rows and views."""
    properties: Mapping[str, Mapping[str, int]]
    """Property → how many notes have it with each type."""
    attachment_bytes: int
    """Size of all attachments together."""

    def as_dict(self) -> dict[str, object]:
        """The inventory as plain data, ready for JSON."""
        return {
            **self.report.as_dict(),
            "attachment_bytes": self.attachment_bytes,
            "databases": [_as_data(database) for database in self.databases],
            "properties": self.properties,
        }


def _as_data(database: Database) -> dict[str, object]:
    return {
        "path": database.path,
        "title": database.title,
        "rows": len(database.row_notes()),
        "columns": [{"name": item.name, "kind": str(item.kind), "type": str(item.type)} for item in database.columns],
        "views": [{"name": view.name, "path": view.path, "rows": len(view.rows)} for view in database.views],
    }


def report_of(vault: Vault) -> Report:
    """The report of a vault: what was counted and noticed, and what no export holds."""
    counts = {
        "notes": len(vault.notes),
        "attachments": len(own_files(vault)),
        "databases": len(vault.databases),
        "links that lead somewhere": sum(link.target is not None for note in vault.notes for link in note.all_links()),
    }
    return Report(sorted_issues(vault.issues), counts, (_REMARK,) if vault.databases else ())


def own_files(vault: Vault) -> list[Attachment]:
    """The attachments without the CSV files of databases and without settings."""
    tables = vault.table_files()
    return [item for item in vault.attachments if item.path not in tables and not is_hidden(item.path)]


def property_types(vault: Vault) -> dict[str, Counter[str]]:
    """Property → how many notes have it with each type."""
    types: dict[str, Counter[str]] = {}
    for note in vault.notes:
        for item in note.properties:
            types.setdefault(item.name, Counter())[item.type] += 1
    return types


def inventory_of(vault: Vault) -> Inventory:
    """The inventory of a vault whose properties are typed."""
    return Inventory(
        report=report_of(vault),
        databases=vault.databases,
        properties={name: dict(sorted(found.items())) for name, found in sorted(property_types(vault).items())},
        attachment_bytes=sum(item.content.size for item in own_files(vault)),
    )
