"""The parameters a legal regime sets: their names, what they mean, and how their values are written in data files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kommin.law.dates import calendar_named
from kommin.law.errors import LawError
from kommin.law.money import check_amount, check_percent, parse_number
from kommin.law.texts import Choice, Days, Money, Months, Percent, Points, Text, Value, Years, plain
from kommin.law.texts import gettext_noop as _

REDUCE_ELIGIBLE = Choice("reduce-eligible", Text(_("reduce the eligible expenditure")))
OWN_MEANS = Choice("own-means", Text(_("count as own means")))
ACT_365 = Choice("act/365", Text(_("actual days, year of 365 days")))
ACT_360 = Choice("act/360", Text(_("actual days, year of 360 days")))
THIRTY_360 = Choice("30/360", Text(_("months of 30 days, year of 360 days")))


@dataclass(frozen=True)
class Parameter:
    """One parameter: what it is called for people, and how a value is read from and written to text."""

    name: str
    label: Text
    read: Callable[[str], Value]
    write: Callable[[Value], str]


def _money(text: str) -> Value:
    return Money(check_amount(_number(text), field="value"))


def _number(text: str) -> Decimal:
    return parse_number(text, field="value")


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        raise LawError(Text(_("“{entry}” is not a whole number of 0 or more."), entry=text[:40]), field="value")
    return int(text)


def _flag(text: str) -> bool:
    if text not in {"true", "false"}:
        raise LawError(Text(_("“{entry}” is neither true nor false."), entry=text[:40]), field="value")
    return text == "true"


def _choice(*choices: Choice) -> Callable[[str], Value]:
    by_key = {choice.key: choice for choice in choices}

    def read(text: str) -> Value:
        if text not in by_key:
            raise LawError(
                Text(_("“{entry}” is not one of: {choices}."), entry=text[:40], choices=", ".join(by_key)),
                field="value",
            )
        return by_key[text]

    return read


def _calendar(text: str) -> Value:
    calendar_named(text)
    return text


def _plain(value: Value) -> str:
    match value:
        case Money(number) | Percent(number) | Points(number):
            return plain(number)
        case Days(count) | Months(count) | Years(count):
            return str(count)
        case bool():
            return "true" if value else "false"
        case Choice(key=key):
            return key
        case _:
            return str(value)


def _points(text: str) -> Value:
    return Points(_number(text))


def _percent(text: str) -> Value:
    return Percent(check_percent(_number(text), field="value"))


def _days(text: str) -> Value:
    return Days(_count(text))


def _months(text: str) -> Value:
    return Months(_count(text))


def _years(text: str) -> Value:
    return Years(_count(text))


PARAMETERS: Mapping[str, Parameter] = {
    name: Parameter(name, Text(label), read, _plain)
    for name, label, read in (
        ("donations", _("Earmarked donations"), _choice(REDUCE_ELIGIBLE, OWN_MEANS)),
        ("reduction_threshold", _("Reduction threshold of a settled grant"), _money),
        ("minimum_grant", _("Minimum grant, general"), _money),
        ("minimum_grant_municipal", _("Minimum grant to municipalities, lower value"), _money),
        ("minimum_grant_municipal_upper", _("Minimum grant to municipalities, upper value"), _money),
        ("deviation_percent", _("Permitted excess of a budget line"), _percent),
        ("simplified_procedure", _("Simplified fast procedure"), _flag),
        ("audit_copy_threshold", _("Copy of the decision to the court of audit above"), _money),
        ("drawdown_months", _("Expenditure a drawdown may cover in advance"), _months),
        ("use_months", _("Time to use a payment"), _months),
        ("use_limit_moves", _("The end of the time to use a payment moves off days off"), _flag),
        ("interest_margin", _("Interest above the base rate"), _points),
        ("day_count", _("Day count for interest"), _choice(ACT_365, ACT_360, THIRTY_360)),
        ("deemed_receipt_days", _("Deemed receipt of a posted letter"), _days),
        ("deemed_receipt_moves", _("The day of deemed receipt moves off days off"), _flag),
        ("retrieval_days", _("Receipt after retrieval in the portal"), _days),
        ("retrieval_offer_days", _("Time to retrieve a letter in the portal"), _days),
        ("remedy_months", _("Time for a legal remedy"), _months),
        ("remedy_end_moves", _("The end of the time for a legal remedy moves off days off"), _flag),
        ("report_months", _("Time for the final report"), _months),
        ("report_due_moves", _("The due day of the final report moves off days off"), _flag),
        ("retention_years", _("Retention of the vouchers"), _years),
        ("retention_end_moves", _("The end of the retention moves off days off"), _flag),
        ("revocation_years", _("Time to revoke after knowing the facts"), _years),
        ("revocation_end_moves", _("The end of the time to revoke moves off days off"), _flag),
        ("holiday_calendar", _("Calendar of public holidays"), _calendar),
    )
}
