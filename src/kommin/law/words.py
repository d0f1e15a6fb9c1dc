"""An amount in German words, as a decision states it beside the figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

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
