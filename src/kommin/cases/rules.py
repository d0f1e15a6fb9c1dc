"""Who may do what with applications; each rule reads as part of a sentence."""

from django.utils.translation import gettext_lazy as _

from kommin.cases.models import Application, Partner, PartnerState
from kommin.foundation.access import Actor, rule
from kommin.people.models import Role
from kommin.people.rules import acts_for, acts_for_a_municipality, is_editor_of, is_signatory_of, is_treasurer_of

TOWN_ROLES = (Role.EDITOR, Role.TREASURER, Role.SIGNATORY)


@rule(_("You need to act for a municipality that takes part in this application."))
def acts_for_a_partner(actor: Actor, application: object) -> bool:
    return (
        isinstance(application, Application)
        and actor.organisation_id is not None
        and Partner.objects.filter(application=application, organisation_id=actor.organisation_id).exists()
    )


@rule(_("Your municipality has declined to take part."))
def partner_has_not_declined(actor: Actor, application: object) -> bool:
    return (
        isinstance(application, Application)
        and Partner.objects.filter(application=application, organisation_id=actor.organisation_id or 0)
        .exclude(state=PartnerState.DECLINED)
        .exists()
    )


@rule(_("You need to be editor, treasurer or signatory of your municipality."))
def writes_for_a_municipality(actor: Actor) -> bool:
    return actor.role in TOWN_ROLES


@rule(_("Your municipality lets the signatory submit."))
def editors_submit_here(_actor: Actor, application: object) -> bool:
    applicant = getattr(getattr(application, "organisation", None), "applicant", None)
    return bool(applicant and applicant.editors_submit)


may_have_applications = acts_for_a_municipality
may_write = is_editor_of | is_treasurer_of | is_signatory_of
may_read = acts_for_a_municipality & (acts_for | acts_for_a_partner)
may_work_on = acts_for & may_write
may_comment_jointly = may_work_on | (acts_for_a_partner & partner_has_not_declined & writes_for_a_municipality)
may_submit = is_signatory_of | (is_editor_of & editors_submit_here)
may_withdraw = is_signatory_of
may_sign_off = is_treasurer_of | is_signatory_of
may_answer_as_partner = is_signatory_of
may_change_master_data = is_editor_of | is_treasurer_of | is_signatory_of
may_change_handling = is_signatory_of
