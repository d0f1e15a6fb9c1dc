"""People and organisations: one's own house, foreign houses, oneself and others."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from access.routes import Row
from access.world import AUTHORITY, DEPUTY, EVERYBODY, MEMBERS, SIGNED_IN, World
from kommin.people.models import ConflictOfInterest, Ground, Invitation, User

READ_ALL = {"operator", "auditor"}
ADMINISTER = {"operator", "head"}


def own(world: World) -> dict[str, Any]:
    return {"pk": world.own.pk}


def foreign(world: World) -> dict[str, Any]:
    return {"pk": world.foreign.pk}


def colleague(world: World) -> dict[str, Any]:
    return {"pk": world.colleagues_membership.pk}


def stranger(world: World) -> dict[str, Any]:
    return {"pk": world.strangers_membership.pk}


def myself(world: World) -> dict[str, Any]:
    return {"pk": world.my_membership.pk}


def invited_to(organisation: str) -> Any:
    def invitation(world: World) -> dict[str, Any]:
        now = timezone.now()
        made = Invitation.objects.create(
            organisation=getattr(world, organisation), email="new@example.org", role=world.colleagues_membership.role,
            token_digest="d", invited_by=world.colleague, sent_at=now, expires_at=now + timedelta(days=1),
        )  # fmt: skip
        return {"pk": made.pk}

    return invitation


def conflict_of(person: str) -> Any:
    def conflict(world: World) -> dict[str, Any]:
        whose: User = getattr(world, person) or world.stranger
        made = ConflictOfInterest.objects.create(
            person=whose, municipality_key="05914000", municipality_name="Hagen", ground=Ground.ORGAN,
            declared_by=whose,
        )  # fmt: skip
        return {"pk": made.pk}

    return conflict


def my_deputyship(world: World) -> dict[str, Any]:
    return {"pk": world.deputyship.pk if world.actor == DEPUTY else 0}


rows = [
    Row(route="people:profile", allowed=SIGNED_IN),
    Row(route="people:act_as", allowed=SIGNED_IN, status=405),
    Row(route="people:session_end", case="missing", allowed=SIGNED_IN, status=405, of=lambda _: {"pk": 1}),
    Row(route="people:leave", case="own", allowed=MEMBERS, of=myself),
    Row(route="people:leave", case="of a colleague", allowed=(), of=colleague),
    Row(route="people:accept", case="without a link", allowed=EVERYBODY, status=410),
    Row(route="people:invitation_link", allowed=EVERYBODY, status=302, of=lambda _: {"token": "x"}),
    Row(route="people:own_organisation", allowed=MEMBERS, status=302),
    Row(route="people:organisations", allowed=READ_ALL),
    Row(route="people:organisation_create", allowed={"operator"}),
    Row(route="people:organisation", case="own", allowed=MEMBERS, of=own),
    Row(route="people:organisation", case="foreign", allowed=READ_ALL, of=foreign),
    Row(route="people:organisation_rename", case="own", allowed={"operator"}, of=own),
    Row(route="people:organisation_rename", case="foreign", allowed={"operator"}, of=foreign),
    Row(route="people:organisation_succeed", allowed={"operator"}, of=foreign),
    Row(route="people:invite", case="own", allowed=ADMINISTER, refused=403, other={"without_role": 404}, of=own),
    Row(route="people:invite", case="foreign", allowed={"operator"}, other={"auditor": 403}, of=foreign),
    Row(route="people:former_members", case="own", allowed=ADMINISTER | {"auditor"}, refused=403,
        other={"without_role": 404}, of=own),
    Row(route="people:former_members", case="foreign", allowed=READ_ALL, of=foreign),
    Row(route="people:invitation_resend", case="own", allowed=ADMINISTER, status=405, of=invited_to("own")),
    Row(route="people:invitation_resend", case="foreign", allowed={"operator"}, status=405, of=invited_to("foreign")),
    Row(route="people:invitation_revoke", case="own", allowed=ADMINISTER, status=405, of=invited_to("own")),
    Row(route="people:invitation_revoke", case="foreign", allowed={"operator"}, status=405, of=invited_to("foreign")),
    Row(route="people:membership", case="of a colleague", allowed=MEMBERS, of=colleague),
    Row(route="people:membership", case="foreign", allowed=READ_ALL, of=stranger),
    Row(route="people:membership", case="of a colleague", method="post", allowed=ADMINISTER, refused=403,
        other={"without_role": 404}, of=colleague),
    Row(route="people:membership", case="foreign", method="post", allowed={"operator"}, other={"auditor": 403},
        of=stranger),
    Row(route="people:membership", case="own", method="post", allowed=(), refused=403, other={"without_role": 404},
        of=myself),
    Row(route="people:membership_end", case="of a colleague", allowed=ADMINISTER, refused=403,
        other={"without_role": 404}, of=colleague),
    Row(route="people:membership_end", case="own", allowed=(), refused=403, other={"without_role": 404}, of=myself),
    Row(route="people:membership_end", case="foreign", allowed={"operator"}, other={"auditor": 403}, of=stranger),
    Row(route="people:deputy", case="own", allowed=MEMBERS, of=myself),
    Row(route="people:deputy", case="of a colleague", allowed=ADMINISTER, refused=403, other={"without_role": 404},
        of=colleague),
    Row(route="people:deputy", case="foreign", allowed={"operator"}, other={"auditor": 403}, of=stranger),
    Row(route="people:deputyship_end", case="own", allowed={DEPUTY}, status=405, of=my_deputyship),
    Row(route="people:person", case="a colleague", allowed=READ_ALL | {"head"}, of=lambda w: {"pk": w.colleague.pk}),
    Row(route="people:person", case="a stranger", allowed=READ_ALL, of=lambda w: {"pk": w.stranger.pk}),
    Row(route="people:lock", case="a colleague", allowed=ADMINISTER, of=lambda w: {"pk": w.colleague.pk}),
    Row(route="people:lock", case="a stranger", allowed={"operator"}, of=lambda w: {"pk": w.stranger.pk}),
    Row(route="people:unlock", case="a colleague", allowed=ADMINISTER, status=405,
        of=lambda w: {"pk": w.colleague.pk}),
    Row(route="people:unlock", case="a stranger", allowed={"operator"}, status=405,
        of=lambda w: {"pk": w.stranger.pk}),
    Row(route="people:anonymise", allowed={"operator"}, of=lambda w: {"pk": w.colleague.pk}),
    Row(route="people:reset_second_factor", allowed={"operator"}, of=lambda w: {"pk": w.colleague.pk}),
    *(
        Row(route=route, case="of oneself", allowed=(), of=lambda w: {"pk": (w.user or w.stranger).pk})
        for route in ("people:lock", "people:unlock", "people:anonymise", "people:reset_second_factor")
    ),
    Row(route="people:conflicts", allowed=AUTHORITY | {"auditor"}),
    Row(route="people:conflict_declare", allowed=AUTHORITY, other={"auditor": 403}),
    Row(route="people:conflict_end", case="own", allowed=SIGNED_IN, of=conflict_of("user")),
    Row(route="people:conflict_end", case="of a colleague", allowed={"head"}, of=conflict_of("colleague")),
    Row(route="people:conflict_end", case="foreign", allowed=(), of=conflict_of("stranger")),
]  # fmt: skip
