"""What is known of a letter after its release: the entries that count, and what the law makes of them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from kommin.decisions.frozen_law import restore_regime
from kommin.decisions.models import TELLS_OF_RECEIPT, Decision, DeliveryEntry, DeliveryKind
from kommin.law import finality as law

RESTS_ON_RECEIPT = (DeliveryKind.WAIVED, DeliveryKind.LAWSUIT, DeliveryKind.LAWSUIT_ENDED)


def today() -> date:
    """The calendar day of the Land, whatever the place of the reader."""
    return timezone.localdate(timezone=timezone.get_default_timezone())


@dataclass(frozen=True)
class Delivered:
    """The entries in force of one decision; of several of a kind the latest counts."""

    entries: Mapping[str, DeliveryEntry]

    @classmethod
    def of(cls, decision: Decision) -> "Delivered":
        """Read from the database, or from what was prefetched as `delivery`."""
        return cls.among(decision.delivery.all())

    @classmethod
    def among(cls, rows: Iterable[DeliveryEntry]) -> "Delivered":
        return cls({row.kind: row for row in counting(rows)})

    def get(self, kind: DeliveryKind) -> DeliveryEntry | None:
        return self.entries.get(kind)

    def day(self, kind: DeliveryKind) -> date | None:
        found = self.entries.get(kind)
        return found.day if found else None

    @property
    def is_announced(self) -> bool:
        """Whether the letter is on its way or has arrived: the municipality may read it."""
        return any(kind in self.entries for kind in TELLS_OF_RECEIPT)

    @property
    def resting_on_receipt(self) -> list[DeliveryEntry]:
        """Entries that make no sense as long as nothing tells of a receipt."""
        return [self.entries[kind] for kind in RESTS_ON_RECEIPT if kind in self.entries]

    @property
    def as_law(self) -> law.Delivery:
        """The days as the law package takes them."""
        return law.Delivery(
            posted=self.day(DeliveryKind.POSTED),
            received=self.day(DeliveryKind.RECEIVED),
            retrieved=self.day(DeliveryKind.RETRIEVED),
            waiver=self.day(DeliveryKind.WAIVED),
            lawsuit=self.day(DeliveryKind.LAWSUIT),
            lawsuit_ended=self.day(DeliveryKind.LAWSUIT_ENDED),
        )


def counting(rows: Iterable[DeliveryEntry]) -> Iterator[DeliveryEntry]:
    """The entries that were neither corrected nor taken back, in their order; one not saved yet is the latest."""
    known = sorted(rows, key=lambda row: (row.pk is None, row.pk or 0))
    corrected = {row.corrects_id for row in known if row.corrects_id is not None}
    return (row for row in known if not row.withdrawn and row.pk not in corrected)


def offered_until(decision: Decision, delivered: Delivered) -> date | None:
    """The last day on which the letter can be retrieved; None when it does not wait in the portal."""
    offered = delivered.day(DeliveryKind.OFFERED)
    if offered is None or DeliveryKind.RETRIEVED in delivered.entries:
        return None
    return law.offered_until(offered=offered, regime=restore_regime(decision.content))


def is_offered(decision: Decision, delivered: Delivered, day: date) -> bool:
    """Whether the letter waits in the portal on a day."""
    until = offered_until(decision, delivered)
    return until is not None and day <= until
