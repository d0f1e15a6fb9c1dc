"""A call for applications: the working copy that officers prepare. What is public is a frozen `CallVersion` of it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kommin.programmes.models.guideline import BuildingBlock, Guideline
from kommin.programmes.models.programme import Programme
from kommin.programmes.words import Described, Titled
from kommin.questionnaires.models import QuestionnaireVersion


class CallState(models.TextChoices):
    """Where a call stands. Only `prepared` and `checked` calls are unknown to the public."""

    PREPARED = "prepared", _("In preparation")
    CHECKED = "checked", _("Checked")
    PUBLISHED = "published", _("Published")
    PROLONGED = "prolonged", _("Prolonged")
    CLOSED = "closed", _("Closed")


PUBLIC_STATES = (CallState.PUBLISHED, CallState.PROLONGED, CallState.CLOSED)
OPEN_STATES = (CallState.PUBLISHED, CallState.PROLONGED)


class Call(Described):
    """A call of a programme. `text` says what it is about; `closes_at` is the first moment that is too late."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="calls")
    slug = models.SlugField(_("short name in addresses"), max_length=60, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=CallState.choices, default=CallState.PREPARED)
    guideline = models.ForeignKey(
        Guideline, on_delete=models.PROTECT, related_name="calls", null=True, blank=True, verbose_name=_("guideline")
    )
    blocks = models.ManyToManyField(BuildingBlock, related_name="calls", blank=True, verbose_name=_("building blocks"))
    questionnaire = models.ForeignKey(
        QuestionnaireVersion, on_delete=models.PROTECT, related_name="calls", null=True, blank=True,
        verbose_name=_("questions"),
    )  # fmt: skip
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, default="Europe/Berlin")
    grace_minutes = models.PositiveIntegerField(
        _("grace in minutes"), default=0, help_text=_("So long after the deadline an application is still accepted.")
    )
    budget = models.DecimalField(_("budget"), max_digits=14, decimal_places=2, null=True, blank=True)
    contact_name = models.CharField(_("contact person"), max_length=200, blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=50, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    checked_at = models.DateTimeField(null=True, blank=True, editable=False)
    checked_by_id = models.BigIntegerField(null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = ("-opens_at", "-pk")
        indexes = [models.Index(name="call_state_closing", fields=["state", "closes_at"])]
        constraints = [
            models.CheckConstraint(name="call_state_known", condition=Q(state__in=CallState.values)),
            models.CheckConstraint(
                name="call_opens_before_it_closes",
                condition=Q(opens_at__isnull=True) | Q(closes_at__isnull=True) | Q(closes_at__gt=F("opens_at")),
                violation_error_message=_("The call would close before it opens."),
            ),
            models.CheckConstraint(
                name="call_dated_once_public",
                condition=~Q(state__in=PUBLIC_STATES) | Q(opens_at__isnull=False, closes_at__isnull=False),
            ),
            models.CheckConstraint(name="call_grace_at_most_a_day", condition=Q(grace_minutes__lte=1440)),
            models.CheckConstraint(
                name="call_budget_not_negative", condition=Q(budget__isnull=True) | Q(budget__gte=0)
            ),
        ]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def grace(self) -> timedelta:
        return timedelta(minutes=self.grace_minutes)

    @property
    def is_public(self) -> bool:
        return self.state in PUBLIC_STATES

    def is_open_at(self, moment: datetime) -> bool:
        """Whether applications can be handed in at this moment, the grace not counted."""
        return (
            self.state in OPEN_STATES
            and self.opens_at is not None
            and self.closes_at is not None
            and self.opens_at <= moment < self.closes_at
        )


class RequiredDocument(Described):
    """A document that an application needs, or may bring."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="documents")
    required = models.BooleanField(_("required"), default=True)
    position = models.PositiveIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ("call", "position", "pk")


class Criterion(Described):
    """What applications are scored by. The weights of a call are percentages and add up to 100."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="criteria")
    weight = models.PositiveIntegerField(_("weight in percent"))
    most_points = models.PositiveIntegerField(_("points at most"), default=5)
    position = models.PositiveIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ("call", "position", "pk")
        constraints = [
            models.CheckConstraint(
                name="criterion_weight_is_a_percentage",
                condition=Q(weight__gte=1, weight__lte=100),
                violation_error_message=_("A weight lies between 1 and 100 percent."),
            ),
            models.CheckConstraint(
                name="criterion_points_plausible",
                condition=Q(most_points__gte=1, most_points__lte=100),
                violation_error_message=_("Points lie between 1 and 100."),
            ),
        ]


class Milestone(Titled):
    """A line of the timetable, such as “Decisions are sent”; a day or a span of days."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="timetable")
    day = models.DateField(_("day"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("date of the timetable")
        verbose_name_plural = _("timetable")
        ordering = ("call", "day", "pk")
        constraints = [
            models.CheckConstraint(
                name="milestone_days_in_order",
                condition=Q(until__isnull=True) | Q(until__gte=F("day")),
                violation_error_message=_("The last day lies before the first day."),
            )
        ]


class Judgement(models.TextChoices):
    """What a named person said about a value of the law that nobody had confirmed."""

    CONFIRMED = "confirmed", _("Confirmed")
    OVERRIDDEN = "overridden", _("Another value")


class ConfirmedValue(models.Model):
    """A value of the legal regime that somebody confirmed or replaced for one call, with a source."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="confirmed_values")
    parameter = models.CharField(_("parameter"), max_length=60)
    found = models.CharField(_("value in the house"), max_length=40)
    judgement = models.CharField(_("judgement"), max_length=12, choices=Judgement.choices)
    value = models.CharField(_("value"), max_length=40)
    source = models.CharField(_("source"), max_length=300)
    by_id = models.BigIntegerField(null=True, editable=False)
    by_name = models.CharField(max_length=200, editable=False)
    at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("confirmed value")
        verbose_name_plural = _("confirmed values")
        ordering = ("call", "parameter")
        constraints = [
            models.UniqueConstraint(name="confirmed_value_once", fields=["call", "parameter"]),
            models.CheckConstraint(name="confirmed_value_has_source", condition=~Q(source="")),
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.parameter}: {self.value}"
