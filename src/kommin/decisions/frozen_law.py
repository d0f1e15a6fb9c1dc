"""The law a decision stands under for ever: which values these are, written down with it and read back from it.

A grant is computed by the law of its call. How a letter is delivered and when it is final follows the procedure in
force on the day of the decision. Both are kept as one set.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from kommin.decisions.grounds import Grounds
from kommin.law.errors import LawError
from kommin.law.parameters import PARAMETERS
from kommin.law.regimes import ParameterValue, Regime
from kommin.programmes.legal import with_judgements
from kommin.regimes.queries import regime_book

PROCEDURE = (
    "deemed_receipt_days", "deemed_receipt_moves", "retrieval_days", "retrieval_offer_days", "remedy_months",
    "remedy_end_moves", "holiday_calendar",
)  # fmt: skip
"""Values of administrative procedure: those of the day of the decision apply, whatever law the grant follows."""


def law_of(grounds: Grounds) -> Regime:
    """The set in force for a decision of `grounds.day`."""
    grant = grounds.regime
    try:
        that_day = regime_book().on(grounds.day, grant.jurisdiction)
    except LawError:
        return grant
    if grounds.call is not None:
        that_day = with_judgements(that_day, grounds.call.overrides)
    procedure = {name: that_day.values[name] for name in PROCEDURE if name in that_day.values}
    return replace(grant, values={**grant.values, **procedure})


def freeze_regime(regime: Regime) -> dict[str, Any]:
    """A regime as plain data: every value as the files of regimes write it, with all that was known of it."""
    return {
        "name": regime.name,
        "jurisdiction": regime.jurisdiction,
        "reference": regime.day.isoformat(),
        "values": {name: _frozen(value) for name, value in regime.values.items()},
    }


def restore_regime(content: Mapping[str, Any]) -> Regime:
    """The regime of a decision from its `content`, equal to the one that was frozen.

    Raises:
        LawError: a value cannot be read any more.
    """
    stored = content["regime"]
    jurisdiction = stored["jurisdiction"]
    rows = stored["values"]
    values = {name: _restored(jurisdiction, name, rows[name]) for name in PARAMETERS if name in rows}
    return Regime(stored["name"], jurisdiction, date.fromisoformat(stored["reference"]), values)


def _frozen(value: ParameterValue) -> dict[str, Any]:
    return {
        "value": value.written,
        "source": value.source,
        "confirmed": value.confirmed,
        "note": value.note,
        "valid_from": value.valid_from.isoformat(),
        "valid_until": value.valid_until.isoformat() if value.valid_until else None,
    }


def _restored(jurisdiction: str, name: str, row: Mapping[str, Any]) -> ParameterValue:
    until = row["valid_until"]
    return ParameterValue(
        jurisdiction, name, date.fromisoformat(row["valid_from"]), PARAMETERS[name].read(row["value"]), row["source"],
        row["confirmed"], row["note"], date.fromisoformat(until) if until else None,
    )  # fmt: skip
