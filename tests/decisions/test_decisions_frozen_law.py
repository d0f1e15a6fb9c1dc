"""A decision keeps for ever the law that was in force: written down with it and read back exactly."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from decisions.granting import Land, released
from kommin.decisions.frozen_law import PROCEDURE, freeze_regime, restore_regime
from kommin.decisions.models import Decision, Kind
from kommin.foundation.audit.canonical import canonical
from kommin.law.parameters import PARAMETERS
from kommin.law.regime_files import shipped_regimes
from kommin.law.regimes import Regime


def through_the_database(regime: Regime) -> Regime:
    """As `Decision.content` keeps it: canonical JSON."""
    stored: dict[str, Any] = json.loads(canonical({"regime": freeze_regime(regime)}))
    return restore_regime(stored)


@pytest.mark.parametrize("name", [each.name for each in shipped_regimes().names])
def test_every_shipped_regime_comes_back_as_it_was(name: str) -> None:
    regime = shipped_regimes().named(name)
    back = through_the_database(regime)
    assert back == regime
    assert {key: type(value.value) for key, value in back.values.items()} == {
        key: type(value.value) for key, value in regime.values.items()
    }
    assert [back.basis(key) for key in back.values] == [regime.basis(key) for key in regime.values]


def test_values_this_software_does_not_know_any_more_are_left_out() -> None:
    stored = {"regime": freeze_regime(shipped_regimes().named("NRW-2025"))}
    stored["regime"]["values"]["forgotten"] = stored["regime"]["values"]["remedy_months"]
    assert set(restore_regime(stored).values) == set(PARAMETERS)


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_letters")
@pytest.mark.parametrize(("day", "days"), [(date(2024, 12, 30), 3), (date(2025, 1, 2), 4), (date(2010, 2, 1), 3)])
def test_the_procedure_is_that_of_the_day_and_the_grant_follows_its_call(land: Land, day: date, days: int) -> None:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    row = released(land.case(received=datetime(2026, 2, 1, tzinfo=UTC)), land.authority, kind=Kind.REFUSAL, now=noon)
    kept = restore_regime(Decision.objects.get(pk=row.pk).content)
    of_the_day, of_the_grant = shipped_regimes().on(day), shipped_regimes().on(date(2026, 2, 1))
    assert kept.values["deemed_receipt_days"].value.count == days  # type: ignore[union-attr]
    for name in PARAMETERS:
        assert kept.values[name] == (of_the_day if name in PROCEDURE else of_the_grant).values[name]
