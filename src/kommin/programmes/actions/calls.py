"""The working copy of a call: texts, dates, rules, documents, criteria, timetable."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from kommin.foundation.access import Actor, require
from kommin.foundation.audit import actions as audit
from kommin.programmes import rules
from kommin.programmes.actions.saving import apply
from kommin.programmes.errors import CallError, InvalidError
from kommin.programmes.models import BuildingBlock, Call, CallState, Criterion, Milestone, Programme, RequiredDocument
from kommin.programmes.timing import ClockError, zone_named

Part = RequiredDocument | Criterion | Milestone
MOST_PARTS = 100
CHANGEABLE = frozenset({
    "title_de", "title_en", "text_de", "text_en", "slug", "guideline", "opens_at", "closes_at", "time_zone",
    "grace_minutes", "budget", "contact_name", "contact_phone", "contact_email", "questionnaire",
})  # fmt: skip


@transaction.atomic
def create_call(*, programme: Programme, by: Actor, **values: Any) -> Call:
    """Begin to prepare a call.

    Raises:
        ProgrammeError: a value cannot be used.
        NotAllowed: `by` is no programme officer of the ministry.
    """
    require(rules.may_edit_programme, by=by, of=programme)
    call = Call(programme=programme, time_zone=settings.TIME_ZONE)
    _apply(call, values)
    call.save(force_insert=True)
    audit.record(action="programmes.call_created", by=by, target=call, data={"slug": call.slug})
    return call


@transaction.atomic
def change_call(*, call: Call, by: Actor, blocks: Iterable[BuildingBlock] | None = None, **values: Any) -> Call:
    """Change the working copy. A checked call must be checked again; a published one keeps what it said until the
    changes are published.

    Raises:
        CallError: the call is closed, or its short name or opening would change after publishing.
        ProgrammeError: a value cannot be used.
        NotAllowed: `by` is no programme officer of the ministry.
    """
    call = locked(call, by)
    changed = _apply(call, values)
    if call.is_public and set(changed) & {"slug", "opens_at", "closes_at"}:
        raise CallError(_("After publishing, the dates change only by prolonging, and the address not at all."))
    if blocks is not None:
        changed |= _set_blocks(call, list(blocks))
    if changed:
        _void_check(call)
        call.save()
        audit.record(action="programmes.call_changed", by=by, target=call, data=changed)
    return call


@transaction.atomic
def save_call_part(*, part: Part, by: Actor, **values: Any) -> Part:
    """Add (a new row with its call set) or change a document, a criterion or a date of the timetable.

    Raises:
        CallError: the call is closed or has too many parts.
        ProgrammeError: a value cannot be used.
        NotAllowed: `by` is no programme officer of the ministry.
    """
    call = locked(part.call, by)
    model = type(part)
    if part.pk is None and model._default_manager.filter(call=call).count() >= MOST_PARTS:  # noqa: SLF001
        raise CallError(_("A call has at most %(most)s of these.") % {"most": MOST_PARTS})
    changed = apply(part, values)
    if changed:
        part.save()
        _void_check(call)
        call.save(update_fields=["state", "checked_at", "checked_by_id"])
        data = {"kind": model._meta.model_name, "row": part.pk, **changed}  # noqa: SLF001 - documented by Django
        audit.record(action="programmes.call_part_saved", by=by, target=call, data=data)
    return part


@transaction.atomic
def remove_call_part(*, part: Part, by: Actor) -> None:
    """Take a document, a criterion or a date away.

    Raises:
        CallError: the call is closed.
        NotAllowed: `by` is no programme officer of the ministry.
    """
    call = locked(part.call, by)
    data = {"kind": part._meta.model_name, "row": part.pk, "title": part.title_de}  # noqa: SLF001 - documented
    part.delete()
    _void_check(call)
    call.save(update_fields=["state", "checked_at", "checked_by_id"])
    audit.record(action="programmes.call_part_removed", by=by, target=call, data=data)


def locked(call: Call, by: Actor) -> Call:
    """The call's row, locked, if `by` may edit it and it is not closed."""
    row = Call.objects.select_for_update(of=("self",)).select_related("programme__ministry").get(pk=call.pk)
    require(rules.may_edit_programme, by=by, of=row)
    if row.state == CallState.CLOSED:
        raise CallError(_("The call is closed. Prolong it to open it again."))
    return row


def _void_check(call: Call) -> None:
    """What has changed has not been checked."""
    if call.state == CallState.CHECKED:
        call.state = CallState.PREPARED
    call.checked_at = call.checked_by_id = None


def _apply(call: Call, values: dict[str, Any]) -> dict[str, list[Any]]:
    unknown = set(values) - CHANGEABLE
    if unknown:
        raise TypeError(f"a call has no changeable {', '.join(sorted(unknown))}")
    changed = apply(call, values)
    if call.guideline is not None and call.guideline.programme_id != call.programme_id:
        raise InvalidError({"guideline": [_("This guideline belongs to another programme.")]})
    _refuse_unusable_questions(call)
    try:
        zone_named(call.time_zone)
    except ClockError:
        raise InvalidError({"time_zone": [_("There is no such time zone.")]}) from None
    return {name: [_moment(old), _moment(new)] for name, (old, new) in changed.items()}


def _refuse_unusable_questions(call: Call) -> None:
    version = call.questionnaire
    if version is None:
        return
    if version.is_draft:
        raise InvalidError({"questionnaire": [_("Publish this version of the questionnaire first.")]})
    if version.organisation_id != call.programme.ministry_id:
        raise InvalidError({"questionnaire": [_("This questionnaire belongs to another organisation.")]})


def _moment(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _set_blocks(call: Call, blocks: list[BuildingBlock]) -> dict[str, list[Any]]:
    if any(block.programme_id != call.programme_id for block in blocks):
        raise InvalidError({"blocks": [_("This building block belongs to another programme.")]})
    before = sorted(call.blocks.values_list("code", flat=True))
    after = sorted(block.code for block in blocks)
    if before == after:
        return {}
    call.blocks.set(blocks)
    return {"blocks": [before, after]}
