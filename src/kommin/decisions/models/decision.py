"""A decision of an authority: drafted, released, and from then on as it is."""

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kommin.cases.models import Case
from kommin.foundation.audit.triggers import append_only
from kommin.people.models import Organisation

LONGEST_TEXT = 20_000


class Kind(models.TextChoices):
    """What a decision decides."""

    AWARD = "award", pgettext_lazy("kind of decision", "Award")
    PARTIAL = "partial", pgettext_lazy("kind of decision", "Partial award")
    REFUSAL = "refusal", pgettext_lazy("kind of decision", "Refusal")
    EARLY_START = "early_start", pgettext_lazy("kind of decision", "Consent to an early start")
    CHANGE = "change", pgettext_lazy("kind of decision", "Change")
    REVOCATION = "revocation", pgettext_lazy("kind of decision", "Revocation")
    RENUNCIATION = "renunciation", pgettext_lazy("kind of decision", "Renunciation by the municipality")


AWARDS = (Kind.AWARD, Kind.PARTIAL)
LATER = (Kind.CHANGE, Kind.REVOCATION, Kind.RENUNCIATION)
"""Kinds that alter what is granted already."""
WITH_AMOUNTS = (*AWARDS, *LATER)


class DecisionState(models.TextChoices):
    """How far a decision has come."""

    DRAFT = "draft", pgettext_lazy("state of a decision", "Draft")
    HANDED_OVER = "handed_over", pgettext_lazy("state of a decision", "Waits for release")
    RELEASED = "released", pgettext_lazy("state of a decision", "Released")
    DISCARDED = "discarded", pgettext_lazy("state of a decision", "Discarded")


OPEN = (DecisionState.DRAFT, DecisionState.HANDED_OVER)


@append_only(updates="OLD.state NOT IN ('released', 'discarded')")
class Decision(models.Model):
    """One decision from its first draft on; the database refuses any change of a released one, and every delete.

    `amounts` are the amounts per budget year *after* the decision (`{"2027": "45000.00"}`), `amount` their sum.
    `revision` counts changes of the draft; `handed_revision` is the one that was handed over for release. `position`
    counts the released decisions of a case, `predecessor` is the one before. `content` is everything the letter says
    (docs/granting.md), written at the release with `digest`, the SHA-256 of its canonical form.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(_("kind"), max_length=14, choices=Kind.choices)
    state = models.CharField(_("state"), max_length=12, choices=DecisionState.choices, default=DecisionState.DRAFT)
    revision = models.PositiveIntegerField(default=1, editable=False)

    amounts = models.JSONField(_("amounts per budget year"), default=dict, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2, default=Decimal(0))
    amount_reason = models.TextField(_("why this amount"), max_length=LONGEST_TEXT, blank=True)
    eligible = models.DecimalField(_("eligible expenditure"), max_digits=14, decimal_places=2, null=True, blank=True)
    grant_from = models.DateField(_("grant period from"), null=True, blank=True)
    grant_until = models.DateField(_("grant period until"), null=True, blank=True)
    project_from = models.DateField(_("project period from"), null=True, blank=True)
    project_until = models.DateField(_("project period until"), null=True, blank=True)
    early_start_from = models.DateField(_("may begin on"), null=True, blank=True)
    earmarked_until = models.DateField(_("must serve its purpose until"), null=True, blank=True)
    report_due = models.DateField(_("final report due"), null=True, blank=True)
    plan_text = models.TextField(_("financing plan that is binding"), max_length=LONGEST_TEXT, blank=True)
    payment_text = models.TextField(_("payment"), max_length=LONGEST_TEXT, blank=True)
    reasons = models.TextField(_("reasons"), max_length=LONGEST_TEXT, blank=True)
    legal_basis = models.CharField(_("legal basis of the revocation"), max_length=300, blank=True)
    clauses_off = models.JSONField(_("clauses that do not apply"), default=list, blank=True)
    conditions = models.TextField(_("own conditions"), max_length=LONGEST_TEXT, blank=True)

    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions_drafted", null=True, editable=False
    )
    drafted_by_name = models.CharField(max_length=200, editable=False)
    drafted_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    handed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions_handed", null=True, editable=False
    )
    handed_by_name = models.CharField(max_length=200, blank=True, editable=False)
    handed_at = models.DateTimeField(null=True, editable=False)
    handed_revision = models.PositiveIntegerField(null=True, editable=False)
    returned_comment = models.TextField(max_length=2000, blank=True, editable=False)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions_released", null=True, editable=False
    )
    released_by_name = models.CharField(max_length=200, blank=True, editable=False)
    released_at = models.DateTimeField(_("released"), null=True, editable=False)

    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="decisions")
    number = models.CharField(_("number"), max_length=40, blank=True, editable=False)
    number_year = models.PositiveIntegerField(null=True, editable=False)
    number_serial = models.PositiveIntegerField(null=True, editable=False)
    code = models.CharField(_("code for verification"), max_length=24, blank=True, editable=False)
    decided_on = models.DateField(_("date of the decision"), null=True, editable=False)
    position = models.PositiveIntegerField(null=True, editable=False)
    predecessor = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="successor", null=True, editable=False
    )
    amount_before = models.DecimalField(max_digits=14, decimal_places=2, null=True, editable=False)
    content = models.JSONField(default=dict, editable=False)
    digest = models.CharField(_("SHA-256"), max_length=64, blank=True, db_index=True, editable=False)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ("case", "position", "pk")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(name="decision_of_authority", fields=["authority", "state", "handed_at"]),
            models.Index(name="decision_released", fields=["authority", "released_at"]),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="decision_kind_known", condition=Q(kind__in=Kind.values)),
            models.CheckConstraint(name="decision_state_known", condition=Q(state__in=DecisionState.values)),
            models.CheckConstraint(name="decision_amount_not_negative", condition=Q(amount__gte=0)),
            models.CheckConstraint(
                name="decision_four_eyes",
                condition=Q(released_by__isnull=True)
                | (~Q(released_by=F("drafted_by")) & ~Q(released_by=F("handed_by"))),
            ),
            models.CheckConstraint(
                name="decision_released_is_whole",
                condition=~Q(state=DecisionState.RELEASED)
                | Q(
                    position__isnull=False, decided_on__isnull=False,
                    drafted_by__isnull=False, handed_by__isnull=False, released_by__isnull=False,
                    released_at__isnull=False, handed_revision=F("revision"),
                ) & ~Q(digest="")
                & ~Q(number="")
                & ~Q(code=""),
            ),
            models.CheckConstraint(
                name="decision_handed_over_as_it_is",
                condition=~Q(state=DecisionState.HANDED_OVER) | Q(handed_revision=F("revision")),
            ),
            models.CheckConstraint(
                name="decision_first_without_predecessor",
                condition=Q(position__isnull=True, predecessor__isnull=True)
                | Q(position=1, predecessor__isnull=True)
                | Q(position__gt=1, predecessor__isnull=False),
            ),
            models.UniqueConstraint(
                name="decision_one_open_per_case", fields=["case"], condition=Q(state__in=[s.value for s in OPEN])
            ),
            models.UniqueConstraint(name="decision_position_once", fields=["case", "position"]),
            models.UniqueConstraint(name="decision_number_unique", fields=["number"], condition=~Q(number="")),
            models.UniqueConstraint(name="decision_code_unique", fields=["code"], condition=~Q(code="")),
            models.UniqueConstraint(name="decision_number_once", fields=["authority", "number_year", "number_serial"]),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number or f"{self.case_id}: {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("decisions:decision", kwargs={"pk": self.pk})

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_released(self) -> bool:
        return self.state == DecisionState.RELEASED

    @property
    def has_amounts(self) -> bool:
        return self.kind in WITH_AMOUNTS

    @property
    def per_year(self) -> dict[int, Decimal]:
        """The amounts after the decision, by budget year."""
        return {int(year): Decimal(amount) for year, amount in sorted(self.amounts.items())}

    @property
    def difference(self) -> Decimal | None:
        """What it has changed; None before its release."""
        return None if self.amount_before is None else self.amount - self.amount_before

    @property
    def own_conditions(self) -> list[str]:
        """One condition per line."""
        return [line.strip() for line in self.conditions.splitlines() if line.strip()]


class StepKind(models.TextChoices):
    """What somebody did with a draft."""

    DRAFTED = "drafted", pgettext_lazy("step of a decision", "Drafted")
    CHANGED = "changed", pgettext_lazy("step of a decision", "Changed")
    HANDED_OVER = "handed_over", pgettext_lazy("step of a decision", "Handed over for release")
    RETURNED = "returned", pgettext_lazy("step of a decision", "Returned")
    RELEASED = "released", pgettext_lazy("step of a decision", "Released")
    DISCARDED = "discarded", pgettext_lazy("step of a decision", "Discarded")


WROTE = (StepKind.DRAFTED, StepKind.CHANGED, StepKind.HANDED_OVER)
"""Whoever did one of these has drafted and cannot release."""


@append_only
class DecisionStep(models.Model):
    """One thing that was done with a decision before it was released, and by whom."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=12, choices=StepKind.choices)
    revision = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    comment = models.TextField(max_length=2000, blank=True)

    class Meta:
        verbose_name = _("step of a decision")
        verbose_name_plural = _("steps of decisions")
        ordering = ("decision", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="decision_step_known", condition=Q(kind__in=StepKind.values))
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.kind}"


class DecisionSeries(models.Model):
    """The last number an authority has given in a year; the row is locked to give the next."""

    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("series of numbers")
        verbose_name_plural = _("series of numbers")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="decision_series_once", fields=["authority", "year"])
        ]

    def __str__(self) -> str:
        return f"{self.authority_id} {self.year}: {self.last}"


@append_only
class DecisionDocument(models.Model):
    """The letter of a released decision, byte for byte. `template` says what it was made with."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="document")
    content = models.BinaryField()
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    pages = models.PositiveIntegerField()
    template = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("document of a decision")
        verbose_name_plural = _("documents of decisions")

    def __str__(self) -> str:
        return f"{self.decision_id} {self.sha256[:8]}"
