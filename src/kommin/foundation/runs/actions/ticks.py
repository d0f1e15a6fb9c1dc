"""Running what is due."""

import logging
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from kommin.foundation.runs import registry
from kommin.foundation.runs.clock import is_due
from kommin.foundation.runs.faults import back_off, told_briefly, told_in_full
from kommin.foundation.runs.leases import DEFAULT_LEASE, claim, expired, released
from kommin.foundation.runs.models import TickState
from kommin.foundation.runs.registry import Tick

logger = logging.getLogger(__name__)


def prepare_ticks() -> None:
    """Give every registered tick its row; those that have one keep their time."""
    now = timezone.now()
    TickState.objects.bulk_create(
        [TickState(name=tick.name, next_due=tick.schedule.first(now)) for tick in registry.ticks.values()],
        ignore_conflicts=True,
    )


def run_due_tick(*, holder: str, lease: timedelta = DEFAULT_LEASE) -> bool:
    """Run one tick that is due and that no other worker runs; False when there is none."""
    for tick in _due_ticks(timezone.now()):
        free = Q(lease_until=None) | expired(timezone.now())
        state = claim(TickState.objects.filter(free, name=tick.name), holder=holder, lease=lease)
        if state is None:
            continue
        if not is_due(tick.schedule, state.next_due, timezone.now()):  # another worker ran it since we looked
            _mine(state).update(**released())
            continue
        _run(tick, state)
        return True
    return False


def _due_ticks(now: datetime) -> list[Tick]:
    dues = TickState.objects.order_by("next_due").values_list("name", "next_due")
    return [
        registry.ticks[name]
        for name, due in dues
        if name in registry.ticks and is_due(registry.ticks[name].schedule, due, now)
    ]


def _run(tick: Tick, state: TickState) -> None:
    started = timezone.now()
    try:
        tick.run()
    except Exception as error:
        logger.warning("Tick %s failed: %s", tick.name, told_briefly(error), exc_info=error)
        failures = state.failures + 1
        now = timezone.now()
        due = min(tick.schedule.following(state.next_due, now), now + back_off(failures))
        _mine(state).update(**released(next_due=due, started_at=started, failures=failures, error=told_in_full(error)))
        return
    now = timezone.now()
    _mine(state).update(
        **released(
            next_due=tick.schedule.following(state.next_due, now),
            started_at=started, finished_at=now, failures=0, error="",
        )
    )  # fmt: skip


def _mine(state: TickState) -> QuerySet[TickState]:
    return TickState.objects.filter(name=state.name, lease_holder=state.lease_holder)


def hand_back_ticks(*, holders: list[str]) -> None:
    """Free the ticks a worker holds that must end now; they stay due."""
    TickState.objects.filter(lease_holder__in=holders).update(**released())
