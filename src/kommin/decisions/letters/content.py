"""Everything a letter says about its decision, as plain values read from `Decision.content` (docs/granting.md).

Nothing else is asked: no row of the database, no clock. That is why a letter can be made again from the frozen content.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

Period = tuple[date | None, date | None]


@dataclass(frozen=True)
class Year:
    """One budget year: the amount after the decision, before it, and whether it is cash or a commitment (VE)."""

    year: int
    amount: Decimal
    before: Decimal
    basis: str

    @property
    def difference(self) -> Decimal:
        return self.amount - self.before


@dataclass(frozen=True)
class Financing:
    """Kind and share of financing with its cap; what does not apply is empty."""

    kind: str = ""
    label: str = ""
    rate: Decimal | None = None
    cap: Decimal | None = None
    unit_amount: Decimal | None = None
    unit: str = ""
    eligible: Decimal | None = None
    expenditure: Decimal | None = None


@dataclass(frozen=True)
class Step:
    """One step of how the amount was computed: a sentence, its source, its value as text."""

    text: str
    source: str = ""
    value: str = ""


@dataclass(frozen=True)
class Cost:
    title: str
    eligible: bool
    amount: Decimal


@dataclass(frozen=True)
class Clause:
    """A clause of the general conditions, and whether it holds for this grant."""

    number: str
    title: str
    text: str
    on: bool


@dataclass(frozen=True)
class Predecessor:
    """An earlier decision of the chain."""

    number: str
    day: date | None
    label: str
    amount: Decimal | None


@dataclass(frozen=True)
class Address:
    """Who the letter goes to, or comes from."""

    name: str = ""
    street: str = ""
    postcode: str = ""
    town: str = ""

    @property
    def lines(self) -> list[str]:
        """The lines of the window, without empty ones."""
        return [line for line in (self.name, self.street, f"{self.postcode} {self.town}".strip()) if line]


@dataclass(frozen=True)
class LetterContent:
    """What a decision says. Amounts in euro; `None` and empty texts stand for what a case does not have."""

    kind: str
    number: str = ""
    code: str = ""
    day: date | None = None
    case_number: str = ""
    project: str = ""
    programme: str = ""
    block: str = ""
    call: str = ""
    guideline: str = ""
    guideline_source: str = ""
    application_number: str = ""
    application_received: date | None = None
    applied: Decimal | None = None
    authority_id: int | None = None
    authority: str = ""
    recipient_key: str = ""
    recipient: Address = field(default_factory=Address)
    contact: str = ""
    released_by: str = ""
    amount: Decimal = Decimal(0)
    before: Decimal = Decimal(0)
    years: Sequence[Year] = ()
    financing: Financing = field(default_factory=Financing)
    derivation: Sequence[Step] = ()
    amount_reason: str = ""
    plan: str = ""
    costs: Sequence[Cost] = ()
    grant_period: Period = (None, None)
    project_period: Period = (None, None)
    former_grant_period: Period = (None, None)
    former_project_period: Period = (None, None)
    former_report_due: date | None = None
    early_start_from: date | None = None
    earmarked_until: date | None = None
    report_due: date | None = None
    payment: str = ""
    reasons: str = ""
    subject: str = ""
    clause_set: str = ""
    clauses: Sequence[Clause] = ()
    conditions: Sequence[str] = ()
    predecessors: Sequence[Predecessor] = ()
    legal_basis: str = ""
    court_of_audit_copy: bool = False

    @property
    def difference(self) -> Decimal:
        """What the decision changes; negative when it takes back."""
        return self.amount - self.before

    @property
    def predecessor(self) -> Predecessor | None:
        """The decision this one follows."""
        return self.predecessors[-1] if self.predecessors else None

    @property
    def clauses_on(self) -> list[Clause]:
        return [clause for clause in self.clauses if clause.on]

    @property
    def clauses_off(self) -> list[Clause]:
        return [clause for clause in self.clauses if not clause.on]


def read_content(frozen: Mapping[str, Any], *, number: str = "", code: str = "") -> LetterContent:
    """The frozen content of a decision, typed.

    `number` and `code` are those of the row; a preview has neither.
    """
    part = _Parts(frozen)
    case, application, authority = part("case"), part("application"), part("authority")
    recipient, plan, clauses = part("recipient"), part("plan"), part("clause_set")
    return LetterContent(
        kind=str(frozen.get("kind", "")),
        number=number or str(frozen.get("number") or ""),
        code=code or str(frozen.get("code") or ""),
        day=_day(frozen.get("day")),
        case_number=_text(case, "number"),
        project=_text(case, "title"),
        programme=_text(case, "programme"),
        block=_text(case, "block"),
        call=_text(case, "call"),
        guideline=_text(case, "guideline"),
        guideline_source=_text(case, "guideline_source"),
        application_number=_text(application, "number"),
        application_received=_day(application.get("received")),
        applied=_amount(application.get("amount")),
        authority_id=authority.get("id"),
        authority=_text(authority, "name"),
        recipient_key=_text(recipient, "key"),
        recipient=Address(*(_text(recipient, name) for name in ("name", "street", "postcode", "town"))),
        contact=_text(part("contact"), "name"),
        released_by=_text(frozen, "released_by"),
        amount=_amount(frozen.get("amount")) or Decimal(0),
        before=_amount(frozen.get("before")) or Decimal(0),
        years=[_year(row) for row in frozen.get("years") or ()],
        financing=_financing(part("financing")),
        derivation=[
            Step(_text(row, "text"), _text(row, "source"), _text(row, "value")) for row in part.rows("derivation")
        ],
        amount_reason=_text(frozen, "amount_reason"),
        plan=_text(plan, "text") if plan else _text(frozen, "plan"),
        costs=[
            Cost(_text(row, "title"), bool(row.get("eligible")), _amount(row.get("amount")) or Decimal(0))
            for row in plan.get("costs") or frozen.get("costs") or ()
        ],
        grant_period=_period(frozen.get("grant_period")),
        project_period=_period(frozen.get("project_period")),
        former_grant_period=_period(part("former").get("grant_period")),
        former_project_period=_period(part("former").get("project_period")),
        former_report_due=_day(part("former").get("report_due")),
        early_start_from=_day(frozen.get("early_start_from")),
        earmarked_until=_day(frozen.get("earmarked_until")),
        report_due=_day(frozen.get("report_due")),
        payment=_text(frozen, "payment"),
        reasons=_text(frozen, "reasons"),
        subject=_text(frozen, "subject"),
        clause_set=_text(clauses, "title"),
        clauses=[
            Clause(_text(row, "number"), _text(row, "title"), _text(row, "text"), bool(row.get("on", True)))
            for row in clauses.get("clauses") or ()
        ],
        conditions=[str(text) for text in frozen.get("conditions") or ()],
        predecessors=[_predecessor(row) for row in part.rows("predecessors")],
        legal_basis=_text(part("revocation"), "legal_basis"),
        court_of_audit_copy=bool(frozen.get("court_of_audit_copy")),
    )


class _Parts:
    """The parts of the frozen content that are objects or lists; missing ones are empty."""

    def __init__(self, frozen: Mapping[str, Any]) -> None:
        self.frozen = frozen

    def __call__(self, name: str) -> Mapping[str, Any]:
        found = self.frozen.get(name)
        return found if isinstance(found, Mapping) else {}

    def rows(self, name: str) -> Sequence[Mapping[str, Any]]:
        found = self.frozen.get(name)
        return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list | tuple) else []


def _text(part: Mapping[str, Any], name: str) -> str:
    found = part.get(name)
    return str(found) if isinstance(found, str | int | Decimal) else ""


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None


def _amount(text: Any) -> Decimal | None:
    return None if text in (None, "") else Decimal(str(text))


def _period(pair: Any) -> Period:
    return (_day(pair[0]), _day(pair[1])) if pair else (None, None)


def _year(row: Mapping[str, Any]) -> Year:
    return Year(
        year=int(row["year"]),
        amount=_amount(row.get("amount")) or Decimal(0),
        before=_amount(row.get("before")) or Decimal(0),
        basis=_text(row, "basis"),
    )


def _financing(part: Mapping[str, Any]) -> Financing:
    amounts = {name: _amount(part.get(name)) for name in ("rate", "cap", "unit_amount", "eligible", "expenditure")}
    return Financing(kind=_text(part, "kind"), label=_text(part, "kind_label"), unit=_text(part, "unit"), **amounts)


def _predecessor(row: Mapping[str, Any]) -> Predecessor:
    return Predecessor(_text(row, "number"), _day(row.get("day")), _text(row, "kind_label"), _amount(row.get("amount")))
