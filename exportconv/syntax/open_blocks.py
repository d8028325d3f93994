"""What a text leaves open at its end, so that it would take in all that stands below it."""

from __future__ import annotations

import re

from exportconv.syntax.vault_spans import parsed_scan

__all__ = ["closing_of"]

_MAY_OPEN = re.compile(r"```|~~~|<(?:!|\?|(?i:pre|script|style|textarea)\b)")
_OPENER = re.compile(r"[ ]{0,3}(?P<mark>`{3,}|~{3,}|<(?:!--|!\[CDATA\[|[!?]|(?i:pre|script|style|textarea)))")
_CLOSERS = {"<!--": "-->", "<![CDATA[": "]]>", "<!": ">", "<?": "?>"}
_BELOW = "\n\n."


def closing_of(text: str) -> str:
    r"""The line that ends the fenced code or HTML which a text leaves open; empty where it leaves nothing open.

    >>> closing_of("a\n\n~~~~\nb"), closing_of("a <!-- b"), closing_of("<!-- b")
    ('~~~~', '', '-->')
    """
    if not _MAY_OPEN.search(text):
        return ""
    blocks = parsed_scan(text + _BELOW, wikilinks=True, lines=None, blocks=True).blocks
    for block in reversed(blocks):
        if block.kind in ("CodeBlock", "HtmlBlock") and block.span.end == len(text) + len(_BELOW):
            match = _OPENER.match(text, block.span.start)
            mark = match["mark"] if match else ""
            return _CLOSERS.get(mark, f"</{mark[1:]}>") if mark.startswith("<") else mark
    return ""
