"""The application of a municipality to a call."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kommin.people.models import Organisation
from kommin.people.models.organisation import KEY_LENGTH
from kommin.programmes.models import ApplicantKind, Call, CallVersion
from kommin.questionnaires.answering import AnswerSheet


class State(models.TextChoices):
    """Where an application stands. Later rooms add what an authority does with it."""

    DRAFT = "draft", _("Draft")
    SIGNED_OFF = "signed_off", _("Signed off")
    SUBMITTED = "submitted", _("Submitted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


EDITABLE = (State.DRAFT, State.SIGNED_OFF)


class NumberSeries(models.Model):
    """The last number given to an application in a year; the row is locked to give the next."""

    year = models.PositiveIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("series of numbers")
        verbose_name_plural = _("series of numbers")

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Application(models.Model):
    """One application through all its states; its row is the lock of everything that is done with it.

    `content` is an `AnswerSheet` (see `cases.content` for its keys). `version` is the published version of the call
    that the draft answers; `again` holds the questions that a later version asks again, with their former answers.
    Name and key of the municipality stay as they were when the application was begun.
    """

    number = models.CharField(_("number"), max_length=20, unique=True)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="applications")
    version = models.ForeignKey(CallVersion, on_delete=models.PROTECT, related_name="applications")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="applications")
    applicant_key = models.CharField(_("municipality key"), max_length=KEY_LENGTH)
    applicant_name = models.CharField(_("applicant"), max_length=300)
    applicant_kind = models.CharField(_("kind of applicant"), max_length=12, choices=ApplicantKind.choices)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.DRAFT)
    title = models.CharField(_("title"), max_length=250)
    content = models.JSONField(default=dict)
    again = models.JSONField(default=dict)
    once = models.CharField(max_length=32, editable=False)
    copied_from = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True, editable=False)
    created_at = models.DateTimeField(_("begun"), default=timezone.now, editable=False)
    created_by_id = models.BigIntegerField(null=True, editable=False)
    created_by_name = models.CharField(max_length=200, editable=False)
    changed_at = models.DateTimeField(_("last change"), default=timezone.now, editable=False)
    changed_by_name = models.CharField(max_length=200, editable=False)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    withdrawn_reason = models.TextField(_("reason"), blank=True, editable=False)

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ("-changed_at", "-pk")
        indexes = [
            models.Index(name="application_of_house", fields=["organisation", "-changed_at"]),
            models.Index(name="application_of_call", fields=["call", "state"]),
        ]
        constraints = [
            models.CheckConstraint(name="application_state_known", condition=Q(state__in=State)),
            models.UniqueConstraint(name="application_once", fields=["organisation", "once"]),
            models.CheckConstraint(
                name="application_submitted_has_moment",
                condition=~Q(state="submitted") | Q(submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="application_withdrawn_has_reason",
                condition=~Q(state="withdrawn") | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("cases:application", kwargs={"number": self.number})

    @property
    def sheet(self) -> AnswerSheet:
        return AnswerSheet.from_json(self.content)

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE
