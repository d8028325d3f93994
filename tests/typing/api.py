"""The types of the face as a user of the library meets them; checked by mypy, never run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

import exportconv as ec

T = TypeVar("T")


def whole_way(source: Path) -> int:
    result: ec.Result = ec.convert(source, "vault", to="obsidian", options=ec.Options(links="wikilink"), into=True)
    report: ec.Report = result.report
    counts: Mapping[str, int] = report.counts
    codes: Mapping[ec.Code, int] = report.by_code()
    return counts["notes"] + sum(codes.values()) + report.exit_code(strict=True)


def step_by_step(parts: list[str]) -> ec.FileTree:
    vault: ec.Vault = ec.read(parts, options=ec.load_options(Path("exportconv.toml")))
    titles: list[str] = [note.title for note in vault.notes]
    targets: list[str | None] = [link.target for note in vault.notes for link in note.links]
    kinds: set[ec.PropertyType] = {item.type for note in vault.notes for item in note.properties}
    tree = ec.render(vault, to="markdown", transforms=[own_transform])
    ec.write(tree, Path("notes"), into=False)
    return tree if titles and targets and kinds else ec.render(vault)


def followed(items: Iterable[T], total: int | None, stage: str) -> Iterable[T]:
    return items


def with_progress(source: Path) -> tuple[bool, ec.Track]:
    return ec.convert(source, "vault", track=followed).changed, followed


def page(source: Path) -> str:
    result: ec.Result = ec.convert(source, "vault", keep_tree=True)
    if result.tree is None:
        return ""
    return ec.html_report(result.report, result.tree, sources=[source], destination="vault", file=Path("report.html"))


def own_transform(vault: ec.Vault) -> ec.Vault:
    return vault


def pieces() -> tuple[str, str, object]:
    inventory: ec.Inventory = ec.inspect("Export.zip")
    data: dict[str, object] = inventory.as_dict()
    try:
        return ec.decode_path("%25"), ec.safe_name("a:b", ".md"), ec.parse_date("2024년 5월 1일")
    except ec.ExportconvError as error:
        return str(error), "", data
