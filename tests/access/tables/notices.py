"""Notices, deadlines, mails and their words."""

from typing import Any

from access.routes import Row
from access.world import EVERYBODY, MEMBERS, SIGNED_IN, World
from kommin.foundation.notices.models import Deadline, Mail, Notice
from kommin.foundation.notices.models.deadline import today
from kommin.foundation.notices.texts import known_texts

OPERATOR = {"operator"}
EDIT_TEXTS = {"operator", "programme_officer", "head"}
SET_REMINDERS = {"head", "programme_officer", "press_head", "signatory", "deputy", "operator"}


def notice_for(person: str) -> Any:
    def notice(world: World) -> dict[str, Any]:
        recipient = getattr(world, person) or world.stranger
        made = Notice.objects.create(recipient=recipient, key="n", titles={"de": "Neu", "en": "New"}, url="/")
        return {"notice_id": made.pk}

    return notice


def due_for(person: str) -> Any:
    def deadline(world: World) -> dict[str, Any]:
        whose = getattr(world, person) or world.stranger
        titles = {"de": "Frist", "en": "Deadline"}
        return {"deadline_id": Deadline.objects.create(key="d", person=whose, titles=titles, due=today()).pk}

    return deadline


def stuck_mail(_: World) -> dict[str, Any]:
    return {"mail_id": Mail.objects.create(key="m", to="a@example.org", subject="s", state=Mail.State.FAILED).pk}


def text(_: World) -> dict[str, Any]:
    return {"name": next(iter(known_texts)), "language": "de"}


rows = [
    Row(route="notices:list", allowed=SIGNED_IN),
    Row(route="notices:read_all", allowed=SIGNED_IN, status=405),
    Row(route="notices:open", case="own", allowed=SIGNED_IN, status=302, of=notice_for("user")),
    Row(route="notices:open", case="foreign", allowed=(), of=notice_for("colleague")),
    Row(route="notices:settings", allowed=SIGNED_IN),
    Row(route="notices:make_feed", allowed=SIGNED_IN, status=405),
    Row(route="notices:revoke_feed", allowed=SIGNED_IN, status=405),
    Row(route="notices:try_address_again", allowed=SIGNED_IN, status=405),
    Row(route="notices:deadlines", allowed=SIGNED_IN),
    Row(route="notices:organisation_deadlines", allowed=MEMBERS),
    Row(route="notices:reminders", allowed=SET_REMINDERS),
    Row(route="notices:complete_deadline", case="own", allowed=SIGNED_IN, status=405, of=due_for("user")),
    Row(route="notices:complete_deadline", case="foreign", allowed=(), of=due_for("colleague")),
    Row(route="notices:calendar", case="unknown", allowed=EVERYBODY, status=404, of=lambda _: {"token": "x"}),
    Row(route="notices:texts", allowed=EDIT_TEXTS),
    Row(route="notices:stuck_mails", allowed=OPERATOR),
    Row(route="notices:send_again", allowed=OPERATOR, status=405, of=stuck_mail),
    Row(route="notices:count_as_sent", allowed=OPERATOR, status=405, of=stuck_mail),
    Row(route="notices:edit_text", allowed=EDIT_TEXTS, of=text),
    Row(route="notices:reset_text", allowed=EDIT_TEXTS, status=405, of=text),
]
