"""Days that follow from the delivery of a letter: until when it can be opened, until when a lawsuit is possible.

They are entered when an entry is made. Beyond that the clock asks here every hour, so that a day that has passed ends
by itself: nobody has to tick off a time for a legal remedy.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from kommin.decisions.delivered import Delivered, offered_until, today
from kommin.decisions.finality import finality_of
from kommin.decisions.models import Decision, DecisionState, DeliveryEntry, DeliveryKind
from kommin.foundation.notices.actions import Due, reopen_deadline, settle_deadline, upsert_deadline
from kommin.people.models import Role

PREFIX: Final = "decisions.delivery:"
LOOK_BACK: Final = timedelta(days=400)
"""Entries older than this leave no open day: a time for a legal remedy is a month, at most a year (§ 58 VwGO)."""
RETRIEVE, REMEDY = "retrieve", "remedy"
ROLES = (Role.EDITOR, Role.SIGNATORY, Role.CASEWORKER)


def follow(decision: Decision, delivered: Delivered) -> None:
    """Bring the days of a decision in line with its entries now."""
    dues = {due.key: due for due in dues_of(decision, delivered)}
    for due in dues.values():
        upsert_deadline(**vars(due))
        reopen_deadline(key=due.key)
    for what in (RETRIEVE, REMEDY):
        for role in ROLES:
            key = _key(decision, what, role)
            if key not in dues:
                settle_deadline(key=key)


def all_dues() -> Iterator[Due]:
    """The open days of all decisions."""
    recent = DeliveryEntry.objects.filter(day__gte=today() - LOOK_BACK).values("decision")
    rows = (
        Decision.objects.filter(state=DecisionState.RELEASED, pk__in=recent)
        .select_related("case")
        .prefetch_related(Prefetch("delivery", DeliveryEntry.objects.order_by("pk")))
        .order_by("pk")
    )
    for decision in rows.iterator(chunk_size=200):
        yield from dues_of(decision, Delivered.of(decision))


def dues_of(decision: Decision, delivered: Delivered) -> Iterator[Due]:
    """The open days of one decision: to open the letter, and the end of the time for a lawsuit (of both sides)."""
    house = decision.case.organisation_id
    until = offered_until(decision, delivered)
    if until is not None and until >= today() and house is not None:
        for role in (Role.EDITOR, Role.SIGNATORY):
            yield Due(
                key=_key(decision, RETRIEVE, role), due=until, organisation=house, role=role,
                title=lambda: _("Open the letter %(number)s in the portal") % {"number": decision.number},
                source="§ 41 (2a) VwVfG NRW", url=decision.get_absolute_url(),
            )  # fmt: skip
    end = finality_of(decision, delivered).remedy_end
    if end is None or end < today() or delivered.get(DeliveryKind.WAIVED) or delivered.get(DeliveryKind.LAWSUIT):
        return
    for organisation, role in ((house, Role.SIGNATORY), (decision.authority_id, Role.CASEWORKER)):
        if organisation is not None:
            yield Due(
                key=_key(decision, REMEDY, role), due=end, organisation=organisation, role=role,
                title=lambda: _("Last day for a lawsuit against %(number)s") % {"number": decision.number},
                source="§ 74 (1) VwGO", url=decision.get_absolute_url(),
            )  # fmt: skip


def _key(decision: Decision, what: str, role: Role) -> str:
    return f"{PREFIX}{decision.pk}:{what}:{role}"
