"""Who may do what with programmes, their means and calls; each rule reads as part of a sentence."""

from django.utils.translation import gettext_lazy as _

from kommin.foundation.access import Actor, has_role, rule
from kommin.people.models import Kind, Role, Succession
from kommin.people.rules import acts_for_an_authority, is_auditor, is_operator
from kommin.programmes.models import (
    Appropriation,
    BuildingBlock,
    Call,
    CostCategory,
    Criterion,
    FinancingRule,
    Guideline,
    Milestone,
    Programme,
    RequiredDocument,
    Responsibility,
)


@rule(_("You need to act for a ministry."))
def acts_for_a_ministry(actor: Actor) -> bool:
    return actor.organisation_kind == Kind.MINISTRY


@rule(_("You need to act for the ministry in charge of this programme."))
def acts_for_its_ministry(actor: Actor, about: object) -> bool:
    """That of the programme, or one that took over from it."""
    programme = programme_of(about)
    if programme is None or actor.organisation_id is None:
        return False
    return actor.organisation_id == programme.ministry_id or programme.ministry_id in predecessors_of(
        actor.organisation_id
    )


def predecessors_of(organisation_id: int) -> set[int]:
    """All ministries from which this one took over, however long ago. One query; there are never more than a few."""
    before: dict[int, set[int]] = {}
    rows = Succession.objects.filter(successor__kind=Kind.MINISTRY).order_by()
    for successor, predecessor in rows.values_list("successor", "predecessor"):
        before.setdefault(successor, set()).add(predecessor)
    found: set[int] = set()
    level = {organisation_id}
    while level:
        level = {one for each in level for one in before.get(each, ())} - found
        found |= level
    return found


is_programme_officer = has_role(Role.PROGRAMME_OFFICER)
is_budget_officer = has_role(Role.BUDGET_OFFICER)

may_read_programmes = acts_for_a_ministry | acts_for_an_authority | is_auditor
may_read_programme = acts_for_its_ministry | acts_for_an_authority | is_auditor
may_create_programme = is_programme_officer
may_edit_programme = is_programme_officer & acts_for_its_ministry
may_edit_appropriations = is_budget_officer & acts_for_its_ministry
may_load_clauses = is_operator


def programme_of(about: object) -> Programme | None:
    """The programme that something belongs to."""
    match about:
        case Programme():
            return about
        case BuildingBlock() | Guideline() | Appropriation() | Call() | Responsibility():
            return about.programme
        case FinancingRule() | CostCategory():
            return about.guideline.programme
        case RequiredDocument() | Criterion() | Milestone():
            return about.call.programme
    return None
