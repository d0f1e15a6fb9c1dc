"""Scoring, amounts, rounds and scenarios: who may open which page."""

from collections.abc import Callable
from functools import cache
from typing import Any

from access.routes import Row
from access.tables.cases import a_call
from access.world import AUTHORITY, World
from cases.town import house
from kommin.cases.models import Application, Case, Submission
from kommin.examination.models import Consensus, Proposal, Scenario, Scorer
from kommin.people.models import Kind, Organisation
from kommin.programmes.models import Call, CallVersion

Example = Callable[[World], dict[str, Any]]
EXAMINERS = {"caseworker", "second_examiner", "head"}
MINISTRY = {"programme_officer", "budget_officer"}
INSIDE = AUTHORITY | MINISTRY | {"auditor"}
OFFICER = {"programme_officer"}
NEVER: set[str] = set()


def call_of(world: World) -> Call:
    """The published call, of the actor's own ministry if that is one."""
    call = a_call()
    if world.kind == Kind.MINISTRY:
        call.programme.ministry = world.own
        call.programme.save()
    return call


def case_of(world: World, of: str = "own") -> Case:
    """A submitted case in the hands of the actor's authority, or of a foreign one."""
    call = call_of(world)
    handled: Organisation = getattr(world, of)
    if world.kind != Kind.GRANTING_AUTHORITY:
        handled = house(Kind.GRANTING_AUTHORITY, "Behörde")
    town = house(Kind.MUNICIPALITY, "Stadt", "05999000")
    application = Application.objects.create(
        number="2026-00001", call=call, version=CallVersion.objects.get(call=call), organisation=town,
        applicant_key="05999000", applicant_name="Stadt", applicant_kind="town", title="Projekt", once="x",
        state="submitted", submitted_at=call.opens_at,
    )  # fmt: skip
    sent = Submission.objects.create(application=application, received_at=call.opens_at, content={}, digest="0" * 64)
    return Case.objects.create(
        number="2026-00001", application=application, programme=call.programme, call=call, authority=handled,
        organisation=town, applicant_key="05999000", applicant_name="Stadt", title="Projekt",
        received_at=sent.received_at, stage="scoring",
    )  # fmt: skip


@cache
def number(of: str = "own") -> Example:
    return lambda world: {"number": case_of(world, of).number}


@cache
def slug(of: str = "own", **more: Any) -> Example:
    def make(world: World) -> dict[str, Any]:
        case = case_of(world, of)
        return {"slug": case.call.slug, **more}  # type: ignore[union-attr]

    return make


@cache
def scenario(of: str = "own") -> Example:
    def make(world: World) -> dict[str, Any]:
        case = case_of(world, of)
        authority = None if world.kind == Kind.MINISTRY else case.authority
        made = Scenario.objects.create(
            call=case.call, authority=authority, name="A", rules={}, created_by_name="x",
            summary={"ranked": 0, "awarded": 0, "waiting": 0, "amount": "0", "asked": "0", "pots": []},
        )  # fmt: skip
        return {"slug": case.call.slug, "pk": made.pk}  # type: ignore[union-attr]

    return make


def scenario_file(world: World) -> dict[str, Any]:
    return scenario()(world) | {"form": "csv"}


def appointment(world: World) -> dict[str, Any]:
    case = case_of(world)
    made = Scorer.objects.create(case=case, person=world.colleague, name="x", assigned_by_name="x")
    return {"number": case.number, "pk": made.pk}


def consensus(world: World) -> dict[str, Any]:
    case = case_of(world)
    made = Consensus.objects.create(case=case, digest="x", reason="x", proposed_by_name="x")
    return {"number": case.number, "pk": made.pk}


def proposal(world: World) -> dict[str, Any]:
    known = scenario()(world)
    row = Scenario.objects.get(pk=known["pk"])
    made = Proposal.objects.create(
        call=row.call, authority=row.authority, scenario=row, number=1, rules={}, adopted_by_name="x"
    )
    return {"slug": known["slug"], "count": made.number}


def seen(allowed: set[str], by: set[str] | frozenset[str] = frozenset(INSIDE)) -> dict[str, int]:
    """Who sees the thing and may not do this: “Why can't I?”."""
    return dict.fromkeys(set(by) - allowed, 403)


def acts_on_case(route: str, allowed: set[str], of: Example, status: int = 405) -> list[Row]:
    return [Row(route=f"examination:{route}", allowed=allowed, status=status, of=of, other=seen(allowed))]


SCENARIO_READERS = EXAMINERS | {"payment_officer"} | MINISTRY | {"auditor"}
rows = [
    Row(route="examination:scores", case="own", allowed=INSIDE, of=number()),
    Row(route="examination:scores", case="foreign", allowed=MINISTRY | {"auditor"}, of=number("foreign")),
    Row(route="examination:amount", case="own", allowed=INSIDE, of=number()),
    Row(route="examination:amount", case="foreign", allowed=MINISTRY | {"auditor"}, of=number("foreign")),
    *acts_on_case("save_scores", EXAMINERS, number()),
    *acts_on_case("take_scores_back", EXAMINERS, number()),
    *acts_on_case("begin_scoring", EXAMINERS, number()),
    *acts_on_case("propose_consensus", EXAMINERS, number()),
    *acts_on_case("answer_consensus", EXAMINERS, consensus),
    *acts_on_case("let_mean_stand", {"head"}, number()),
    *acts_on_case("scorers", EXAMINERS, number(), 200),
    *acts_on_case("hand_over_scoring", EXAMINERS, appointment, 200),
    Row(route="examination:rounds", allowed=INSIDE),
    Row(route="examination:round", case="own", allowed=INSIDE, of=slug()),
    Row(route="examination:round", case="foreign", allowed=MINISTRY | {"auditor"}, of=slug("foreign")),
    Row(route="examination:export_round", allowed=INSIDE, of=slug(form="csv")),
    *acts_on_case("deal_out", EXAMINERS, slug(), 200),
    *acts_on_case("scoring_rules", OFFICER, slug(), 200),
    *acts_on_case("new_scenario", EXAMINERS | OFFICER, slug(), 200),
    Row(route="examination:compare_scenarios", allowed=INSIDE, of=slug()),
    Row(route="examination:proposal", allowed=SCENARIO_READERS, of=proposal),
    Row(route="examination:scenario", case="own", allowed=SCENARIO_READERS, of=scenario()),
    Row(route="examination:scenario", case="foreign", allowed=MINISTRY | {"auditor"}, of=scenario("foreign")),
    *acts_on_case("change_scenario", EXAMINERS | OFFICER, scenario(), 200),
    *acts_on_case("compute_scenario", EXAMINERS | OFFICER, scenario()),
    *acts_on_case("comment_scenario", EXAMINERS | OFFICER, scenario()),
    *acts_on_case("remove_scenario", EXAMINERS | OFFICER, scenario()),
    *acts_on_case("adopt_scenario", {"head"} | OFFICER, scenario(), 200),
    Row(route="examination:export_scenario", allowed=SCENARIO_READERS, of=scenario_file),
]
