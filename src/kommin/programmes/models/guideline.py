"""What is funded and how: building blocks, versions of the guideline, rates, cost categories."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from kommin.law.financing import Kind
from kommin.programmes.models.clauses import ClauseSet
from kommin.programmes.models.programme import Programme
from kommin.programmes.words import ApplicantKind, Described

FINANCING_KINDS = [
    (Kind.SHARE.value, _("Share financing")),
    (Kind.DEFICIT.value, _("Deficit financing")),
    (Kind.FIXED.value, _("Fixed-amount financing")),
    (Kind.FULL.value, _("Full financing")),
]


class Consolidation(models.TextChoices):
    """Whether a rule is for applicants with a budget consolidation plan (HSK); empty for all."""

    YES = "yes", _("with budget consolidation")
    NO = "no", _("without budget consolidation")


class BuildingBlock(Described):
    """Something a programme funds, such as “Transparency”; dated, because blocks come and go."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="blocks")
    code = models.SlugField(_("code"), max_length=40)
    position = models.PositiveIntegerField(_("position"), default=0)
    valid_from = models.DateField(_("first day"), null=True, blank=True)
    valid_until = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        verbose_name = _("building block")
        verbose_name_plural = _("building blocks")
        ordering = ("programme", "position", "pk")
        constraints = [
            models.UniqueConstraint(
                name="block_code_once",
                fields=["programme", "code"],
                violation_error_message=_("This programme already has a building block with this code."),
            ),
            models.CheckConstraint(
                name="block_days_in_order",
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                violation_error_message=_("The last day lies before the first day."),
            ),
        ]


class Guideline(models.Model):
    """One version of a programme's rule text with what can be computed from it.

    A version on which a published call rests no longer changes; other rules are another version.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="guidelines")
    number = models.PositiveIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=250)
    source = models.CharField(_("source"), max_length=500, help_text=_("Where the text was published."))
    source_url = models.URLField(_("address of the text"), max_length=500, blank=True)
    valid_from = models.DateField(_("first day"))
    valid_until = models.DateField(_("last day"), null=True, blank=True)
    applicants = models.JSONField(_("who may apply"), default=list, blank=True)
    minimum_grant = models.DecimalField(_("minimum grant"), max_digits=14, decimal_places=2, null=True, blank=True)
    clause_set = models.ForeignKey(ClauseSet, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    signed_scan = models.BooleanField(
        _("Signature on paper"),
        default=False,
        help_text=_("Applicants print the application, sign it and add the scan before they submit."),
    )
    locked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("guideline")
        verbose_name_plural = _("guidelines")
        ordering = ("programme", "-number")
        constraints = [
            models.UniqueConstraint(name="guideline_number_once", fields=["programme", "number"]),
            models.CheckConstraint(
                name="guideline_days_in_order",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                violation_error_message=_("The last day lies before the first day."),
            ),
            models.CheckConstraint(
                name="guideline_minimum_not_negative",
                condition=Q(minimum_grant__isnull=True) | Q(minimum_grant__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def applicant_labels(self) -> list[str]:
        """Who may apply, in the reader's words."""
        return [str(kind.label) for kind in ApplicantKind if kind.value in self.applicants]


class FinancingRule(models.Model):
    """Kind of financing, rate and cap for some applicants; the most particular rule that fits a case applies."""

    guideline = models.ForeignKey(Guideline, on_delete=models.CASCADE, related_name="financing")
    block = models.ForeignKey(
        BuildingBlock, on_delete=models.PROTECT, related_name="+", null=True, blank=True,
        verbose_name=_("building block"),
    )  # fmt: skip
    applicant = models.CharField(_("applicant"), max_length=12, choices=ApplicantKind.choices, blank=True)
    consolidation = models.CharField(_("budget consolidation"), max_length=3, choices=Consolidation.choices, blank=True)
    kind = models.CharField(_("kind of financing"), max_length=10, choices=FINANCING_KINDS)
    rate = models.DecimalField(_("rate in percent"), max_digits=9, decimal_places=6, null=True, blank=True)
    unit_amount = models.DecimalField(_("amount per unit"), max_digits=14, decimal_places=2, null=True, blank=True)
    unit_de = models.CharField(_("unit (German)"), max_length=80, blank=True)
    unit_en = models.CharField(_("unit (English)"), max_length=80, blank=True)
    cap = models.DecimalField(_("maximum amount"), max_digits=14, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = _("financing rule")
        verbose_name_plural = _("financing rules")
        ordering = ("guideline", "pk")
        constraints = [
            models.UniqueConstraint(
                "guideline",
                Coalesce("block", 0),
                "applicant",
                "consolidation",
                name="financing_rule_once",
                violation_error_message=_("There is already a rule for the same applicants and building block."),
            ),
            models.CheckConstraint(
                name="financing_rate_with_share_only",
                condition=(Q(kind=Kind.SHARE.value, rate__gt=0, rate__lte=100) & Q(rate__isnull=False))
                | (~Q(kind=Kind.SHARE.value) & Q(rate__isnull=True)),
                violation_error_message=_("Share financing needs a rate above 0 and up to 100; other kinds have none."),
            ),
            models.CheckConstraint(
                name="financing_unit_with_fixed_only",
                condition=Q(unit_amount__isnull=True) | (Q(kind=Kind.FIXED.value) & Q(unit_amount__gt=0)),
                violation_error_message=_("An amount per unit belongs to fixed-amount financing."),
            ),
            models.CheckConstraint(
                name="financing_fixed_has_amount",
                condition=~Q(kind=Kind.FIXED.value) | Q(unit_amount__isnull=False) | Q(cap__isnull=False),
                violation_error_message=_("Fixed-amount financing needs an amount per unit or a maximum amount."),
            ),
            models.CheckConstraint(
                name="financing_cap_positive", condition=Q(cap__isnull=True) | Q(cap__gt=Decimal(0)),
                violation_error_message=_("A maximum amount must be above 0."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.guideline_id} {self.kind}"


class CostCategory(Described):
    """A kind of expenditure and whether it is eligible; `usual` ones stand in every new financing plan."""

    guideline = models.ForeignKey(Guideline, on_delete=models.CASCADE, related_name="cost_categories")
    eligible = models.BooleanField(_("eligible"), default=True)
    usual = models.BooleanField(_("in every financing plan"), default=False)
    position = models.PositiveIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("cost category")
        verbose_name_plural = _("cost categories")
        ordering = ("guideline", "position", "pk")
        constraints = [
            models.UniqueConstraint(
                name="cost_category_once",
                fields=["guideline", "title_de"],
                violation_error_message=_("This cost category is there already."),
            )
        ]
