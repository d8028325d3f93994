"""What a caller may choose; `config` reads it from files."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from exportconv.errors import ConfigError

__all__ = [
    "CHOICES", "LONGEST_PATH", "TYPES_FILE", "NormalizeOptions", "Options", "PropertyRules", "Track", "no_track",
    "parse_size", "show_size", "without_words",
]  # fmt: skip

T = TypeVar("T")


class Track(Protocol):
    """Follows long work: gives the items back one by one, all of them and in order, and may show how far it is.

    What it raises ends the run as any error does: the destination is as it was.
    """

    def __call__(self, items: Iterable[T], total: int | None, stage: str) -> Iterable[T]:
        """The same items, of which there are `total`, or None where nobody knows; `stage` is such as `reading`."""


def no_track(items: Iterable[T], total: int | None, stage: str) -> Iterable[T]:  # noqa: ARG001  # it shows nothing
    """Shows nothing."""
    return items


CHOICES: Mapping[str, tuple[str, ...]] = {
    "source_format": ("auto", "notion", "obsidian", "markdown"),
    "to": ("obsidian", "markdown"),
    "links": ("wikilink", "relative", "keep"),
    "link_path": ("shortest", "relative", "absolute"),
    "attachments": ("keep", "beside", "note", "folder"),
    "databases": ("base", "table", "csv", "none"),
    "anchors": ("github", "none"),
    "frontmatter": ("auto", "always", "never"),
}
"""The words each option takes."""

LONGEST_PATH = 240
"""In UTF-16 units, as Windows counts; a longer path it may refuse."""
TYPES_FILE = ".obsidian/types.json"
"""Where Obsidian keeps the types of properties."""
_TYPES = ("text", "list", "number", "checkbox", "date", "datetime", "tags", "links")
_SHAPELESS = ("max_size", "max_ratio", "check_text", "jobs", "mtime")
"""Options that say nothing of what the files hold."""
_NOTHING_KNOWN: Mapping[str, Any] = {
    "reserved": frozenset(), "avoided": frozenset(), "vault_types": None, "known": {}, "moved": {},
}  # fmt: skip
"""Options that tell what stands in the destination, as they are where nothing does."""
_PRIVATE = ("exclude", "skip_tags", "only_tags")
_UNITS = {"": 0, "K": 10, "M": 20, "G": 30, "T": 40}
_SIZE = re.compile(r"(\d{1,18})(?:([KMGT])(?:i?B)?)?", re.IGNORECASE | re.ASCII)


def parse_size(text: str) -> int:
    """The bytes of a size such as `64G`, `500M` or `1000`, in powers of 1024; raises ConfigError for anything else."""
    found = _SIZE.fullmatch(text)
    if not found:
        raise ConfigError(f"{text!r} is no size; it takes a number of bytes, or one with K, M, G or T")
    return int(found[1]) << _UNITS[(found[2] or "").upper()]


def show_size(size: int) -> str:
    """A size as `parse_size` reads it, rounded up to whole units."""
    unit = next((unit for unit in "TGMK" if size >> _UNITS[unit]), "")
    return f"{-(-size >> _UNITS[unit])}{unit}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyRules:
    """What to do with properties, by their name in the source."""

    rename: Mapping[str, str] = field(default_factory=dict)
    """Old name → new name."""
    drop: frozenset[str] = frozenset()
    """Names that are left out."""
    types: Mapping[str, str] = field(default_factory=dict)
    """Name → type: text, list, number, checkbox, date, datetime, tags or links."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """All choices of a conversion; None means that the destination or the target decides."""

    source_format: str = "auto"
    """`auto`, `notion` (also for an export whose names have lost their ids), `obsidian` or `markdown`."""
    to: str = "obsidian"
    """`obsidian` or `markdown`."""
    links: str | None = None
    """`wikilink`, `relative` (Markdown) or `keep` (as the source writes them)."""
    link_path: str | None = None
    """Path in a wikilink: `shortest` that is unambiguous, `relative` or `absolute`."""
    attachments: str | None = None
    """`keep` (the folder they have in the export), `beside` the note, a folder per `note`, or one `folder`."""
    attachment_folder: str = "attachments"
    """Name of the one folder, or of the sub-folder that `beside` gets from an Obsidian setting."""
    ascii_names: bool = False
    """ASCII slugs as file names."""
    folder_notes: bool = False
    """`Parent/Parent.md` in place of `Parent.md` for notes that have a folder."""
    cover: bool = True
    """Write the cover of a page (HTML exports have it) to its frontmatter as `cover`."""
    icon: bool = True
    """Write the icon of a page (HTML exports have it) to its frontmatter as `icon`."""
    keep_ids: bool = False
    """Write the Notion id of each note to its frontmatter as `notion-id`."""
    databases: str | None = None
    """What stands for a database: an Obsidian `base`, a note with a `table`, its `csv` files, or `none` of them."""
    anchors: str = "github"
    """Links to headings and blocks in plain Markdown: as `github` makes anchors, or `none`, to the file alone."""
    frontmatter: str = "auto"
    """Frontmatter of notes: `auto` where there is something in it, `always`, or `never`."""
    image_sizes: bool = False
    """Keep the sizes of images in plain Markdown, as HTML."""
    exclude: tuple[str, ...] = ()
    """Files to leave out, as patterns of a `.gitignore`."""
    gitignore: bool = False
    """Leave out what the `.gitignore` files of the source name."""
    skip_ignored: bool = False
    """Leave out what the vault's own setting “Excluded files” names; Obsidian only hides it."""
    skip_tags: tuple[str, ...] = ()
    """Leave out notes with any of these tags, or with tags below them."""
    only_tags: tuple[str, ...] = ()
    """Leave out notes with none of these tags, nor of those below them."""
    preserve_mtime: bool = False
    """Give files the time at which they were changed last in the source."""
    mtime: int | None = None
    """Seconds since 1970: the time of whatever gets none from the source; None for the time of writing."""
    max_size: int = 64 << 30
    """Bytes that all archives of a run may unpack to, archives in them included."""
    max_ratio: int = 200
    """How many times its size an entry of an archive may unpack to, where that is more than 256 MiB."""
    check_text: bool = True
    """Compare each note with its page before it is written, and copy the page as it is where they differ."""
    jobs: int = 0
    """Processes that read and print the notes of a large source, on Linux; 0 for one a core, at most eight."""
    properties: PropertyRules = PropertyRules()
    """Rename, drop or force the type of properties."""
    database_rules: Mapping[str, PropertyRules] = field(default_factory=dict)
    """Title of a database → rules for its columns, which win over `properties`."""
    reserved: frozenset[str] = frozenset()
    """Paths that stand in the destination already; names keep clear of them."""
    avoided: frozenset[str] = frozenset()
    """Paths that nothing gets, though nothing is there: links of the user's own would lead to them."""
    vault_types: bytes | None = None
    """The `.obsidian/types.json` that the destination has already."""
    known: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Key of a file that an earlier run wrote to the destination → its path in that source, and where it was put."""
    moved: Mapping[str, str] = field(default_factory=dict)
    """Key of such a file that the user has put elsewhere since → where it is now."""

    def __post_init__(self) -> None:
        for name, words in CHOICES.items():
            value = getattr(self, name)
            if value is not None and value not in words:
                raise ConfigError(f"{name.replace('_', '-')} is {value!r}; it takes {', '.join(words)}")
        for name, least in (("max_size", 0), ("max_ratio", 1), ("jobs", 0), ("mtime", 0)):
            value = getattr(self, name)
            is_left_open = name == "mtime" and value is None
            if not is_left_open and (not isinstance(value, int) or isinstance(value, bool) or value < least):
                raise ConfigError(f"{name.replace('_', '-')} is {value!r}; it takes a whole number from {least}")
        _make_tuples(self)
        if ".." in self.attachment_folder.split("/") or self.attachment_folder.startswith("/"):
            raise ConfigError(f"attachment-folder is {self.attachment_folder!r}; it must lie in the destination")
        for rules in (self.properties, *self.database_rules.values()):
            if not all(rules.rename.values()):
                raise ConfigError("a property cannot be renamed to nothing; use drop")
            for name, kind in rules.types.items():
                if kind not in _TYPES:
                    raise ConfigError(f"the type of property {name!r} is {kind!r}; it takes {', '.join(_TYPES)}")

    def database_form(self) -> str:
        """What stands for a database: as chosen, else what is usual in the target."""
        return self.databases or ("base" if self.to == "obsidian" else "table")

    def rules_of(self, title: str) -> PropertyRules:
        """What to do with the columns of a database."""
        own = self.database_rules.get(title)
        if own is None:
            return self.properties
        return PropertyRules(
            rename={**self.properties.rename, **own.rename},
            drop=self.properties.drop | own.drop,
            types={**self.properties.types, **own.types},
        )

    def settled(self) -> dict[str, Any]:
        """The choices that shape the output, as plain data for the manifest."""
        # what is known of the destination may be large, and need not be copied to be left out
        data = dataclasses.asdict(dataclasses.replace(self, **_NOTHING_KNOWN))
        for name in (*_NOTHING_KNOWN, *_SHAPELESS):
            del data[name]
        data |= {name: list(value) for name, value in data.items() if isinstance(value, tuple)}
        data["databases"] = self.database_form()
        for rules in (data["properties"], *data["database_rules"].values()):
            rules["drop"] = sorted(rules["drop"])
        return without_words(data)


def without_words(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Settings in which a digest stands for patterns and tags: who sees the result need not know what it leaves out."""
    # whoever asks for help only need not wait for it
    from exportconv.digests import digest_of

    def hidden(words: Sequence[str]) -> str:
        return "blake2b:" + digest_of("\0".join(words).encode("utf-8", "surrogatepass"))

    private = {name: settings[name] for name in _PRIVATE if isinstance(settings.get(name), list) and settings[name]}
    return {**settings, **{name: hidden(words) for name, words in private.items()}}


@dataclass(frozen=True, slots=True, kw_only=True)
class NormalizeOptions:
    """What `normalize` looks at and what it may change."""

    select: tuple[str, ...] = ("XC",)
    """Codes of the rules to apply, or how they begin."""
    ignore: tuple[str, ...] = ()
    """Codes of the rules not to apply, or how they begin; it wins over `select`."""
    exclude: tuple[str, ...] = ()
    """Files in which nothing is looked for, as patterns of a `.gitignore`; links to them are right all the same."""
    gitignore: bool = True
    """Look for nothing in what the repository's `.gitignore` files name."""
    unsafe_fixes: bool = False
    """Also mend what may lose meaning."""

    def __post_init__(self) -> None:
        _make_tuples(self)


def _make_tuples(options: Options | NormalizeOptions) -> None:
    """Makes tuples of other sequences where an option is several texts; raises ConfigError for a text alone."""
    for name in (item.name for item in dataclasses.fields(options) if str(item.type).startswith("tuple")):
        value = getattr(options, name)
        if isinstance(value, str):
            raise ConfigError(f"{name.replace('_', '-')} is {value!r}; it takes several texts, not one")
        object.__setattr__(options, name, tuple(value))
