"""The completeness check: what was found of each item, how it ended, and what the municipality was asked for."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kommin.cases.models import Case, Supplement
from kommin.foundation.audit.triggers import append_only
from kommin.foundation.runs.words import in_current_language
from kommin.questionnaires.answering import AnswerSheet

ITEM_LENGTH = 140


class ItemVerdict(models.TextChoices):
    """What an examiner says about one item."""

    ACCEPTED = "accepted", pgettext_lazy("verdict on an item", "Accepted")
    MISSING = "missing", pgettext_lazy("verdict on an item", "Missing")
    UNCLEAR = "unclear", pgettext_lazy("verdict on an item", "Unclear")


class Finding(models.Model):
    """What an examiner found of one item of the check (`examination.items` names them).

    `stamp` rises with every change, so that a page knows whether a colleague judged meanwhile. `outdated` once the
    municipality has answered: the item has to be looked at again, the former verdict stays to be read.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="findings")
    item = models.CharField(max_length=ITEM_LENGTH)
    verdict = models.CharField(_("verdict"), max_length=10, choices=ItemVerdict.choices)
    note = models.TextField(_("note"), blank=True)
    stamp = models.PositiveIntegerField(default=1)
    outdated = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ("case", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="finding_once", fields=["case", "item"]),
            models.CheckConstraint(name="finding_verdict_known", condition=Q(verdict__in=ItemVerdict.values)),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.item} {self.verdict}"

    @property
    def is_open(self) -> bool:
        """Whether somebody has to look at the item again."""
        return self.outdated


class CheckEnd(models.TextChoices):
    """How a check ended, or that it began again."""

    COMPLETE = "complete", _("The application is complete")
    INCOMPLETE = "incomplete", _("The application stays incomplete")
    REOPENED = "reopened", _("The completeness check was opened again")


@append_only
class CheckStep(models.Model):
    """An end of the completeness check, or its reopening. Never changed."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="check_steps")
    kind = models.CharField(max_length=10, choices=CheckEnd.choices)
    reason = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField(default=timezone.now)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("step of the check")
        verbose_name_plural = _("steps of the check")
        ordering = ("case", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="check_step_kind_known", condition=Q(kind__in=CheckEnd.values)),
            models.CheckConstraint(name="check_step_has_reason", condition=Q(kind="complete") | ~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"


class RequestState(models.TextChoices):
    """What became of a request."""

    OPEN = "open", pgettext_lazy("state of a request", "Waiting for the answer")
    ANSWERED = "answered", pgettext_lazy("state of a request", "Answered")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a request", "Withdrawn")


class InformationRequest(models.Model):
    """One round in which the authority asks the municipality for more, by a day.

    `draft` is an `AnswerSheet`: the whole values of the application as the municipality prepares them, beside
    `remark/<item>` (what it says to an item) and `dropped/<file>` (a file that shall not count any more). Nobody but
    the municipality sees it before it is handed in. A request counts as open only while its case waits
    (`is_open`): a withdrawn application ends it without anybody having to write that down.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="requests")
    round = models.PositiveIntegerField(_("round"))
    state = models.CharField(_("state"), max_length=10, choices=RequestState.choices, default=RequestState.OPEN)
    text = models.TextField(_("letter"))
    due_on = models.DateField(_("answer by"))
    first_due_on = models.DateField(editable=False)
    once = models.CharField(max_length=32, editable=False)
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    by_house = models.CharField(max_length=300, blank=True)
    draft = models.JSONField(default=dict)
    draft_at = models.DateTimeField(null=True)
    draft_by_name = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True)
    answered_by_id = models.BigIntegerField(null=True)
    answered_by_name = models.CharField(max_length=200, blank=True)
    late = models.BooleanField(_("late"), default=False)
    supplement = models.OneToOneField(Supplement, on_delete=models.PROTECT, related_name="request", null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_name = models.CharField(max_length=200, blank=True)
    withdrawn_reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("request for more")
        verbose_name_plural = _("requests for more")
        ordering = ("case", "round")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(name="request_open_by_day", fields=["due_on"], condition=Q(state="open"))
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="request_once_per_round", fields=["case", "round"]),
            models.UniqueConstraint(name="request_once", fields=["case", "once"]),
            models.UniqueConstraint(name="request_one_open", fields=["case"], condition=Q(state="open")),
            models.CheckConstraint(name="request_state_known", condition=Q(state__in=RequestState.values)),
            models.CheckConstraint(name="request_dates_in_order", condition=Q(due_on__gte=F("first_due_on"))),
            models.CheckConstraint(
                name="request_answer_is_whole",
                condition=Q(state="answered", answered_at__isnull=False, supplement__isnull=False)
                | (~Q(state="answered") & Q(answered_at__isnull=True, supplement__isnull=True)),
            ),
            models.CheckConstraint(
                name="request_withdrawal_has_reason", condition=~Q(state="withdrawn") | ~Q(withdrawn_reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.round}"

    def get_absolute_url(self) -> str:
        return reverse("examination:request", kwargs={"number": self.case.number, "round": self.round})

    @property
    def sheet(self) -> AnswerSheet:
        return AnswerSheet.from_json(self.draft)


class RequestedItem(models.Model):
    """One thing that is asked for: an item of the check, or something else (`extra-1`) that `titles` describe.

    `note` tells the municipality what is wrong. `remark` is what it answers, once that is handed in.
    """

    request = models.ForeignKey(InformationRequest, on_delete=models.PROTECT, related_name="items")
    item = models.CharField(max_length=ITEM_LENGTH)
    titles = models.JSONField(help_text="the title in each language")
    verdict = models.CharField(max_length=10, choices=ItemVerdict.choices)
    note = models.TextField(_("note"), blank=True)
    remark = models.TextField(_("remark"), blank=True)

    class Meta:
        verbose_name = _("requested item")
        verbose_name_plural = _("requested items")
        ordering = ("request", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="requested_item_once", fields=["request", "item"]),
            models.CheckConstraint(
                name="requested_item_verdict_known", condition=Q(verdict__in=["missing", "unclear"])
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return in_current_language(self.titles)


@append_only
class Extension(models.Model):
    """The day of a request was moved."""

    request = models.ForeignKey(InformationRequest, on_delete=models.PROTECT, related_name="extensions")
    before = models.DateField()
    after = models.DateField(_("answer by"))
    reason = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField(default=timezone.now)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering = ("request", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="extension_is_later", condition=Q(after__gt=F("before")))
        ]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.before} → {self.after}"
