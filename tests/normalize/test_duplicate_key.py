"""Properties that stand twice."""

from __future__ import annotations

import pytest
from support.repository_texts import findings, lines

from exportconv.normalize.rules.duplicate_key import RULE


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("---\ncity: Seoul\nriver: Han\ncity: Busan\n---\n", [4]),
        ("\ufeff---\r\n도시: 서울\r\n도시: 부산\r\n도시: 대구\r\n---\r\n", [3, 4]),
        ('---\ncity: 1\n"city": 2\n---\n', [3]),
        ("---\ncity: 1\n'city' : 2\n---\n", [3]),
        ('---\ncity: 1\n"c\\x69ty": 2\n---\n', [3]),
        ("---\ncity: 1\n? city\n: 2\n---\n", [3]),
        ("---\ncity: &x 1\n&y city: 2\n---\n", [3]),
        ("---\n  city: 1\n  city: 2\n---\n", [3]),
        ('---\n{"city": 1,\n "river": 2, "city": 3}\n---\n', [3]),
        ("---\na:b: 1\na:b: 2\n---\n", [3]),
        ("---\n-x: 1\n-x: 2\n---\n", [3]),
        ("---\ncity:\n  - one\n# note: x\ncity: [two]\n---\n", [5]),
        ("---\ntext: |\n  city: 1\ncity: 2\ntext: x\n---\n", [5]),
    ],
)
def test_twice(text, found):
    assert lines(RULE, text) == found


def test_it_says_where_the_first_is():
    (finding,) = findings(RULE, "---\ncity: 1\nx: 2\ncity: 3\n---\n")
    assert (finding.message, finding.edit) == ("property 'city' is in line 2 already", None)


@pytest.mark.parametrize(
    "text",
    [
        "city: 1\ncity: 2\n",
        "---\ncity: 1\nCity: 2\ncities: 3\n---\ncity: 1\ncity: 2\n",
        "---\ntext: |\n  city: 1\n  city: 2\ncity: 3\n---\n",
        "---\ntext: >-\n\n  city: 1\n\ncity: 3\n---\n",
        "---\na:\n  city: 1\nb:\n  city: 2\ncity: 3\n---\n",
        "---\nlist:\n  - city: 1\n  - city: 2\ncity: 3\n---\n",
        "---\nlist: [{city: 1}, {city: 2}]\ncity: {city: 1}\n---\n",
        '---\ntext: "one\n  city: two\n  city: three"\ncity: 1\n---\n',
        "---\n#city: 0\ncity: 1 # city: 2\n---\n",
        "---\n? [city]\n: 1\n? [city]\n: 2\n---\n",
        "---\ncity: 1\ncity: 2: 3\n---\n",
        "---\n- city: 1\n- city: 2\n---\n",
        "---\n---\n",
    ],
)
def test_once(text):
    assert lines(RULE, text) == []
