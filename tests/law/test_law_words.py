"""Amounts in German words."""

from decimal import Decimal

import pytest

from kommin.law.errors import LawError
from kommin.law.words import words


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("48987.20", "achtundvierzigtausendneunhundertsiebenundachtzig Euro und zwanzig Cent"),
        ("1", "ein Euro"),
        ("1.01", "ein Euro und ein Cent"),
        ("0", "null Euro"),
        ("0.50", "null Euro und fünfzig Cent"),
        ("44000.00", "vierundvierzigtausend Euro"),
        ("101", "einhundertein Euro"),
        ("1001", "eintausendein Euro"),
        ("21", "einundzwanzig Euro"),
        ("101000", "einhunderteintausend Euro"),
        ("1000000", "eine Million Euro"),
        ("2000001", "zwei Millionen ein Euro"),
        ("101000000", "einhunderteine Millionen Euro"),
        ("1000000000", "eine Milliarde Euro"),
    ],
)
def test_words(amount, said):
    assert words(Decimal(amount)).words == said


@pytest.mark.parametrize("amount", ["-1", "0.001", "1000000000000"])
def test_impossible_amounts(amount):
    with pytest.raises(LawError):
        words(Decimal(amount))
