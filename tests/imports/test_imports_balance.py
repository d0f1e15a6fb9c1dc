"""After very many entries the balance follows right after the commit; a job stands by in case that does not happen."""

from datetime import date
from decimal import Decimal

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from imports.test_imports_loading import loaded
from kommin.balance.actions import rolling
from kommin.balance.geography import geography
from kommin.balance.queries import balance
from kommin.foundation.access import Actor
from kommin.foundation.runs.models import Job
from kommin.programmes.models import Programme

DAY = date(2011, 1, 1)


def waiting() -> list[str]:
    names = Job.objects.filter(state="waiting").values_list("function", flat=True)
    return sorted(name.rpartition(".")[2] for name in names if "balance" in name)


@pytest.mark.once
def test_the_balance_follows_after_the_commit(
    programme: Programme,
    officer: Actor,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    monkeypatch.setattr(rolling, "FOLLOWED_AT_ONCE", 1)
    with django_capture_on_commit_callbacks() as callbacks:
        loaded(programme, officer)
    assert balance(programme, DAY, geography()).granted == 0
    assert waiting() == ["rebuild_later"]
    for callback in callbacks:
        callback()
    assert balance(programme, DAY, geography()).granted == Decimal("64000.50")
    assert waiting() == ["index_programme_later"]


@pytest.mark.once
def test_the_job_does_it_where_nobody_else_has(
    programme: Programme, officer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rolling, "FOLLOWED_AT_ONCE", 1)
    loaded(programme, officer)
    rolling.rebuild_later.call(programme.pk)
    assert balance(programme, DAY, geography()).granted == Decimal("64000.50")
