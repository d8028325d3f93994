"""Links with what they mean."""

from __future__ import annotations

from exportconv.model import Link, LinkForm, Span, evolve
from exportconv.paths import SourcePath

LINK = Link(Span(1, 9), Span(3, 7), "a?b#c", "t", 4, LinkForm.WIKILINK, is_embed=True, query="?b", quote="'")


def test_a_link_that_leads_somewhere_is_the_same_but_for_what_it_means() -> None:
    target = SourcePath("a.md")
    assert LINK.leading_to(target) == evolve(LINK, target=target)
    found = LINK.leading_to(target, heading="c", section=2, block="d", fragment="e")
    assert found == evolve(LINK, target=target, heading="c", section=2, block="d", fragment="e")
    assert found.leading_to(target) == LINK.leading_to(target)
