"""Attachments go where they are wanted, and every link follows."""

from __future__ import annotations

import pytest

A, B, C = "a" * 32, "b" * 32, "c" * 32
FILES = {
    f"P {A}.md": f"# P\n\n![](P%20{A}/x.png) [q](P%20{A}/Q%20{B}.md)",
    f"P {A}/x.png": "P's",
    f"P {A}/Q {B}.md": f"# Q\n\n![](Q%20{B}/x.png) ![](../loose.png)",
    f"P {A}/Q {B}/x.png": "Q's",
    f"P {A}/DB {C}.csv": "Name",
    "loose.png": "loose",
    "nobody.png": "nobody's",
}


@pytest.mark.parametrize(
    ("options", "places"),
    [
        ({}, ["P/x.png", "P/Q/x.png", "loose.png", "nobody.png"]),
        ({"attachments": "keep"}, ["P/x.png", "P/Q/x.png", "loose.png", "nobody.png"]),
        ({"attachments": "beside"}, ["x.png", "P/x.png", "P/loose.png", "nobody.png"]),
        ({"attachments": "note"}, ["P/x.png", "P/Q/x.png", "P/Q/loose.png", "nobody.png"]),
        (
            {"attachments": "folder"},
            ["attachments/x.png", "attachments/x 2.png", "attachments/loose.png", "attachments/nobody.png"],
        ),
        (
            {"attachments": "folder", "attachment_folder": "f/g"},
            ["f/g/x.png", "f/g/x 2.png", "f/g/loose.png", "f/g/nobody.png"],
        ),
        (
            {"attachments": "folder", "attachment_folder": "./img"},
            ["img/x.png", "P/img/x.png", "P/img/loose.png", "img/nobody.png"],
        ),
    ],
)
def test_places(render, options, places):
    out = render(FILES, **options)
    contents = ["P's", "Q's", "loose", "nobody's"]
    assert {path: text for path, text in out.items() if path.endswith(".png")} == dict(
        zip(places, contents, strict=True)
    )
    assert "P/DB/DB.base" in out


@pytest.mark.parametrize("mode", ["keep", "beside", "note", "folder"])
@pytest.mark.parametrize("to", ["obsidian", "markdown"])
def test_links_follow(render, mode, to):
    out = render(FILES, attachments=mode, to=to)
    import posixpath
    import re
    from urllib.parse import unquote

    def follow(note):
        for wiki, plain in re.findall(r"!\[\[([^\]]+)\]\]|!\[\]\(([^)]+)\)", out[note]):
            if plain:
                yield out[posixpath.normpath(posixpath.join(posixpath.dirname(note), unquote(plain)))]
            else:
                exact = [text for path, text in out.items() if path == wiki]
                yield (exact or [text for path, text in out.items() if path.endswith("/" + wiki)])[0]

    assert list(follow("P.md")) == ["P's"]
    assert list(follow("P/Q.md")) == ["Q's", "loose"]
