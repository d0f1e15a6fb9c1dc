"""`kommin worker`: a process that does what is due until it is told to end."""

import logging
import os
import secrets
import signal
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from types import FrameType
from typing import Final

from django.db import close_old_connections, connections

from kommin.foundation.runs import ending
from kommin.foundation.runs.actions.items import hand_back_items, run_next_item
from kommin.foundation.runs.actions.jobs import hand_back_jobs, run_next_job
from kommin.foundation.runs.actions.ticks import hand_back_ticks, prepare_ticks, run_due_tick
from kommin.foundation.runs.actions.workers import beat, leave
from kommin.foundation.runs.faults import told_briefly
from kommin.foundation.runs.leases import renew
from kommin.foundation.runs.models import Job, RunItem, TickState

logger = logging.getLogger(__name__)

PAUSE_AFTER_FAULT: Final = 5.0


@dataclass
class Worker:
    """Several threads, each doing one thing at a time, and one that renews their leases.

    More than one thread, so that a mail server that does not answer keeps nobody from sealing the audit record.
    """

    threads: int = 2
    lease: timedelta = timedelta(seconds=60)
    pause: float = 1.0
    grace: float = 30.0
    name: str = field(default_factory=lambda: f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(3)}")
    _nothing_in_hand: threading.Event = field(default_factory=threading.Event)

    @property
    def holders(self) -> list[str]:
        """The names under which the threads hold leases."""
        return [f"{self.name}:{number}" for number in range(self.threads)]

    def run(self) -> bool:
        """Work until SIGTERM or SIGINT. False when something was cut off and handed back."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._end)
        prepare_ticks()
        beat(name=self.name)
        workers = [threading.Thread(target=self._work, args=(holder,), daemon=True) for holder in self.holders]
        heart = threading.Thread(target=self._keep_alive, daemon=True)
        for thread in (*workers, heart):
            thread.start()
        logger.info("Worker %s is at work.", self.name)
        while not ending.wait(3600):
            pass
        return self._wind_up(workers)

    def run_once(self) -> int:
        """Do everything that is due now, in this thread, then return how many pieces that was."""
        prepare_ticks()
        done = 0
        while _one_piece(self.holders[0], self.lease, turn=done):
            done += 1
        return done

    def _end(self, number: int, _frame: FrameType | None) -> None:
        logger.info("Worker %s ends after what it has in hand (%s).", self.name, signal.Signals(number).name)
        ending.request()

    def _work(self, holder: str) -> None:
        turn = 0
        while not ending.is_requested():
            close_old_connections()
            busy = self._survive(lambda: _one_piece(holder, self.lease, turn=turn))  # noqa: B023 - called at once
            turn += 1
            if busy is not True:
                ending.wait(self.pause if busy is False else PAUSE_AFTER_FAULT)
        connections.close_all()

    def _survive(self, piece: Callable[[], bool]) -> bool | None:
        """Whether there was something to do; None when the database did not answer, so that a thread never dies."""
        try:
            return piece()
        except Exception as error:
            logger.warning("Something is wrong, trying again: %s", told_briefly(error), exc_info=error)
            connections.close_all()
            return None

    def _keep_alive(self) -> None:
        while not self._nothing_in_hand.wait(self.lease.total_seconds() / 4):
            close_old_connections()
            self._survive(self._renew_leases)
        connections.close_all()

    def _renew_leases(self) -> bool:
        for rows in (Job.objects.all(), RunItem.objects.all(), TickState.objects.all()):
            renew(rows, holders=self.holders, lease=self.lease)
        beat(name=self.name)
        return True

    def _wind_up(self, workers: list[threading.Thread]) -> bool:
        deadline = time.monotonic() + self.grace
        for thread in workers:
            thread.join(max(0.0, deadline - time.monotonic()))
        in_time = not any(thread.is_alive() for thread in workers)
        self._nothing_in_hand.set()
        connections.close_all()
        if not in_time:
            logger.warning("Worker %s hands back what it could not finish in %.0f s.", self.name, self.grace)
            self._survive(self._hand_back)
        self._survive(self._leave)
        return in_time

    def _hand_back(self) -> bool:
        hand_back_ticks(holders=self.holders)
        hand_back_jobs(holders=self.holders)
        hand_back_items(holders=self.holders)
        return True

    def _leave(self) -> bool:
        leave(name=self.name)
        return True


def _one_piece(holder: str, lease: timedelta, *, turn: int) -> bool:
    """Do one thing: what the clock says first, then jobs and items in turn."""
    if run_due_tick(holder=holder, lease=lease):
        return True
    sources = (run_next_job, run_next_item) if turn % 2 else (run_next_item, run_next_job)
    return any(source(holder=holder, lease=lease) for source in sources)
