"""Decisions and the budget: the authority drafts, its head releases, the municipality reads what is released."""

from typing import Any

from django.utils import timezone

from access.routes import Row
from access.world import AUTHORITY, EVERYBODY, World
from cases.town import make_programme
from examination.cases_in_hand import bare_case
from kommin.decisions.letters.codes import new_code
from kommin.decisions.models import Decision, DecisionState, Kind
from kommin.people.models import Kind as House
from kommin.people.models import Organisation
from kommin.programmes.models import Appropriation, AppropriationShare, Call, CallState, Programme
from programmes.making import house

EXAMINERS = {"caseworker", "second_examiner", "head"}
MINISTRY = {"programme_officer", "budget_officer"}
INSIDE = AUTHORITY | {"auditor"}


def programme(world: World) -> Programme:
    return make_programme(world.own if world.kind == House.MINISTRY else house(House.MINISTRY, "Ministerium"))


def authority(world: World, *, foreign: bool = False) -> Organisation:
    if world.kind == House.GRANTING_AUTHORITY:
        return world.foreign if foreign else world.own
    return house(House.GRANTING_AUTHORITY, "Behörde")


def draft(world: World, state: str = DecisionState.DRAFT, *, foreign: bool = False) -> dict[str, Any]:
    of = authority(world, foreign=foreign)
    case = bare_case(programme(world), of)
    handed = {"handed_revision": 1} if state == DecisionState.HANDED_OVER else {}
    row = Decision.objects.create(
        case=case, kind=Kind.EARLY_START, authority=of, state=state, early_start_from="2026-12-01", **handed
    )
    return {"pk": row.pk}


def handed(world: World) -> dict[str, Any]:
    return draft(world, DecisionState.HANDED_OVER)


def foreign(world: World) -> dict[str, Any]:
    return draft(world, foreign=True)


def case(world: World) -> dict[str, Any]:
    return {"number": bare_case(programme(world), authority(world)).number}


def round_of(world: World, *, foreign: bool = False) -> dict[str, Any]:
    """A published call with one case of an authority."""
    made = programme(world)
    now = timezone.now()
    call = Call.objects.create(
        programme=made, slug="runde", title_de="Runde", state=CallState.PUBLISHED, opens_at=now, closes_at=now
    )
    bare_case(made, authority(world, foreign=foreign), call=call)
    return {"slug": call.slug}


def slug(world: World) -> dict[str, Any]:
    return {"slug": programme(world).slug}


def foreign_slug(world: World) -> dict[str, Any]:
    ministry = world.foreign if world.kind == House.MINISTRY else house(House.MINISTRY, "Ministerium")
    return {"slug": make_programme(ministry).slug}


def rows_of(world: World, *, foreign: bool = False) -> dict[str, Any]:
    made, of = programme(world), authority(world, foreign=foreign)
    row = Appropriation.objects.create(programme=made, year=2026, chapter="07", title="633", cash=100)
    AppropriationShare.objects.create(appropriation=row, authority=of, cash=50)
    return {"slug": made.slug, "year": 2026, "authority": of.pk}


def letters(world: World, *, foreign: bool = False, **more: Any) -> dict[str, Any]:
    return {"authority": authority(world, foreign=foreign).pk, **more}


ministry_inside = INSIDE | MINISTRY
seen = dict.fromkeys((AUTHORITY - EXAMINERS) | {"auditor"} | MINISTRY, 403)
not_head = dict.fromkeys((AUTHORITY - {"head"}) | {"auditor"} | MINISTRY, 403)
foreign_seen = dict.fromkeys({"auditor"} | MINISTRY, 403)
budget_readers = AUTHORITY | MINISTRY | {"auditor"}

rows = [
    Row(route="decisions:list", allowed=INSIDE),
    Row(route="decisions:decision", case="draft", allowed=ministry_inside, of=draft),
    Row(route="decisions:decision", case="foreign", allowed={"auditor"} | MINISTRY, of=foreign),
    Row(route="decisions:document", case="of a draft", allowed=ministry_inside, status=404, of=draft),
    Row(route="decisions:begin", allowed=EXAMINERS, other=seen, of=case),
    Row(route="decisions:edit", allowed=EXAMINERS, other=seen, of=draft),
    Row(route="decisions:edit", case="foreign", allowed=set(), other=foreign_seen, of=foreign),
    Row(route="decisions:discard", allowed=EXAMINERS, other=seen, of=draft),
    Row(route="decisions:hand_over", allowed=EXAMINERS, other=seen, of=draft),
    Row(route="decisions:return", allowed={"head"}, other=not_head, of=handed),
    Row(route="decisions:release", allowed={"head"}, other=not_head, of=handed),
    Row(route="decisions:budgets", allowed=budget_readers),
    Row(route="decisions:budget", allowed=budget_readers, of=slug),
    Row(route="decisions:budget", case="foreign", allowed=AUTHORITY | {"auditor"}, of=foreign_slug),
    Row(route="decisions:budget_export", allowed=budget_readers, of=lambda world: slug(world) | {"kind": "csv"}),
    Row(
        route="decisions:transfer", allowed={"budget_officer"}, of=slug,
        other=dict.fromkeys(AUTHORITY | {"auditor", "programme_officer"}, 403),
    ),
    Row(route="decisions:transfers", allowed=budget_readers, of=slug),
    Row(route="decisions:budget_rows", allowed=budget_readers, of=rows_of),
    Row(
        route="decisions:budget_rows", case="of another authority", allowed=MINISTRY | {"auditor"},
        of=lambda world: rows_of(world, foreign=True),
    ),
    Row(route="decisions:rounds", allowed=AUTHORITY),
    Row(route="decisions:round", allowed=AUTHORITY, of=round_of),
    Row(route="decisions:round", case="foreign", allowed=set(), of=lambda world: round_of(world, foreign=True)),
    Row(
        route="decisions:draft_round", allowed=EXAMINERS, other=dict.fromkeys(AUTHORITY - EXAMINERS, 403), of=round_of
    ),
    Row(route="decisions:draft_round", case="foreign", allowed=set(), of=lambda world: round_of(world, foreign=True)),
    Row(route="decisions:release_round", allowed={"head"}, other=dict.fromkeys(AUTHORITY - {"head"}, 403), of=round_of),
    Row(
        route="decisions:release_round", case="foreign", allowed=set(), of=lambda world: round_of(world, foreign=True)
    ),
    Row(route="decisions:letters", allowed={"auditor"}, other=dict.fromkeys(AUTHORITY, 302)),
    *(
        Row(
            route=f"decisions:{name}", case=case, allowed={"auditor"} if foreign else INSIDE,
            of=lambda world, foreign=foreign, more=more: letters(world, foreign=foreign, **more),
        )
        for name, more in (
            ("letters_of", {}), ("letter_head", {}), ("letter_courts", {}), ("letter_texts", {"kind": "award"}),
            ("letter_preview", {"kind": "award"}), ("letter_version", {"kind": "award", "number": 0}),
        )
        for case, foreign in (("own", False), ("foreign", True))
    ),
    *(
        Row(
            route=f"decisions:{name}", allowed={"head"}, status=status,
            other=dict.fromkeys(INSIDE - {"head"}, 403), of=lambda world, more=more: letters(world, **more),
        )
        for name, more, status in (
            ("letter_edit", {"kind": "award"}, 200), ("letter_restore", {"kind": "award", "number": 0}, 405),
        )
    ),
    Row(
        route="decisions:letter_edit", case="foreign", allowed=set(), other={"auditor": 403},
        of=lambda world: letters(world, foreign=True, kind="award"),
    ),
    Row(route="decisions:verify", allowed=EVERYBODY),
    Row(route="decisions:verify_code", allowed=EVERYBODY, of=lambda _world: {"code": new_code()}),
]  # fmt: skip
