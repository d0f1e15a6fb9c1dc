"""How far the item is that a run has at work, in words and figures for pages and commands."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kommin.foundation.runs import progress, registry
from kommin.foundation.runs.boards import SILENT_AFTER
from kommin.foundation.runs.models import Run, RunItem
from kommin.foundation.ui.formatting import reader

_JUST_TAKEN: Final = timedelta(seconds=SILENT_AFTER)


@dataclass(frozen=True)
class Inside:
    """What a page shows of an item at work.

    Attributes:
        label: the phase.
        done, total: how far it is; both empty where nobody knows, then the bar only moves.
        text: the same in words.
        is_heard_of: whether somebody is at work on it, as far as one knows.
    """

    label: str | Promise
    done: int | None = None
    total: int | None = None
    text: str = ""
    is_heard_of: bool = True


def inside_of(run: Run) -> Inside | None:
    """How far the item at work is; None for kinds of runs whose items are quick, and for runs that do not run."""
    kind = registry.kinds.get(run.kind)
    if run.state != Run.State.RUNNING or kind is None or not kind.phases:
        return None
    item = run.items.filter(state=RunItem.State.RUNNING).order_by("number").first()
    if item is None:
        return Inside(_("Waiting for its turn"))
    note = progress.notes_of([item]).get(item.pk)
    if note is None:
        if timezone.now() - run.turn < _JUST_TAKEN:
            return Inside(_("Beginning"))
        return Inside(_("Not heard of for a while"), is_heard_of=False)
    label = kind.phases.get(note.phase, _("At work"))
    if not note.total:
        return Inside(label)
    number = reader().number
    words = {"done": number(note.done), "total": number(note.total), "unit": kind.unit}
    return Inside(label, note.done, note.total, _("%(done)s of %(total)s %(unit)s") % words)
