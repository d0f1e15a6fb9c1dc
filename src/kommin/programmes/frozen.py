"""What a published call says, frozen as plain data: written once at publishing, read by pages and other rooms.

`freeze` writes the working copy of a call down, `thaw` reads a version's content back, `compare` says what is new.
"""

from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from kommin.foundation.audit.canonical import plain
from kommin.programmes.legal import regime_day, regime_of, regime_reference
from kommin.programmes.models import Call, CallVersion, CostCategory, FinancingRule, Guideline
from kommin.programmes.rates import Rate
from kommin.programmes.words import ApplicantKind, in_language
from kommin.regimes.queries import regime_book


@dataclass(frozen=True)
class Said:
    """A text in both languages; shown in the reader's."""

    de: str = ""
    en: str = ""

    def __str__(self) -> str:
        return in_language(self.de, self.en)

    def __bool__(self) -> bool:
        return bool(self.de or self.en)


@dataclass(frozen=True)
class Entry:
    """A building block, document, criterion or cost category as it was published; unused figures stay empty."""

    id: int
    title: Said
    text: Said
    code: str = ""
    required: bool = False
    eligible: bool = True
    usual: bool = False
    weight: int = 0
    most_points: int = 0


@dataclass(frozen=True)
class Date:
    """A line of the timetable."""

    day: date
    until: date | None
    title: Said


@dataclass(frozen=True)
class Override:
    """A value of the law that was confirmed or replaced for the call."""

    parameter: str
    found: str
    judgement: str
    value: str
    source: str
    by_name: str


@dataclass(frozen=True)
class FrozenCall:
    """Everything a published call says."""

    title: Said
    text: Said
    programme: Said
    programme_slug: str
    ministry: str
    opens_at: datetime
    closes_at: datetime
    time_zone: str
    grace_minutes: int
    budget: Decimal | None
    contact_name: str
    contact_phone: str
    contact_email: str
    guideline_id: int
    guideline: str
    guideline_source: str
    guideline_url: str
    applicants: list[str]
    minimum_grant: Decimal | None
    clause_set: str
    regime: str
    regime_day: date
    regime_name: str
    questionnaire: int | None = None
    questionnaire_label: str = ""
    rates: list[Rate] = field(default_factory=list)
    blocks: list[Entry] = field(default_factory=list)
    costs: list[Entry] = field(default_factory=list)
    documents: list[Entry] = field(default_factory=list)
    criteria: list[Entry] = field(default_factory=list)
    timetable: list[Date] = field(default_factory=list)
    overrides: list[Override] = field(default_factory=list)
    signed_scan: bool = False

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def grace(self) -> timedelta:
        return timedelta(minutes=self.grace_minutes)

    @property
    def applicant_labels(self) -> list[str]:
        """Who may apply, in the reader's words."""
        return [str(kind.label) for kind in ApplicantKind if kind.value in self.applicants]


def freeze(call: Call) -> dict[str, Any]:
    """The call as it stands now, as canonical plain data. The call must be complete (see `checking`).

    Raises:
        ValueError: the call has no guideline or no dates.
    """
    if call.guideline is None or call.opens_at is None or call.closes_at is None:
        raise ValueError(f"the call {call.slug} is not complete")
    guideline = call.guideline
    blocks = list(call.blocks.order_by("position", "pk"))
    codes = {block.pk: block.code for block in blocks}
    content = FrozenCall(
        title=Said(call.title_de, call.title_en),
        text=Said(call.text_de, call.text_en),
        programme=Said(call.programme.title_de, call.programme.title_en),
        programme_slug=call.programme.slug,
        ministry=str(call.programme.ministry),
        opens_at=call.opens_at,
        closes_at=call.closes_at,
        time_zone=call.time_zone,
        grace_minutes=call.grace_minutes,
        budget=call.budget,
        contact_name=call.contact_name,
        contact_phone=call.contact_phone,
        contact_email=call.contact_email,
        guideline_id=guideline.pk,
        guideline=guideline.title,
        guideline_source=guideline.source,
        guideline_url=guideline.source_url,
        applicants=list(guideline.applicants),
        minimum_grant=guideline.minimum_grant,
        clause_set=guideline.clause_set.code if guideline.clause_set else "",
        regime=regime_reference(call),
        regime_day=regime_day(call),
        regime_name=regime_of(call, regime_book()).name,
        questionnaire=call.questionnaire_id,
        questionnaire_label=str(call.questionnaire) if call.questionnaire else "",
        rates=[rate_of(rule) for rule in financing_of(guideline) if rule.block_id is None or rule.block_id in codes],
        blocks=[_entry(block, code=block.code) for block in blocks],
        costs=[_entry(cost, eligible=cost.eligible, usual=cost.usual) for cost in costs_of(guideline)],
        documents=[_entry(document, required=document.required) for document in call.documents.all()],
        criteria=[_entry(row, weight=row.weight, most_points=row.most_points) for row in call.criteria.all()],
        timetable=[Date(row.day, row.until, Said(row.title_de, row.title_en)) for row in call.timetable.all()],
        overrides=[
            Override(row.parameter, row.found, row.judgement, row.value, row.source, row.by_name)
            for row in call.confirmed_values.all()
        ],
        signed_scan=guideline.signed_scan,
    )
    written = plain(asdict(content))
    if not isinstance(written, dict):
        raise TypeError(type(written).__name__)
    return written


def thaw(version: CallVersion) -> FrozenCall:
    """A version's content, typed."""
    data = dict(version.content)
    said = {name: Said(**data[name]) for name in ("title", "text", "programme")}
    known = {each.name for each in fields(FrozenCall)}
    return FrozenCall(
        **{name: value for name, value in data.items() if name in known}
        | said
        | {
            "opens_at": datetime.fromisoformat(data["opens_at"]),
            "closes_at": datetime.fromisoformat(data["closes_at"]),
            "regime_day": date.fromisoformat(data["regime_day"]),
            "budget": _amount(data["budget"]),
            "minimum_grant": _amount(data["minimum_grant"]),
            "rates": [_thawed_rate(row) for row in data["rates"]],
            "timetable": [
                Date(date.fromisoformat(row["day"]), _day(row["until"]), Said(**row["title"]))
                for row in data["timetable"]
            ],
            "overrides": [Override(**row) for row in data["overrides"]],
        }
        | {
            name: [Entry(**row | {"title": Said(**row["title"]), "text": Said(**row["text"])}) for row in data[name]]
            for name in ("blocks", "costs", "documents", "criteria")
        }
    )


def compare(before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, Any]]:
    """What a later content says otherwise: the part, and before and after where that is one value.

    Lists of things (documents, criteria, …) name the titles that were added, removed and changed.
    """
    found: list[dict[str, Any]] = []
    for part in (each.name for each in fields(FrozenCall)):
        old, new = before.get(part, _BEFORE.get(part)), after.get(part, _BEFORE.get(part))
        if old == new or part in _NOT_TOLD:
            continue
        if isinstance(new, list) and part in _NAMED:
            found.append({"part": part} | _differences(old or [], new))
        elif isinstance(new, list | dict):
            found.append({"part": part})
        else:
            found.append({"part": part, "before": old, "after": new})
    return found


_BEFORE = {"signed_scan": False}
"""What versions say that were published before a part was known."""
_NAMED = {"blocks", "costs", "documents", "criteria", "timetable"}
_NOT_TOLD = {"guideline_id", "regime", "regime_day", "questionnaire_label"}


def _differences(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> dict[str, list[str]]:
    before = {row["title"]["de"]: row for row in old}
    after = {row["title"]["de"]: row for row in new}
    return {
        "added": [title for title in after if title not in before],
        "removed": [title for title in before if title not in after],
        "changed": [title for title, row in after.items() if title in before and before[title] != row],
    }


def financing_of(guideline: Guideline) -> list[FinancingRule]:
    """The rules of a guideline with their building blocks."""
    return list(guideline.financing.select_related("block").order_by("pk"))


def costs_of(guideline: Guideline) -> list[CostCategory]:
    """The cost categories of a guideline in their order."""
    return list(guideline.cost_categories.order_by("position", "pk"))


def rate_of(rule: FinancingRule) -> Rate:
    """A stored rule as a plain value."""
    return Rate(
        kind=rule.kind,
        block=rule.block.code if rule.block else "",
        applicant=rule.applicant,
        consolidation=rule.consolidation,
        rate=rule.rate.normalize() if rule.rate is not None else None,
        unit_amount=rule.unit_amount,
        unit_de=rule.unit_de,
        unit_en=rule.unit_en,
        cap=rule.cap,
    )


def _thawed_rate(row: dict[str, Any]) -> Rate:
    amounts = {name: _amount(row[name]) for name in ("rate", "unit_amount", "cap")}
    return Rate(**row | amounts)


def _entry(row: Any, **more: Any) -> Entry:
    return Entry(id=row.pk, title=Said(row.title_de, row.title_en), text=Said(row.text_de, row.text_en), **more)


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
