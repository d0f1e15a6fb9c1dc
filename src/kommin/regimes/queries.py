"""The law in force in this house: the shipped file and what was imported over it."""

from pathlib import Path

from django.db import connection

from kommin.foundation.prepared import Prepared
from kommin.law.parameters import PARAMETERS
from kommin.law.rates import BaseRate, BaseRates, shipped_rates
from kommin.law.regime_files import shipped_regimes
from kommin.law.regimes import ParameterValue, RegimeBook, RegimeName
from kommin.regimes.models import BaseRateRow, ParameterRow, RegimeRow


def base_rates() -> BaseRates:
    """The series of base rates in force; the shipped one alone while the database is not set up yet."""
    if not _database_is_set_up():
        return shipped_rates()
    rows = BaseRateRow.objects.order_by("pk")
    return shipped_rates().with_rows(BaseRate(row.valid_from, row.percent, row.source, row.confirmed) for row in rows)


def regime_book() -> RegimeBook:
    """The regimes in force; the shipped ones alone while the database is not set up yet."""
    if not _database_is_set_up():
        return shipped_regimes()
    names = [RegimeName(row.name, row.jurisdiction, row.valid_from) for row in _REGIMES.rows()]
    values = [
        ParameterValue(
            row.jurisdiction,
            row.parameter,
            row.valid_from,
            PARAMETERS[row.parameter].read(row.value),
            row.source,
            row.confirmed,
            row.note,
            row.valid_until,
        )
        for row in _VALUES.rows()
    ]
    return shipped_regimes().with_rows(names, values) if names or values else shipped_regimes()


_REGIMES = Prepared(lambda _given: RegimeRow.objects.order_by("pk"))
_VALUES = Prepared(lambda _given: ParameterRow.objects.filter(parameter__in=PARAMETERS).order_by("pk"))
_set_up: set[str] = set()
"""Databases whose tables were seen: they do not go away while a process runs."""


def _database_is_set_up() -> bool:
    """Whether the tables of this room exist. A calculator must answer in a fresh clone, before any `migrate`."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and "memory" not in name and not Path(name).exists():
        return False
    if name in _set_up:
        return True
    tables = set(connection.introspection.table_names())
    is_set_up = {model._meta.db_table for model in (BaseRateRow, RegimeRow, ParameterRow)} <= tables  # noqa: SLF001 - documented by Django
    if is_set_up:
        _set_up.add(name)
    return is_set_up
