"""What was published of a call: frozen, numbered, never changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kommin.foundation.audit.triggers import append_only
from kommin.programmes.models.call import Call


class VersionReason(models.TextChoices):
    """Why there is this version."""

    PUBLISHED = "published", _("Published")
    CHANGED = "changed", _("Changed")
    PROLONGED = "prolonged", _("Prolonged")
    CLOSED_EARLY = "closed_early", _("Closed early")


@append_only
class CallVersion(models.Model):
    """One published state of a call. `content` is all that it said (see `programmes.frozen`), `changes` what is new."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    why = models.CharField(_("why"), max_length=12, choices=VersionReason.choices)
    reason = models.TextField(_("reason"), blank=True)
    content = models.JSONField(_("content"))
    changes = models.JSONField(_("changes"), default=list)
    digest = models.CharField(_("SHA-256"), max_length=64)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    published_at = models.DateTimeField(_("published"))
    published_by_id = models.BigIntegerField(null=True, editable=False)
    published_by = models.CharField(_("published by"), max_length=200)

    class Meta:
        verbose_name = _("version of a call")
        verbose_name_plural = _("versions of calls")
        ordering = ("call", "-number")
        constraints = [models.UniqueConstraint(name="call_version_once", fields=["call", "number"])]

    def __str__(self) -> str:
        return f"{self.call} · {self.number}"
