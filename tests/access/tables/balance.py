"""The balance: public pages for everybody; publications for the ministry in charge, with four eyes; publicity."""

from datetime import timedelta
from functools import cache
from typing import Any

from django.utils import timezone

from access.routes import Row
from access.world import EVERYBODY, World
from balance.grants import grant, make_programme
from kommin.balance.actions import prepare_snapshot, release_snapshot
from kommin.balance.models import Snapshot
from kommin.cases.models import Case
from kommin.foundation.access import Actor
from kommin.people.models import Kind
from kommin.programmes.models import Programme

CLOCK = Actor.clock()
OFFICERS = {"programme_officer", "budget_officer"}
IN_CHARGE = OFFICERS | {"auditor"}


def programme(world: World) -> Programme:
    return make_programme(ministry=world.own if world.kind == Kind.MINISTRY else None)


def of_others(_world: World) -> Programme:
    return make_programme()


@cache
def public(**more: Any) -> Any:
    def example(world: World) -> dict[str, Any]:
        made = programme(world)
        grant(made, number="F-1", key="05315000", block="netz")
        return {"slug": made.slug, **more}

    return example


def snapshot(made: Programme, *, released: bool = False) -> Snapshot:
    day = timezone.localdate() - timedelta(days=1)
    row = prepare_snapshot(programme=made, as_of=day, occasion="Presse", by=CLOCK)
    return release_snapshot(snapshot=row, digest=row.digest, by=CLOCK) if released else row


@cache
def published(**more: Any) -> Any:
    return lambda world: {
        "slug": (made := programme(world)).slug,
        "number": snapshot(made, released=True).number,
        **more,
    }


def prepared(world: World) -> dict[str, Any]:
    return {"pk": snapshot(programme(world)).pk}


def case(world: World, *, own: bool) -> dict[str, Any]:
    made: Case = grant(programme(world), number="F-2")
    house = world.own if own and world.kind == Kind.MUNICIPALITY else None
    Case.objects.filter(pk=made.pk).update(organisation=house)
    return {"number": made.number}


rows = [
    Row(route="balance:programmes", allowed=EVERYBODY),
    *(
        Row(route=f"balance:{name}", allowed=EVERYBODY, of=public())
        for name in ("programme", "projects", "participants", "map", "comparison", "snapshots")
    ),
    Row(route="balance:figures", allowed=EVERYBODY, of=public(file_format="csv")),
    Row(route="balance:chart_file", allowed=EVERYBODY, of=public(chart="projects-by-year", file_format="svg")),
    Row(route="balance:participants_file", allowed=EVERYBODY, of=public(file_format="csv")),
    Row(route="balance:projects_file", allowed=EVERYBODY, of=public(file_format="xlsx")),
    Row(route="balance:project", allowed=EVERYBODY, of=public(number="F-1")),
    Row(route="balance:municipality", allowed=EVERYBODY, status=404, of=public(key="05315000")),  # no register here
    Row(route="balance:district", allowed=EVERYBODY, status=404, of=public(key="05334")),
    Row(route="balance:block", allowed=EVERYBODY, of=public(code="netz")),
    Row(route="balance:snapshot", allowed=EVERYBODY, of=published()),
    Row(route="balance:snapshot_file", allowed=EVERYBODY, of=published(name="rows.csv")),
    Row(route="balance:ministry", allowed=IN_CHARGE, of=lambda world: {"slug": programme(world).slug}),
    Row(route="balance:ministry", case="foreign", allowed={"auditor"},
        of=lambda world: {"slug": of_others(world).slug}),
    Row(route="balance:ministry_snapshot", allowed=IN_CHARGE, of=prepared),
    Row(route="balance:ministry_snapshot", case="foreign", allowed={"auditor"},
        of=lambda world: {"pk": snapshot(of_others(world)).pk}),
    Row(route="balance:frozen_rows", allowed=IN_CHARGE, of=prepared),
    Row(route="balance:frozen_rows", case="foreign", allowed={"auditor"},
        of=lambda world: {"pk": snapshot(of_others(world)).pk}),
    Row(route="balance:release", method="post", allowed=OFFICERS, status=302, of=prepared, other={"auditor": 403}),
    Row(route="balance:discard", method="post", allowed=OFFICERS, status=302, of=prepared, other={"auditor": 403}),
    Row(route="balance:publicity", case="own", method="post", allowed={"editor", "signatory", "deputy"}, status=302,
        of=lambda world: case(world, own=True), other={"treasurer": 403}),
    Row(route="balance:publicity", case="foreign", method="post", allowed=(), of=lambda world: case(world, own=False)),
]  # fmt: skip
