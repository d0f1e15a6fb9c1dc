"""Taking a release out of the public's sight: withdrawn with a reason, or deleted for good."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page

from kommin.foundation.access import Actor, require
from kommin.foundation.audit import actions as audit
from kommin.portal import desk as desks
from kommin.portal.actions.releasing import locked, user_of
from kommin.portal.errors import NotReadyError
from kommin.portal.models import PressRelease, ReleaseDesk, Step
from kommin.portal.rules import leads_the_press_desk
from kommin.portal.telling import tell

PARTS = ("contacts", "photos", "downloads", "links", "places", "projects", "related", "corrections")
TEXTS = ("kicker", "subheadline", "place", "lead", "sender_line", "mail_text", "seo_title", "search_description")


@transaction.atomic
def withdraw(*, release: PressRelease, reason: str, by: Actor) -> None:
    """Take a public release down, or a planned one back; its address says from now on that it was withdrawn.

    One head is enough: what must go has to go at once.

    Raises:
        NotAllowed: no head of the press desk.
        NotReadyError: it is neither public nor planned, or no reason is given.
    """
    require(leads_the_press_desk, by=by)
    release, desk = locked(release)
    _require_reason(reason)
    was_public, was_planned = release.live, desks.scheduled_revision(release) is not None
    if not was_public and not was_planned:
        raise NotReadyError(_("This release is neither public nor planned. Please look at the page again."))
    _take_down(release, desk, by)
    audit.record(
        action="portal.release_withdrawn", by=by, target=release, reason=reason, data={"was_public": was_public}
    )  # fmt: skip
    people = desks.writers_of(release, desk) | {desk.approved_by_id}
    tell("withdrawn", release, people - {by.user_id, None}, mark=f"{timezone.now():%Y%m%d%H%M%S%f}")


@transaction.atomic
def delete(*, release: PressRelease, reason: str, by: Actor) -> None:
    """Delete a release that was public once: text, photos and all versions are gone.

    Its page stays as an empty place, so that links of others and the short address say that it was withdrawn.

    Raises:
        NotAllowed: no head of the press desk.
        NotReadyError: no reason is given.
    """
    require(leads_the_press_desk, by=by)
    release, desk = locked(release)
    _require_reason(reason)
    label = audit.Target(release._meta.label_lower, str(release.pk), release.title)  # noqa: SLF001 - documented by Django
    links = [page.pk for page in desks.pages_that_link(release)]
    if release.live or desks.scheduled_revision(release):
        _take_down(release, desk, by)
        release = PressRelease.objects.get(pk=release.pk)
    _empty(release)
    desk.refresh_from_db()
    now = timezone.now()
    desk.step, desk.note, desk.deleted_at, desk.withdrawn_at = Step.WRITING, "", now, desk.withdrawn_at or now
    desk.save()
    audit.record(action="portal.release_deleted", by=by, target=label, reason=reason, data={"linked_by": links})


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise NotReadyError(_("Say in a sentence why. The reason stays in the record and is not public."))


def _take_down(release: PressRelease, desk: ReleaseDesk, by: Actor) -> None:
    user = user_of(by)
    release.revisions.update(approved_go_live_at=None)
    if release.live:
        UnpublishPageAction(release, user=user).execute(skip_permission_checks=True)
        desk.withdrawn_at = timezone.now()
    desk.step, desk.by_id, desk.at, desk.note = Step.WRITING, by.user_id, timezone.now(), ""
    desk.save()


def _empty(release: PressRelease) -> None:
    for name in TEXTS:
        setattr(release, name, "")
    for name in PARTS:
        getattr(release, name).clear()
    release.topics.clear()
    release.title = release.draft_title = _("Deleted press release")
    release.body, release.programme, release.sender = [], None, None
    release.latest_revision = release.live_revision = None
    release.has_unpublished_changes = False
    release.go_live_at = release.expire_at = None
    release.save(clean=False)
    release.revisions.all().delete()
    Page.objects.filter(pk=release.pk).update(latest_revision_created_at=None)
