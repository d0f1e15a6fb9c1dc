"""What the clock does at the press desk: publishes what waits for its moment, ends what has one."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page, Revision

from kommin.foundation.access import Actor
from kommin.foundation.audit import actions as audit
from kommin.portal import desk as desks
from kommin.portal.actions.releasing import publish
from kommin.portal.models import PressRelease, ReleaseDesk
from kommin.portal.telling import tell

logger = logging.getLogger(__name__)


def follow_the_clock() -> int:
    """Publish and end whatever is due; returns how many pages that were. Safe twice and on several machines at once.

    A page that fails does not hold up the others; the tick fails at the end and is tried again.
    """
    now = timezone.now()
    ended = Page.objects.filter(live=True, expire_at__lte=now).order_by("expire_at").values_list("pk", flat=True)
    due = Revision.objects.page_revisions().filter(approved_go_live_at__lte=now).order_by("approved_go_live_at")
    works: list[tuple[Callable[[int, datetime], bool], int]] = [(_end, pk) for pk in ended]
    works += [(_publish, pk) for pk in due.values_list("pk", flat=True)]
    done, fault = 0, None
    for work, pk in works:
        try:
            done += work(pk, now)
        except Exception as error:
            logger.exception("The clock could not do %s for %s.", work.__name__, pk)
            fault = error
    if fault is not None:
        raise fault
    return done


@transaction.atomic
def _publish(pk: int, now: datetime) -> bool:
    revision = Revision.objects.filter(pk=pk).first()
    if revision is None:
        return False
    page = Page.objects.select_for_update().get(pk=revision.object_id)
    revision = Revision.objects.filter(pk=pk, approved_go_live_at__lte=now).first()
    if revision is None:
        return False  # another machine was faster, or the embargo was moved
    moment = revision.approved_go_live_at
    publish(revision, user=None, log_action="wagtail.publish.scheduled")
    release = PressRelease.objects.filter(pk=page.pk).first()
    if release is not None:
        _note_published(release, revision, moment)
    return True


def _note_published(release: PressRelease, revision: Revision, moment: datetime) -> None:
    ReleaseDesk.objects.filter(release=release).update(withdrawn_at=None)
    desk = desks.desk_of(release)
    audit.record(
        action="portal.release_published", by=Actor.clock(), target=release,
        data={"version": revision.pk, "embargo": moment.isoformat()},
    )  # fmt: skip
    people = set(release.revisions.values_list("user", flat=True)) | {desk.approved_by_id}
    tell("published", release, people - {None}, mark=str(revision.pk))


@transaction.atomic
def _end(pk: int, now: datetime) -> bool:
    Page.objects.select_for_update().get(pk=pk)
    page = Page.objects.filter(pk=pk, live=True, expire_at__lte=now).first()
    if page is None:
        return False
    moment = page.expire_at
    page = page.specific
    UnpublishPageAction(page, set_expired=True, log_action="wagtail.unpublish.scheduled").execute()
    if isinstance(page, PressRelease):
        audit.record(
            action="portal.release_ended", by=Actor.clock(), target=page, data={"ends": moment.isoformat()}
        )  # fmt: skip
        people = {desks.desk_of(page).approved_by_id} | set(page.revisions.values_list("user", flat=True))
        tell("ended", page, people - {None}, mark=moment.isoformat())
    return True
