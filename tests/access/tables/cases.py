"""Applications: of one's own municipality and of foreign ones."""

from typing import Any

from django.utils import timezone

from access.routes import Row
from access.world import EVERYBODY, SIGNED_IN, TOWN, World
from cases.town import open_call
from kommin.cases.models import Application, Submission
from kommin.people.models import Organisation
from kommin.programmes.models import Call, CallVersion

WRITERS = TOWN
SIGNATORY = {"signatory", "deputy"}
NEVER: tuple[str, ...] = ()


def a_call() -> Call:
    return Call.objects.filter(slug="aufruf").first() or open_call()


def application(of: str, **more: Any) -> Any:
    def make(world: World) -> dict[str, Any]:
        house: Organisation = getattr(world, of)
        call = a_call()
        made = Application.objects.create(
            number="2026-00001", call=call, version=CallVersion.objects.get(call=call), organisation=house,
            applicant_key="05111000", applicant_name="Own", applicant_kind="town", title="Projekt", once="x",
        )  # fmt: skip
        if more.get("submitted"):
            Application.objects.filter(pk=made.pk).update(state="submitted", submitted_at=timezone.now())
            Submission.objects.create(application=made, received_at=timezone.now(), content={}, digest="0" * 64)
        return {"number": made.number, **more.get("kwargs", {})}

    return make


def both(route: str, allowed: Any, status: int = 200, refused: int = 404, **more: Any) -> list[Row]:
    return [
        Row(route=route, case="own", allowed=allowed, status=status, refused=refused, of=application("own", **more)),
        Row(route=route, case="foreign", allowed=NEVER, of=application("foreign", **more)),
    ]


FILE = {"kwargs": {"public_id": "00000000-0000-4000-8000-000000000000"}}
rows = [
    Row(route="cases:list", allowed=TOWN),
    Row(route="cases:begin", allowed=WRITERS, of=lambda _world: {"slug": a_call().slug}),
    Row(route="cases:applicant", allowed=TOWN),
    Row(route="cases:handling", allowed=SIGNATORY, status=405),
    Row(route="cases:kept", allowed=SIGNED_IN, status=302),
    *both("cases:application", TOWN),
    *both("cases:about", WRITERS),
    *both("cases:section", WRITERS, kwargs={"section": "goals"}),
    *both("cases:conflicts", WRITERS),
    *both("cases:plan", WRITERS),
    *both("cases:documents", WRITERS),
    *both("cases:remove_document", WRITERS, status=405, **FILE),
    *both("cases:partners", WRITERS),
    *both("cases:remove_partner", WRITERS, status=405, kwargs={"pk": 1}),
    *both("cases:answer", NEVER),
    *both("cases:read", TOWN),
    *both("cases:print", TOWN),
    *both("cases:receipt", TOWN, submitted=True),
    *both("cases:verify", TOWN, submitted=True),
    *both("cases:sign_off", TOWN, status=405),
    *both("cases:submit", WRITERS),
    Row(
        route="cases:withdraw",
        case="own",
        allowed=SIGNATORY,
        refused=404,
        of=application("own"),
        other=dict.fromkeys(TOWN - SIGNATORY, 403),
    ),
    Row(route="cases:withdraw", case="foreign", allowed=NEVER, of=application("foreign")),
    *both("cases:new_version", WRITERS, status=302),
    *(
        Row(route=route, allowed=EVERYBODY, status=405, case="keeps what visitors send", of=lambda _w, k=kwargs: k)
        for route, kwargs in (
            ("cases:save_about", {"number": "x"}),
            ("cases:save_section", {"number": "x", "section": "y"}),
            ("cases:live_section", {"number": "x", "section": "y"}),
            ("cases:save_plan", {"number": "x"}),
            ("cases:comment", {"number": "x"}),
        )
    ),
]
