"""Help with examples and in sections, and what is said to somebody who has typed what cannot be done."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NoReturn

import click

from exportconv.report import one_line

__all__ = ["Command", "Group", "explained"]

_OTHERS = "Other options"
_NOTED = ".exportconv"


class _Mistake(click.UsageError):
    """What cannot be done, and a command that can."""

    def __init__(self, message: str, ctx: click.Context | None, example: str = "") -> None:
        super().__init__(message, ctx)
        self.example = example


class _Helped(click.Command):
    """A command whose options stand in sections, with examples below them."""

    def __init__(
        self,
        *args: Any,
        examples: Sequence[tuple[str, str]] = (),
        sections: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        """`examples` with what each does; `sections` by title, flags with blanks between, of which others come last."""
        super().__init__(*args, **kwargs)
        self.examples = examples
        self._sections = sections or {}

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the options, section by section."""
        title_of = {flag: title for title, flags in self._sections.items() for flag in flags.split()}
        found: dict[str, list[tuple[str, str]]] = {title: [] for title in (*self._sections, _OTHERS)}
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx)
            if record is not None and isinstance(param, click.Option):
                found[next((title_of[flag] for flag in param.opts if flag in title_of), _OTHERS)].append(record)
        for title, records in found.items():
            if records:
                with formatter.section(title if self._sections else "Options"):
                    formatter.write_dl(records)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # click's own
        """Writes the examples."""
        with formatter.section("Examples"):
            formatter.write_dl(self.examples, col_max=50)


class Command(_Helped):
    """A command that says what it takes where something is missing."""

    def __init__(self, *args: Any, takes: str, **kwargs: Any) -> None:
        """`takes` names its arguments in words."""
        super().__init__(*args, **kwargs)
        self._takes = takes

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Reads the command line; raises UsageError with the command that may have been meant."""
        given = list(args)
        try:
            return super().parse_args(ctx, args)
        except click.MissingParameter:
            found, _, _ = self.make_parser(ctx).parse_args([*given])
            values = [found.get(param.name or "") for param in self.params if isinstance(param, click.Argument)]
            self._ask(ctx, [value for value in values if isinstance(value, str) and value in given])

    def _ask(self, ctx: click.Context, paths: Sequence[str]) -> NoReturn:
        """Says what it takes, with the one path that is given at its place."""
        if len(paths) != 1 or "DESTINATION" not in self.collect_usage_pieces(ctx):
            raise _Mistake(f"{self.name} takes {self._takes}", ctx, self.examples[0][0]) from None
        path = paths[0]
        is_source = os.path.exists(path) and not os.path.isdir(os.path.join(path, _NOTED))
        both = (path, "notes" if path == "vault" else "vault") if is_source else ("Export.zip", path)
        example = shlex.join(["exportconv", str(self.name), *both])
        raise _Mistake(f"{self.name} takes {self._takes}; only {path!r} is given", ctx, example) from None


class Group(_Helped, click.Group):
    """All commands; whoever names none of them is shown one."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Reads the command line; raises UsageError where there is nothing on it."""
        if not args and not ctx.resilient_parsing:
            raise _Mistake("what is to be done? Most people want this first", ctx, self.examples[0][0])
        return super().parse_args(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the commands, then the options."""
        self.format_commands(ctx, formatter)
        super().format_options(ctx, formatter)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Finds the command; raises UsageError with the one that may have been meant."""
        name = args[0]
        if name in self.commands or name.startswith("-") or ctx.resilient_parsing:
            return super().resolve_command(ctx, args)
        from difflib import get_close_matches

        close = get_close_matches(name, self.commands, 1)
        if not close and os.path.exists(name):
            example = shlex.join(["exportconv", "convert", *(args if len(args) > 1 else [name, "vault"])])
            raise _Mistake(f"{name!r} is no command; what is to be done with it?", ctx, example)
        known = f"did you mean {close[0]}?" if close else f"there are {', '.join(self.commands)}"
        raise _Mistake(f"{name!r} is no command; {known}", ctx)


def explained(error: click.ClickException) -> Iterator[str]:
    """The lines for a mistake on the command line: what is wrong, what may have been meant, and where more is said."""
    ctx = error.ctx if isinstance(error, click.UsageError) else None
    yield f"exportconv: {one_line(_reason(error))}"
    if isinstance(error, _Mistake) and error.example:
        yield f"  {one_line(error.example)}"
    yield f"Help: {ctx.command_path if ctx else 'exportconv'} --help"


def _owner(error: click.NoSuchOption) -> str | None:
    """The first command that has an option, where it was given before the command."""
    group = error.ctx.command if error.ctx else None
    commands = group.commands.values() if isinstance(group, Group) else ()
    return next((each.name for each in commands if any(error.option_name in item.opts for item in each.params)), None)


def _reason(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption):
        owner = _owner(error)
        if owner:
            return f"{error.option_name} belongs to {owner} and stands behind that word"
        close = f"; did you mean {' or '.join(error.possibilities)}?" if error.possibilities else ""
        return f"there is no option {error.option_name}{close}"
    if isinstance(error, click.BadParameter) and isinstance(error.param, click.Option):
        return f"{error.param.opts[-1]}: {error.message.removesuffix('.')}"
    text = error.format_message().removesuffix(".")
    return text if isinstance(error, _Mistake) else text[:1].lower() + text[1:]
