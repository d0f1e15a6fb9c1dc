"""What the page of a case reads, each part once however many sections ask for it."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.db.models import Prefetch

from kommin.cases.content import OWNER
from kommin.cases.current import current_content
from kommin.cases.models import Case, Stage, Submission, Supplement
from kommin.examination.dossier import MESSAGE_OWNER, REQUEST_OWNER
from kommin.examination.models import (
    CheckStep,
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


class CaseParts:
    """The rows of this room about one case. Made once per request and case by `parts_of`."""

    def __init__(self, case: Case) -> None:
        self.case = case

    @cached_property
    def requests(self) -> list[InformationRequest]:
        """Every request for more, the latest first, without what nobody reads here."""
        rows = (
            InformationRequest.objects.filter(case=self.case)
            .defer("draft")
            .prefetch_related(Prefetch("items", RequestedItem.objects.order_by("pk")), "extensions")
            .order_by("-round")
        )
        found = list(rows)
        for one in found:
            one.case = self.case
        return found

    @property
    def open_request(self) -> InformationRequest | None:
        """The request that waits for an answer; none any more once the application was withdrawn."""
        if self.case.stage != Stage.AWAITING:
            return None
        return next((one for one in self.requests if one.state == RequestState.OPEN), None)

    @cached_property
    def findings(self) -> list[Finding]:
        return list(Finding.objects.filter(case=self.case).order_by("pk"))

    @property
    def counts(self) -> Mapping[str, int]:
        """How many items are accepted, missing, unclear, or to be looked at again."""
        found = dict.fromkeys((*ItemVerdict.values, "again"), 0)
        for one in self.findings:
            found["again" if one.outdated else one.verdict] += 1
        return found

    @cached_property
    def steps(self) -> list[CheckStep]:
        return list(CheckStep.objects.filter(case=self.case).order_by("pk"))

    @cached_property
    def submission(self) -> Submission | None:
        """What was handed in first."""
        return Submission.objects.filter(application=self.case.application_id).first()

    @cached_property
    def supplements(self) -> list[Supplement]:
        """What was handed in later, without its content."""
        return list(Supplement.objects.filter(case=self.case).defer("content").order_by("round"))

    @cached_property
    def content(self) -> Mapping[str, Any]:
        """What the application says now."""
        if any(one.supplement_id for one in self.requests):
            return current_content(self.case)
        return self.submission.content if self.submission else {}

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
