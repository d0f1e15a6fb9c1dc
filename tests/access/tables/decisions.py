"""Decisions and the budget: the authority drafts, its head releases, the municipality reads what is released."""

from datetime import timedelta
from functools import cache
from typing import Any

from django.utils import timezone

from access.routes import Row
from access.world import AUTHORITY, DEPUTY, EVERYBODY, TOWN, World
from cases.town import make_programme
from examination.cases_in_hand import bare_case
from kommin.decisions.frozen_law import freeze_regime
from kommin.decisions.letters.codes import new_code
from kommin.decisions.models import Decision, DecisionState, DeliveryEntry, DeliveryKind, Kind
from kommin.law.regime_files import shipped_regimes
from kommin.people.models import Kind as House
from kommin.people.models import Organisation, Role, User
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
        programme=made,
        slug="runde",
        title_de="Runde",
        state=CallState.PUBLISHED,
        opens_at=now,
        closes_at=now + timedelta(days=1),
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


def year_of(world: World) -> dict[str, Any]:
    """The rows of all authorities; an authority sees its own there."""
    made = rows_of(world)
    return {"slug": made["slug"], "year": made["year"]}


def letters(world: World, *, foreign: bool = False, **more: Any) -> dict[str, Any]:
    return {"authority": authority(world, foreign=foreign).pk, **more}


def sent(world: World, *entries: DeliveryKind, foreign: bool = False, **more: Any) -> dict[str, Any]:
    """A released decision with entries of today; in the world of a municipality it is addressed to that."""
    of, now = authority(world, foreign=foreign), timezone.now()
    town = (world.foreign if foreign else world.own) if world.kind == House.MUNICIPALITY else None
    made = bare_case(programme(world), of)
    made.organisation = town
    made.save(update_fields=["organisation"])
    count = Decision.objects.count() + 1
    writes, releases = (
        User.objects.get_or_create(email=f"{name}@example.org", defaults={"name": name})[0]
        for name in ("writes", "releases")
    )
    row = Decision.objects.create(
        case=made, kind=Kind.REFUSAL, authority=of, state=DecisionState.RELEASED, position=1, handed_revision=1,
        drafted_by=writes, handed_by=writes, released_by=releases, released_at=now, decided_on=timezone.localdate(),
        number=f"B-{count}", code=f"{count:024d}", digest="0" * 64,
        content={"regime": freeze_regime(shipped_regimes().named("NRW-2025"))},
    )  # fmt: skip
    for kind in entries:
        entry = DeliveryEntry.objects.create(decision=row, kind=kind, day=timezone.localdate(), by_name="x")
        more = {**more, "entry": entry.pk} if "entry" in more else more
    return {"pk": row.pk, **more}


@cache
def on_its_way(*entries: DeliveryKind, foreign: bool = False, **more: Any) -> Any:
    return lambda world: sent(world, *entries, foreign=foreign, **more)


POSTED, OFFERED = DeliveryKind.POSTED, DeliveryKind.OFFERED
SIGNATORIES = {str(Role.SIGNATORY), DEPUTY}
ministry_inside = INSIDE | MINISTRY
seen = dict.fromkeys((AUTHORITY - EXAMINERS) | {"auditor"} | MINISTRY, 403)
not_head = dict.fromkeys((AUTHORITY - {"head"}) | {"auditor"} | MINISTRY, 403)
foreign_seen = dict.fromkeys({"auditor"} | MINISTRY, 403)
budget_readers = AUTHORITY | MINISTRY | {"auditor"}

inside_seen = dict.fromkeys(INSIDE | MINISTRY, 403)

rows = [
    Row(route="decisions:list", allowed=INSIDE),
    Row(route="decisions:to_send", allowed=EXAMINERS),
    Row(route="decisions:decision", case="posted", allowed=ministry_inside | TOWN, of=on_its_way(POSTED)),
    Row(route="decisions:decision", case="not opened", allowed=ministry_inside | TOWN, of=on_its_way(OFFERED)),
    Row(
        route="decisions:decision", case="posted to another", allowed={"auditor"} | MINISTRY,
        of=on_its_way(POSTED, foreign=True),
    ),
    Row(
        route="decisions:document", case="not opened", allowed=TOWN, status=302, of=on_its_way(OFFERED),
        other=dict.fromkeys(INSIDE | MINISTRY, 404),
    ),
    Row(route="decisions:deliver", allowed=EXAMINERS, other=seen, of=on_its_way()),
    Row(route="decisions:deliver", case="foreign", allowed=set(), other=foreign_seen, of=on_its_way(foreign=True)),
    Row(route="decisions:deliver", case="draft", allowed=set(), of=draft),
    Row(route="decisions:retrieve", allowed=TOWN, other=inside_seen, of=on_its_way(OFFERED)),
    Row(
        route="decisions:retrieve", case="foreign", allowed=set(), other=foreign_seen,
        of=on_its_way(OFFERED, foreign=True),
    ),
    Row(route="decisions:receipt", allowed=EXAMINERS, other=seen, of=on_its_way(POSTED)),
    Row(
        route="decisions:waiver", allowed=EXAMINERS | TOWN, of=on_its_way(POSTED),
        other=dict.fromkeys((INSIDE | MINISTRY) - EXAMINERS, 403),
    ),
    Row(route="decisions:waiver", case="foreign", allowed=set(), other=foreign_seen, of=on_its_way(foreign=True)),
    Row(
        route="decisions:waive", allowed=SIGNATORIES, of=on_its_way(POSTED),
        other=inside_seen | dict.fromkeys(TOWN - SIGNATORIES, 403),
    ),
    Row(route="decisions:waive", case="foreign", allowed=set(), other=foreign_seen, of=on_its_way(foreign=True)),
    Row(route="decisions:lawsuit", allowed=EXAMINERS, other=seen, of=on_its_way(POSTED)),
    Row(route="decisions:lawsuit_end", allowed=EXAMINERS, other=seen, of=on_its_way(POSTED, DeliveryKind.LAWSUIT)),
    Row(route="decisions:correct_delivery", allowed=EXAMINERS, other=seen, of=on_its_way(POSTED, entry=0)),
    Row(
        route="decisions:correct_delivery", case="of no entry", allowed=set(), other=seen,
        of=lambda world: {**sent(world, POSTED), "entry": 0},
    ),
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
    Row(route="decisions:budget_year_rows", allowed=budget_readers, of=year_of),
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
