"""Scores by the call's criteria: who scores, each one's sheet, the consensus, and what counts."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kommin.cases.models import Case
from kommin.foundation.audit.triggers import append_only
from kommin.programmes.models import Call

DEFAULT_SCORERS = 2
DEFAULT_SPREAD = 40


class ScoringRules(models.Model):
    """How one call is scored; a call without a row has the defaults.

    `spread_percent`: from which distance between the highest and the lowest points of a criterion, in percent of its
    most points, the examiners have to agree on a common score.
    """

    call = models.OneToOneField(Call, on_delete=models.CASCADE, primary_key=True, related_name="scoring_rules")
    scorers_per_case = models.PositiveSmallIntegerField(_("examiners per case"), default=DEFAULT_SCORERS)
    spread_percent = models.PositiveSmallIntegerField(_("large difference in percent"), default=DEFAULT_SPREAD)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("rules of scoring")
        verbose_name_plural = _("rules of scoring")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="scoring_rules_plausible",
                condition=Q(scorers_per_case__gte=1, scorers_per_case__lte=9, spread_percent__gte=1)
                & Q(spread_percent__lte=100),
            )
        ]

    def __str__(self) -> str:
        return f"{self.call_id}: {self.scorers_per_case}, {self.spread_percent} %"


class Scorer(models.Model):
    """Somebody who is to score a case. Ended, never deleted, when another takes over."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="scorers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="scorings")
    name = models.CharField(max_length=200)
    assigned_at = models.DateTimeField(default=timezone.now)
    assigned_by_name = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=200, blank=True)
    ended_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("scoring examiner")
        verbose_name_plural = _("scoring examiners")
        ordering = ("case", "pk")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(name="scorer_of_person", fields=["person", "ended_at"]),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="scorer_once", fields=["case", "person"], condition=Q(ended_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.name}"


@append_only(updates="OLD.handed_in_at IS NULL OR NEW.handed_in_at IS NULL")
class ScoreSheet(models.Model):
    """One examiner's points by one version of the criteria; a draft until it is handed in, then unchangeable.

    `criteria` are the call's criteria as they were frozen (id, titles, weight, most points), `digest` their SHA-256.
    `points` maps a criterion's id to `{"points": "3.5", "comment": "…"}`; `total` is the weighted score in percent.
    The database lets a handed-in sheet change only by taking it back. `stamp` counts the saves, `page` is the mark of
    the open page that saved last: what a page saved itself is no conflict to it.
    """

    scorer = models.ForeignKey(Scorer, on_delete=models.PROTECT, related_name="sheets")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="score_sheets")
    criteria = models.JSONField()
    digest = models.CharField(max_length=64)
    points = models.JSONField(default=dict)
    comment = models.TextField(_("comment"), blank=True)
    stamp = models.PositiveIntegerField(default=0)
    page = models.CharField(max_length=16, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    total = models.DecimalField(_("score"), max_digits=6, decimal_places=2, null=True)
    handed_in_at = models.DateTimeField(_("handed in"), null=True)
    handed_in_by_id = models.BigIntegerField(null=True)
    handed_in_by_name = models.CharField(max_length=200, blank=True)
    deputising_for = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("score sheet")
        verbose_name_plural = _("score sheets")
        ordering = ("case", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="score_sheet_once", fields=["scorer", "digest"]),
            models.CheckConstraint(
                name="score_sheet_total_when_handed_in",
                condition=Q(handed_in_at__isnull=True) | Q(total__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.scorer_id}"


class ConsensusState(models.TextChoices):
    """What became of a proposal for a common score."""

    PROPOSED = "proposed", pgettext_lazy("common score", "Proposed")
    AGREED = "agreed", pgettext_lazy("common score", "Agreed")
    DECLINED = "declined", pgettext_lazy("common score", "Declined")
    VOID = "void", pgettext_lazy("common score", "Void")


class Consensus(models.Model):
    """A common score, proposed by one examiner and agreed on by all others who scored.

    `lines` maps a criterion's id to `{"points": "3.5", "reason": "…"}`. `is_mean` marks the head's decision that the
    mean shall stand although the scores lie far apart; it has no lines.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="consensus_rounds")
    digest = models.CharField(max_length=64)
    lines = models.JSONField(default=dict)
    reason = models.TextField(_("reason"))
    is_mean = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=ConsensusState.choices, default=ConsensusState.PROPOSED)
    proposed_at = models.DateTimeField(default=timezone.now)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="proposed_scores", null=True
    )
    proposed_by_name = models.CharField(max_length=200)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("common score")
        verbose_name_plural = _("common scores")
        ordering = ("case", "-pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="consensus_one_open", fields=["case"], condition=Q(state=ConsensusState.PROPOSED)
            ),
            models.CheckConstraint(name="consensus_state_known", condition=Q(state__in=ConsensusState.values)),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.get_state_display()}"


@append_only
class ConsensusVoice(models.Model):
    """What one examiner says to a proposed common score."""

    consensus = models.ForeignKey(Consensus, on_delete=models.PROTECT, related_name="voices")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    agrees = models.BooleanField()
    comment = models.TextField(_("comment"), blank=True)
    at = models.DateTimeField(default=timezone.now)
    by_name = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("answer to a common score")
        verbose_name_plural = _("answers to common scores")
        ordering = ("consensus", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="consensus_voice_once", fields=["consensus", "person"]),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.agrees}"


class Basis(models.TextChoices):
    """What a case's score rests on."""

    SINGLE = "single", _("one examiner")
    MEAN = "mean", _("mean of the examiners")
    CONSENSUS = "consensus", _("common score")
    MEAN_STANDS = "mean_stands", _("mean, by decision of the head")


class ScoreResult(models.Model):
    """What `Case.score` rests on; gone as soon as it holds no longer (another examiner, other criteria)."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="score_result")
    digest = models.CharField(max_length=64)
    score = models.DecimalField(_("score"), max_digits=6, decimal_places=2)
    basis = models.CharField(max_length=12, choices=Basis.choices)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("result of scoring")
        verbose_name_plural = _("results of scoring")

    def __str__(self) -> str:
        return f"{self.case_id}: {self.score}"
