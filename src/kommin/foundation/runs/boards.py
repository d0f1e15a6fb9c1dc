"""Where a worker notes how far it is while its transaction is open, and where a wish to stop is left for it.

Nobody sees what an open transaction has written. On PostgreSQL a second connection writes a row. SQLite lets one
connection write at a time, so there the notes are small files beside the database, which all who use it can reach.
"""

import json
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Protocol
from uuid import UUID

from django.conf import settings
from django.db import connection

from kommin.foundation.runs.models import ItemProgress

SILENT_AFTER: Final = 20.0
"""Seconds after which a note counts as that of a worker that is no more."""
WISH_HOLDS: Final = 60.0
"""Seconds for which a wish to stop is believed: whoever left it may have been killed before taking it away."""


@dataclass(frozen=True)
class Note:
    """How far an item is: in which phase, how many things of how many (0: nobody knows), by whom, at which second."""

    holder: str
    at: float
    phase: str
    done: int
    total: int

    @property
    def is_alive(self) -> bool:
        """Whether whoever wrote it has just been heard of. Clocks of two machines may differ a little."""
        return abs(time.time() - self.at) <= SILENT_AFTER


class Board(Protocol):
    """What both kinds of boards do."""

    def write(self, item: int, note: Note) -> None:
        """Keep the note of an item instead of the one before. Only outside the transaction of the work."""

    def clear(self, item: int) -> None:
        """Forget the note."""

    def notes(self, items: Iterable[int]) -> dict[int, Note]:
        """The notes of some items."""

    def asked_to_stop(self, run: UUID) -> bool:
        """Whether somebody waits for the write lock to stop this run."""

    @contextmanager
    def asking_to_stop(self, run: UUID) -> Iterator[None]:
        """Let the worker know for the time of the block."""


class RowBoard:
    """Rows of a table: for databases in which several can write at once. A stop is seen in the run itself."""

    def write(self, item: int, note: Note) -> None:
        ItemProgress.objects.update_or_create(item=item, defaults={"note": asdict(note)})

    def clear(self, item: int) -> None:
        ItemProgress.objects.filter(item=item).delete()

    def notes(self, items: Iterable[int]) -> dict[int, Note]:
        rows = ItemProgress.objects.filter(item__in=list(items)).values_list("item", "note")
        return {item: Note(**note) for item, note in rows}

    def asked_to_stop(self, run: UUID) -> bool:  # noqa: ARG002 - the run's row says so
        return False

    @contextmanager
    def asking_to_stop(self, run: UUID) -> Iterator[None]:  # noqa: ARG002
        yield


@dataclass(frozen=True)
class FileBoard:
    """Small files in a folder beside the database."""

    folder: Path

    def write(self, item: int, note: Note) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        waiting = self.folder / f"{item}.{os.getpid()}.tmp"
        waiting.write_text(json.dumps(asdict(note)), encoding="utf-8")
        waiting.replace(self._note(item))

    def clear(self, item: int) -> None:
        self._note(item).unlink(missing_ok=True)

    def notes(self, items: Iterable[int]) -> dict[int, Note]:
        found = {}
        for item in items:
            with suppress(OSError, ValueError, TypeError):  # not there, or of another version of this program
                found[item] = Note(**json.loads(self._note(item).read_text(encoding="utf-8")))
        return found

    def asked_to_stop(self, run: UUID) -> bool:
        try:
            return abs(time.time() - self._wish(run).stat().st_mtime) <= WISH_HOLDS
        except OSError:
            return False

    @contextmanager
    def asking_to_stop(self, run: UUID) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._wish(run).touch()
        try:
            yield
        finally:
            self._wish(run).unlink(missing_ok=True)

    def _note(self, item: int) -> Path:
        return self.folder / f"{item}.json"

    def _wish(self, run: UUID) -> Path:
        return self.folder / f"{run}.stop"


def board() -> Board:
    """The board of the database in use."""
    if connection.vendor != "sqlite":
        return RowBoard()
    database = Path(str(connection.settings_dict["NAME"]))
    beside = database.parent if database.is_absolute() else Path(settings.KOMMIN.home)
    return FileBoard(beside / f"{database.stem}.progress")
