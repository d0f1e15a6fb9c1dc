"""What the page of a case reads, each part once however many sections ask for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db import models
from django.db.models import Value

from kommin.cases.content import OWNER
from kommin.cases.models import Case, Stage, Submission, Supplement
from kommin.examination.dossier import MESSAGE_OWNER, REQUEST_OWNER
from kommin.examination.models import (
    CheckStep,
    Extension,
    Finding,
    InformationRequest,
    ItemVerdict,
    Message,
    Note,
    RequestedItem,
    RequestState,
)
from kommin.foundation.files.models import StoredFile
from kommin.foundation.files.queries import PRESENT

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


class CaseParts:
    """The rows of this room about one case. Made once per request and case by `parts_of`."""

    def __init__(self, case: Case) -> None:
        self.case = case

    @cached_property
    def requests(self) -> list[InformationRequest]:
        """Every request for more, the latest first, each with `asked_items` and `moves`, without what nobody reads here.

        One query: every request has an item. A second one only where a day was moved.
        """
        rows = (
            RequestedItem.objects.filter(request__case=self.case)
            .select_related("request")
            .defer("request__draft", "request__text")
            .order_by("-request__round", "pk")
        )
        found: dict[int, InformationRequest] = {}
        for row in rows:
            one = found.setdefault(row.request_id, row.request)
            one.case = self.case
            one.__dict__.setdefault("asked_items", []).append(row)
            one.__dict__.setdefault("moves", [])
        moved = [pk for pk, one in found.items() if one.due_on != one.first_due_on]
        for extension in Extension.objects.filter(request__in=moved) if moved else ():
            found[extension.request_id].__dict__["moves"].append(extension)
        return list(found.values())

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
        """What the check has found, counted, and how it ended: one query for both."""
        counted = Finding.objects.filter(case=self.case).order_by()
        ended = CheckStep.objects.filter(case=self.case).order_by()
        words = models.CharField()
        rows = counted.values_list(
            Value("finding", output_field=words), "verdict", "outdated", "item", "at", "by_name"
        ).union(
            ended.values_list(Value("step", output_field=words), "kind", Value(value=False), "reason", "at", "by_name"),
            all=True,
        )
        counts = dict.fromkeys((*ItemVerdict.values, AGAIN), 0)
        steps = []
        for what, word, outdated, text, at, by in rows:
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
        return list(Message.objects.filter(case=self.case)[: ON_PAGE + 1])

    @cached_property
    def notes(self) -> list[Note]:
        """The latest internal notes, one more than the page shows."""
        return list(Note.objects.filter(case=self.case)[: ON_PAGE + 1])

    @cached_property
    def files(self) -> Mapping[tuple[str, str], Sequence[StoredFile]]:
        """The files of application, requests and the messages shown, by owner: one query for all."""
        wanted = [(OWNER, str(self.case.application_id))]
        wanted += [(REQUEST_OWNER, str(one.pk)) for one in self.requests if one.state == RequestState.ANSWERED]
        wanted += [(MESSAGE_OWNER, str(one.pk)) for one in self.messages if one.files]
        return files_by_owner(wanted)


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
