"""The closed list of what a text may ask of a decision: a name, what it means, and where it is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kommin.decisions.letters import figures
from kommin.decisions.letters.content import LetterContent, Predecessor
from kommin.decisions.letters.head import Court, Letterhead
from kommin.decisions.letters.kinds import ALL, GRANTS
from kommin.decisions.models.decision import LATER, WITH_AMOUNTS, Kind


@dataclass(frozen=True)
class Facts:
    """What placeholders read: the decision, the authority's head, the court."""

    content: LetterContent
    head: Letterhead
    court: Court


@dataclass(frozen=True)
class Placeholder:
    """`kinds` are the letters that can know it; `always` says whether each of them does in every case."""

    name: str
    meaning: str | Promise
    read: Callable[[Facts], str]
    kinds: tuple[Kind, ...] = ALL
    always: bool = False


def _euro(amount: Decimal | None) -> str:
    return "" if amount is None else figures.euro(amount)


def _day(moment: date | None) -> str:
    return figures.day(moment) if moment else ""


def _before(facts: Facts) -> Predecessor:
    return facts.content.predecessor or Predecessor("", None, "", None)


_PLACED = (*GRANTS, Kind.REFUSAL, Kind.EARLY_START)

PLACEHOLDERS = (
    Placeholder(
        "betrag", _("amount after this decision, in figures"), lambda of: figures.euro(of.content.amount),
        WITH_AMOUNTS, always=True,
    ),
    Placeholder(
        "betrag_in_worten", _("the same amount in words"), lambda of: figures.in_words(of.content.amount),
        WITH_AMOUNTS, always=True,
    ),
    Placeholder(
        "bisheriger_betrag", _("amount before this decision"), lambda of: figures.euro(of.content.before), LATER,
        always=True,
    ),
    Placeholder(
        "unterschied", _("what the decision changes, without a sign"),
        lambda of: figures.euro(abs(of.content.difference)), LATER, always=True,
    ),
    Placeholder(
        "unterschied_in_worten", _("the same in words"), lambda of: figures.in_words(of.content.difference), LATER,
        always=True,
    ),
    Placeholder("aktenzeichen", _("number of this decision"), lambda of: of.content.number or "–", always=True),
    Placeholder("datum", _("date of this decision"), lambda of: _day(of.content.day), always=True),
    Placeholder("fall", _("number of the case"), lambda of: of.content.case_number, always=True),
    Placeholder("vorhaben", _("title of the project"), lambda of: of.content.project, always=True),
    Placeholder("programm", _("funding programme"), lambda of: of.content.programme, always=True),
    Placeholder("aufruf", _("call"), lambda of: of.content.call),
    Placeholder("baustein", _("building block"), lambda of: of.content.block),
    Placeholder("richtlinie", _("guideline"), lambda of: of.content.guideline),
    Placeholder("antrag_nummer", _("number of the application"), lambda of: of.content.application_number),
    Placeholder("antrag_vom", _("day the application arrived"), lambda of: _day(of.content.application_received)),
    Placeholder("empfaenger", _("recipient"), lambda of: of.content.recipient.name, always=True),
    Placeholder("behoerde", _("name of the authority"), lambda of: of.content.authority, always=True),
    Placeholder("behoerde_anschrift", _("address of the authority"), lambda of: of.head.in_one_line),
    Placeholder("bearbeitung", _("who prepared the decision"), lambda of: of.content.contact),
    Placeholder("gericht", _("court with its seat and address"), lambda of: of.court.in_one_line, always=True),
    Placeholder(
        "bewilligungszeitraum", _("grant period"), lambda of: figures.period(of.content.grant_period), WITH_AMOUNTS
    ),
    Placeholder(
        "durchfuehrungszeitraum", _("project period"), lambda of: figures.period(of.content.project_period), _PLACED
    ),
    Placeholder(
        "finanzierungsart", _("kind of financing"), lambda of: of.content.financing.label, WITH_AMOUNTS
    ),
    Placeholder(
        "foerdersatz", _("share of financing"),
        lambda of: figures.percent(rate) if (rate := of.content.financing.rate) is not None else "", WITH_AMOUNTS,
    ),
    Placeholder("hoechstbetrag", _("cap"), lambda of: _euro(of.content.financing.cap), WITH_AMOUNTS),
    Placeholder(
        "zuwendungsfaehige_ausgaben", _("eligible expenditure"), lambda of: _euro(of.content.financing.eligible),
        WITH_AMOUNTS,
    ),
    Placeholder(
        "gesamtausgaben", _("total expenditure"), lambda of: _euro(of.content.financing.expenditure), WITH_AMOUNTS
    ),
    Placeholder("nachweis_bis", _("day the final report is due"), lambda of: _day(of.content.report_due), GRANTS),
    Placeholder(
        "zweckbindung_bis", _("until when things bought serve their purpose"),
        lambda of: _day(of.content.earmarked_until), GRANTS,
    ),
    Placeholder("nebenbestimmungen", _("title of the general conditions"), lambda of: of.content.clause_set, GRANTS),
    Placeholder(
        "beginn_ab", _("day from which the project may begin"), lambda of: _day(of.content.early_start_from),
        (Kind.EARLY_START,), always=True,
    ),
    Placeholder(
        "rechtsgrundlage", _("legal basis of the revocation"), lambda of: of.content.legal_basis, (Kind.REVOCATION,),
        always=True,
    ),
    Placeholder("vorbescheid", _("number of the decision before"), lambda of: _before(of).number),
    Placeholder("vorbescheid_vom", _("date of the decision before"), lambda of: _day(_before(of).day)),
)  # fmt: skip
BY_NAME: Mapping[str, Placeholder] = {one.name: one for one in PLACEHOLDERS}


def known_to(kind: str) -> list[Placeholder]:
    """What a letter of this kind may ask for."""
    return [one for one in PLACEHOLDERS if kind in one.kinds]


def value_reader(facts: Facts) -> Callable[[str], str]:
    """Gives the value of a placeholder by its name; empty where the case has none."""
    return lambda name: BY_NAME[name].read(facts) if name in BY_NAME else ""
