"""What the page of a case reads, each part once however many sections ask for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import F, QuerySet, Value

from kommin.cases.content import OWNER
from kommin.cases.models import Case, Stage, Submission, Supplement
from kommin.examination.blindness import Appointments, appointments_of
from kommin.examination.dossier import MESSAGE_OWNER, REQUEST_OWNER
from kommin.examination.models import (
    AmountJudgement,
    CheckStep,
    Finding,
    InformationRequest,
    ItemVerdict,
    Message,
    Note,
    ProposalLine,
    RequestedItem,
    RequestState,
)
from kommin.foundation.files.models import StoredFile
from kommin.foundation.files.queries import PRESENT
from kommin.foundation.prepared import Prepared

ON_PAGE = 8
"""How many messages or notes the page of a case shows; the others are a click away."""


AGAIN = "again"


@dataclass(frozen=True)
class Checked:
    """How many items are accepted, missing, unclear, or to be looked at again, and the steps of the check."""

    counts: Mapping[str, int]
    steps: Sequence[CheckStep]

    @property
    def judged(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class Moved:
    """When, to which day and by whom the day of a request was moved."""

    at: datetime
    after: date
    by_name: str


class CaseParts:
    """The rows of this room about one case. Made once per request and case by `parts_of`."""

    def __init__(self, case: Case) -> None:
        self.case = case

    @property
    def requests(self) -> list[InformationRequest]:
        """Every request for more, the latest first, each with `asked_items`, without what nobody reads here."""
        return self._asked[0]

    @property
    def moves(self) -> Mapping[int, Sequence[Moved]]:
        """How the days of requests were moved, by request."""
        return self._asked[1]

    @cached_property
    def _asked(self) -> tuple[list[InformationRequest], dict[int, list[Moved]]]:
        """Requests with their items and moved days in one query: every request has an item, few were ever moved."""
        rows = _ASKED.rows(case=self.case.pk)
        found: dict[int, InformationRequest] = {}
        items: dict[int, RequestedItem] = {}
        moves: dict[int, dict[int, Moved]] = {}
        for row in rows:
            one = found.setdefault(row.request_id, row.request)
            one.case = self.case
            if items.setdefault(row.pk, row) is row:
                one.__dict__.setdefault("asked_items", []).append(row)
            if row.move is not None:
                moves.setdefault(one.pk, {})[row.move] = Moved(row.moved_at, row.after, row.moved_by)
        return list(found.values()), {pk: list(each.values()) for pk, each in moves.items()}

    @property
    def open_request(self) -> InformationRequest | None:
        """The request that waits for an answer; none any more once the application was withdrawn."""
        if self.case.stage != Stage.AWAITING:
            return None
        return next((one for one in self.requests if one.state == RequestState.OPEN), None)

    @cached_property
    def findings(self) -> list[Finding]:
        return list(Finding.objects.filter(case=self.case).order_by("pk"))

    @cached_property
    def checked(self) -> Checked:
        """What the check has found, counted, and how it ended: one query for both; none for what was taken over."""
        if self.case.application_id is None:
            return Checked(dict.fromkeys((*ItemVerdict.values, AGAIN), 0), [])
        counts = dict.fromkeys((*ItemVerdict.values, AGAIN), 0)
        steps = []
        for what, word, outdated, text, at, by in _CHECKED.rows(case=self.case.pk):
            if what == "finding":
                counts[AGAIN if outdated else word] += 1
            else:
                steps.append(CheckStep(case=self.case, kind=word, reason=text, at=at, by_name=by))
        return Checked(counts, sorted(steps, key=lambda step: step.at))

    @property
    def submission(self) -> Submission | None:
        """What was handed in first; it comes with the case."""
        return getattr(self.case.application, "submission", None) if self.case.application else None

    @cached_property
    def supplements(self) -> list[Supplement]:
        """What was handed in later, without its content."""
        return list(Supplement.objects.filter(case=self.case).defer("content").order_by("round"))

    @cached_property
    def messages(self) -> list[Message]:
        """The latest messages, one more than the page shows, so that it knows whether there are others."""
        return _of_case(_MESSAGES, self.case)

    @cached_property
    def notes(self) -> list[Note]:
        """The latest internal notes, one more than the page shows."""
        return _of_case(_NOTES, self.case)

    @cached_property
    def appointments(self) -> Appointments:
        """Who scores or scored the case, and that they handed in."""
        return appointments_of(self.case)

    @cached_property
    def judgements(self) -> list[AmountJudgement]:
        """Every judgement of the plan, the latest first, without lines and derivation."""
        return _of_case(_JUDGEMENTS, self.case)

    @cached_property
    def proposal_lines(self) -> list[ProposalLine]:
        """What proposals say or said about the case."""
        return _of_case(_PROPOSAL_LINES, self.case)

    @cached_property
    def files(self) -> Mapping[tuple[str, str], Sequence[StoredFile]]:
        """The files of application, requests and the messages shown, by owner: one query for all."""
        wanted = [(OWNER, str(self.case.application_id))]
        wanted += [(REQUEST_OWNER, str(one.pk)) for one in self.requests if one.state == RequestState.ANSWERED]
        wanted += [(MESSAGE_OWNER, str(one.pk)) for one in self.messages if one.files]
        return files_by_owner(wanted)


def _asked(given: Any) -> QuerySet[RequestedItem]:
    return (
        RequestedItem.objects.filter(request__case=given.case)
        .select_related("request")
        .defer("request__draft", "request__text")
        .annotate(
            move=F("request__extensions__pk"), after=F("request__extensions__after"),
            moved_at=F("request__extensions__at"), moved_by=F("request__extensions__by_name"),
        )
        .order_by("-request__round", "pk", "move")
    )  # fmt: skip


def _checked(given: Any) -> QuerySet:
    counted = Finding.objects.filter(case=given.case).order_by()
    ended = CheckStep.objects.filter(case=given.case).order_by()
    words = models.CharField()
    return counted.values_list(
        Value("finding", output_field=words), "verdict", "outdated", "item", "at", "by_name"
    ).union(
        ended.values_list(Value("step", output_field=words), "kind", Value(value=False), "reason", "at", "by_name"),
        all=True,
    )


def _proposal_lines(given: Any) -> QuerySet[ProposalLine]:
    rows = ProposalLine.objects.filter(case=given.case).select_related("proposal__call")
    return rows.defer("proposal__call__text_de", "proposal__call__text_en", "proposal__rules")


def _judgements(given: Any) -> QuerySet[AmountJudgement]:
    return AmountJudgement.objects.filter(case=given.case).defer("derivation", "lines").order_by("-number")


_CASE = {"case": models.BigIntegerField()}
_ASKED = Prepared(_asked, **_CASE)
_CHECKED = Prepared(_checked, **_CASE)
_MESSAGES = Prepared(lambda given: Message.objects.filter(case=given.case)[: ON_PAGE + 1], **_CASE)
_NOTES = Prepared(lambda given: Note.objects.filter(case=given.case)[: ON_PAGE + 1], **_CASE)
_JUDGEMENTS = Prepared(_judgements, **_CASE)
_PROPOSAL_LINES = Prepared(_proposal_lines, **_CASE)


def _of_case(rows: Prepared, case: Case) -> list[Any]:
    """The rows with the case that is known already."""
    found = rows.rows(case=case.pk)
    for one in found:
        one.case = case
    return found


def files_by_owner(owners: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], Sequence[StoredFile]]:
    """The files of several owners at once, the oldest first."""
    found: dict[tuple[str, str], list[StoredFile]] = {owner: [] for owner in owners}
    rows = (
        StoredFile.objects.filter(
            shelf__owner_type__in={kind for kind, _id in owners},
            shelf__owner_id__in={number for _kind, number in owners},
            state__in=PRESENT,
        )
        .select_related("shelf")
        .order_by("pk")
    )
    for stored in rows:
        owner = (stored.shelf.owner_type, stored.shelf.owner_id)
        if owner in found:
            found[owner].append(stored)
    return found


def parts_of(case: Case) -> CaseParts:
    """The parts of this case, remembered on it."""
    known = getattr(case, "_examination_parts", None)
    if known is None:
        known = CaseParts(case)
        case._examination_parts = known  # type: ignore[attr-defined] # noqa: SLF001 - kept with the row it is about
    return known
