"""Who may read the files of a case: those of its application, of its requests and of its messages."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kommin.cases import queries
from kommin.cases.content import OWNER
from kommin.cases.models import Application, Case
from kommin.examination import rules
from kommin.examination.dossier import MESSAGE_OWNER, REQUEST_OWNER
from kommin.examination.models import InformationRequest, Message, RequestState
from kommin.foundation.access import Actor, rule
from kommin.foundation.files.owners import register_owner_rule


@rule(_("You need to examine the case of this application."))
def examines_its_case(actor: Actor, application: object) -> bool:
    """Once it is submitted, an application is read by the authority, its ministry and auditors; a draft never is."""
    if not isinstance(application, Application):
        return False
    case = _with_rules().filter(application=application).first()
    return case is not None and rules.may_read_inside.holds(actor, case)


@rule(_("The municipality has not handed this in yet."))
def was_handed_in(_actor: Actor, request: object) -> bool:
    return isinstance(request, InformationRequest) and request.state == RequestState.ANSWERED


@rule(_("You need to have to do with this case."))
def reads_its_case(actor: Actor, request: object) -> bool:
    return isinstance(request, InformationRequest) and rules.may_read_inside.holds(actor, request.case)


@rule(_("You need to act for a municipality that takes part in this project."))
def is_on_its_own_side(actor: Actor, request: object) -> bool:
    return isinstance(request, InformationRequest) and rules.may_read_own_side.holds(actor, request.case)


may_read_file_of_request = is_on_its_own_side | (was_handed_in & reads_its_case)


def register() -> None:
    """Tell the house. Beside the municipality, examiners read the files of what they examine."""
    register_owner_rule(OWNER, examines_its_case, find=queries.application_by_id)
    register_owner_rule(REQUEST_OWNER, may_read_file_of_request, find=_request)
    register_owner_rule(MESSAGE_OWNER, rules.may_read_case, find=_case_of_message)


def _with_rules() -> QuerySet[Case]:
    return Case.objects.select_related("programme", "application", "organisation")


def _request(pk: str) -> InformationRequest | None:
    return InformationRequest.objects.select_related("case__programme", "case__application").filter(pk=pk).first()


def _case_of_message(pk: str) -> Case | None:
    message = Message.objects.filter(pk=pk).first()
    return _with_rules().filter(pk=message.case_id).first() if message else None
