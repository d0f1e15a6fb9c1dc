"""Sums of money, added up by the database."""

from decimal import Decimal
from typing import Any

from django.db.models import Sum

from kommin.law.money import round_cents


class MoneySum(Sum):
    """The sum of a column of money in whole cents.

    SQLite adds up binary fractions: 0.01 + 0.07 is 0.0800000000000001 there, and what was taken back whole leaves a
    trace that is not 0. No sum of money is further than a fraction of a cent from the exact one, so this mends it.
    """

    def convert_value(self, value: Decimal | None, _expression: Any, _connection: Any) -> Decimal | None:
        return None if value is None else round_cents(value)
