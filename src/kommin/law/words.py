"""An amount in German words, as a decision states it beside the figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from num2words import num2words

from kommin.law.derivation import Derived, Fact, Step
from kommin.law.money import check_amount
from kommin.law.texts import Money, Text
from kommin.law.texts import gettext_noop as _


@dataclass(frozen=True)
class Words(Derived):
    """The amount and its words."""

    amount: Decimal
    words: str

    def facts(self) -> Mapping[str, Fact]:
        return {
            "words": Fact(Text(_("In words")), self.words),
            "amount": Fact(Text(_("Amount")), Money(self.amount), aside=True),
        }


def words(amount: Decimal) -> Words:
    """`amount` in German words; whole euro without cents: `vierundvierzigtausend Euro`.

    Raises:
        LawError: the amount is negative or absurd.
    """
    amount = check_amount(amount, field="amount")
    euro, cents = divmod(int(amount.scaleb(2)), 100)
    parts = [f"{_cardinal(euro)} Euro", *([f"{_cardinal(cents)} Cent"] if cents else [])]
    steps = [Step("euro", Text(_("Whole euro: {words}."), words=parts[0]), "", Money(Decimal(euro)))]
    if cents:
        steps.append(Step("cent", Text(_("Cents: {words}."), words=parts[1]), "", Money(Decimal(cents).scaleb(-2))))
        steps.append(Step("joined", Text(_("Both joined by “und”.")), "", Money(amount)))
    return Words(amount, " und ".join(parts), steps=tuple(steps))


def _cardinal(number: int) -> str:
    """The numeral before a noun: „ein“ where the counting word would be „eins“."""
    text: str = num2words(number, lang="de")
    text = text.replace("einstausend", "eintausend").replace("eins Milli", "eine Milli")
    return text.removesuffix("s") if text.endswith("eins") else text


class Rounding(StrEnum):
    """How a printed figure stands to the exact one, as careful writers say it."""

    EXACT = "exact"
    JUST_UNDER = "just_under"
    JUST_OVER = "just_over"
    ABOUT = "about"


def rounding(exact: Decimal, printed: Decimal) -> Rounding:
    """The word before a rounded figure: „knapp“ when the exact one is below it by less than 1 percent, „mehr als“ when
    above by less than 1 percent, otherwise „rund“ (14.8 → rund 15; 2.58 → knapp 2.6)."""
    if exact == printed:
        return Rounding.EXACT
    if abs(exact - printed) * 100 >= abs(printed):
        return Rounding.ABOUT
    return Rounding.JUST_UNDER if exact < printed else Rounding.JUST_OVER
