"""Programmes, means and calls: the ministry in charge edits, authorities and auditors read, calls are public."""

from collections.abc import Callable
from typing import Any

from access.routes import Example, Part, Row
from access.world import AUTHORITY, EVERYBODY, World
from kommin.people.models import Kind, Organisation
from kommin.programmes import actions
from kommin.programmes.models import AppropriationShare, Call
from programmes.making import CLOCK, house, make_call, make_guideline, make_programme, publish

OFFICER, TREASURER = {"programme_officer"}, {"budget_officer"}
READERS = OFFICER | TREASURER | {"auditor"} | AUTHORITY


def ministry(world: World) -> Organisation:
    return world.own if world.kind == Kind.MINISTRY else house(Kind.MINISTRY, "Ministerium")


def foreign_ministry(world: World) -> Organisation:
    return world.foreign if world.kind == Kind.MINISTRY else house(Kind.MINISTRY, "Anderes Ministerium")


def slug(world: World) -> dict[str, Any]:
    return {"slug": make_programme(ministry(world)).slug}


def foreign_slug(world: World) -> dict[str, Any]:
    return {"slug": make_programme(foreign_ministry(world)).slug}


def year(world: World) -> dict[str, Any]:
    return slug(world) | {"year": 2026}


def call(world: World) -> Call:
    programme = make_programme(ministry(world))
    return make_call(programme, make_guideline(programme))


def of_call(pick: Callable[[Call], Any]) -> Part:
    return Part(call, lambda made: {"pk": pick(made).pk})


def means(world: World) -> dict[str, Any]:
    programme = make_programme(ministry(world))
    row = actions.save_appropriation(programme=programme, by=CLOCK, year=2026, chapter="07", title="633")
    assert not AppropriationShare.objects.exists()
    return {"pk": row.pk}


def published(world: World) -> dict[str, Any]:
    return {"slug": publish(call(world)).slug}


def edited(route: str, of: Example, *, by: set[str] = OFFICER, posts: bool = False) -> Row:
    """A page that one role edits and readers may know of."""
    return Row(
        route=f"programmes:{route}", allowed=by, of=of, status=405 if posts else 200,
        other=dict.fromkeys(READERS - by, 403),
    )  # fmt: skip


def responsibility(world: World) -> dict[str, Any]:
    programme = make_programme(ministry(world))
    authority = house(Kind.GRANTING_AUTHORITY, "Behörde")
    return {"pk": actions.set_responsibility(programme=programme, authority=authority, by=CLOCK).pk}


prepared = Part(call, lambda made: {"slug": made.slug})
part = Part(call, lambda made: {"pk": made.pk, "part": "criteria"})
part_row = Part(call, lambda made: {"pk": made.pk, "part": "criteria", "row_id": made.criteria.first().pk})
itself = of_call(lambda made: made)
guideline = of_call(lambda made: made.guideline)
block = of_call(lambda made: made.blocks.first())
rate = of_call(lambda made: made.guideline.financing.first())
cost = of_call(lambda made: made.guideline.cost_categories.first())

rows = [
    Row(route="programmes:public_calls", allowed=EVERYBODY),
    *(
        Row(route=f"programmes:{name}", allowed=EVERYBODY, of=published)
        for name in ("public_call", "public_questions", "public_check", "public_deadline")
    ),
    Row(route="programmes:public_call", case="in preparation", allowed=EVERYBODY, status=404, of=prepared),
    Row(route="programmes:list", allowed=READERS),
    Row(route="programmes:create", allowed=OFFICER),
    Row(route="programmes:detail", allowed=READERS, of=slug),
    Row(route="programmes:detail", case="foreign", allowed=AUTHORITY | {"auditor"}, of=foreign_slug),
    Row(route="programmes:appropriations", allowed=READERS, of=slug),
    Row(route="programmes:guideline", allowed=READERS, of=guideline),
    Row(route="programmes:call", allowed=READERS, of=itself),
    Row(route="programmes:call_parts", allowed=READERS, of=part),
    Row(route="programmes:responsibilities", allowed=READERS, of=slug),
    edited("responsibility_remove", responsibility, posts=True),
    edited("edit", slug),
    edited("block_add", slug),
    edited("block", block),
    edited("block_remove", block, posts=True),
    edited("guideline_create", slug),
    edited("guideline_edit", guideline),
    edited("financing_add", guideline),
    edited("financing", rate),
    edited("financing_remove", rate, posts=True),
    edited("cost_add", guideline),
    edited("cost", cost),
    edited("cost_remove", cost, posts=True),
    edited("appropriation_add", slug, by=TREASURER),
    edited("appropriation", means, by=TREASURER),
    edited("split", means, by=TREASURER),
    edited("year_close", year, by=TREASURER, posts=True),
    edited("year_reopen", year, by=TREASURER),
    edited("call_create", slug),
    *(
        edited(name, itself)
        for name in (
            "call_texts", "call_contact", "call_dates", "call_rules", "call_questions", "call_law",
            "call_publish_changes", "call_prolong", "call_close",
        )
    ),
    edited("call_check", itself, posts=True),
    edited("call_publish", itself, posts=True),
    edited("call_part", part_row),
    edited("call_part_remove", part_row, posts=True),
]  # fmt: skip
