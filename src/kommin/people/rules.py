"""Who may do what with people, organisations and conflicts of interest; each rule reads as part of a sentence.

Other rooms use these too: `is_signatory_of`, `is_caseworker_of` and their like judge an organisation (or its id), and
`has_role` from the plumbing judges the role alone.
"""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from kommin.foundation.access import Actor, Rule, has_role, rule
from kommin.people.models import ConflictOfInterest, Deputyship, Invitation, Kind, Membership, Organisation, Role, User
from kommin.people.queries import organisations_of

is_operator = has_role(Role.OPERATOR)
is_auditor = has_role(Role.AUDITOR)
is_head = has_role(Role.HEAD)
is_evaluator = has_role(Role.EVALUATOR)


def role_in(role: Role) -> Rule:
    """The rule "acts in this role for the organisation at hand"."""

    def acts_for(actor: Actor, about: object) -> bool:
        return actor.role == role and actor.organisation_id == _organisation_id(about)

    sentence = format_lazy(_("You need to act as “{role}” of this organisation."), role=role.label)
    return rule(sentence)(acts_for)


is_editor_of = role_in(Role.EDITOR)
is_treasurer_of = role_in(Role.TREASURER)
is_signatory_of = role_in(Role.SIGNATORY)
is_caseworker_of = role_in(Role.CASEWORKER)
is_second_examiner_of = role_in(Role.SECOND_EXAMINER)
is_payment_officer_of = role_in(Role.PAYMENT_OFFICER)
is_head_of = role_in(Role.HEAD)
is_programme_officer_of = role_in(Role.PROGRAMME_OFFICER)
is_budget_officer_of = role_in(Role.BUDGET_OFFICER)
is_press_editor_of = role_in(Role.PRESS_EDITOR)
is_press_head_of = role_in(Role.PRESS_HEAD)


@rule(_("You need to act for a municipality."))
def acts_for_a_municipality(actor: Actor) -> bool:
    return actor.organisation_kind == Kind.MUNICIPALITY


@rule(_("You need to act for a granting authority."))
def acts_for_an_authority(actor: Actor) -> bool:
    return actor.organisation_kind == Kind.GRANTING_AUTHORITY


@rule(_("You need to act for this organisation."))
def acts_for(actor: Actor, about: object) -> bool:
    return actor.organisation_id is not None and actor.organisation_id == _organisation_id(about)


@rule(_("You need to administer the members of this organisation; its head or the operator can give you that right."))
def administers_members_of(actor: Actor, about: object) -> bool:
    """The head, or whoever was given the right, in the own organisation."""
    if actor.organisation_id is None or actor.organisation_id != _organisation_id(about):
        return False
    return actor.role == Role.HEAD or bool(getattr(actor, "administers_members", False))


@rule(_("This concerns yourself: somebody else has to do it."), otherwise=_("Only the person concerned can do this."))
def concerns_somebody_else(actor: Actor, about: object) -> bool:
    return actor.user_id is None or actor.user_id != _person_id(about)


@rule(_("Only the head of an organisation to which the person alone belongs, or the operator, can lock an account."))
def is_head_of_the_persons_only_organisation(actor: Actor, person: object) -> bool:
    if actor.role != Role.HEAD or not isinstance(person, User):
        return False
    return organisations_of(person) == {actor.organisation_id}


@rule(_("You need to be the head of the organisation to which the person belongs."))
def is_head_above(actor: Actor, person: object) -> bool:
    return actor.role == Role.HEAD and isinstance(person, User) and actor.organisation_id in organisations_of(person)


@rule(_("Only the person concerned can do this."))
def is_stood_in_for(actor: Actor, deputyship: Deputyship) -> bool:
    return actor.user_id is not None and actor.user_id == deputyship.membership.person_id


may_see_members_of = acts_for | is_operator | is_auditor
may_administer_members_of = administers_members_of | is_operator
may_change_membership = may_administer_members_of & concerns_somebody_else
may_name_deputy_for = may_administer_members_of | ~concerns_somebody_else
may_end_deputyship = may_administer_members_of | ~concerns_somebody_else | is_stood_in_for
may_lock = (is_operator | is_head_of_the_persons_only_organisation) & concerns_somebody_else
may_see_organisations = is_operator | is_auditor
may_see_conflicts_of_authority = acts_for_an_authority & (is_head_of | is_operator) | is_auditor
may_declare_conflict_of = ~concerns_somebody_else | is_head_above


def _organisation_id(about: object) -> int | None:
    match about:
        case int():
            return about
        case Organisation():
            return about.pk
        case Membership() | Invitation():
            return about.organisation_id
        case Deputyship():
            return about.membership.organisation_id
    return getattr(about, "organisation_id", None)


def _person_id(about: object) -> int | None:
    match about:
        case User():
            return about.pk
        case Membership() | ConflictOfInterest():
            return about.person_id
        case Deputyship():
            return about.deputy_id
    return getattr(about, "person_id", None)
