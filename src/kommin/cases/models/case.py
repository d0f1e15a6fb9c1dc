"""A case: one project of one municipality, from the moment an authority has it until the file is closed."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kommin.cases.models.application import Application
from kommin.foundation.search.fields import SortKeyField
from kommin.people.models import Organisation
from kommin.programmes.models import ApplicantKind, BuildingBlock, Call, Programme

KEY_LENGTH = 12


class Stage(models.TextChoices):
    """How far a case has come. `cases.actions.stages` says which stage may follow which."""

    RECEIVED = "received", _("Received")
    CHECKING = "checking", _("Completeness check")
    AWAITING = "awaiting", _("Waiting for the municipality")
    SCORING = "scoring", _("Scoring")
    ASSESSED = "assessed", _("Assessed")
    PROPOSED = "proposed", _("Proposed")
    DECIDED = "decided", pgettext_lazy("stage of a case", "Decided")
    CLOSED = "closed", pgettext_lazy("stage of a case", "Closed")
    WITHDRAWN = "withdrawn", pgettext_lazy("stage of a case", "Withdrawn")


UNDECIDED = (Stage.RECEIVED, Stage.CHECKING, Stage.AWAITING, Stage.SCORING, Stage.ASSESSED, Stage.PROPOSED)


class Completeness(models.TextChoices):
    """What the completeness check has found so far."""

    OPEN = "open", _("Not checked yet")
    WAITING = "waiting", _("More was requested")
    ANSWERED = "answered", _("The municipality has answered")
    INCOMPLETE = "incomplete", _("Incomplete")
    COMPLETE = "complete", _("Complete")


class Case(models.Model):
    """One row per case: what lists show, filter and sort by, and the lock of everything an authority does with it.

    A case comes from a submitted `application`, or has none (a grant of earlier years that was taken over). Names and
    keys stay as they were then. Figures that other rows prove are repeated here for lists and kept by the actions that
    write those rows: `score` (scoring), `eligible` and `proposed` (examination), `granted` (the ledger: the amount now
    in force), `due_on` (the next dated duty), `unread_authority` and `unread_applicant` (messages).
    """

    number = models.CharField(_("number"), max_length=40, unique=True)
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="case", null=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="cases")
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="cases", null=True)
    block = models.ForeignKey(BuildingBlock, on_delete=models.PROTECT, related_name="cases", null=True)
    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="handled_cases", null=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="cases", null=True)
    applicant_key = models.CharField(_("municipality key"), max_length=KEY_LENGTH, blank=True)
    applicant_name = models.CharField(_("applicant"), max_length=300)
    applicant_kind = models.CharField(
        _("kind of applicant"), max_length=12, choices=ApplicantKind.choices, blank=True
    )  # empty for bodies outside the register
    applicant_sort = SortKeyField(max_length=400, editable=False)
    district_key = models.CharField(max_length=KEY_LENGTH, blank=True)
    region_key = models.CharField(max_length=KEY_LENGTH, blank=True)
    title = models.CharField(_("title"), max_length=250)
    title_sort = SortKeyField(max_length=400, editable=False)
    starts_on = models.DateField(_("project from"), null=True)
    ends_on = models.DateField(_("project until"), null=True)
    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices, default=Stage.RECEIVED)
    completeness = models.CharField(
        _("completeness"), max_length=12, choices=Completeness.choices, default=Completeness.OPEN
    )
    received_at = models.DateTimeField(_("received"))
    stage_since = models.DateTimeField(_("in this stage since"), default=timezone.now)
    changed_at = models.DateTimeField(_("last change"), default=timezone.now)
    examiner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="cases_in_hand", null=True, blank=True,
        verbose_name=_("examiner"),
    )  # fmt: skip
    examiner_name = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(_("due"), null=True)
    due_what = models.CharField(max_length=200, blank=True)
    applied = models.DecimalField(_("amount applied for"), max_digits=14, decimal_places=2, default=0)
    eligible = models.DecimalField(_("eligible expenditure"), max_digits=14, decimal_places=2, null=True)
    proposed = models.DecimalField(_("amount proposed"), max_digits=14, decimal_places=2, null=True)
    granted = models.DecimalField(_("amount in force"), max_digits=14, decimal_places=2, default=0)
    score = models.DecimalField(_("score"), max_digits=6, decimal_places=2, null=True)
    unread_authority = models.PositiveIntegerField(default=0)
    unread_applicant = models.PositiveIntegerField(default=0)
    is_public = models.BooleanField(
        _("public"), default=True, help_text=_("Whether the project may appear in public lists once it is granted.")
    )

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ("-received_at", "-pk")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(name="case_of_authority", fields=["authority", "call", "stage"]),
            models.Index(name="case_of_examiner", fields=["examiner", "stage", "authority"]),
            models.Index(name="case_in_hand", fields=["examiner", "received_at", "id"]),
            models.Index(name="case_of_place", fields=["applicant_key", "received_at"]),
            models.Index(name="case_due", fields=["authority", "due_on", "id"]),
            # Each order of an authority's work list, so that a page costs the same whatever their number.
            models.Index(name="case_by_arrival", fields=["authority", "received_at", "id"]),
            models.Index(name="case_by_number", fields=["authority", "number"]),
            models.Index(name="case_by_applicant", fields=["authority", "applicant_sort", "id"]),
            models.Index(name="case_by_title", fields=["authority", "title_sort", "id"]),
            models.Index(name="case_by_amount", fields=["authority", "applied", "id"]),
            models.Index(name="case_by_score", fields=["authority", "score", "id"]),
            models.Index(name="case_by_stage", fields=["authority", "stage", "id"]),
            models.Index(name="case_by_examiner", fields=["authority", "examiner_name", "id"]),
            models.Index(name="case_by_change", fields=["authority", "changed_at", "id"]),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="case_stage_known", condition=Q(stage__in=Stage.values)),
            models.CheckConstraint(name="case_completeness_known", condition=Q(completeness__in=Completeness.values)),
            models.CheckConstraint(name="case_granted_not_negative", condition=Q(granted__gte=0)),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("examination:case", kwargs={"number": self.number})

    @property
    def is_undecided(self) -> bool:
        return self.stage in UNDECIDED
