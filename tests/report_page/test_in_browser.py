"""The report in a browser: it loads nothing, works from a keyboard, and fits narrow and dark screens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.browser import Browser, find_browser
from support.vault_trees import put_files

import exportconv as ec

PROMISES = (18,)

A, B = "a" * 32, "b" * 32
LONG = "아주긴이름" * 9
FILES = {
    f"Home {A}.md": (
        f"# Home\n\n[{LONG}](Home%20{A}/{LONG}%20{B}.md)\n\n[x](Home%20{A}/{'gone' * 40}.pdf)\n\n"
        f"![](https://img.example.com/{'x' * 90}.png)\n\n[n](https://www.notion.so/{'y' * 80}-{'d' * 32})\n"
    ),
    f"Home {A}/{LONG} {B}.md": f"# {LONG}\n\n{'속성' * 20}: 값\n\n<aside>\n💡 open <script>window.hit = 1</script>\n",
    f"Home {A}/{'photo' * 20}.png": b"\x89PNG\r\n" + b"x" * 5000,
    **{f"Folder {n % 4}{'word' * 8}/Note {n} {n:032x}.md": f"# Note {n}\n\n[h](../Home%20{A}.md)" for n in range(100)},
}
TAB, ENTER, SPACE, RIGHT = ("Tab", 9), ("Enter", 13), (" ", 32), ("ArrowRight", 39)
CONTROLS = "a[href], button, input, select, summary, [tabindex='0']"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Reports of a few notes and of many."""
    folder = tmp_path_factory.mktemp("reports")
    found = {}
    few = {path: text for path, text in FILES.items() if path.startswith("Home")}
    for name, files in (("few", few), ("many", FILES)):
        source = put_files(folder / name, files)
        result = ec.convert(source, folder / f"{name} vault", keep_tree=True)
        found[name] = folder / f"{name}.html"
        page = ec.html_report(
            result.report, result.tree, sources=[source], destination=folder / f"{name} vault", file=found[name]
        )
        found[name].write_bytes(page.encode())
    return found


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    command = find_browser()
    if not command:
        pytest.skip("needs a browser: Chromium or Chrome (Debian: apt-get install chromium)")
    with Browser(command, tmp_path_factory.mktemp("profile")) as found:
        yield found


@pytest.mark.parametrize("name", ["few", "many"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("dark", [False, True])
def test_it_loads_nothing_fits_and_can_be_read(browser, pages, name, width, dark):
    browser.events.clear()
    browser.show(width, dark=dark)
    browser.open(pages[name])
    asked = [
        event["params"]["request"]["url"] for event in browser.events if event["method"] == "Network.requestWillBeSent"
    ]
    assert asked == [pages[name].as_uri()]
    for language in ("ko", "en"):
        browser.value(f"document.getElementById('{language}').click()")
        browser.value("for (const one of document.querySelectorAll('details')) one.open = true")
        assert browser.value("document.documentElement.scrollWidth") == width
        assert browser.value(CONTRASTS) == []
    assert browser.value("window.hit === undefined")
    told = {event["method"] for event in browser.events}
    assert told & {"Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown"} == set()


def test_it_could_not_load_anything_if_it_wanted(browser, pages):
    browser.open(pages["few"])
    browser.value("for (const kind of ['img', 'script', 'iframe']) { const made = document.createElement(kind);"
                  "made.src = 'https://example.com/x'; document.body.append(made) }")  # fmt: skip
    browser.value("document.body.setAttribute('onclick', 'window.hit = 1'); document.body.click()")
    assert browser.value("window.hit === undefined")
    assert browser.value("fetch('https://example.com').then(() => 'loaded', () => 'refused')", wait=True) == "refused"
    refused = [
        event for event in browser.events if "Content Security Policy" in str(event.get("params", {}).get("entry"))
    ]
    assert len(refused) >= 3


def test_every_control_is_reached_by_the_keyboard(browser, pages):
    browser.show(1280)
    browser.open(pages["few"])
    browser.value("for (const one of document.querySelectorAll('details')) one.open = true")
    count = browser.value(f"[...document.querySelectorAll(`{CONTROLS}`)].forEach((one, at) => one.dataset.at = at), "
                          f"document.querySelectorAll(`{CONTROLS}`).length")  # fmt: skip
    reached = []
    for _ in range(count + 2):
        browser.press(*TAB)
        reached.append(browser.value("document.activeElement.dataset.at"))
        if reached[-1] is not None:
            assert browser.value("getComputedStyle(document.activeElement.id == 'en' || document.activeElement.id == 'ko'"
                                 " ? document.activeElement.nextSibling : document.activeElement).outlineStyle") == "solid"  # fmt: skip
    # of two radio buttons the keyboard reaches the chosen one, and from that the other one with an arrow
    unchosen = browser.value("document.querySelector('input:not(:checked)').dataset.at")
    assert set(reached) - {None} == {str(at) for at in range(count)} - {unchosen}


def test_the_keyboard_works_the_controls(browser, pages):
    browser.show(1280)
    browser.open(pages["few"])
    browser.press(*TAB)
    assert browser.value("document.activeElement.className") == "skip"
    assert browser.value("document.activeElement.getBoundingClientRect().left >= 0")
    browser.press(*ENTER)
    assert browser.value("location.hash") == "#main"
    browser.open(pages["few"])
    browser.value("document.getElementById('en').focus()")
    browser.press(*RIGHT)
    assert browser.value("document.documentElement.lang") == "ko"
    assert browser.value("document.title").startswith("변환 보고서")
    browser.value("document.querySelector('details:not([open]) summary').focus()")
    browser.press(*SPACE)
    assert browser.value("document.activeElement.parentElement.open")


def test_one_language_at_a_time(browser, pages):
    browser.show(1280)
    for preferred, language in (("en-US", "en"), ("ko-KR", "ko"), ("fr", "en")):
        browser.ask("Network.setUserAgentOverride", userAgent="", acceptLanguage=preferred)
        browser.open(pages["many"])
        other = {"en": "ko", "ko": "en"}[language]
        assert browser.value("document.documentElement.lang") == language
        for lang, is_seen in ((language, True), (other, False)):
            seen = browser.value(
                f"[...document.body.querySelectorAll('[lang={lang}]:not(.stays)')].map(one => one.checkVisibility())"
            )
            assert set(seen) <= ({True, False} if is_seen else {False})
            assert any(seen) == is_seen
        assert browser.value("document.querySelector('label[for=en]').innerText") == "English"
    browser.ask("Network.setUserAgentOverride", userAgent="", acceptLanguage="en-US")


def test_it_works_without_scripts(browser, pages):
    browser.show(1280)
    browser.ask("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open(pages["few"])
        for language, title in (("ko", "변환 보고서"), ("en", "Conversion report")):
            browser.value(f"document.getElementById('{language}').click()")
            assert browser.value("document.querySelector('h1').innerText") == title
    finally:
        browser.ask("Emulation.setScriptExecutionDisabled", value=False)


def test_the_picture_has_a_name_and_ends_where_it_should(browser, pages):
    browser.show(1280)
    for name in ("few", "many"):
        browser.open(pages[name])
        tree = browser.ask("Accessibility.getFullAXTree")["nodes"]
        [image] = [node for node in tree if node["role"]["value"] in ("image", "img") and not node["ignored"]]
        assert re.match(r"\d+ notes and databases with", image["name"]["value"])
        assert browser.value(OUTSIDE) == []


OUTSIDE = """(() => {
  const all = document.querySelector('.graph'), box = all.getBoundingClientRect();
  return [...all.querySelectorAll('circle, rect, text')].filter(one => {
    const own = one.getBoundingClientRect();
    return own.left < box.left - 1 || own.right > box.right + 1 || own.top < box.top - 1 || own.bottom > box.bottom + 1;
  }).map(one => one.outerHTML);
})()"""
"""Parts of the picture that are cut off at its edge."""
CONTRASTS = """(() => {
  const parse = text => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0);
  const behind = one => { for (; one; one = one.parentElement) {
    const [r, g, b, a = 1] = parse(getComputedStyle(one).backgroundColor); if (a > 0) return [r, g, b] } };
  const bad = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const one = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !one.checkVisibility() || ['SCRIPT', 'STYLE'].includes(one.tagName)) continue;
    const style = getComputedStyle(one);
    const [x, y] = [parse(one.ownerSVGElement ? style.fill : style.color), behind(one)].map(light).sort((a, b) => b - a);
    if ((x + 0.05) / (y + 0.05) < 4.5) bad.add(one.tagName + ' ' + one.className + ' ' + walker.currentNode.data);
  }
  for (const swatch of document.querySelectorAll('.swatch')) {
    const [x, y] = [parse(getComputedStyle(swatch).backgroundColor), behind(swatch.parentElement)].map(light).sort((a, b) => b - a);
    if ((x + 0.05) / (y + 0.05) < 3) bad.add('swatch ' + swatch.className);
  }
  return [...bad];
})()"""
"""Texts with a contrast of less than 4.5 to 1, and colours of folders with less than 3 to 1 (WCAG 2.2 AA)."""
