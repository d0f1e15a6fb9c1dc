"""The way of a press release: handed over, released by a second person, sent back.

The CMS's own means of publishing are closed for releases (`permissions`, `PressRelease.publish`); these functions are
the one way. Each locks the release, so that of two people who act at once the second is told.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page, Revision

from kommin.foundation.access import Actor, require
from kommin.foundation.audit import actions as audit
from kommin.foundation.ui.formatting import reader
from kommin.people.models import User
from kommin.portal import desk as desks
from kommin.portal.errors import ChangedMeanwhileError, EmbargoError, NotReadyError, SecondPersonError
from kommin.portal.findings import compulsory
from kommin.portal.models import PressRelease, ReleaseDesk, Step
from kommin.portal.rules import leads_the_press_desk, works_at_the_press_desk
from kommin.portal.telling import tell


def locked(release: PressRelease) -> tuple[PressRelease, ReleaseDesk]:
    """The release as it stands in the database, locked until the transaction ends, and its way.

    Raises:
        NotReadyError: it was deleted.
    """
    Page.objects.select_for_update().get(pk=release.pk)
    desk, _made = ReleaseDesk.objects.select_for_update().get_or_create(release_id=release.pk)
    if desk.deleted_at:
        raise NotReadyError(_("This press release was deleted."))
    return PressRelease.objects.get(pk=release.pk), desk


@transaction.atomic
def hand_over(*, release: PressRelease, seen: str, by: Actor, note: str = "") -> ReleaseDesk:
    """Ask a second person to release the latest version.

    Args:
        seen: the version the person has looked at, see `desk.version_of`.

    Raises:
        NotAllowed, ChangedMeanwhileError.
        NotReadyError: there is nothing new, something compulsory is missing, or nobody could release it.
    """
    require(works_at_the_press_desk, by=by)
    release, desk = locked(release)
    latest = _as_seen(release, seen)
    if desk.step == Step.HANDED_OVER:
        raise NotReadyError(_("This release was handed over already."))
    if not desks.has_something_new(release, desk):
        raise NotReadyError(_("There is nothing new to release. Please change the text first."))
    _require_complete(latest)
    receivers = desks.who_can_release(release, desk, by)
    if not receivers:
        raise NotReadyError(_("Nobody else could release this. Ask the operators for a second head of the press desk."))
    _step(desk, Step.HANDED_OVER, by, note)
    audit.record(action="portal.release_handed_over", by=by, target=release, data={"version": latest.pk}, reason=note)
    tell("handed_over", release, receivers - {by.user_id}, mark=f"{latest.pk}:{desk.at:%Y%m%d%H%M%S%f}")
    return desk


@transaction.atomic
def send_back(*, release: PressRelease, reason: str, by: Actor) -> ReleaseDesk:
    """Give a release back to those who wrote it; whoever handed it over may also take it back.

    Raises:
        NotAllowed: neither head nor the one who handed it over.
        NotReadyError: it is not handed over, or no reason is given to those who get it back.
    """
    require(works_at_the_press_desk, by=by)
    release, desk = locked(release)
    if desk.step != Step.HANDED_OVER:
        raise NotReadyError(_("This release is not handed over. Please look at the page again."))
    own = desk.by_id == by.user_id
    if not own:
        require(leads_the_press_desk, by=by)
    if not own and not reason.strip():
        raise NotReadyError(_("Say in a sentence why it goes back."))
    handed_over_by = desk.by_id
    _step(desk, Step.SENT_BACK, by, reason)
    audit.record(action="portal.release_sent_back", by=by, target=release, reason=reason)
    people = desks.writers_of(release, desk) | {handed_over_by}
    tell("sent_back", release, people - {by.user_id, None}, mark=f"{desk.at:%Y%m%d%H%M%S%f}")
    return desk


@transaction.atomic
def release_it(
    *, release: PressRelease, seen: str, by: Actor, embargo: datetime | None = None, ends: datetime | None = None
) -> ReleaseDesk:
    """Release what was handed over, at once or at a moment; as the second person, who has not written any of it.

    What is released is a version of its own that nobody can write over.

    Args:
        seen: the version the person has looked at.
        embargo: invisible until then, to the minute; at once if left out.
        ends: invisible from then on.

    Raises:
        NotAllowed: no head of the press desk.
        SecondPersonError: the person has written since the last release.
        ChangedMeanwhileError, NotReadyError, EmbargoError.
    """
    require(leads_the_press_desk, by=by)
    release, desk = locked(release)
    if desk.step != Step.HANDED_OVER:
        raise ChangedMeanwhileError(_("This release is not handed over, or somebody was faster. Please look again."))
    latest = _as_seen(release, seen)
    writers = desks.writers_of(release, desk)
    if by.user_id in writers:
        raise SecondPersonError(_("You have written in this text yourself. A second person has to release it."))
    if by.user_id in desks.first_persons(release, desk, by):
        raise SecondPersonError(_("You have handed it over yourself. A second person has to release it."))
    embargo, ends = check_moments(embargo, ends)
    _require_complete(latest)
    corrects = release.live and _corrections(latest) > release.corrections.count()
    approved = _approved_version(latest, embargo, ends)
    handed_over_by, was_live = desk.by_id, release.live
    publish(approved, user=user_of(by))
    _step(desk, Step.WRITING, by, "", approved=approved.pk, approved_by_id=by.user_id, approved_at=timezone.now())
    if embargo is None:
        ReleaseDesk.objects.filter(pk=desk.pk).update(withdrawn_at=None)
    audit.record(
        action="portal.release_corrected" if corrects else "portal.release_released",
        by=by,
        target=release,
        data={"version": approved.pk, "was_public": was_live, **_moments(embargo, ends)},
    )
    tell("released", release, (writers | {handed_over_by}) - {by.user_id, None}, mark=str(approved.pk))
    return desk


@transaction.atomic
def move_embargo(*, release: PressRelease, embargo: datetime | None, by: Actor) -> None:
    """Move the moment of a release that waits for it, or lift it: then it is public at once.

    Raises:
        NotAllowed: no head of the press desk.
        ChangedMeanwhileError: it does not wait any more.
        EmbargoError: the moment has passed, or lies behind the end.
    """
    require(leads_the_press_desk, by=by)
    release, desk = locked(release)
    waiting = desks.scheduled_revision(release)
    if waiting is None:
        raise ChangedMeanwhileError(_("This release does not wait for a moment any more. Please look again."))
    before, ends = waiting.approved_go_live_at, waiting.as_object().expire_at
    embargo, _ends = check_moments(embargo, ends)
    waiting.content["go_live_at"] = embargo.isoformat() if embargo else None
    waiting.approved_go_live_at = None
    waiting.save(update_fields=["content", "approved_go_live_at"])
    publish(waiting, user=user_of(by))
    if embargo is None:
        ReleaseDesk.objects.filter(pk=desk.pk).update(withdrawn_at=None)
    audit.record(
        action="portal.release_moved" if embargo else "portal.embargo_lifted", by=by, target=release,
        data={"version": waiting.pk, "before": before.isoformat(), **_moments(embargo, ends)},
    )  # fmt: skip


def publish(revision: Revision, *, user: User | None, log_action: bool | str = True) -> None:
    """Hand a version to the CMS, which publishes it at once or notes the moment at which the clock does."""
    PublishPageRevisionAction(revision, user=user, log_action=log_action).execute(skip_permission_checks=True)


def user_of(by: Actor) -> User | None:
    """The account of whoever acts, for the CMS's own history."""
    return User.objects.filter(pk=by.user_id).first() if by.user_id else None


def check_moments(embargo: datetime | None, ends: datetime | None) -> tuple[datetime | None, datetime | None]:
    """Both moments, to the minute.

    Raises:
        EmbargoError: one has passed, or the end comes before the beginning.
    """
    now = timezone.now()
    embargo = embargo.replace(second=0, microsecond=0) if embargo else None
    ends = ends.replace(second=0, microsecond=0) if ends else None
    if embargo and embargo <= now:
        raise EmbargoError(
            _("The embargo of %(moment)s has already passed. Choose a later moment, or none to release at once.")
            % {"moment": reader().moment(embargo)}
        )
    if ends and ends <= (embargo or now):
        raise EmbargoError(_("The end must lie after the beginning and in the future."))
    return embargo, ends


def _as_seen(release: PressRelease, seen: str) -> Revision:
    latest: Revision | None = release.get_latest_revision()
    if latest is None:
        raise NotReadyError(_("There is no saved version yet. Please save the text first."))
    if desks.version_of(latest) != seen:
        raise ChangedMeanwhileError(_("The text was changed meanwhile. Please look at it again."))
    return latest


def _require_complete(latest: Revision) -> None:
    missing = compulsory(latest.as_object())
    if missing:
        raise NotReadyError(" ".join([_("This is compulsory and missing:"), *(str(one.text) for one in missing)]))


def _approved_version(latest: Revision, embargo: datetime | None, ends: datetime | None) -> Revision:
    """A copy without a writer: the CMS lets nobody save in place of it."""
    release = latest.as_object()
    release.go_live_at, release.expire_at = embargo, ends
    made: Revision = release.save_revision(user=None, changed=False, log_action=False, clean=False)
    return made


def _corrections(latest: Revision) -> int:
    return len(latest.content.get("corrections") or [])


def _moments(embargo: datetime | None, ends: datetime | None) -> dict[str, str]:
    return {name: moment.isoformat() for name, moment in (("embargo", embargo), ("ends", ends)) if moment is not None}


def _step(desk: ReleaseDesk, step: Step, by: Actor, note: str, **more: object) -> None:
    desk.step, desk.by_id, desk.at, desk.note = step, by.user_id, timezone.now(), note.strip()[:1000]
    for name, value in more.items():
        setattr(desk, name, value)
    desk.save()
