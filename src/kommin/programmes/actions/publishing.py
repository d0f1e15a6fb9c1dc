"""From a prepared call to a published one, and on: changed, prolonged, closed. Each time a version is frozen."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kommin.foundation.access import Actor, require
from kommin.foundation.audit import actions as audit
from kommin.foundation.audit.canonical import canonical, digest
from kommin.foundation.notices import actions as notices
from kommin.programmes import rules
from kommin.programmes.actions.calls import locked
from kommin.programmes.checking import missing
from kommin.programmes.deadlines import closing_of
from kommin.programmes.errors import CallError, IncompleteCallError
from kommin.programmes.frozen import compare, freeze
from kommin.programmes.models import OPEN_STATES, Call, CallState, CallVersion, Guideline, VersionReason

BATCH = 200


@transaction.atomic
def check_call(*, call: Call, by: Actor) -> Call:
    """Say that a prepared call is complete and right; any later change voids that.

    Raises:
        IncompleteCallError: something is missing (listed).
        CallError: the call is not in preparation.
        NotAllowed: `by` is no programme officer of the ministry.
    """
    call = locked(call, by)
    if call.state != CallState.PREPARED:
        raise CallError(_("Only a call in preparation is checked."))
    _refuse_incomplete(call)
    call.state, call.checked_at, call.checked_by_id = CallState.CHECKED, timezone.now(), by.user_id
    call.save(update_fields=["state", "checked_at", "checked_by_id"])
    audit.record(action="programmes.call_checked", by=by, target=call)
    return call


@transaction.atomic
def publish_call(*, call: Call, by: Actor, now: datetime | None = None) -> CallVersion:
    """Publish a checked call: freeze its first version and lock its guideline.

    Raises:
        IncompleteCallError: something is missing (the law may have changed since the check).
        CallError: the call is not checked, its deadline has passed, or the programme wants a second person.
        NotAllowed: `by` is no programme officer of the ministry.
    """
    call = locked(call, by)
    if call.state != CallState.CHECKED:
        raise CallError(_("A call is published after it was checked."))
    _refuse_incomplete(call)
    moment = now or timezone.now()
    if call.closes_at is None or call.closes_at <= moment:
        raise CallError(_("The deadline has passed already. Give the call a later one."))
    if call.programme.second_person_publishes and by.is_person and by.user_id == call.checked_by_id:
        raise CallError(_("You have checked this call yourself. In this programme a second person publishes."))
    call.state = CallState.PUBLISHED
    call.save(update_fields=["state"])
    return _freeze(call, VersionReason.PUBLISHED, by, moment, action="programmes.call_published")


@transaction.atomic
def publish_changes(*, call: Call, reason: str, by: Actor, now: datetime | None = None) -> CallVersion:
    """Publish what was changed since the last version, with a reason that readers see.

    Raises:
        IncompleteCallError: something is missing.
        CallError: the call is not open, nothing has changed, or no reason is given.
        NotAllowed: `by` is no programme officer of the ministry.
    """
    call = locked(call, by)
    if call.state not in OPEN_STATES:
        raise CallError(_("The call is not published."))
    _refuse_incomplete(call)
    return _freeze(
        call,
        VersionReason.CHANGED,
        by,
        now or timezone.now(),
        reason=reason,
        action="programmes.call_changes_published",
    )


@transaction.atomic
def prolong_call(
    *, call: Call, closes_at: datetime, reason: str, by: Actor, now: datetime | None = None
) -> CallVersion:
    """Give a published call a later deadline; a closed one opens again.

    Raises:
        CallError: the call was never published, the deadline is not later, or no reason is given.
        NotAllowed: `by` is no programme officer of the ministry.
    """
    moment = now or timezone.now()
    call = _locked_even_if_closed(call, by)
    if not call.is_public or call.closes_at is None:
        raise CallError(_("The call is not published."))
    if closes_at <= call.closes_at or closes_at <= moment:
        raise CallError(_("The new deadline must be later than the present one and in the future."), field="day")
    _refuse_unpublished_changes(call)
    call.state, call.closes_at, call.closed_at = CallState.PROLONGED, closes_at, None
    call.save(update_fields=["state", "closes_at", "closed_at"])
    return _freeze(call, VersionReason.PROLONGED, by, moment, reason=reason, action="programmes.call_prolonged")


@transaction.atomic
def close_call_early(*, call: Call, reason: str, by: Actor, now: datetime | None = None) -> CallVersion:
    """Close a published call before its deadline, for instance because its means are used up.

    Raises:
        CallError: the call is not open, or no reason is given.
        NotAllowed: `by` is no programme officer of the ministry.
    """
    moment = now or timezone.now()
    call = locked(call, by)
    if call.state not in OPEN_STATES or call.opens_at is None or call.closes_at is None:
        raise CallError(_("The call is not published."))
    if not call.opens_at < moment < call.closes_at:
        raise CallError(_("Only a call that is open now can be closed early."))
    _refuse_unpublished_changes(call)
    call.state, call.closes_at, call.closed_at = CallState.CLOSED, moment, moment
    call.save(update_fields=["state", "closes_at", "closed_at"])
    return _freeze(call, VersionReason.CLOSED_EARLY, by, moment, reason=reason, action="programmes.call_closed")


def close_due_calls(now: datetime | None = None) -> int:
    """Close every call whose deadline and grace have passed; safe to run twice and at once. Returns how many."""
    moment = now or timezone.now()
    due = Call.objects.filter(state__in=OPEN_STATES, closes_at__lte=moment).order_by("closes_at")[:BATCH]
    return sum(_close(call.pk, moment) for call in due if call.closes_at and call.closes_at + call.grace <= moment)


@transaction.atomic
def _close(pk: int, moment: datetime) -> bool:
    call = Call.objects.select_for_update().filter(pk=pk, state__in=OPEN_STATES).first()
    if call is None or call.closes_at is None or call.closes_at + call.grace > moment:
        return False
    call.state, call.closed_at = CallState.CLOSED, moment
    call.save(update_fields=["state", "closed_at"])
    notices.settle_deadline(key=closing_of(call).key)
    audit.record(action="programmes.call_closed", by=Actor.clock(), target=call)
    return True


def _refuse_incomplete(call: Call) -> None:
    lacking = missing(call)
    if lacking:
        raise IncompleteCallError(_("Something is still missing."), lacking)


def _refuse_unpublished_changes(call: Call) -> None:
    """A new deadline must not carry other changes along unseen."""
    last = CallVersion.objects.filter(call=call).order_by("-number").first()
    if last is not None and compare(last.content, freeze(call)):
        raise CallError(_("There are changes that are not published yet. Publish them first."))


def _locked_even_if_closed(call: Call, by: Actor) -> Call:
    row = Call.objects.select_for_update(of=("self",)).select_related("programme__ministry").get(pk=call.pk)
    require(rules.may_edit_programme, by=by, of=row)
    return row


def _freeze(
    call: Call, why: VersionReason, by: Actor, moment: datetime, *, action: str, reason: str = ""
) -> CallVersion:
    content = freeze(call)
    if call.opens_at is None or call.closes_at is None:
        raise CallError(_("Say when the call opens and closes."))
    last = CallVersion.objects.filter(call=call).order_by("-number").first()
    changes: list[dict[str, Any]] = compare(last.content, content) if last else []
    if last is not None and not changes:
        raise CallError(_("Nothing has changed since the last version."))
    if last is not None and not reason.strip():
        raise CallError(_("Say why, for those who read the call."), field="reason")
    version = CallVersion.objects.create(
        call=call,
        number=last.number + 1 if last else 1,
        why=why,
        reason=reason.strip(),
        content=content,
        changes=changes,
        digest=digest(canonical(content)),
        opens_at=call.opens_at,
        closes_at=call.closes_at,
        published_at=moment,
        published_by_id=by.user_id,
        published_by=str(by)[:200],
    )
    Guideline.objects.filter(calls=call, locked_at__isnull=True).update(locked_at=moment)
    due = closing_of(call)
    if call.state in OPEN_STATES:
        notices.upsert_deadline(**vars(due))
    else:
        notices.settle_deadline(key=due.key)
    audit.record(
        action=action,
        by=by,
        target=call,
        data={"version": version.number, "digest": version.digest, "closes_at": version.closes_at, "changes": changes},
        reason=reason.strip(),
    )
    return version
