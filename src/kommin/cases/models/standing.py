"""What gives a draft its standing: sign-offs, partners' consent, the submission itself."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kommin.cases.models.application import Application
from kommin.foundation.audit.triggers import append_only
from kommin.people.models import Organisation, Role
from kommin.people.models.organisation import KEY_LENGTH


class SignOff(models.Model):
    """Somebody stands up for the draft as it was in one revision. A later change voids it."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="sign_offs")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    revision = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    voided_at = models.DateTimeField(null=True)
    voided_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")
        ordering = ("application", "pk")
        constraints = [
            models.UniqueConstraint(
                name="sign_off_once_per_role", fields=["application", "role"], condition=Q(voided_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.role}"


class PartnerState(models.TextChoices):
    """What a partner has said."""

    INVITED = "invited", _("Asked")
    CONSENTED = "consented", _("Consented")
    DECLINED = "declined", _("Declined")


class Partner(models.Model):
    """A municipality that takes part in a joint project led by the applicant."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="partnerships")
    key = models.CharField(_("municipality key"), max_length=KEY_LENGTH)
    name = models.CharField(_("municipality"), max_length=300)
    state = models.CharField(_("state"), max_length=10, choices=PartnerState.choices, default=PartnerState.INVITED)
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)
    answered_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ("application", "pk")
        constraints = [
            models.UniqueConstraint(name="partner_once", fields=["application", "organisation"]),
            models.CheckConstraint(name="partner_state_known", condition=Q(state__in=PartnerState)),
        ]

    def __str__(self) -> str:
        return self.name


@append_only
class Submission(models.Model):
    """An application as it was handed in. `content` is everything; `digest` the SHA-256 of its canonical form.

    `received_at` is the moment when the request reached the house: it decides about the deadline.
    """

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="submission")
    received_at = models.DateTimeField(_("received"))
    recorded_at = models.DateTimeField(default=timezone.now)
    in_grace = models.BooleanField(default=False)
    content = models.JSONField()
    digest = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ("-received_at",)

    def __str__(self) -> str:
        return str(self.application)
