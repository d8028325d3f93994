"""Parts of the model are made anew, copied and sent to other processes whole; texts are kept small."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import sys

import pytest

from exportconv.model import Link, Note, Property, Span, evolve
from exportconv.paths import SourcePath

TEXTS = ["", "plain", "글 " * 100, "🎉" + "x" * 1000, "lone \ud800", "é" * 20_000, "nul \0", "\ufeffmark"]
LINK = Link(span=Span(0, 8), target_span=Span(4, 7), raw_target="b.md", text="글", line=1, target=SourcePath("b.md"))


def note(body: str) -> Note:
    return Note(
        path=SourcePath("a.md"), title="글", body=body, digest="", links=(LINK,),
        properties=(Property(name="p", raw="글", line=2, links=(LINK,)),),
    )  # fmt: skip


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_a_note_gives_the_text_that_it_was_given(text):
    made = note(text)
    assert (made.body, evolve(made, title="b").body, evolve(made, body=f"{text}!").body) == (text, text, f"{text}!")
    assert dataclasses.replace(made, title="b") == evolve(made, title="b") != made
    assert dataclasses.replace(made, body="other").body == "other"
    assert note(text) == made != note(f"{text}!")
    assert repr(text) in repr(made)


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda item: pickle.loads(pickle.dumps(item))])
def test_a_copy_is_the_same(text, copied):
    found = copied(note(text))
    assert found == note(text)
    assert (found.links[0], type(found.links[0].span)) == (LINK, Span)


def test_a_note_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        note("글").body = "x"  # type: ignore[misc]
    assert not hasattr(note("글"), "__dict__")


def test_one_sign_beyond_latin_does_not_double_a_text():
    kept = Note.__dict__["body"].slot.__get__(note("🎉" + "x" * 10_000))
    assert sys.getsizeof(kept) < 10_100 < sys.getsizeof("🎉" + "x" * 10_000)
