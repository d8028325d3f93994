"""Vaults of any size, made from one seed: notes in Korean and English with five links each."""

from __future__ import annotations

import os
import random
from pathlib import Path
from urllib.parse import quote

from made_exports import WORDS

__all__ = ["make_vault"]

FOLDERS = ["", "프로젝트/", "Daily/2024/", "Areas/독서 노트/", "Areas/Travel/"]
PARAGRAPHS = 6
WORDS_IN_A_PARAGRAPH = 40
"""So many make about 2 KB of a note, for a Korean letter has three bytes."""


class _Vault:
    """What is known of a vault while its notes are made: names, folders and chance."""

    def __init__(self, notes: int, seed: int) -> None:
        self.chance = random.Random(seed)  # a benchmark, no secret
        self.titles = [f"{self.words(2)} {number}" for number in range(notes)]
        self.folders = [self.chance.choice(FOLDERS) for _ in range(notes)]
        self.images = [f"attachments/사진 {number}.png" for number in range(notes // 10)]

    def words(self, count: int) -> str:
        return " ".join(self.chance.choice(WORDS) for _ in range(count))

    def path(self, number: int) -> str:
        return f"{self.folders[number]}{self.titles[number]}.md"

    def link(self, here: int) -> str:
        """A link from one note to any other, or an image: of ten, five are wikilinks of a name and no more, or with an alias."""
        number, kind = self.chance.randrange(len(self.titles)), self.chance.randrange(20)
        title = self.titles[number]
        if kind in (18, 19) or (kind in (16, 17) and not self.images):
            near = os.path.relpath(self.path(number), self.folders[here] or ".")
            return f"![[{title}#Details]]" if kind == 18 else f"[{title}]({quote(near)})"
        if kind in (16, 17):
            return f"![[{self.chance.choice(self.images).rpartition('/')[2]}|300]]"
        forms = [f"[[{title}]]"] * 5 + [f"[[{title}|{self.words(2)}]]"] * 5 + [f"[[{title}#개요]]"] * 2
        forms += [f"[[{title}#^b{number}]]"] * 2 + [f"[[{self.folders[number]}{title}]]"] * 2
        return forms[kind]

    def note(self, number: int) -> str:
        """A note: properties, two headings, an id of a block, and five links in about 2 KB of text."""
        lines = ["---", f"created: 2024-05-{number % 28 + 1:02d}", "tags:", "  - 읽기", "  - work"]
        lines += [f"rating: {number % 5}"]
        lines += [f'up: "[[{self.titles[number // 8]}]]"'] if number % 3 == 0 else []
        lines += [f"aliases: [{self.words(2)}]"] if number % 4 == 0 else []
        lines += ["---", f"# {self.titles[number]}", "", "## 개요", ""]
        for at in range(PARAGRAPHS):
            text = self.words(WORDS_IN_A_PARAGRAPH)
            if at < PARAGRAPHS - 1:
                text += f" {self.link(number)} {self.words(3)}"
            lines += [text + (f" ^b{number}" if at == 1 else ""), ""]
            lines += ["## Details", ""] if at == PARAGRAPHS - 3 else []
        if number % 10 == 0:
            lines += [f"> [!tip]- {self.words(3)}", f"> {self.words(10)}", "> > [!note]", f"> > {self.words(5)}", ""]
            lines += ["| 이름 | link |", "| --- | --- |", f"| {self.words(1)} | [[{self.titles[0]}\\|처음]] |", ""]
            lines += ["```python", "print('[[no link]]')", "```", "", f"=={self.words(2)}== %%{self.words(2)}%%", ""]
        return "\n".join(lines)


def make_vault(folder: Path, notes: int, seed: int) -> None:
    """A vault of notes in Korean and English, five links in each, with a small attachment for every tenth note."""
    vault = _Vault(notes, seed)
    for name in (".obsidian", "attachments", *FOLDERS):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / ".obsidian/app.json").write_text("{}", encoding="utf-8")
    for image in vault.images:
        (folder / image).write_bytes(vault.chance.randbytes(900))
    for number in range(notes):
        (folder / vault.path(number)).write_text(vault.note(number), encoding="utf-8", newline="")
