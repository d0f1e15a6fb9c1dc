"""Finds the command that was named, and keeps every answer to a mistake in one sentence."""

import os
import sys
from collections.abc import Sequence

USEFUL_FROM_DJANGO = {
    "check": "check settings and code (--deploy: also for production)",
    "migrate": "bring the database to this version",
    "collectstatic": "gather styles, scripts and images for serving",
    "shell": "a Python prompt inside the house",
}


def run(argv: Sequence[str]) -> int:
    """Run one command; returns the exit code (0 done, 1 the answer is no, 2 bad input)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kommin.site.settings")
    words = list(argv)
    if len(words) > 1 and words[1] in {"--version", "-V", "version"}:
        from kommin import __version__

        print(f"KOMM-IN {__version__}")  # noqa: T201 - this is the answer
        return 0
    from kommin.site.config import ConfigurationError

    try:
        return _run_in_house(words)
    except ConfigurationError as error:
        return _refuse(str(error))
    except KeyboardInterrupt:
        return 130


def _run_in_house(words: list[str]) -> int:
    import django
    from django.core.management import get_commands
    from django.db import OperationalError, ProgrammingError

    django.setup()
    if len(words) < 2 or (words[1] in {"-h", "--help", "help"} and len(words) == 2):
        _print_overview()
        return 0
    if words[1] == "help":
        words = [words[0], words[2], "--help"]
    if words[1] not in get_commands():
        return _refuse(_unknown(words[1]))
    try:
        _execute(words)
    except (OperationalError, ProgrammingError) as error:
        return _refuse(_about_database(error), code=1)
    return 0


def _execute(words: list[str]) -> None:
    from django.core.management import ManagementUtility, get_commands, load_command_class

    if str(get_commands()[words[1]]).startswith("kommin."):
        command = load_command_class(str(get_commands()[words[1]]), words[1])
        command.run_from_argv([os.path.basename(words[0]).replace("__main__.py", "kommin"), *words[1:]])  # noqa: PTH119
    else:
        asks_database = words[1] == "check" and "--database" not in words  # Django leaves it out unless it is named
        ManagementUtility([*words, "--database", "default"] if asks_database else words).execute()


def _print_overview() -> None:
    from django.core.management import get_commands, load_command_class
    from rich.console import Console
    from rich.table import Table

    from kommin import __version__

    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 3, 0, 2))
    for name, app in sorted(get_commands().items()):
        if str(app).startswith("kommin."):
            table.add_row(name, load_command_class(str(app), name).help)
        elif name in USEFUL_FROM_DJANGO:
            table.add_row(name, USEFUL_FROM_DJANGO[name])
    console = Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else 120)
    console.print(f"KOMM-IN {__version__}: a state and its municipalities run a funding programme together.\n")
    console.print("kommin COMMAND [OPTIONS], and kommin COMMAND --help for more:\n")
    console.print(table)


def _unknown(name: str) -> str:
    from difflib import get_close_matches

    from django.core.management import get_commands

    near = get_close_matches(name, get_commands(), n=1)
    hint = f" Did you mean “{near[0]}”?" if near else ""
    return f"There is no command “{name}”.{hint} “kommin --help” lists them all."


def _about_database(error: Exception) -> str:
    text = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    if "no such table" in text or "does not exist" in text:
        return f"The database is not at this version yet ({text}). Run: kommin migrate"
    return f"The database does not answer: {text}"


def _refuse(sentence: str, *, code: int = 2) -> int:
    print(sentence, file=sys.stderr)  # noqa: T201 - this is the answer
    return code
