"""Write what has been done. The last step of every action, inside its transaction."""

import secrets
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db import models, transaction
from django.utils import timezone

from kommin.foundation.access import Actor
from kommin.foundation.audit.canonical import canonical, clean
from kommin.foundation.audit.models import Head, Personal, Record

HOUSE = "house"
"""Chain of records that are about no object in particular, such as imports."""


class Target(NamedTuple):
    """What an action was done to, when it is no row of a table."""

    type: str
    id: str
    label: str


def record(
    *,
    action: str,
    by: Actor,
    target: models.Model | Target | None = None,
    data: Mapping[str, Any] | None = None,
    case: str | None = None,
    personal: Mapping[str, Any] | None = None,
    reason: str = "",
) -> Record:
    """Add the one record of an action to its chain: the case's if there is one, else the object's, else the house's.

    Locks the end of that chain until the transaction ends, so record last, and only once per chain. Costs three
    queries (five for the first record of a chain) and one more with a personal payload.

    Args:
        action: a stable word with its room, such as "people.membership_ended"; `describe_actions` gives it a label.
        by: who did it.
        target: the object, with its name as it is now. The label stays for ever: no names of private persons.
        data: what was done, structured: text, whole numbers, Decimal, dates, lists, mappings. Stays for ever.
        case: the number of the case, if the action belongs to one.
        personal: what concerns private persons; kept apart, erasable by `erase_payload`.
        reason: why, in the words of whoever did it. Stays for ever.

    Raises:
        TypeError: `data` or `personal` hold a float or something without a canonical form.
        ValueError: `action`, `case` or the object's type or id are too long to be kept.
    """
    subject = _describe(target)
    row = Record(
        chain=_chain(case, subject),
        at=timezone.now(),
        action=action,
        case=clean(case or ""),
        object_type=subject.type,
        object_id=subject.id,
        object_label=clean(subject.label),
        actor_kind=by.kind.value,
        actor_id=by.user_id,
        actor_name=clean(by.name),
        actor_role=by.role,
        deputising_for=clean(by.deputising_for),
        organisation_id=by.organisation_id,
        organisation_name=clean(by.organisation_name),
        reason=clean(reason),
        data_json=canonical(data or {}),
    )
    _refuse_too_long(row)
    payload = _payload(personal)
    if payload:
        row.personal_hash = payload.computed_hash()
    with transaction.atomic(savepoint=False):
        _append(row)
        if payload:
            payload.record = row
            payload.save(force_insert=True)
    return row


def _append(row: Record) -> None:
    """Give the row its place at the end of its chain and save it."""
    end = locked_head(row.chain)
    row.number, row.previous = end.number + 1, end.hash
    row.hash = row.computed_hash()
    row.save(force_insert=True)
    Head.objects.filter(pk=end.pk).update(number=row.number, hash=row.hash)


def locked_head(chain: str) -> Head:
    """The end of a chain, locked until the transaction ends; made when the chain is new."""
    ends = Head.objects.select_for_update(no_key=True).filter(pk=chain)
    for end in ends:
        return end
    Head.objects.bulk_create([Head(chain=chain)], ignore_conflicts=True)  # another process may be first
    return ends.get()


def _describe(target: models.Model | Target | None) -> Target:
    if target is None:
        return Target("", "", "")
    if isinstance(target, Target):
        return target
    return Target(target._meta.label_lower, str(target.pk), str(target))  # noqa: SLF001 - documented by Django


def _chain(case: str | None, subject: Target) -> str:
    if case:
        return f"case:{case}"
    return f"{subject.type}:{subject.id}" if subject.type else HOUSE


def _payload(personal: Mapping[str, Any] | None) -> Personal | None:
    if not personal:
        return None
    return Personal(salt=secrets.token_hex(16), data_json=canonical(personal))


def _refuse_too_long(row: Record) -> None:
    for name in ("chain", "action", "case", "object_type", "object_id"):
        longest: int = getattr(Record, name).field.max_length
        if len(getattr(row, name)) > longest:
            raise ValueError(f"the {name} of an audit record has at most {longest} characters: {getattr(row, name)}")
