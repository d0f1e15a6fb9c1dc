"""The common manner of every command: help a person can use, `--json`, one clear sentence for bad input, progress.

A command is a Django management command in its room:

    class Command(HouseCommand):
        help = "Find a municipality from what people write."
        refusals = (RegisterError,)

        def add_subcommands(self, group: Subcommands) -> None:
            find = group.add("find", self.find, help="best matches first")
            find.add_argument("text")
            add_json(find)

        def find(self, *, text: str, json: bool, **_: object) -> None:
            matches = queries.find(text)
            if json:
                self.print_json([match.as_json() for match in matches])
            else:
                self.print_table([_("Key"), _("Name")], [(m.key, m.name) for m in matches])

A command without subcommands overrides `add_options(parser)` and `perform(**options)` instead.
Everything a person may have done wrong is raised as `BadInput` or as one of the command's `refusals`: the sentence goes
to stderr and the exit code is 2. Exit code 1 means that the answer is "no" (a check failed).
"""

import json
import os
import sys
from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import IO, Any, Protocol, cast

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections
from django.utils import translation

from kommin.foundation.cli.mistakes import mistake_in_options

EXIT_BAD_INPUT = 2


class BadInput(CommandError):
    """What was typed cannot be used; the message says in one sentence what to do instead."""

    def __init__(self, message: str) -> None:
        super().__init__(message, returncode=EXIT_BAD_INPUT)


class Subcommands:
    """Collects the subcommands of one command."""

    def __init__(self, action: "_SubParsersAction[CommandParser]") -> None:
        self._action = action

    def add(self, name: str, run: Callable[..., None], *, help: str) -> CommandParser:  # noqa: A002 - argparse's word
        """Add a subcommand; `run` gets its options as keyword arguments."""
        parser = self._action.add_parser(name, help=help, description=help)
        parser.set_defaults(_run=run)
        _add_language(parser)
        return parser

    def group(self, name: str, *, help: str) -> "Subcommands":  # noqa: A002 - argparse's word
        """Add a second level, such as `kommin law rates list`."""
        parser = self._action.add_parser(name, help=help, description=help)
        return Subcommands(parser.add_subparsers(metavar="COMMAND", required=True))


class Advance(Protocol):
    """Tells how many units of the work are done."""

    def __call__(self, done: int = 1) -> None: ...


def add_json(parser: ArgumentParser) -> None:
    """Give a (sub)command the `--json` switch."""
    parser.add_argument("--json", action="store_true", help="answer as JSON, for other programs")


def _add_language(parser: ArgumentParser) -> None:
    parser.add_argument("--lang", choices=["de", "en"], help="language of the answer (default: German, or LANG)")


class HouseCommand(BaseCommand):
    """Base of all commands of the house."""

    requires_system_checks: Sequence[str] = ()  # type: ignore[assignment]
    suppressed_base_arguments = {
        "--version", "--settings", "--pythonpath", "--traceback", "--no-color", "--force-color", "--skip-checks",
        "--verbosity",
    }  # fmt: skip
    refusals: tuple[type[Exception], ...] = ()
    stealth_options = ("_run",)

    def add_arguments(self, parser: CommandParser) -> None:
        if type(self).add_subcommands is HouseCommand.add_subcommands:
            _add_language(parser)
            self.add_options(parser)
        else:
            self.add_subcommands(Subcommands(parser.add_subparsers(metavar="COMMAND", required=True)))

    def add_subcommands(self, group: Subcommands) -> None:
        """Declare the subcommands (override this or `add_options`)."""

    def add_options(self, parser: CommandParser) -> None:
        """Declare the options of a command without subcommands."""

    def perform(self, *args: Any, **options: Any) -> None:
        """Do what a command without subcommands does."""
        raise NotImplementedError(type(self))

    def run_from_argv(self, argv: list[str]) -> None:
        """Parse, run, and answer every mistake in one sentence; ends the process with the exit code if it is not 0."""
        with translation.override(_language_asked(argv) or _language_of_terminal()):
            try:
                options = vars(self._parsed(argv))
                self.execute(*options.pop("args", ()), **options)
            except CommandError as error:
                self.stderr.write(str(error))
                sys.exit(error.returncode)
            finally:
                connections.close_all()

    def _parsed(self, argv: list[str]) -> Namespace:
        try:
            return self.create_parser(argv[0], argv[1]).parse_args(argv[2:])
        except BadInput:
            raise
        except CommandError as error:
            raise BadInput(mistake_in_options(str(error), " ".join(argv[:2]))) from None

    def handle(self, *_: Any, **options: Any) -> None:
        run = options.pop("_run", None) or self.perform
        with translation.override(options.pop("lang", None) or translation.get_language()):
            try:
                run(**{name: value for name, value in options.items() if name not in _DJANGO_OPTIONS})
            except self.refusals as error:
                raise BadInput(str(error)) from error
            except BrokenPipeError:
                _close_quietly()

    def print_json(self, value: object) -> None:
        """Print one JSON value: amounts as strings, dates in ISO form."""
        self.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=_jsonable))

    def print_table(
        self, columns: Sequence[str], rows: Iterable[Sequence[object]], *, right: Iterable[int] = ()
    ) -> None:
        """Print a readable table; `right` are the numbers of right-aligned columns."""
        from rich import box
        from rich.console import Console
        from rich.table import Table

        aligned = set(right)
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for number, title in enumerate(columns):
            table.add_column(title, justify="right" if number in aligned else "left", overflow="fold")
        for row in rows:
            table.add_row(*("" if cell is None else str(cell) for cell in row))
        width = None if sys.stdout.isatty() else 160
        Console(file=cast("IO[str]", self.stdout), width=width, highlight=False, markup=False).print(table)

    @contextmanager
    def progress(self, title: str, total: int | None = None) -> Iterator[Advance]:
        """Show progress on stderr while the block runs (a bar for a person, nothing into pipes)."""
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(file=sys.stderr), transient=True) as bar:
            task = bar.add_task(title, total=total)
            yield lambda done=1: bar.advance(task, done)


def existing_file(text: str) -> Path:
    """The path of a file that can be read, for `type=` of an argument.

    Raises:
        BadInput: there is no such file.
    """
    path = Path(text)
    if not path.is_file():
        raise BadInput(translation.gettext("There is no file %(path)s.") % {"path": text})
    return path


_DJANGO_OPTIONS = {"verbosity", "settings", "pythonpath", "traceback", "no_color", "force_color", "skip_checks"}


def _language_asked(argv: Sequence[str]) -> str | None:
    for word, following in pairwise([*argv, ""]):
        if word.partition("=")[0] == "--lang" and (word.partition("=")[2] or following) in {"de", "en"}:
            return word.partition("=")[2] or following
    return None


def _language_of_terminal() -> str:
    return "en" if os.environ.get("LC_ALL", os.environ.get("LANG", "")).startswith("en") else "de"


def _jsonable(value: object) -> object:
    match value:
        case Decimal():
            return str(value)
        case datetime() | date():
            return value.isoformat()
        case set() | frozenset() | tuple():
            return list(value)
        case _:
            return str(value)


def _close_quietly() -> None:
    """The reader of a pipe has gone (`| head`): that is no fault."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
