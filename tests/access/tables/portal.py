"""The portal: its pages are everybody's, the press desk is the press office's."""

from typing import Any

from django.utils import timezone

from access.routes import Row
from access.world import EVERYBODY, World, of_kind
from kommin.people.models import Kind
from kommin.portal.models import ReleaseImport
from portal import making

DESK = of_kind(Kind.PRESS_OFFICE)

patterns = ("wagtail*", "simple_translation*")
"""The CMS has some three hundred routes; `tests/portal/test_portal_desk.py` tries them by their rules."""


def of_draft(_: World) -> dict[str, Any]:
    draft = making.make_release("Entwurf", live=False)
    return {"year": 2010, "slug": draft.slug}


def of_a_draft(_: World) -> dict[str, Any]:
    return {"pk": making.make_release("Entwurf", live=False).pk}


def nowhere(_: World) -> dict[str, Any]:
    return {"pk": 987654, "digest": "0" * 20, "extension": "png"}


def of_import(_: World, *, state: str = "prepared", **more: Any) -> dict[str, Any]:
    made = ReleaseImport.objects.create(
        source="x", language="de", file_name="x.csv", sha256="0" * 64, size=1, content=b"x", state=state,
        summary={"counts": {"ready": 0}, "names": ["titel"]}, loaded_at=timezone.now() if state == "loaded" else None,
    )  # fmt: skip
    return {"pk": made.pk, **more}


rows = [
    Row(route="portal:press", allowed=EVERYBODY),
    Row(route="portal:press_year", allowed=EVERYBODY, of=lambda _: {"year": 2010}),
    *(Row(route=f"portal:{name}", allowed=EVERYBODY) for name in ("feed", "search", "sitemap")),
    Row(
        route="portal:feed_of_topic", case="unknown", allowed=EVERYBODY, status=404, of=lambda _: {"slug": "nirgends"}
    ),
    Row(route="portal:feed_of_sender", case="unknown", allowed=EVERYBODY, status=404, of=lambda _: {"pk": 987654}),
    Row(route="portal:printed", case="draft", allowed=EVERYBODY, status=404, of=of_draft),
    Row(route="portal:release", case="draft", allowed=EVERYBODY, status=404, of=of_draft),
    Row(route="portal:short", case="unknown", allowed=EVERYBODY, status=404, of=lambda _: {"pk": 987654}),
    *(
        Row(route=route, case="unknown", allowed=EVERYBODY, status=404, of=lambda _: {"pk": 987654})
        for route in ("portal:message", "portal:message_sent")
    ),
    Row(
        route="media:rendition", case="unknown", allowed=EVERYBODY, status=404,
        of=lambda world: {**nowhere(world), "spec": "width-480"},
    ),
    *(
        Row(route=route, case="unknown", allowed=EVERYBODY, status=404, of=nowhere)
        for route in ("media:original", "media:document")
    ),
    Row(route="media:photos", case="unknown", allowed=EVERYBODY, status=404, of=lambda _: {"pk": 987654}),
    Row(route="portal_desk_sign_in", allowed=EVERYBODY, other=dict.fromkeys(EVERYBODY, "sign in")),
    Row(route="portal_desk_sign_out", allowed=DESK, status=302),
    Row(route="portal_desk_account", allowed=DESK, status=302),
    Row(route="portal_desk_release", allowed=DESK, of=of_a_draft),
    Row(route="portal_desk_release", case="unknown", allowed=frozenset(), of=lambda _: {"pk": 987654}),
    Row(route="portal_desk_preview", allowed=DESK, of=lambda world: {**of_a_draft(world), "mode": "mail"}),
    Row(route="portal:imports", allowed=DESK),
    Row(route="portal:import_begin", allowed=DESK),
    Row(route="portal:import", allowed=DESK, of=of_import),
    Row(route="portal:import_reading", allowed=DESK, of=of_import),
    Row(route="portal:import_topics", allowed=DESK, of=of_import),
    Row(route="portal:import_report", allowed=DESK, of=lambda world: of_import(world, file_format="json")),
    Row(route="portal:import_release", method="post", allowed=DESK, status=302, of=of_import),
    Row(route="portal:import_discard", method="post", allowed=DESK, status=302, of=of_import),
    Row(
        route="portal:import_take_back", allowed={"press_head"}, other={"press_editor": 403},
        of=lambda world: of_import(world, state="loaded"),
    ),
    Row(route="wagtailadmin_home", allowed=DESK),
    Row(route="wagtailadmin_explore_root", allowed=DESK),
    Row(route="wagtailadmin_account", case="is the house's", allowed=DESK, status=302),
]  # fmt: skip
