"""What the views at the address of a case share."""

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import CharField, DateField, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from kommin.cases.models import Case
from kommin.cases.rules import TOWN_ROLES
from kommin.examination.exclusion import refuse_excluded_reader
from kommin.examination.models import InformationRequest, Side
from kommin.foundation.access import Actor, acting
from kommin.foundation.prepared import Prepared
from kommin.people.models import Kind, Role
from kommin.people.models.dated import today
from kommin.people.standing import name_in_force

EXAMINING = (Role.CASEWORKER, Role.SECOND_EXAMINER, Role.HEAD)


@dataclass(frozen=True)
class Reader:
    """How somebody who may read a case stands to it. Costs no query: the rule of the route was asked before."""

    inside: bool
    """Sees the authority's side."""
    examines: bool
    answers: bool

    @property
    def side(self) -> Side | None:
        """For which side this person reads and writes messages."""
        if self.examines:
            return Side.AUTHORITY
        return Side.APPLICANT if self.answers else None


def reader_of(request: HttpRequest, case: Case) -> Reader:
    """The reader of a page whose route has asked `may_read_case`."""
    actor: Actor = acting(request)
    inside = actor.organisation_kind != Kind.MUNICIPALITY
    own = actor.organisation_id is not None
    return Reader(
        inside=inside,
        examines=inside and own and actor.organisation_id == case.authority_id and actor.role in EXAMINING,
        answers=not inside and own and actor.organisation_id == case.organisation_id and actor.role in TOWN_ROLES,
    )


def _named(day: date) -> QuerySet[Case]:
    return Case.objects.annotate(authority_name=name_in_force(day, "authority_id")).select_related(
        "programme", "call", "block", "authority", "examiner", "organisation__applicant", "application__submission"
    )


_CASE = Prepared(
    lambda given: (
        _named(given.day)
        .defer("call__text_de", "call__text_en", "application__content", "application__again")
        .filter(number=given.number)
    ),
    number=CharField(),
    day=DateField(),
)


def case_of(request: HttpRequest, number: str, **_rest: Any) -> Case:
    """The case an address is about, with all that its page and the rules ask of it.

    Raises:
        Http404: there is no such case.
        ShutOut: the reader has a conflict of interest.
    """
    row: Case | None = _CASE.first(number=number, day=today())
    if row is None:
        raise Http404
    refuse_excluded_reader(acting(request), row)
    return row


def case_with_application(request: HttpRequest, number: str, **_rest: Any) -> Case:
    """The same with what a dossier is made of; a grant that was taken over has no application, so it has none here."""
    rows = _named(today()).select_related("application__version", "application__call")
    row = get_object_or_404(rows, number=number, application__isnull=False)
    refuse_excluded_reader(acting(request), row)
    return row


def request_of(request: HttpRequest, number: str, round: int, **_rest: Any) -> Case:  # noqa: A002 - as the address says
    """The case of a request; the request itself waits in `case.asked`."""
    case = case_with_application(request, number)
    asked = get_object_or_404(
        InformationRequest.objects.prefetch_related("items", "extensions").select_related("supplement"),
        case=case,
        round=round,
    )
    asked.case = case
    case.asked = asked  # type: ignore[attr-defined]
    return case


def asked(case: Case) -> InformationRequest:
    """The request that `request_of` has found."""
    found: InformationRequest = case.asked  # type: ignore[attr-defined]
    return found


def trail(case: Case) -> list[dict[str, str]]:
    """The way to a page below a case."""
    return [{"label": case.number, "href": case.get_absolute_url()}]


def new_mark() -> str:
    """The mark of a freshly opened form: sent twice with the same mark, it counts once."""
    return secrets.token_hex(8)


def done(request: HttpRequest, sentence: str, to: str) -> HttpResponse:
    """Say what was done and go on."""
    messages.success(request, sentence)
    return HttpResponseRedirect(to)


def refused(request: HttpRequest, error: Exception, to: str) -> HttpResponse:
    """Say why not and go back."""
    messages.error(request, str(error))
    return HttpResponseRedirect(to)


def authority_of(case: Case) -> str:
    """What the authority is called; a word for it while there is none."""
    name: str = getattr(case, "authority_name", "") or (str(case.authority) if case.authority else "")
    return name or _("The authority")


def here(route: str, case: Case, **more: Any) -> str:
    """An address below a case."""
    return reverse(f"examination:{route}", kwargs={"number": case.number, **more})
