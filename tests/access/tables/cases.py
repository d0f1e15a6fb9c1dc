"""Applications: of one's own municipality and of foreign ones."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.utils import timezone

from access.routes import Row
from access.world import EVERYBODY, SIGNED_IN, TOWN, World
from cases.town import QUESTIONS, house
from kommin.cases.models import Application, Submission
from kommin.foundation.audit.canonical import plain
from kommin.people.models import Kind, Organisation
from kommin.programmes.frozen import FrozenCall, Said
from kommin.programmes.models import Call, CallVersion, Programme
from kommin.questionnaires.models import Questionnaire, QuestionnaireVersion

WRITERS = TOWN
SIGNATORY = {"signatory", "deputy"}
NEVER: tuple[str, ...] = ()


def a_call() -> Call:
    """A published call, written straight into the database: this is done for every row and every role."""
    known = Call.objects.filter(slug="aufruf").first()
    if known:
        return known
    now, ministry = timezone.now(), house(Kind.MINISTRY, "Ministerium")
    opens, closes = now - timedelta(days=1), now + timedelta(days=9)
    asked = QuestionnaireVersion.objects.create(
        questionnaire=Questionnaire.objects.create(organisation=ministry, title="Antrag"), number=1,
        state="published", content=QUESTIONS, published_at=now, sha256="0" * 64,
    )  # fmt: skip
    programme = Programme.objects.create(ministry=ministry, slug="zukunft", title_de="Z", valid_from=opens.date())
    call = Call.objects.create(
        programme=programme, slug="aufruf", title_de="Aufruf", state="published", opens_at=opens, closes_at=closes
    )
    said = Said("Aufruf", "Call")
    content = FrozenCall(
        title=said, text=said, programme=said, programme_slug="zukunft", ministry="Ministerium", opens_at=opens,
        closes_at=closes, time_zone="Europe/Berlin", grace_minutes=0, budget=None, contact_name="", contact_phone="",
        contact_email="", guideline_id=1, guideline="", guideline_source="", guideline_url="", applicants=["town"],
        minimum_grant=None, clause_set="", regime="NRW-2025",
        regime_name="NRW-2025", regime_day=opens.date(), questionnaire=asked.pk,
    )  # fmt: skip
    CallVersion.objects.create(
        call=call, number=1, why="published", content=plain(asdict(content)), digest="0" * 64, opens_at=opens,
        closes_at=closes, published_at=now, published_by="x",
    )  # fmt: skip
    return call


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
    Row(route="cases:applicant_live", allowed=TOWN, status=405),
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
    *both("cases:submitted", TOWN, submitted=True),
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
