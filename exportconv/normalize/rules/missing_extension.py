"""Attachments whose name has no extension, although their first bytes say what they are.

What only looks like an extension, as in `Screenshot at 3.15.00 PM`, is none. A zip may be an archive or an office file
without saying so at its beginning, and so may Microsoft's older container; of these a person has to find the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from exportconv.codes import Code
from exportconv.normalize.findings import Finding, Fix, Rule
from exportconv.normalize.repository import Repository
from exportconv.paths import split_name

__all__ = ["RULE"]

_EXTENSION = re.compile(r"\.[\w+~-]+", re.ASCII)
_HEAD = 1024
_UNKNOWN = ""
_KINDS: tuple[tuple[str, str], ...] = (
    (r"\x89PNG\r\n\x1a\n", ".png"),
    (r"\xff\xd8\xff", ".jpg"),
    (r"GIF8[79]a", ".gif"),
    (r"RIFF....WEBP", ".webp"),
    (r"RIFF....WAVE", ".wav"),
    (r"RIFF....AVI ", ".avi"),
    (r"II\*\x00|MM\x00\*", ".tif"),
    (r"%PDF-\d", ".pdf"),
    (r"\x00\x00..ftyp(?:avif|avis)", ".avif"),
    (r"\x00\x00..ftyp(?:hei[cmsx]|hev[cmsx]|mif1)", ".heic"),
    (r"\x00\x00..ftypM4[AB] ", ".m4a"),
    (r"\x00\x00..ftypqt  ", ".mov"),
    (r"\x00\x00..ftyp3g[ep\d]", ".3gp"),
    (r"\x00\x00..ftyp(?:iso[m2-9]|mp4[12]|avc1|M4V |MSNV|dash)", ".mp4"),
    (r"ID3[\x02-\x04][\x00-\x0f]", ".mp3"),
    (r"OggS\x00", ".ogg"),
    (r"fLaC\x00", ".flac"),
    (r"\x1aE\xdf\xa3.{0,60}webm", ".webm"),
    (r"\x1aE\xdf\xa3.{0,60}matroska", ".mkv"),
    (r"7z\xbc\xaf\x27\x1c", ".7z"),
    (r"Rar!\x1a\x07", ".rar"),
    (r"\x1f\x8b\x08", ".gz"),
    (r"PK\x03\x04.{26}mimetypeapplication/epub\+zip", ".epub"),
    (r"PK\x03\x04.{26}mimetypeapplication/hwp\+zip", ".hwpx"),
    (r"PK\x03\x04.{26}mimetypeapplication/vnd\.oasis\.opendocument\.text(?!-)", ".odt"),
    (r"PK\x03\x04.{26}(?:mimetype|\[Content_Types\]|_rels/|docProps/|word/|xl/|ppt/|META-INF/)", _UNKNOWN),
    (r"PK\x03\x04", ".zip"),
    (r"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _UNKNOWN),
    (r"(?:\xef\xbb\xbf)?\s*+(?:<\?xml[^>]*+>\s*+)?+(?:<!(?:--|DOCTYPE svg)[^>]*+>\s*+)*+<svg\s[^>]*?\bxmlns=", ".svg"),
)  # fmt: skip
"""How files of a kind begin; those with a weaker mark, such as MP3 without a tag or BMP, may be anything."""
_BEGIN = re.compile("|".join(f"(?P<k{number}>{begin})" for number, (begin, _) in enumerate(_KINDS)).encode(), re.DOTALL)


def _check(repository: Repository) -> Iterator[Finding]:
    for item in repository.attachments:
        if _EXTENSION.fullmatch(split_name(item.path)[2]):
            continue
        with item.content.open() as stream:
            found = _BEGIN.match(stream.read(_HEAD))
        if found is None:
            continue
        suffix = _KINDS[int((found.lastgroup or "")[1:])][1]
        name = item.path.rpartition("/")[2] + suffix if suffix else None
        message = (
            f"is a {suffix} file, and its name does not say so"
            if suffix
            else "is an office file or archive, and its name does not say which"
        )
        yield Finding(Code.MISSING_EXTENSION, item.path, 0, message, name=name)


RULE = Rule(Code.MISSING_EXTENSION, Fix.UNSAFE, _check)
