"""Random workspaces that grow, are renamed and moved, while somebody works in the vault: nothing of it gets lost."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from support.vault_trees import put_files

import exportconv as ec

PROMISES = (1, 2, 5, 6)
TITLES = [
    "회의록",
    "Plan",
    "plan",
    "Trip",
    "A/B",
    "What?",
    "Note 2",
    "Note",
    "긴 " * 20 + "제목",
    "100%",
    "[x] y",
    "CON",
    "Ünder",
]


@dataclass
class Page:
    id: str
    title: str
    parent: str | None
    words: str
    links: list[str] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)


class Workspace:
    """Pages by id, and the export that Notion would make of them."""

    def __init__(self, random_: random.Random, *, unique: bool) -> None:
        self.random, self.unique, self.pages, self.number = random_, unique, {}, 0
        for _ in range(random_.randint(2, 9)):
            self.add()

    def title(self) -> str:
        self.number += 1
        title = self.random.choice(TITLES)
        return f"{self.number}x {title}" if self.unique else title

    def add(self) -> None:
        page_id = f"{self.random.getrandbits(128):032x}"
        parent = self.random.choice([None, *self.pages])
        links = self.random.sample(sorted(self.pages), min(len(self.pages), 2))
        page = Page(page_id, self.title(), parent, f"words {self.number}", links)
        if self.random.random() < 0.4:
            page.files[self.random.choice(["a.png", "보고서.pdf"])] = f"bytes {self.number}"
        self.pages[page_id] = page

    def is_below(self, page_id: str, other: str | None) -> bool:
        while other and other in self.pages:
            if other == page_id:
                return True
            other = self.pages[other].parent
        return False

    def change(self) -> None:
        page = self.random.choice(list(self.pages.values()))
        kind = self.random.choice(["add", "rename", "move", "words", "file", "remove", "link"])
        if kind == "rename":
            page.title = self.title()
        elif kind == "words":
            self.number += 1
            page.words += f" more {self.number}"
        elif kind == "file":
            self.number += 1
            page.files["a.png"] = f"bytes {self.number}"
        elif kind == "link":
            page.links.append(self.random.choice(list(self.pages)))
        elif kind == "move":
            place = self.random.choice([None, *self.pages])
            if not self.is_below(page.id, place):
                page.parent = place
        elif (
            kind == "remove"
            and len(self.pages) > 3
            and not any(other.parent == page.id for other in self.pages.values())
        ):
            del self.pages[page.id]
        else:
            self.add()

    def folder(self, page_id: str | None) -> str:
        if page_id is None:
            return ""
        page = self.pages[page_id]
        return f"{self.folder(page.parent)}{self.name(page)}/"

    def name(self, page: Page) -> str:
        return re.sub(r'[/|.:?*"<>\\]', " ", page.title)[:50].strip() + f" {page.id}"

    def path(self, page: Page) -> str:
        return f"{self.folder(page.parent)}{self.name(page)}.md"

    def export(self) -> dict[str, str]:
        files = {}
        for page in self.pages.values():
            here = self.folder(page.parent)
            lines = [f"# {page.title}", f"mark-{page.id} {page.words}"]
            for link in page.links:
                if link in self.pages:
                    up = "../" * here.count("/")
                    lines.append(
                        f"[{self.pages[link].title.replace('[', '(').replace(']', ')')}]({up}{quote(self.path(self.pages[link]))})"
                    )
            for name, data in page.files.items():
                files[f"{self.folder(page.id)}{name}"] = data
                lines.append(f"![{name}]({quote(self.name(page))}/{quote(name)})")
            files[self.path(page)] = "\n\n".join(lines) + "\n"
        return files


def notes(vault: Path) -> dict[str, str]:
    return {
        file.relative_to(vault).as_posix(): file.read_text("utf-8")
        for file in vault.rglob("*")
        if file.is_file() and ".exportconv" not in file.parts
    }


def mark(text: str) -> str | None:
    found = re.search(r"mark-[0-9a-f]{32}", text)
    return found and found[0]


SOME, MANY = range(6), [pytest.param(seed, marks=pytest.mark.long) for seed in range(6, 60)]


@pytest.mark.parametrize("seed", [*SOME, *MANY])
@pytest.mark.parametrize("to", ["obsidian", "markdown"])
def test_untouched_folder_becomes_what_a_fresh_one_is(tmp_path, seed, to, record_property):
    workspace = Workspace(random.Random(seed), unique=True)
    vault = tmp_path / "vault"
    for number in range(4):
        source = put_files(tmp_path / f"export{number}", workspace.export())
        ec.convert(source, vault, to=to, prune=True)
        ec.convert(source, tmp_path / f"fresh{number}", to=to)
        assert notes(vault) == notes(tmp_path / f"fresh{number}")
        assert not [folder for folder in vault.rglob("*") if folder.is_dir() and not any(folder.iterdir())]
        for _ in range(workspace.random.randint(1, 5)):
            workspace.change()
    record_property("figure", "a workspace x 3 newer exports, each equal to a fresh conversion")


def work(random_: random.Random, vault: Path, number: int) -> dict[str, str]:
    """Somebody edits, removes, moves and writes notes; gives the words that must never get lost, with their links' meaning."""
    there = {path: text for path, text in notes(vault).items() if path.endswith(".md") and mark(text)}
    chosen = random_.sample(sorted(there), min(3, len(there)))
    own = {}
    for path in chosen:
        kind = random_.choice(["edit", "edit", "remove", "move"])
        word = f"mine-{number}-{len(own)}"
        if kind == "edit":
            (vault / path).write_bytes((there[path] + f"\n{word} ends").encode())
            own[word] = path
        elif kind == "remove":
            if "mine-" not in there[path]:
                (vault / path).unlink()
        else:
            (vault / "Moved").mkdir(exist_ok=True)
            target = vault / "Moved" / Path(path).name
            if not target.exists():
                (vault / path).rename(target)
    return own


@pytest.mark.parametrize("seed", [*SOME, *MANY])
def test_nothing_of_the_user_gets_lost(tmp_path, seed, record_property):
    workspace = Workspace(random.Random(1000 + seed), unique=False)
    vault = tmp_path / "vault"
    words: set[str] = set()
    ec.convert(put_files(tmp_path / "export", workspace.export()), vault)
    for number in range(4):
        words |= work(workspace.random, vault, number).keys()
        before = notes(vault)
        targets = workspace.random.sample(sorted(before), min(4, len(before)))
        diary = "".join(f"[[{path.removesuffix('.md')}|x]] [y]({quote(path)})\n" for path in targets)
        meant = [before[path] for path in targets for _ in range(2)]
        put_files(vault, {f"Diary {number}.md": f"mine-diary-{number}\n{diary}"})
        words.add(f"mine-diary-{number}")
        for _ in range(workspace.random.randint(1, 5)):
            workspace.change()
        source = put_files(tmp_path / f"export{number}", workspace.export())
        ec.convert(source, vault)
        after = notes(vault)
        everything = "\n".join(after.values())
        assert [
            word for word in sorted(words) if everything.count(f"{word} ends") + everything.count(f"{word}\n") < 1
        ] == []
        # every page of the export is there, but for those that the user has removed or moved and edited
        diary = after[f"Diary {number}.md"]
        links = re.findall(r"\[\[(.+?)\|x\]\]|\[y\]\((.+?)\)", diary)
        for (wiki, plain), text in zip(links, meant, strict=True):
            # as Obsidian does: the path itself, else the end of one
            ends = [unquote(plain)] if plain else [f"{wiki}.md", wiki]
            found = next((after[end] for end in ends if end in after), None) or next(
                (after[other] for end in ends for other in after if f"/{other}".endswith(f"/{end}")), None
            )
            assert found is not None, (wiki, plain)
            assert mark(found) == mark(text)
            if mark(text) is None:
                assert found.split()[0] == text.split()[0]
        assert ec.convert(source, vault).changed is False
        assert notes(vault) == after
    record_property("figure", "a workspace x 4 newer exports with edits, removals and moves in between; 0 words lost")


def found_by(link: str, folder: str, tree: dict[str, str]) -> str | None:
    """The path that a wikilink names, as the format's notes have it; names here are in one Unicode form."""
    keys = {path.casefold(): path for path in tree}
    for end in (f"{link}.md".casefold(), link.casefold()):
        fits = [path for key, path in keys.items() if key.endswith(f"/{end}")]
        here = [path for path in fits if path.rpartition("/")[0] == folder]
        nearest = sorted(fits, key=lambda path: (path.count("/"), len(path), path.casefold()))
        found = [*([keys[end]] if end in keys else []), *here, *nearest]
        if found:
            return found[0]
    return None


@pytest.mark.parametrize("seed", [*SOME, *MANY])
def test_links_of_a_vault_that_is_added_to_stay(tmp_path, seed, record_property):
    chance = random.Random(2000 + seed)
    workspace = Workspace(random.Random(3000 + seed), unique=False)
    names = ["회의록.md", "Plan.md", "Trip.md", "Note.md", "Note 2.md", "CON_.md", "a.png", "보고서.pdf"]
    folders = ["", "x/", "x/y/", "Note/", "ㄱ/나/다/"]
    own = {f"{chance.choice(folders)}{chance.choice(names)}": f"own {number}" for number in range(12)}
    links = [path if chance.random() < 0.3 else path.rpartition("/")[2] for path in own]
    links = [link.removesuffix(".md") for link in links]
    diary = f"{chance.choice(folders)}Diary.md"
    own[diary] = "\n".join(f"[[{link}]] ![[{link}]]" for link in links)
    vault = put_files(tmp_path / "vault", own)
    folder = diary.rpartition("/")[0]
    meant = [found_by(link, folder, own) for link in links]
    assert None not in meant
    ec.convert(put_files(tmp_path / "export", workspace.export()), vault, into=True)
    after = notes(vault)
    assert {path: after[path] for path in own} == own
    assert [found_by(link, folder, after) for link in links] == meant
    assert {mark(text) for text in after.values()} >= {f"mark-{page}" for page in workspace.pages}
    record_property("figure", "a workspace added to a vault with names of its own, 24 links, all of which stay")
