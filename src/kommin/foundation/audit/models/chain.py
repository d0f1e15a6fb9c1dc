"""Where chains end, and the seals over all of them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kommin.foundation.audit.canonical import canonical, digest, moment
from kommin.foundation.audit.models.record import HASH, VERSION
from kommin.foundation.audit.triggers import append_only

SEALS = "seals"
"""Key of the chain that the seals themselves form."""


@append_only(
    updates="NEW.chain = OLD.chain AND NEW.sealed BETWEEN OLD.sealed AND NEW.number"
    " AND (NEW.number = OLD.number + 1 OR (NEW.number = OLD.number AND NEW.hash = OLD.hash))"
)
class Head(models.Model):
    """The last link of a chain: locked by whoever adds to it, so that a chain grows by one at a time.

    `sealed` is the number up to which seals cover the chain. Triggers let a head grow by one and be sealed, no more.
    """

    chain = models.CharField(max_length=220, primary_key=True)
    number = models.PositiveIntegerField(default=0)
    hash = models.CharField(max_length=HASH, blank=True)
    sealed = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("end of a chain")
        verbose_name_plural = _("ends of chains")
        indexes = [
            models.Index(fields=["chain"], name="audit_head_unsealed", condition=Q(number__gt=F("sealed"))),
        ]

    def __str__(self) -> str:
        return f"{self.chain} {self.number}"


@append_only
class Seal(models.Model):
    """A hash over the ends of all chains that had grown since the seal before: it ties the chains to each other."""

    number = models.PositiveIntegerField(primary_key=True)
    at = models.DateTimeField()
    chains = models.PositiveIntegerField()
    digest = models.CharField(max_length=HASH)
    previous = models.CharField(max_length=HASH, blank=True)
    hash = models.CharField(max_length=HASH)

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")

    def __str__(self) -> str:
        return f"{self.number}"

    def hashed(self) -> dict[str, object]:
        """What the seal's hash covers."""
        return {
            "version": VERSION,
            "seal": self.number,
            "previous": self.previous,
            "at": moment(self.at),
            "chains": self.chains,
            "digest": self.digest,
        }

    def computed_hash(self) -> str:
        """The hash the seal must have, given what it says."""
        return digest(canonical(self.hashed()))


@append_only
class SealedEnd(models.Model):
    """One chain's end as a seal found it."""

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="ends")
    chain = models.CharField(max_length=220)
    number = models.PositiveIntegerField()
    hash = models.CharField(max_length=HASH)

    class Meta:
        verbose_name = _("sealed end")
        verbose_name_plural = _("sealed ends")
        constraints = [
            models.UniqueConstraint(fields=["seal", "chain"], name="audit_sealed_end_once"),
            models.UniqueConstraint(fields=["chain", "number"], name="audit_sealed_end_number"),
        ]

    def __str__(self) -> str:
        return f"{self.seal_id}: {self.chain} {self.number}"

    def line(self) -> str:
        """How the seal's digest reads this end."""
        return f"{self.chain}\t{self.number}\t{self.hash}\n"
