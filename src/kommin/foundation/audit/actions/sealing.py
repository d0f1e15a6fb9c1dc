"""Tie all chains to each other, so that whole chains cannot vanish."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from kommin.foundation.audit.actions.recording import locked_head
from kommin.foundation.audit.canonical import digest
from kommin.foundation.audit.models import SEALS, Head, Seal, SealedEnd

MOST_ENDS = 1000
"""Ends in one seal; more chains than these take several seals."""


def seal(now: datetime) -> int:
    """Seal the ends of all chains that have grown since their last seal; returns how many ends were sealed.

    Safe to run twice and on several machines: one seals, the others find the seals' own chain taken and leave. Takes
    only ends that nobody is writing to at this moment, so it never waits for an action; the rest is sealed next time.
    """
    sealed = 0
    while count := _seal_once(now):
        sealed += count
        if count < MOST_ENDS:
            break
    return sealed


def _seal_once(now: datetime) -> int:
    with transaction.atomic():
        if not Head.objects.filter(number__gt=F("sealed")).exclude(pk=SEALS).exists():
            return 0
        if not Head.objects.filter(pk=SEALS).exists():
            locked_head(SEALS)
        last = Head.objects.select_for_update(skip_locked=True).filter(pk=SEALS).first()
        if last is None:
            return 0
        grown = list(
            Head.objects.select_for_update(skip_locked=True, no_key=True)
            .filter(number__gt=F("sealed"))
            .exclude(pk=SEALS)
            .order_by("pk")[:MOST_ENDS]
        )
        if grown:
            _write(now, last, grown)
        return len(grown)


def _write(now: datetime, last: Head, grown: list[Head]) -> None:
    ends = [SealedEnd(chain=head.chain, number=head.number, hash=head.hash) for head in grown]
    made = Seal(number=last.number + 1, at=now, chains=len(ends), digest=digest_of(ends), previous=last.hash)
    made.hash = made.computed_hash()
    made.save(force_insert=True)
    for end in ends:
        end.seal = made
    SealedEnd.objects.bulk_create(ends)
    Head.objects.filter(pk__in=[head.pk for head in grown]).update(sealed=F("number"))
    Head.objects.filter(pk=SEALS).update(number=made.number, hash=made.hash, sealed=made.number)


def digest_of(ends: list[SealedEnd]) -> str:
    """SHA-256 over the lines of the ends, sorted by the chain's name."""
    return digest("".join(end.line() for end in sorted(ends, key=lambda end: end.chain)))
