"""Who may appoint examiners, settle scores, and rank a round; each rule reads as part of a sentence."""

from django.utils.translation import gettext_lazy as _

from kommin.cases.models import Case
from kommin.examination.models import Scenario
from kommin.examination.rules import examines, handles, is_head, is_impartial, may_examine, may_read_inside
from kommin.foundation.access import Actor, rule
from kommin.people.rules import acts_for, acts_for_an_authority, is_auditor
from kommin.programmes.models import Call
from kommin.programmes.rules import acts_for_a_ministry, acts_for_its_ministry, may_edit_programme


@rule(_("You need to act for an authority that handles cases of this round."))
def handles_cases_of_round(actor: Actor, call: object) -> bool:
    return (
        isinstance(call, Call)
        and actor.organisation_id is not None
        and Case.objects.filter(call=call, authority=actor.organisation_id).exists()
    )


@rule(_("This scenario belongs to another authority or to the ministry."))
def owns_scenario(actor: Actor, scenario: object) -> bool:
    """One's own authority's, or the ministry's over the whole round."""
    if not isinstance(scenario, Scenario):
        return False
    if scenario.authority_id is not None:
        return acts_for_an_authority.holds(actor) and actor.organisation_id == scenario.authority_id
    return acts_for_a_ministry.holds(actor) and acts_for_its_ministry.holds(actor, scenario.call)


@rule(_("You need the role of a programme officer of the ministry in charge."))
def is_officer_of_the_round(actor: Actor, scenario: object) -> bool:
    return isinstance(scenario, Scenario) and may_edit_programme.holds(actor, scenario.call)


may_see_scoring = may_read_inside
may_appoint_scorers = may_examine
may_let_mean_stand = acts_for_an_authority & is_head & handles & is_impartial
may_deal_out = acts_for_an_authority & examines & acts_for
may_set_scoring_rules = may_edit_programme

may_list_rounds = acts_for_an_authority | is_auditor | acts_for_a_ministry
may_read_round = (
    (acts_for_an_authority & handles_cases_of_round) | is_auditor | (acts_for_a_ministry & acts_for_its_ministry)
)
may_deal_out_round = acts_for_an_authority & examines & handles_cases_of_round
may_make_scenarios = (acts_for_an_authority & examines & handles_cases_of_round) | may_edit_programme
may_read_scenario = owns_scenario | is_auditor
may_change_scenario = owns_scenario & (examines | is_officer_of_the_round)
may_adopt_scenario = owns_scenario & (is_head | is_officer_of_the_round)
"""The head for the cases of the own authority, a programme officer of the ministry for the whole round."""
