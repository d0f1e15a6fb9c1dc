"""Telling how far one item is while its work is under way, and hearing that it shall stop.

A step of a kind that has phases asks for its `Reporter` and counts with it:

    reporter = progress.of(item)
    reporter.phase("write", total=50_000)
    reporter.advance(500)            # raises StopAskedError when somebody has stopped the run

A thread beside the work writes the notes, so that counting costs nothing and a long pause is not taken for the end.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from django.db import connection

from kommin.foundation.runs.boards import Note, board
from kommin.foundation.runs.faults import told_briefly
from kommin.foundation.runs.models import Run, RunItem

logger = logging.getLogger(__name__)

BEAT: Final = 1.0
"""Seconds between two notes."""


class StopAskedError(Exception):
    """Somebody has stopped the run; the transaction of the item is undone whole."""


class Reporter:
    """Counts what is done of one item. Until it is started, nobody hears of it."""

    def __init__(self, item: RunItem) -> None:
        self._item = item
        self._phase, self._done, self._total = "", 0, 0
        self._stop_asked, self._ended, self._news = threading.Event(), threading.Event(), threading.Event()

    def phase(self, name: str, total: int = 0) -> None:
        """Begin a phase; without a total nobody knows how long it takes."""
        self._phase, self._done, self._total = name, 0, total
        self._news.set()
        self.advance(0)

    def last_phase(self, name: str) -> None:
        """Begin what follows the commit, when it is too late to stop."""
        self._phase, self._done, self._total = name, 0, 0
        self._news.set()

    def advance(self, number: int) -> None:
        """So many more are done.

        Raises:
            StopAskedError: somebody has stopped the run.
        """
        self._done += number
        if self._stop_asked.is_set():
            raise StopAskedError

    def reach(self, done: int, total: int) -> None:
        """So many of so many are done; raises as `advance`."""
        self._total = total
        self.advance(done - self._done)

    def watch(self) -> None:
        """Write notes and look for a wish to stop until the work ends; the body of the thread."""
        try:
            while not self._ended.is_set():
                self._news.clear()
                self._look_and_tell()
                self._news.wait(BEAT)
        finally:
            self._survive(lambda: board().clear(self._item.pk))
            connection.close()

    def end(self) -> None:
        """The work has ended, in whichever way."""
        self._ended.set()
        self._news.set()

    def _look_and_tell(self) -> None:
        self._survive(lambda: board().write(self._item.pk, self._note()))
        self._survive(self._look)

    def _look(self) -> None:
        stopped = Run.objects.filter(pk=self._item.run_id, state=Run.State.STOPPED)
        if board().asked_to_stop(self._item.run_id) or stopped.exists():
            self._stop_asked.set()

    def _note(self) -> Note:
        return Note(
            self._item.lease_holder, time.time(), self._phase, min(self._done, self._total or self._done), self._total
        )

    def _survive(self, work: Callable[[], object]) -> None:
        """Progress is only told: that it cannot be must not end the work."""
        try:
            work()
        except Exception as error:  # noqa: BLE001 - whatever it is
            logger.warning("Progress of item %s could not be told: %s", self._item.pk, told_briefly(error))


_open: dict[int, Reporter] = {}


def of(item: RunItem) -> Reporter:
    """The reporter of an item; outside a worker one to which nobody listens."""
    return _open.get(item.pk) or Reporter(item)


@contextmanager
def reporting(item: RunItem) -> Iterator[None]:
    """Tell how far an item is for the time of the block."""
    reporter = _open[item.pk] = Reporter(item)
    thread = threading.Thread(target=reporter.watch, daemon=True, name=f"progress-{item.pk}")
    thread.start()
    try:
        yield
    finally:
        reporter.end()
        thread.join()
        del _open[item.pk]


def notes_of(items: Iterable[RunItem]) -> dict[int, Note]:
    """What is known of items at work: notes of the worker that holds them now, if it was heard of just now."""
    running = {item.pk: item for item in items if item.state == RunItem.State.RUNNING}
    found = board().notes(running) if running else {}
    return {pk: note for pk, note in found.items() if note.is_alive and note.holder == running[pk].lease_holder}
