"""Who may see and examine cases; each rule reads as part of a sentence."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from kommin.cases.models import Case
from kommin.cases.rules import acts_for_a_partner, writes_for_a_municipality
from kommin.examination.impartiality import exclusion_among
from kommin.foundation.access import Actor, has_role, rule
from kommin.people.models import Role
from kommin.people.queries import Exclusion, exclusions_of
from kommin.people.rules import (
    acts_for,
    acts_for_a_municipality,
    acts_for_an_authority,
    is_auditor,
    is_editor_of,
    is_signatory_of,
)
from kommin.programmes.rules import acts_for_a_ministry, predecessors_of

is_caseworker = has_role(Role.CASEWORKER)
is_second_examiner = has_role(Role.SECOND_EXAMINER)
is_head = has_role(Role.HEAD)


@rule(_("You need to act for the authority that handles this case."))
def handles(actor: Actor, case: object) -> bool:
    return isinstance(case, Case) and case.authority_id is not None and actor.organisation_id == case.authority_id


@rule(_("You are excluded from the cases of this municipality by a conflict of interest (§§ 20, 21 VwVfG)."))
def is_impartial(actor: Actor, case: object) -> bool:
    """Asks the database once for each row and person however many rules ask, and more for somebody who has conflicts
    at all: put it last in a rule."""
    return not isinstance(case, Case) or what_excludes(actor, case) is None


def what_excludes(actor: Actor, case: Case) -> Exclusion | None:
    """The conflict of interest that keeps the actor from a case; None without one."""
    return exclusion_among(conflicts_of(actor, case), case)


def conflicts_of(actor: Actor, case: Case) -> list[tuple[str, Exclusion]]:
    """All conflicts of interest of the actor, whichever place they concern; remembered with the row."""
    if actor.user_id is None:
        return []
    known: dict[int, list[tuple[str, Exclusion]]] = case.__dict__.setdefault("_conflicts", {})
    if actor.user_id not in known:
        known[actor.user_id] = exclusions_of(actor.user_id)
    return known[actor.user_id]


@rule(_("You need to act for the ministry in charge of the programme."))
def acts_for_the_ministry_of(actor: Actor, case: object) -> bool:
    if not isinstance(case, Case) or actor.organisation_id is None:
        return False
    ministry = case.programme.ministry_id
    return actor.organisation_id == ministry or ministry in predecessors_of(actor.organisation_id)


@rule(_("You need to act for a municipality that takes part in this project."))
def takes_part(actor: Actor, case: object) -> bool:
    return isinstance(case, Case) and case.application is not None and acts_for_a_partner(actor, case.application)


examines = is_caseworker | is_second_examiner | is_head

may_see_work_list = acts_for_an_authority | is_auditor | acts_for_a_ministry
may_read_inside = (
    (acts_for_an_authority & handles & is_impartial) | is_auditor | (acts_for_a_ministry & acts_for_the_ministry_of)
)
"""The authority's side of a case, with internal notes and scores."""


def opener_for(actor: Actor) -> Callable[[Case], bool]:
    """Which cases of a list the actor may read inside, conflicts of interest aside: lists leave those out at once.

    The same as `may_read_inside`, with one query for a ministry and none for others, however long the list.
    """
    if is_auditor.holds(actor):
        return lambda _case: True
    if acts_for_a_ministry.holds(actor) and actor.organisation_id is not None:
        ministries = {actor.organisation_id, *predecessors_of(actor.organisation_id)}
        return lambda case: case.programme.ministry_id in ministries
    return lambda case: acts_for_an_authority.holds(actor) and handles.holds(actor, case)


may_read_own_side = acts_for_a_municipality & (acts_for | takes_part)
may_read_case = may_read_inside | may_read_own_side
may_examine = acts_for_an_authority & examines & handles & is_impartial
may_assign_here = acts_for_an_authority & examines
"""Assigns cases of the own authority and keeps its rules; which cases, `may_assign` judges one by one."""
may_assign = may_assign_here & handles


@rule(_("Only the municipality that applies can do this; partners read along."))
def applies(actor: Actor, case: object) -> bool:
    return isinstance(case, Case) and case.organisation_id is not None and actor.organisation_id == case.organisation_id


may_answer = acts_for_a_municipality & applies & writes_for_a_municipality
"""Prepares answers and writes messages for the municipality."""
may_write_notes = may_examine
may_write_as = {"authority": may_examine, "applicant": may_answer}
"""Who writes and reads messages for which side."""


@rule(_("Your municipality lets the signatory hand in."))
def editors_hand_in(_actor: Actor, case: object) -> bool:
    applicant = getattr(getattr(case, "organisation", None), "applicant", None)
    return bool(applicant and applicant.editors_submit)


may_hand_in = acts_for_a_municipality & applies & (is_signatory_of | (is_editor_of & editors_hand_in))
