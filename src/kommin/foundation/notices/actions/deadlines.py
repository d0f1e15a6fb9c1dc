"""Dated duties: rooms say what is due and when it is settled; people tick off what is theirs to tick off."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kommin.foundation.access import Actor, require
from kommin.foundation.audit import actions as audit
from kommin.foundation.notices.errors import NoticesError
from kommin.foundation.notices.models import Deadline
from kommin.foundation.notices.rules import is_responsible
from kommin.foundation.runs.words import Words, in_each_language


class CannotTickOffError(NoticesError):
    """The deadline is settled by what it asks for, not by hand, or is settled already."""


@dataclass(frozen=True, kw_only=True)
class Due:
    """One dated duty as a room describes it. Give `person`, or `organisation` with `role`."""

    key: str
    due: date
    title: Words
    source: str = ""
    url: str = ""
    organisation: int | None = None
    role: str = ""
    person: int | None = None
    by_hand: bool = False


def upsert_deadline(
    *,
    key: str,
    due: date,
    title: Words,
    source: str = "",
    url: str = "",
    organisation: int | None = None,
    role: str = "",
    person: int | None = None,
    by_hand: bool = False,
) -> Deadline:
    """Enter a dated duty, or change it. A settled one that gets another day is open again.

    Args:
        key: the same key is the same duty; begin it with the room's name.
        due: the last day on which it is in time.
        title: what is to be done; in each reader's language.
        source: where the duty comes from, such as “ANBest-G 7.1”.
        url: the page on which it is done.
        organisation, role: who has to do it: everybody with the role in the organisation (by its number).
        person: who has to do it, by account; may stand beside an organisation, whose list then shows it too.
        by_hand: nothing in the house can tell that it is done, so whoever is responsible ticks it off.
    """
    values = {
        "due": due, "titles": in_each_language(title), "source": source, "url": url, "organisation": organisation,
        "role": role, "person_id": person, "by_hand": by_hand,
    }  # fmt: skip
    with transaction.atomic():
        deadline, created = Deadline.objects.select_for_update().get_or_create(key=key, defaults=values)
        if not created:
            if deadline.due != due:
                deadline.settled_at = None
            for name, value in values.items():
                setattr(deadline, name, value)
            deadline.save()
    return deadline


def settle_deadline(*, key: str) -> bool:
    """Note that a duty is done or has fallen away; False when it was not open."""
    return bool(Deadline.objects.filter(key=key, settled_at=None).update(settled_at=timezone.now()))


def reopen_deadline(*, key: str) -> bool:
    """Note that a duty that was settled is to be done after all, by the same day; False when it was open."""
    return bool(Deadline.objects.filter(key=key, settled_at__isnull=False).update(settled_at=None))


@transaction.atomic
def complete_deadline(*, deadline: Deadline, by: Actor) -> Deadline:
    """Tick off a duty by hand.

    Raises:
        NotAllowed: `by` is not responsible for it.
        CannotTickOffError: it is settled, or settles itself when its work is done.
    """
    require(is_responsible, by=by, of=deadline)
    open_one = Deadline.objects.filter(pk=deadline.pk, settled_at=None, by_hand=True)
    if not open_one.update(settled_at=timezone.now()):
        raise CannotTickOffError(_("This deadline is settled already, or settles itself when its work is done."))
    audit.record(
        action="notices.deadline_completed",
        by=by,
        target=audit.Target("deadline", deadline.key[:200], deadline.source or deadline.key),
        data={"due": deadline.due},
    )
    deadline.refresh_from_db()
    return deadline


DeadlineSource = Callable[[], Iterable[Due]]
_sources: dict[str, DeadlineSource] = {}
BATCH: Final = 500


def register_deadline_source(prefix: str, source: DeadlineSource) -> None:
    """Have the clock ask a room, every hour, for all its open duties, whose keys all begin with `prefix`.

    For duties that follow from dates that stand in the room anyway: what the room does not name any more is settled.
    """
    _sources[prefix] = source


def ask_deadline_sources() -> None:
    """Bring the deadlines in line with what every registered source says now. Safe to run twice."""
    for prefix, source in _sources.items():
        _follow(prefix, source())


@transaction.atomic
def _follow(prefix: str, dues: Iterable[Due]) -> None:
    wanted = {due.key: due for due in dues}
    present = {deadline.key: deadline for deadline in Deadline.objects.filter(key__startswith=prefix, settled_at=None)}
    for key, due in wanted.items():
        if not _same(present.get(key), due):
            upsert_deadline(**vars(due))
    gone = [deadline.pk for key, deadline in present.items() if key not in wanted]
    for start in range(0, len(gone), BATCH):
        Deadline.objects.filter(pk__in=gone[start : start + BATCH]).update(settled_at=timezone.now())


def _same(deadline: Deadline | None, due: Due) -> bool:
    if deadline is None:
        return False
    stored = (
        deadline.due, deadline.titles, deadline.source, deadline.url, deadline.organisation, deadline.role,
        deadline.person_id, deadline.by_hand,
    )  # fmt: skip
    return stored == (
        due.due, in_each_language(due.title), due.source, due.url, due.organisation, due.role, due.person, due.by_hand
    )  # fmt: skip
