"""Workers killed while they decide a round: every case once, numbers without gap, nothing committed twice."""

import random
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from decisions.bulk_round import ProposedRound
from decisions.workshop.letters import HOLD, INSIDE
from kommin.cases.models import Case, LedgerEntry, Stage
from kommin.decisions.models import Commitment, Decision, DecisionDocument, DecisionSeries, DecisionState
from kommin.foundation.runs.models import Run, RunItem
from runs.processes import Workers, wait_until, workers

pytestmark = [pytest.mark.usefixtures("fresh_database"), pytest.mark.process]
CASES, PAID, KILLS = 16, 12, 2
EACH = 3000


def in_state(state: DecisionState) -> int:
    return Decision.objects.filter(state=state).count()


def test_a_round_is_decided_once_whenever_workers_die(tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    gate.mkdir()
    round_ = ProposedRound([f"{EACH}.00"] * CASES, f"{PAID * EACH}.00")
    environment = {"DJANGO_SETTINGS_MODULE": "decisions.workshop.settings", "LETTER_GATE": str(gate)}
    with workers(tmp_path, **environment) as crew:
        crew.start()
        run = Run.objects.get(pk=round_.draft().run_id)
        _kill_now_and_then(crew, run, lambda: in_state(DecisionState.HANDED_OVER), tmp_path)
        assert in_state(DecisionState.HANDED_OVER) == Decision.objects.count() == CASES
        crew.kill_all()
        run = Run.objects.get(pk=round_.release().run_id)
        _kill_between_number_and_document(crew, gate, tmp_path)
        _kill_now_and_then(crew, run, lambda: in_state(DecisionState.RELEASED), tmp_path)
    _is_whole(round_)


def _kill_between_number_and_document(crew: Workers, gate: Path, home: Path) -> None:
    """The number is given, the letter is being made: nothing of it may be left."""
    (gate / HOLD).touch()
    worker = crew.start()
    wait_until((gate / INSIDE).exists, "a letter that is being made", home / "worker.log")
    crew.kill(worker)
    (gate / HOLD).unlink()
    assert (gate / INSIDE).read_text().endswith("-00001")
    assert in_state(DecisionState.RELEASED) == 0
    assert not DecisionDocument.objects.exists()
    assert not Commitment.objects.exists()
    assert not DecisionSeries.objects.filter(last__gt=0).exists()
    assert not LedgerEntry.objects.exists()
    crew.start()


def _kill_now_and_then(crew: Workers, run: Run, done: Callable[[], int], home: Path) -> None:
    crew.start()
    for kill in range(1, KILLS + 1):
        enough = random.randint(done(), max(done(), kill * CASES // (KILLS + 2)))
        wait_until(lambda enough=enough: done() >= enough, "progress", home / "worker.log")
        crew.kill(random.choice(crew.alive))
        crew.start()
    wait_until(
        lambda: Run.objects.get(pk=run.pk).state == Run.State.FINISHED, "the end of the run", home / "worker.log"
    )
    failed = run.items.filter(state=RunItem.State.FAILED).values_list("label", "error")
    assert list(failed) == []


def _is_whole(round_: ProposedRound) -> None:
    released = Decision.objects.filter(state=DecisionState.RELEASED)
    assert sorted(released.values_list("number_serial", flat=True)) == list(range(1, CASES + 1))
    assert released.values("case").distinct().count() == CASES
    assert set(released.values_list("position", flat=True)) == {1}
    assert DecisionDocument.objects.count() == CASES
    assert (released.filter(kind="award").count(), released.filter(kind="refusal").count()) == (PAID, CASES - PAID)
    assert round_.share.committed_commitment == Decimal(PAID * EACH)
    assert sum(Commitment.objects.values_list("amount", flat=True)) == Decimal(PAID * EACH)
    assert sum(LedgerEntry.objects.values_list("amount", flat=True)) == Decimal(PAID * EACH)
    assert set(Case.objects.values_list("stage", flat=True)) == {Stage.DECIDED}
