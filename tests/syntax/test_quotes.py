"""Texts between quotes of YAML or JSON."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exportconv.syntax.quotes import in_quotes, unquoted

TEXT = st.text(st.one_of(st.sampled_from("\\\"'un가🎉\n\0/"), st.characters(exclude_categories=["Cs"])))


@given(text=TEXT, ascii_only=st.booleans())
def test_json_is_read_as_json(text, ascii_only):
    written = json.dumps(text, ensure_ascii=ascii_only)[1:-1]
    shown, places = unquoted(written, '"')
    assert shown == text
    assert len(places) == len(text) + 1
    assert all(unquoted(written[: places[at]], '"')[0] == text[:at] for at in range(len(text) + 1))


@given(text=TEXT, quote=st.sampled_from(['"', "'", ""]))
def test_what_is_written_is_read_again(text, quote):
    written = in_quotes(text, quote)
    assert unquoted(written, quote)[0] == text
    assert quote != '"' or json.loads(f'"{written}"') == text


@pytest.mark.parametrize("text", [r"a\x41\N", "\\", "가"])
def test_what_is_no_escape_here_stays(text):
    assert unquoted(text, '"')[0] == text
    assert unquoted(text, "")[0] == text
