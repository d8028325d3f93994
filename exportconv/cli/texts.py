"""The words of the help: examples, and the sections in which the options of `convert` stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

__all__ = ["BOTH", "EXAMPLES", "MADE", "SECTIONS"]

BOTH = "a source and a new folder for the result"
MADE = "a source and the folder that was made of it"
EXAMPLES: Mapping[str, Sequence[tuple[str, str]]] = {
    "exportconv": (
        ("exportconv convert Export.zip vault", "A Notion export becomes an Obsidian vault."),
        ("exportconv verify Export.zip vault", "Nothing was lost: this proves it."),
        ("exportconv normalize vault --check", "What is wrong with the notes of a vault."),
    ),
    "convert": (
        ("exportconv convert Export.zip vault", "To an Obsidian vault."),
        ("exportconv convert Export.zip notes --to markdown", "To plain Markdown."),
        ("exportconv convert Part-1.zip Part-2.zip vault", "All parts of a large export."),
        ("exportconv convert Export.zip vault --dry-run", "Only say what would be reported."),
        ("exportconv convert vault notes --to markdown", "From an Obsidian vault."),
    ),
    "inspect": (
        ("exportconv inspect Export.zip", "Pages, databases, types, broken links."),
        ("exportconv inspect Export.zip --json", "The same for a program."),
    ),
    "verify": (
        ("exportconv verify Export.zip vault", "A line for each thing that is wrong."),
        ("exportconv verify vault notes --format json", "The same for a program."),
    ),
    "normalize": (
        ("exportconv normalize notes --check", "Only say what is wrong."),
        ("exportconv normalize notes --check --diff", "And what would be changed."),
        ("exportconv normalize notes", "Mend it."),
        ("exportconv normalize notes --select XC6,XC101", "Apply these rules only."),
    ),
}
"""Name of a command → commands and what they do; the first is shown to whoever has left something out."""
SECTIONS: Mapping[str, str] = {
    "What is read": "--from --exclude --gitignore --skip-ignored --skip-tags --only-tags --max-size --max-ratio",
    "What is written": (
        "--to --links --link-path --anchors --attachments --attachment-folder --databases --frontmatter --ascii-names"
        " --folder-notes --no-cover --no-icon --keep-ids --image-sizes --preserve-mtime --no-check-text --jobs"
    ),
    "A destination that is there already": "--into --prune --resume",
    "What is told": "--dry-run --report --html-report --strict --verbose --quiet",
}
"""Title → flags of `convert`."""
