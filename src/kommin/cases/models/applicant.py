"""What a municipality enters once for all its applications."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kommin.people.models import Organisation, Role


class SignOffBy(models.TextChoices):
    """Who signs an application off before it is submitted."""

    NONE = "none", _("Nobody")
    TREASURER = "treasurer", _("The treasurer")
    SIGNATORY = "signatory", _("The signatory")
    BOTH = "both", _("The treasurer and the signatory")

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles that have to sign off."""
        return {
            SignOffBy.NONE: (),
            SignOffBy.TREASURER: (Role.TREASURER,),
            SignOffBy.SIGNATORY: (Role.SIGNATORY,),
            SignOffBy.BOTH: (Role.TREASURER, Role.SIGNATORY),
        }[self]


class Applicant(models.Model):
    """How a municipality wants its applications handled; without a row the defaults hold."""

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="applicant")
    sign_off = models.CharField(
        _("Who signs off"), max_length=10, choices=SignOffBy.choices, default=SignOffBy.BOTH,
        help_text=_("An application can be submitted when everybody named here has signed it off."),
    )  # fmt: skip
    editors_submit = models.BooleanField(
        _("Editors may submit, too"),
        default=False,
        help_text=_("Otherwise only the signatory submits."),
    )

    class Meta:
        verbose_name = _("applicant")
        verbose_name_plural = _("applicants")
        constraints = [models.CheckConstraint(name="applicant_sign_off_known", condition=Q(sign_off__in=SignOffBy))]

    def __str__(self) -> str:
        return str(self.organisation)

    @property
    def signing_roles(self) -> tuple[Role, ...]:
        return SignOffBy(self.sign_off).roles


class MasterData(models.Model):
    """Address, contact, bank account and budget consolidation as entered at one moment. The latest row holds."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="master_data")
    street = models.CharField(_("street and number"), max_length=200)
    postcode = models.CharField(_("postcode"), max_length=12)
    town = models.CharField(_("town"), max_length=200)
    contact_name = models.CharField(_("contact person"), max_length=200)
    contact_phone = models.CharField(_("telephone"), max_length=50, blank=True)
    contact_email = models.EmailField(_("e-mail address"))
    account_holder = models.CharField(_("account holder"), max_length=140)
    iban = models.CharField(_("IBAN"), max_length=34)
    bic = models.CharField(_("BIC"), max_length=11, blank=True)
    consolidation_from = models.DateField(_("budget consolidation plan since"), null=True, blank=True)
    consolidation_until = models.DateField(_("budget consolidation plan until"), null=True, blank=True)
    at = models.DateTimeField(_("entered"), default=timezone.now)
    by_id = models.BigIntegerField(null=True, editable=False)
    by_name = models.CharField(_("entered by"), max_length=200, editable=False)

    class Meta:
        verbose_name = _("master data")
        verbose_name_plural = _("master data")
        ordering = ("organisation", "-pk")
        constraints = [
            models.CheckConstraint(
                name="master_data_consolidation_in_order",
                condition=Q(consolidation_until__isnull=True)
                | Q(consolidation_from__isnull=False, consolidation_until__gte=F("consolidation_from")),
                violation_error_message=_("The consolidation plan needs a first day, and it cannot end before it."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.at:%Y-%m-%d}"

    def consolidates_on(self, day: date) -> bool:
        """Whether a budget consolidation plan (Haushaltssicherungskonzept) was in force on a day."""
        if self.consolidation_from is None or day < self.consolidation_from:
            return False
        return self.consolidation_until is None or day <= self.consolidation_until

    @property
    def iban_in_groups(self) -> str:
        return " ".join(self.iban[start : start + 4] for start in range(0, len(self.iban), 4))
