"""Properties: the right type, the right name, and text where nothing else is sure."""

from __future__ import annotations

import pytest

import exportconv as ec

A, B = "a" * 32, "b" * 32


def page(render, *lines, **options):
    text = "\n".join(lines)
    out = render({f"P {A}.md": f"# P\n\n{text}\n\nbody", f"Q {B}.md": "# Q", "f.pdf": ""}, **options)
    front, _, body = out["P.md"].rpartition("---\n")
    assert body == "body"
    return front.removeprefix("---\n")


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("Yes", "true"),
        ("No", "false"),
        ("yes", '"yes"'),
        ("12", "12"),
        ("-3", "-3"),
        ("4.5", "4.5"),
        ("0.6666666666666666", "0.6666666666666666"),
        ("1.10", '"1.10"'),
        ("012", '"012"'),
        ("1,234", '"1,234"'),
        ("1_000", '"1_000"'),
        ("12345678901234567890", '"12345678901234567890"'),
        ("1:30:00", '"1:30:00"'),
        ("May 10, 2024", "2024-05-10"),
        ("2022년 6월 25일", "2022-06-25"),
        ("2022년 12월 17일 오후 6:00 (GMT+9)", "2022-12-17T18:00:00+09:00"),
        ("2025年10月8日 下午5:26", "2025-10-08T17:26:00"),
        ("02/03/2023", '"02/03/2023"'),
        ("2023-13-45", '"2023-13-45"'),
        ("In progress", "In progress"),
        ("a, b", "a, b"),
        ("x: y", '"x: y"'),
        ("[[x]]", '"[[x]]"'),
        ("https://example.com/a?b=c#d", "https://example.com/a?b=c#d"),
        ("Node.js", "Node.js"),
        ("null", '"null"'),
    ],
)
def test_value(render, value, printed):
    assert page(render, f"Wert: {value}", "Zweite: x") == f"Wert: {printed}\nZweite: x\n"


def test_range_becomes_two_properties(render):
    assert page(render, "Due: May 1, 2024 → May 3, 2024") == "Due: 2024-05-01\nDue (end): 2024-05-03\n"


@pytest.mark.parametrize("name", ["Tags", "tag", "태그", "タグ", "标签", "標籤"])
def test_tags(render, name):
    expected = "tags:\n  - article/lecture\n  - home-office\n  - y2024\n"
    assert page(render, f"{name}: article/lecture, home office, 2024", "B: x") == expected + "B: x\n"


def test_tags_in_plain_markdown_stay_as_they_are(render):
    out = render({f"P {A}.md": "# P\n\nTags: home office, C++\nB: x\n\nbody"}, to="markdown")
    assert out["P.md"] == "---\ntags:\n  - home office\n  - C++\nB: x\n---\n\n# P\n\nbody"


def test_changed_tag_is_reported(make_folder):
    from exportconv.pipeline import prepare

    vault = ec.read(make_folder({f"P {A}.md": "# P\n\nTags: C++, fine\nB: x"}))
    assert [(i.code, i.line) for i in prepare(vault, ec.Options()).issues] == [(ec.Code.TAG_CHANGED, 3)]


def test_relation_and_file_become_links(render):
    lines = [f"Rel: Q (Q%20{B}.md), Gone (Gone%20{A[:-1]}c.md)", "Files: f.pdf"]
    expected = f'Rel:\n  - "[[Q]]"\n  - Gone (Gone%20{A[:-1]}c.md)\nFiles:\n  - "[[f.pdf]]"\n'
    assert page(render, *lines) == expected


def test_relation_in_plain_markdown(render):
    out = render({f"P {A}.md": f"# P\n\nRel: My Q (Q%20{B}.md)", f"Q {B}.md": "# Q"}, to="markdown")
    assert out["P.md"] == '---\nRel:\n  - "[My Q](Q.md)"\n---\n\n# P\n'


def test_link_inside_a_text_property(render):
    assert page(render, f"Note: see [Q](Q%20{B}.md) now", "B: x").startswith("Note: see [[Q]] now\n")


def test_notion_address_in_a_property(render):
    assert page(render, f"URL: https://www.notion.so/Q-{B}?pvs=4", "B: x").startswith('URL: "[[Q]]"\n')
    assert page(render, "URL: https://www.notion.so/help", "B: x").startswith("URL: https://www.notion.so/help\n")


def test_relations_are_wikilinks_in_a_vault_with_markdown_links(render):
    assert page(render, f"Rel: Q (Q%20{B}.md)", links="relative") == 'Rel:\n  - "[[Q]]"\n'


def test_rules(render):
    rules = ec.PropertyRules(
        rename={"상태": "status"}, drop=frozenset(["B"]), types={"학번": "text", "L": "list", "N": "number"}
    )
    lines = ["상태: Done", "학번: 2024", "B: gone", "L: a, b", "N: many"]
    assert page(render, *lines, properties=rules) == 'status: Done\n학번: "2024"\nL:\n  - a\n  - b\n"N": many\n'


def test_value_that_does_not_fit_a_forced_type_is_reported(make_folder):
    from exportconv.pipeline import prepare

    options = ec.Options(properties=ec.PropertyRules(types={"N": "number"}))
    vault = prepare(ec.read(make_folder({f"P {A}.md": "# P\n\nN: many\nM: 1"})), options)
    assert [(i.code, i.line) for i in vault.issues] == [(ec.Code.PROPERTY_KEPT_TEXT, 3)]


def test_one_odd_item_does_not_cost_the_others(render):
    rel = f"Rel: Q (Q%20{B}.md), Out (https://www.notion.so/Out-{'d' * 32}?pvs=21)"
    files = "Files: f.pdf, https://example.com/a.pdf"
    expected = f'Rel:\n  - "[[Q]]"\n  - Out (https://www.notion.so/Out-{"d" * 32}?pvs=21)\nFiles:\n  - "[[f.pdf]]"\n'
    assert page(render, rel, files) == expected + "  - https://example.com/a.pdf\n"


@pytest.mark.parametrize(
    ("lines", "printed"),
    [
        (
            ["Due: May 1, 2024 → May 3, 2024", "Due (end): x"],
            "Due: 2024-05-01\nDue (end): 2024-05-03\nDue (end) 2: x\n",
        ),
        (
            ["Due (end): x", "Due: May 1, 2024 → May 3, 2024"],
            "Due (end): x\nDue 2: 2024-05-01\nDue 2 (end): 2024-05-03\n",
        ),
        (["tags: bar", "Tags: baz"], "tags:\n  - bar\n  - baz\n"),
    ],
)
def test_no_value_is_lost_to_another_of_its_name(render, lines, printed):
    assert page(render, *lines) == printed


def test_own_notion_id_is_kept_beside_ours(render):
    assert page(render, "notion-id: mine", "B: x", keep_ids=True) == f"notion-id 2: mine\nB: x\nnotion-id: {A}\n"


def test_two_properties_of_one_name(render):
    rules = ec.PropertyRules(rename={"B": "A"})
    assert page(render, "A: x", "B: z", properties=rules) == "A: x\nA 2: z\n"


def test_own_aliases_are_kept_beside_the_title(render):
    out = render({f"P {A}.md": "# P?\n\naliases: one, two\nB: x\n\nbody"})
    assert out["P？.md"].startswith("---\naliases:\n  - P?\n  - one\n  - two\nB: x\n---\n")


def test_keep_ids(render):
    assert render({f"P {A}.md": "# P"}, keep_ids=True)["P.md"] == f"---\nnotion-id: {A}\n---\n"


def test_unknown_type_in_the_rules():
    with pytest.raises(ec.ConfigError, match="'color'"):
        ec.Options(properties=ec.PropertyRules(types={"N": "color"}))


@pytest.mark.parametrize(
    "text",
    [
        "- Name: x\n- Other: y",
        "> Name: x\n> Other: y",
        "+ Name: x\n+ Other: y",
        "    Name: x\n    Other: y",
        "One sentence, and then: a list",
        "**Name:** x\n**Other:** y",
        "A line: with a colon",
        "Name: x\nno colon here",
        "https://example.com\nhttps://example.org",
        "| a: b | c |\n| - | - |",
    ],
)
def test_body_that_is_no_property_block(render, text):
    import textwrap

    assert render({f"P {A}.md": f"# P\n\n{text}\n\nbody"})["P.md"] == f"{textwrap.dedent(text)}\n\nbody"
