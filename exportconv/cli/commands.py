"""The command: flags to options, one call, print, exit code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

import exportconv as ec
from exportconv.cli.flags import (
    Place,
    choice,
    config_flag,
    from_flag,
    jobs_flag,
    ratio_flag,
    several,
    size_flag,
    source_argument,
    source_date,
    traceback_flag,
)
from exportconv.cli.hints import refuse_unlikely
from exportconv.cli.progress import progress
from exportconv.cli.terminal import coloured_issues, is_coloured
from exportconv.cli.texts import BOTH, EXAMPLES, MADE, SECTIONS
from exportconv.cli.usage import Command, Group
from exportconv.config import find_config
from exportconv.landing import watched

__all__ = ["cli"]

_SHOWN = 20


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]}, examples=EXAMPLES["exportconv"])
@click.version_option(ec.__version__, message="exportconv %(version)s")
@traceback_flag
def cli() -> None:
    """Convert Notion exports and Obsidian vaults: every link right, nothing lost.

    `exportconv COMMAND --help` tells more of each command.
    """


@cli.command(cls=Command, takes=BOTH, examples=EXAMPLES["convert"], sections=SECTIONS)
@source_argument
@click.argument("destination", type=Place(path_type=Path, readable=False))
@choice("--to", "to", "What to write. [default: obsidian]")
@from_flag
@choice("--links", "links", "How links are written. [default: what is usual in the target]")
@choice("--link-path", "link_path", "Path in wikilinks. [default: shortest]")
@choice("--attachments", "attachments", "Where attachments go. [default: keep]")
@click.option("--attachment-folder", metavar="NAME", help="Name for `--attachments folder`. [default: attachments]")
@choice("--databases", "databases", "What stands for a database. [default: base, in Markdown table]")
@click.option("--ascii-names", is_flag=True, default=None, help="ASCII slugs as file names.")
@click.option("--folder-notes", is_flag=True, default=None, help="Parent/Parent.md in place of Parent.md.")
@click.option("--no-cover", "cover", flag_value=False, default=None, help="No `cover` property from HTML exports.")
@click.option("--no-icon", "icon", flag_value=False, default=None, help="No `icon` property from HTML exports.")
@click.option("--keep-ids", is_flag=True, default=None, help="Write Notion ids to the frontmatter.")
@choice("--anchors", "anchors", "Links to headings and blocks in plain Markdown. [default: github]")
@choice("--frontmatter", "frontmatter", "Frontmatter of notes. [default: auto]")
@click.option("--image-sizes", is_flag=True, default=None, help="Keep sizes of images in plain Markdown, as HTML.")
@several("--exclude", "GLOB", "Leave out files, as in a .gitignore; may be given several times.")
@click.option("--gitignore", is_flag=True, default=None, help="Leave out what the source's .gitignore files name.")
@click.option("--skip-ignored", is_flag=True, default=None, help="Leave out what Obsidian's “Excluded files” names.")
@several("--skip-tags", "TAG", "Leave out notes with this tag or one below it.")
@several("--only-tags", "TAG", "Leave out notes without this tag or one below it.")
@click.option("--no-check-text", "check_text", flag_value=False, default=None, help="Do not compare notes with pages.")
@click.option("--preserve-mtime", is_flag=True, default=None, help="Keep the time of the last change of each file.")
@size_flag
@ratio_flag
@jobs_flag
@click.option("--into", is_flag=True, help="Add to an existing vault; never overwrites.")
@click.option("--prune", is_flag=True, help="Remove what a newer export does not have any more and nobody edited.")
@click.option("--resume", is_flag=True, help="Go on with what a stopped run had written, and keep it when stopped.")
@click.option("--dry-run", is_flag=True, help="Write nothing.")
@click.option("--strict", is_flag=True, help="Exit with 1 for any issue.")
@click.option("--report", type=click.Path(path_type=Path, dir_okay=False), help="Write the whole report as JSON.")
@click.option("--html-report", type=click.Path(path_type=Path, dir_okay=False), help="Write a report to look at.")
@click.option("-v", "--verbose", is_flag=True, help=f"Print all issues, not {_SHOWN} of each kind.")
@click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
@config_flag
@traceback_flag
def convert(source: tuple[Path, ...], destination: Path, config: Path | None, **flags: Any) -> int:
    """Convert SOURCE to the new folder DESTINATION.

    SOURCE is an export from Notion (the zip, all its parts, or the unpacked folder) or an Obsidian vault.
    """
    refuse_unlikely(source, destination)
    strict, report, html_report, verbose, quiet = (
        flags.pop(name) for name in ("strict", "report", "html_report", "verbose", "quiet")
    )
    how = {name: flags.pop(name) for name in ("into", "prune", "resume", "dry_run")}
    _check_reports([file for file in (report, html_report) if file], (*source, destination))
    options = replace(_options(config, flags), mtime=source_date())
    outcome = "what is written is kept for --resume" if how["resume"] else "nothing was left behind"
    with _telling(outcome), progress(quiet=quiet) as track:
        result = ec.convert(list(source), destination, options=options, track=track, keep_tree=bool(html_report), **how)
    _tell(*(f"exportconv: {line}" for line in result.finished))
    if report:
        _write(report, _as_json(result.report.as_dict()))
    if html_report and result.tree:
        page = ec.html_report(
            result.report, result.tree, sources=source, destination=destination, file=html_report,
            changed=result.changed, dry_run=how["dry_run"],
        )  # fmt: skip
        _write(html_report, page)
    if not quiet:
        done = "would be written to" if how["dry_run"] else "written to"
        say = f"{done} {destination}" if result.changed else f"{destination} has all of this already; nothing changed"
        _tell(*_lines(result.report, everything=verbose), result.report.summary(), say)
    return result.report.exit_code(strict=strict) if result.changed else 0


@cli.command(cls=Command, takes="a source", examples=EXAMPLES["inspect"])
@source_argument
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@from_flag
@size_flag
@ratio_flag
@config_flag
@traceback_flag
def inspect(source: tuple[Path, ...], as_json: bool, config: Path | None, **flags: Any) -> int:
    """Say what SOURCE holds: notes, databases, types of properties."""
    refuse_unlikely(source)
    with progress() as track:
        found = ec.inspect(list(source), options=_options(config, flags), track=track)
    if as_json:
        _print_data(_as_json(found.as_dict()))
        return 0
    _tell(*_lines(found.report, everything=False))
    click.echo(f"{found.report.summary()}\nattachment bytes: {found.attachment_bytes}")
    for database in found.databases:
        click.echo(f"database {database.path}: {len(database.row_notes())} rows, {len(database.views)} further views")
        for column in database.columns:
            click.echo(f"  {column.name}: {column.kind}")
    for name, types in found.properties.items():
        click.echo(f"property {name}: " + ", ".join(f"{kind} x {count}" for kind, count in types.items()))
    return 0


@cli.command(cls=Command, takes=MADE, examples=EXAMPLES["verify"])
@source_argument
@click.argument("destination", type=Place(path_type=Path))
@click.option("--format", "output_format", type=click.Choice(["text", "json"]), default="text", help="How to print.")
@size_flag
@ratio_flag
@config_flag
def verify(source: tuple[Path, ...], destination: Path, output_format: str, config: Path | None, **flags: Any) -> int:
    """Prove from disk that nothing was lost.

    DESTINATION, which was made from SOURCE, is to have all of it, and every link right.
    """
    refuse_unlikely(source)
    with progress() as track:
        found = ec.verify(list(source), destination, options=_options(config, flags), track=track)
    if output_format == "json":
        _print_data(_as_json(found.as_dict()))
    else:
        click.echo("".join(f"{line}\n" for line in found.lines()), nl=False)
        click.echo(found.summary(), err=True)
    return found.exit_code()


@cli.command("normalize", cls=Command, takes="a folder of notes, or files in one", examples=EXAMPLES["normalize"])
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=Place(path_type=Path, readable=False))
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 for anything that is wrong.")
@click.option("--diff", is_flag=True, help="Print the changes as diffs and renames.")
@several("--select", "CODE", "Apply only rules with these codes (commas between), or beginning so.")
@several("--ignore", "CODE", "Do not apply rules with these codes, or beginning so.")
@several("--exclude", "GLOB", "Look for nothing in files, as in a .gitignore; may be given several times.")
@click.option("--no-gitignore", "gitignore", flag_value=False, default=None, help="Look into what is ignored by git.")
@click.option("--unsafe-fixes", is_flag=True, default=None, help="Also mend what may lose meaning.")
@click.option(
    "--output-format",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    help="How findings are printed.",
)
@config_flag
@traceback_flag
def normalize_command(
    paths: tuple[Path, ...], check: bool, diff: bool, output_format: str, config: Path | None, **flags: Any
) -> int:
    """Mend names, links and frontmatter in place.

    PATH is a vault or a repository of notes, or a part of one. Without --check files are changed, all of them or none.
    """
    from exportconv.normalize.outputs import FORMATS, diff_of, summary
    from exportconv.normalize.run import find_root, normalize

    refuse_unlikely(paths)
    file = config or find_config(find_root(paths))
    options = ec.load_normalize_options(file) if file else ec.NormalizeOptions()
    for name in ("select", "ignore"):
        flags[name] = tuple(code.strip() for text in flags[name] for code in text.split(","))
    # what is asked for by its code is not ignored because a configuration says so
    kept = tuple(code for code in options.ignore if not any(asked.startswith(code) for asked in flags["select"]))
    options = replace(options, **{"ignore": kept, **_given(flags)})
    with _telling("nothing was changed"), progress() as track:
        result = normalize(paths, options=options, check=check, track=track)
    if diff:
        # what a machine is to read stands alone
        click.echo(diff_of(result), nl=False, err=output_format != "text")
    found, is_text = FORMATS[output_format](result), output_format == "text"
    if not is_text:
        _print_data(found)
    told = [found.removesuffix("\n")] if is_text and found else []
    told += (f"exportconv: {line}" for line in (*result.finished, *result.unseen))
    _tell(*told, *([summary(result)] if is_text else []))
    return int(bool(result.found))


@contextmanager
def _telling(outcome: str) -> Iterator[None]:
    """Says in what state a run leaves things that is stopped in here; `outcome` is that before it has landed."""
    with watched() as landing:
        try:
            yield
        except (KeyboardInterrupt, SystemExit) as stop:
            for place in landing.recovered:
                stop.add_note(f"{place}: what a killed run had left to do was done first")
                outcome = "nothing else was changed"
            stop.add_note("everything was written before that" if landing.has_landed else outcome)
            raise


def _options(config: Path | None, flags: dict[str, Any]) -> ec.Options:
    file = config or find_config(Path.cwd())
    return replace(ec.load_options(file) if file else ec.Options(), **_given(flags))


def _given(flags: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in flags.items() if value not in (None, ())}


def _lines(report: ec.Report, *, everything: bool) -> Iterator[str]:
    return report.lines(None if everything else _SHOWN)


def _tell(*lines: str) -> None:
    """Prints lines on standard error; that nobody can be told makes nothing undone."""
    with suppress(OSError):
        for line in lines:
            click.echo(coloured_issues(line), err=True, color=is_coloured())


def _as_json(data: dict[str, Any]) -> str:
    # whoever asks for help only need not wait for it
    import json

    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _print_data(text: str) -> None:
    """Prints what a machine is to read: UTF-8, whatever the console takes."""
    click.echo(text.encode("utf-8", "backslashreplace"), nl=False)


def _check_reports(files: list[Path], places: tuple[Path, ...]) -> None:
    if files:
        from exportconv.writers.report_file import check_report_places

        check_report_places(files, places)


def _write(file: Path, text: str) -> None:
    from exportconv.writers.report_file import write_report

    write_report(file, text)
