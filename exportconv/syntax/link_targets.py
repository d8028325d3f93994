"""Write the target of a Markdown link in the place of another."""

from __future__ import annotations

import re

from exportconv.model import Link, LinkForm
from exportconv.paths import encode_path
from exportconv.syntax.html_tags import in_attribute

__all__ = ["target_text"]

_NOT_IN_ANGLES = re.compile(r"[<>\\#?&\r\n]|%[0-9A-Fa-f]{2}|^[^/]*:")
"""What means something within `<…>`, or makes a scheme of what stands before it."""


def target_text(text: str, link: Link, path: str, tail: str) -> str:
    """A path, and what stands behind it, as they are written in the place of a link's target in a text."""
    encoded = encode_path(path)
    if link.form is LinkForm.ATTRIBUTE:
        return in_attribute(encoded, tail)
    written = text[link.target_span.start : link.target_span.end]
    if not written.startswith("<") and "\\" not in written:
        return encoded + tail
    return f"<{encoded if _NOT_IN_ANGLES.search(path) else path}{tail}>"
