"""A submitted application in the hands of an authority: what tests of checking, asking and writing begin with."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from cases.town import Town, open_call, submitted
from examination.cases_in_hand import Authority
from kommin.cases.models import Case
from kommin.examination.actions.requesting import Wanted, send_request
from kommin.examination.models import InformationRequest
from kommin.foundation.access import Actor
from kommin.people.models.dated import today
from kommin.programmes.models import Call

AIM, GROUP, DOCUMENT = "question-aim", "question-group", "document-1"


def in_hand(town: Town, call: Call, authority: Authority, title: str = "Brücken bauen") -> Case:
    """The case of a freshly submitted application, handled by this authority."""
    submission = submitted(town, call, title)
    Case.objects.filter(application=submission.application).update(authority=authority.organisation)
    return case_again(Case.objects.get(application=submission.application))


@dataclass
class InHand:
    """A submitted case with whoever has to do with it."""

    town: Town
    call: Call
    authority: Authority
    case: Case


def one_in_hand() -> InHand:
    town, call, authority = Town(), open_call(), Authority()
    return InHand(town, call, authority, in_hand(town, call, authority))


def case_again(case: Case) -> Case:
    """The same case as it stands now."""
    return Case.objects.select_related(
        "application__version", "application__call", "organisation__applicant", "authority", "programme"
    ).get(pk=case.pk)


def soon(days: int = 14) -> date:
    return today() + timedelta(days=days)


def ask(
    case: Case, by: Actor, *items: str, once: str = "a", due_on: date | None = None, **more: Any
) -> InformationRequest:
    """Ask for these items."""
    wanted = [Wanted(item, note=f"Bitte zu {item} mehr.") for item in items or (AIM,)]
    return send_request(
        case=case, wanted=more.get("wanted", wanted), text="Bitte ergänzen.", due_on=due_on or soon(), once=once, by=by
    )
