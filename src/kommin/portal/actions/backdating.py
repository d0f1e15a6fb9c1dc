"""Publishing what was public before it came here: old releases and the demonstration, under their moment of then."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from kommin.foundation.access import Actor
from kommin.foundation.audit import actions as audit
from kommin.people.models import User
from kommin.portal import changes
from kommin.portal import desk as desks
from kommin.portal.actions.releasing import locked, publish, user_of
from kommin.portal.errors import EmbargoError, NotReadyError, SecondPersonError
from kommin.portal.models import PressRelease, ReleaseDesk, Step

PUBLISHED = "wagtail.publish"
"""What Wagtail calls it in its own log; the audit record has its own name for it."""


@transaction.atomic
def publish_as_of(
    *,
    page: Page,
    by: Actor,
    moment: datetime | None = None,
    written_by: User | None = None,
    released_by: User | None = None,
    action: str = "portal.published_as_of",
    data: Mapping[str, Any] | None = None,
    reason: str = "",
) -> Revision:
    """Publish a page as it stands in `page`, as if it had been done at `moment`; returns the version that is public.

    For texts that were released elsewhere: whoever calls this has asked for the right to do so (`may_release_import`,
    a command at the machine itself). A release is noted as released by a second person like every other, so that later
    changes need one again. Search, feeds and kept pages know of it in the same transaction.

    Args:
        page: the page of its own type, in the tree already; what its fields and parts hold is saved as a version.
        by: who does it now; stands in the audit record.
        moment: when it was published then. Left out, it is published now, and the moment of the first time stays.
        written_by: the account that wrote it, if there is one.
        released_by: the account that released it; that of `by` if left out.
        action, data, reason: for the audit record.

    Raises:
        EmbargoError: the moment lies in the future.
        SecondPersonError: the same person has written and released it.
        NotReadyError: it was deleted or withdrawn here, waits for its release or for its embargo.
    """
    released_by = released_by or user_of(by)
    if moment is not None and moment > timezone.now():
        raise EmbargoError(_("What is published under an earlier moment cannot lie in the future."))
    if written_by is not None and written_by == released_by:
        raise SecondPersonError(_("You have written in this text yourself. A second person has to release it."))
    desk = _desk(page)
    if written_by is not None:
        page.owner = written_by
    page.go_live_at = None
    version: Revision = page.save_revision(log_action=False, clean=False)
    publish(version, user=released_by, log_action=False)
    _under(page, version, moment)
    done_at = moment or timezone.now()
    log(
        instance=page, action=PUBLISHED, user=released_by, revision=version, content_changed=True,
        timestamp=done_at,
    )  # fmt: skip
    if desk is not None:
        desk.step, desk.by, desk.note = Step.WRITING, None, ""
        desk.approved, desk.approved_by, desk.approved_at = version.pk, released_by, done_at
        desk.save()
    audit.record(action=action, by=by, target=page, reason=reason, data=_data(version, moment, written_by, data))
    return version


def _desk(page: Page) -> ReleaseDesk | None:
    """The way of a release, locked; nobody may be busy with it, and what was taken down here stays down."""
    if not isinstance(page, PressRelease):
        return None
    release, desk = locked(page)
    if desk.withdrawn_at:
        raise NotReadyError(_("This release was withdrawn. Somebody has to hand it over again."))
    if desk.step == Step.HANDED_OVER:
        raise NotReadyError(_("This release was handed over already."))
    if desks.scheduled_revision(release) is not None:
        raise NotReadyError(_("This release waits for its embargo. Withdraw it first."))
    return desk


def _under(page: Page, version: Revision, moment: datetime | None) -> None:
    """Give the page and its version the moment of then, past the signals that would note it."""
    if moment is None:
        return
    Page.objects.filter(pk=page.pk).update(
        first_published_at=moment, last_published_at=moment, latest_revision_created_at=moment
    )
    Revision.objects.filter(pk=version.pk).update(created_at=moment)
    changes.note()


def _data(
    version: Revision, moment: datetime | None, written_by: User | None, more: Mapping[str, Any] | None
) -> dict[str, Any]:
    data: dict[str, Any] = {"version": version.pk, **(more or {})}
    if moment is not None:
        data["moment"] = moment.isoformat()
    if written_by is not None:
        data["written_by"] = written_by.pk
    return data
