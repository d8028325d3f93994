"""The stable codes of what is noticed, found and refused, and what each one says."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

__all__ = ["Code"]


class Code(StrEnum):
    """Stable codes of issues and of refused archives; `Code.meaning` says what each one is."""

    BROKEN_LINK = "XC101"
    AMBIGUOUS_LINK = "XC102"
    UNKNOWN_FRAGMENT = "XC103"
    UNDECIDED_LINK = "XC104"
    LEFT_OUT = "XC105"
    LINKED_EMBED = "XC106"
    UNKNOWN_TAG = "XC107"
    UNREADABLE_TEXT = "XC201"
    UNCLOSED_CALLOUT = "XC202"
    UNREADABLE_PAGE = "XC203"
    PROPERTY_KEPT_TEXT = "XC301"
    TAG_CHANGED = "XC302"
    PROPERTY_RENAMED = "XC303"
    ODD_VALUE = "XC304"
    VALUES_DIFFER = "XC305"
    TYPES_DIFFER = "XC306"
    UNKNOWN_TYPE = "XC307"
    LONG_PATH = "XC401"
    SKIPPED_ENTRY = "XC402"
    SAME_PATH = "XC403"
    NESTED_VAULT = "XC404"
    EDITED_BOTH = "XC405"
    WRITTEN_AGAIN = "XC406"
    GONE = "XC407"
    AMBIGUOUS_ROW = "XC501"
    AMBIGUOUS_VIEW = "XC502"
    EXTRA_CELLS = "XC503"
    ONLY_IN_VIEW = "XC504"
    OPEN_QUOTE = "XC505"
    UNKNOWN_BASE = "XC506"
    NFD_NAME = "XC601"
    ENCODED_NAME = "XC602"
    ID_IN_NAME = "XC603"
    UNSAFE_NAME = "XC604"
    NAME_CLASH = "XC605"
    ENCODED_TWICE = "XC611"
    NFD_TARGET = "XC612"
    NOTION_ADDRESS = "XC613"
    MACHINE_PATH = "XC614"
    UNUSED_FILE = "XC621"
    SAME_CONTENT = "XC622"
    MISSING_EXTENSION = "XC623"
    INVALID_YAML = "XC631"
    DUPLICATE_KEY = "XC632"
    UNQUOTED_WIKILINK = "XC633"
    OLD_KEY = "XC634"
    AMBIGUOUS_VALUE = "XC635"
    MOJIBAKE = "XC641"
    LONE_JAMO = "XC642"
    BYTE_ORDER_MARK = "XC643"
    MIXED_LINE_ENDS = "XC644"
    LEADS_OUT = "XC701"
    ABSOLUTE_PATH = "XC702"
    NUL_IN_NAME = "XC703"
    SPECIAL_FILE = "XC704"
    OVERLAP = "XC705"
    TOO_LARGE = "XC706"
    HIGH_RATIO = "XC707"
    DEEP_NESTING = "XC708"
    ENCRYPTED = "XC709"
    UNKNOWN_COMPRESSION = "XC710"
    DAMAGED = "XC711"
    WRONG_SIZE = "XC712"
    TOO_MANY_ENTRIES = "XC713"
    REPAIRED_NAMES = "XC721"
    LOST_FILE = "XC801"
    LOST_PAGE = "XC802"
    LOST_OUTPUT = "XC803"
    MISPLACED_FILE = "XC804"
    EDITED_FILE = "XC805"
    MOVED_FILE = "XC806"
    OTHER_SOURCE = "XC807"
    TWO_OUTPUTS = "XC808"
    TEXT_DIFFERS = "XC811"
    CODE_DIFFERS = "XC812"
    PROPERTY_DIFFERS = "XC813"
    ROW_DIFFERS = "XC814"
    BYTES_DIFFER = "XC821"
    DANGLING_LINK = "XC831"
    WRONG_LINK = "XC832"
    OUTSIDE_LINK = "XC833"
    UNSURE_PAGE = "XC841"

    @property
    def meaning(self) -> str:
        """What an issue with this code says, in one plain sentence."""
        return _MEANINGS[self][1]

    @property
    def is_finding(self) -> bool:
        """Whether the issue makes the exit code 1: something was skipped or copied as it was."""
        return _MEANINGS[self][0]


_MEANINGS: Mapping[Code, tuple[bool, str]] = {
    Code.BROKEN_LINK: (
        False,
        "The link points to nothing in the source and is kept; plain Markdown made of a vault keeps its text alone.",
    ),
    Code.AMBIGUOUS_LINK: (False, "The link fits several files; it goes to the nearest match."),
    Code.UNKNOWN_FRAGMENT: (
        False,
        "The block or heading is not in the source; the link goes to the note, an embed shows all of it.",
    ),
    Code.UNDECIDED_LINK: (False, "Files were overwritten before the export was read, so the link is kept as it was."),
    Code.LEFT_OUT: (
        False,
        "The options leave out what the link leads to; plain Markdown has the text of a link, of an embed nothing.",
    ),
    Code.LINKED_EMBED: (
        False,
        "An embed cannot be shown in its place: in a circle, too deep, in a table, heading or bold, or of a plug-in.",
    ),
    Code.UNKNOWN_TAG: (False, "An option names a tag that no note has; perhaps it is written in another way."),
    Code.UNREADABLE_TEXT: (True, "The page is not UTF-8; it is copied byte for byte."),
    Code.UNCLOSED_CALLOUT: (True, "A callout has no end; its text is kept as it was."),
    Code.UNREADABLE_PAGE: (True, "A page is nested too deep, or an HTML page is damaged; it is copied as it is."),
    Code.PROPERTY_KEPT_TEXT: (False, "A value does not fit the type that it is to have; it stays text."),
    Code.TAG_CHANGED: (False, "A tag held characters that Obsidian does not allow in tags."),
    Code.PROPERTY_RENAMED: (False, "Two properties of a note had one name; the second got a number."),
    Code.ODD_VALUE: (False, "All but a few values of a column are of one type; for those few the column stays text."),
    Code.VALUES_DIFFER: (
        False,
        "The page and the CSV give a property different values; the note has the page's, and the CSV is copied.",
    ),
    Code.TYPES_DIFFER: (False, "A property has values of different types; Obsidian shows all of them with one type."),
    Code.UNKNOWN_TYPE: (False, "A property has a type that this version does not know; it is kept as text."),
    Code.LONG_PATH: (False, "The path is longer than 240 characters, which Windows may refuse."),
    Code.SKIPPED_ENTRY: (True, "A link, device or other special file in the source was skipped."),
    Code.SAME_PATH: (False, "Two different files of the source have one path; both are kept."),
    Code.NESTED_VAULT: (False, "A folder is a vault of its own; it is copied as it is."),
    Code.EDITED_BOTH: (
        True,
        "A file was edited here and changed in the newer source; yours stays, the new one is beside it.",
    ),
    Code.WRITTEN_AGAIN: (
        False,
        "A file was removed here, or moved and edited, and changed in the newer source; it is written again.",
    ),
    Code.GONE: (False, "The newer source does not have a file any more; it stays, or `--prune` has removed it."),
    Code.AMBIGUOUS_ROW: (True, "A row may be any of several pages; it is joined to none, and the CSV is copied."),
    Code.AMBIGUOUS_VIEW: (True, "A CSV may be a view of several databases; it is copied as it is."),
    Code.EXTRA_CELLS: (True, "A row of a CSV has more cells than there are columns; the CSV is copied."),
    Code.OPEN_QUOTE: (True, "A quote in a CSV is never closed, so rows may have run together; the CSV is copied."),
    Code.UNKNOWN_BASE: (False, "A base has parts that nobody but Obsidian can work out; a link to it stands there."),
    Code.ONLY_IN_VIEW: (True, "A view shows a row or column that its database does not have; the CSV is copied."),
    Code.NFD_NAME: (True, "A name is in decomposed Unicode (NFD), which many programs do not find by its NFC form."),
    Code.ENCODED_NAME: (True, "A name is percent-encoded."),
    Code.ID_IN_NAME: (True, "A name still has its Notion id."),
    Code.UNSAFE_NAME: (
        True,
        "A name has characters that Windows or a wikilink cannot take, or is one that Windows keeps.",
    ),
    Code.NAME_CLASH: (True, "Two names in one folder differ only in case or Unicode form."),
    Code.ENCODED_TWICE: (True, "The target of a link is percent-encoded more than once."),
    Code.NFD_TARGET: (True, "The target of a link is in decomposed Unicode (NFD)."),
    Code.NOTION_ADDRESS: (True, "A link leads to Notion, and the page is here."),
    Code.MACHINE_PATH: (True, "The target of a link is a path on somebody's machine."),
    Code.UNUSED_FILE: (True, "No note links to the file."),
    Code.SAME_CONTENT: (True, "Two attachments have the same bytes."),
    Code.MISSING_EXTENSION: (True, "The name of an attachment has no extension; its first bytes say what it is."),
    Code.INVALID_YAML: (True, "The frontmatter is no valid YAML, so Obsidian shows no properties."),
    Code.DUPLICATE_KEY: (True, "A property stands twice in the frontmatter; only one of them counts."),
    Code.UNQUOTED_WIKILINK: (True, "A wikilink in the frontmatter has no quotes, so it is a list in a list."),
    Code.OLD_KEY: (True, "A property has the name of older versions of Obsidian: `tag`, `alias` or `cssclass`."),
    Code.AMBIGUOUS_VALUE: (True, "YAML 1.1 and 1.2 read the value differently."),
    Code.MOJIBAKE: (True, "Korean text was decoded with the wrong encoding."),
    Code.LONE_JAMO: (True, "Text has Korean letters that were taken apart and belong to no syllable."),
    Code.BYTE_ORDER_MARK: (True, "The file begins with a byte order mark."),
    Code.MIXED_LINE_ENDS: (True, "The file has line ends of several kinds."),
    Code.LEADS_OUT: (False, "Refused: the path of an entry leads out of the archive."),
    Code.ABSOLUTE_PATH: (False, "Refused: the path of an entry is absolute, or has a drive or a server."),
    Code.NUL_IN_NAME: (False, "Refused: the name of an entry holds a NUL, where some programs cut it off."),
    Code.SPECIAL_FILE: (False, "Refused: an entry is a symbolic link, a device or another special file."),
    Code.OVERLAP: (False, "Refused: entries share bytes of the archive, as in a bomb."),
    Code.TOO_LARGE: (False, "Refused: all archives together unpack to more than `--max-size`."),
    Code.HIGH_RATIO: (False, "Refused: a large entry unpacks to more than `--max-ratio` times its size."),
    Code.DEEP_NESTING: (False, "Refused: archives lie in each other more than three deep."),
    Code.ENCRYPTED: (False, "Refused: an entry is encrypted."),
    Code.UNKNOWN_COMPRESSION: (False, "Refused: an entry is compressed in a way that Python cannot read."),
    Code.DAMAGED: (False, "Refused: an archive is cut off, damaged or none at all."),
    Code.WRONG_SIZE: (False, "Refused: an entry has not the bytes that its size and checksum declare."),
    Code.TOO_MANY_ENTRIES: (False, "Refused: all archives together have more than two million entries."),
    Code.LOST_FILE: (True, "A file of the source is nowhere in the destination with its bytes."),
    Code.LOST_PAGE: (True, "A page of the source became no note, and nothing says that it was merged or left out."),
    Code.LOST_OUTPUT: (True, "A file that was written is gone."),
    Code.MISPLACED_FILE: (True, "A copy has other bytes than its file, and those stand in another place."),
    Code.EDITED_FILE: (False, "A file was changed after it was written."),
    Code.MOVED_FILE: (False, "A file was moved after it was written."),
    Code.OTHER_SOURCE: (True, "A file of the source is not the one that was converted."),
    Code.TWO_OUTPUTS: (True, "A page of the source became more than one file."),
    Code.TEXT_DIFFERS: (True, "A note does not say what its page says."),
    Code.CODE_DIFFERS: (True, "A note does not have the code of its page, or not its blanks."),
    Code.PROPERTY_DIFFERS: (True, "A note does not have a property of its page, or another value."),
    Code.ROW_DIFFERS: (True, "A row of a database is not in the table that stands for it."),
    Code.BYTES_DIFFER: (True, "A note that was to stay as it is has other lines, line ends or marks at its start."),
    Code.DANGLING_LINK: (True, "A link leads nowhere, and the source has none that does so."),
    Code.WRONG_LINK: (True, "No link of a note leads where one of its page leads."),
    Code.OUTSIDE_LINK: (True, "A link leads out of the destination, and the source has no such link."),
    Code.UNSURE_PAGE: (
        True,
        "A note would not say what its page says, so the page is copied as it is.",
    ),
    Code.REPAIRED_NAMES: (False, "An archive does not say how its names are encoded; they are read as UTF-8 or CP949."),
}
