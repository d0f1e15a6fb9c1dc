"""The duties of municipalities that follow from open requests.

They are entered when a request is sent. Beyond that the clock asks here every hour, and before it reminds, which are
still open, so that a withdrawn application ends its deadlines without anybody having to think of it.
"""

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from kommin.cases.models import Applicant, Stage
from kommin.examination.models import InformationRequest, RequestState
from kommin.foundation.notices.actions.deadlines import Due, settle_deadline, upsert_deadline
from kommin.people.models import Role

PREFIX: Final = "examination.request:"


def open_requests() -> Iterator[InformationRequest]:
    """Requests that wait for an answer; those of withdrawn and decided cases do not."""
    yield from (
        InformationRequest.objects.filter(
            state=RequestState.OPEN, case__stage=Stage.AWAITING, case__organisation__isnull=False
        )
        .select_related("case")
        .defer("draft", "text")
        .order_by("pk")
        .iterator(chunk_size=500)
    )


def request_deadlines() -> Iterator[Due]:
    """The open duties: those who write the answer, and the signatory where only they hand in."""
    editors = set(Applicant.objects.filter(editors_submit=True).values_list("organisation", flat=True))
    for request in open_requests():
        yield from _dues(request, signatory=request.case.organisation_id not in editors)


def note_deadlines(request: InformationRequest) -> None:
    """Enter the duties of a request now, or move them to its new day."""
    editors = Applicant.objects.filter(organisation=request.case.organisation_id, editors_submit=True).exists()
    for due in _dues(request, signatory=not editors):
        upsert_deadline(**vars(due))


def settle_deadlines(request: InformationRequest) -> None:
    """Note that nothing is to be done for a request any more."""
    for role in (Role.EDITOR, Role.SIGNATORY):
        settle_deadline(key=_key(request, role))


def _dues(request: InformationRequest, *, signatory: bool) -> Iterator[Due]:
    number, house = request.case.number, request.case.organisation_id
    if house is None:
        return
    for role in (Role.EDITOR, Role.SIGNATORY) if signatory else (Role.EDITOR,):
        yield Due(
            key=_key(request, role),
            due=request.due_on,
            title=lambda number=number: _("Answer to the request on application %(number)s") % {"number": number},  # type: ignore[misc]
            url=request.get_absolute_url(),
            organisation=house,
            role=role,
        )


def _key(request: InformationRequest, role: Role) -> str:
    return f"{PREFIX}{request.pk}:{role}"
