"""Who may draft, release and read decisions, and see the budget; each rule reads as part of a sentence."""

from django.utils.translation import gettext_lazy as _

from kommin.cases.models import Case
from kommin.cases.rules import TOWN_ROLES, writes_for_a_municipality
from kommin.decisions.models import Decision
from kommin.examination import rules as examination
from kommin.examination import rules_scoring as rounds
from kommin.foundation.access import Actor, rule
from kommin.people.rules import acts_for_a_municipality, acts_for_an_authority, is_auditor, is_signatory_of
from kommin.programmes.rules import acts_for_its_ministry, is_budget_officer, is_programme_officer


def case_of(about: object) -> Case | None:
    """The case that a decision (or the case itself) is about."""
    if isinstance(about, Decision):
        return about.case
    return about if isinstance(about, Case) else None


@rule(_("You need to act for the authority that handles this case."))
def handles(actor: Actor, about: object) -> bool:
    return examination.handles.holds(actor, case_of(about))


@rule(_("You are excluded from the cases of this municipality by a conflict of interest (§§ 20, 21 VwVfG)."))
def is_impartial(actor: Actor, about: object) -> bool:
    return examination.is_impartial.holds(actor, case_of(about))


@rule(_("You may not read the authority’s side of this case."))
def reads_inside(actor: Actor, about: object) -> bool:
    case = case_of(about)
    return case is not None and examination.may_read_inside.holds(actor, case)


@rule(_("The municipality reads decisions once they are released."))
def reads_as_recipient(actor: Actor, about: object) -> bool:
    if not isinstance(about, Decision) or not about.is_released:
        return False
    return examination.may_read_own_side.holds(actor, about.case)


@rule(_("Only the municipality that the decision is addressed to can do this; partners read along."))
def is_addressee(actor: Actor, about: object) -> bool:
    return examination.applies.holds(actor, case_of(about))


@rule(_("You need to be the signatory of the municipality that the decision is addressed to."))
def signs_for_addressee(actor: Actor, about: object) -> bool:
    case = case_of(about)
    return case is not None and is_signatory_of.holds(actor, case)


RETRIEVERS = TOWN_ROLES
"""Roles that may open a letter for their municipality, which begins the time for a legal remedy."""

may_draft = acts_for_an_authority & examination.examines & handles & is_impartial
may_release = acts_for_an_authority & examination.is_head & handles & is_impartial
may_deliver = may_draft
"""Sends letters and enters what becomes of them: whoever works on cases of the authority."""
may_send_letters = acts_for_an_authority & examination.examines
"""Sees which letters of the authority wait to be sent; each one is then judged by `may_deliver`."""
may_retrieve = acts_for_a_municipality & is_addressee & writes_for_a_municipality
may_sign_waiver = acts_for_a_municipality & is_addressee & signs_for_addressee
may_enter_waiver = may_deliver | may_retrieve
may_read_decision = reads_inside | reads_as_recipient
may_see_waiting = acts_for_an_authority | is_auditor

may_see_rounds = acts_for_an_authority
may_see_round = acts_for_an_authority & rounds.handles_cases_of_round
may_draft_round = may_see_round & examination.examines
may_release_round = may_see_round & examination.is_head

may_see_budget = acts_for_its_ministry | acts_for_an_authority | is_auditor
"""Authorities see their own rows only; `queries.budget` cuts them out."""
may_move_means = is_budget_officer & acts_for_its_ministry
may_say_who_handles = is_programme_officer & acts_for_its_ministry
