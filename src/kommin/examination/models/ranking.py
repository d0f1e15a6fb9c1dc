"""Scenarios of a round, their comments, and the proposal that one of them became."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kommin.cases.models import Case
from kommin.foundation.audit.triggers import append_only
from kommin.people.models import Organisation
from kommin.programmes.models import Call


class Scenario(models.Model):
    """A what-if over a round: rules, and what followed from them when it was computed. It changes no case.

    `authority` is empty for a scenario of the ministry over the whole round. `rules` are those of
    `examination.ranking.rules`, `summary` the sums that its page shows without reading its lines.
    """

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="scenarios")
    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="scenarios", null=True)
    name = models.CharField(_("name"), max_length=120)
    note = models.TextField(_("note"), blank=True)
    rules = models.JSONField()
    summary = models.JSONField(default=dict)
    computed_at = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="scenarios", null=True
    )
    created_by_name = models.CharField(max_length=200)
    hidden_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("scenario")
        verbose_name_plural = _("scenarios")
        ordering = ("call", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="scenario_name_once_of_authority",
                fields=["call", "authority", "name"],
                condition=Q(hidden_at__isnull=True, authority__isnull=False),
            ),
            models.UniqueConstraint(
                name="scenario_name_once_of_ministry",
                fields=["call", "name"],
                condition=Q(hidden_at__isnull=True, authority__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ScenarioLine(models.Model):
    """What a scenario says about one case, and the figures it was computed from."""

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="lines")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="scenario_lines")
    place = models.PositiveIntegerField(_("place"))
    award = models.BooleanField()
    why = models.CharField(max_length=20)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    years = models.JSONField(default=dict)
    score = models.DecimalField(_("score"), max_digits=6, decimal_places=2, null=True)
    asked = models.DecimalField(_("amount judged"), max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = _("line of a scenario")
        verbose_name_plural = _("lines of scenarios")
        ordering = ("scenario", "place")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="scenario_line_once", fields=["scenario", "case"]),
        ]

    def __str__(self) -> str:
        return f"{self.scenario_id} · {self.place}"


@append_only
class ScenarioComment(models.Model):
    """What somebody says about a scenario."""

    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="comments")
    text = models.TextField(_("comment"))
    at = models.DateTimeField(default=timezone.now)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("comment on a scenario")
        verbose_name_plural = _("comments on scenarios")
        ordering = ("scenario", "pk")

    def __str__(self) -> str:
        return f"{self.scenario_id} · {self.by_name}"


class Proposal(models.Model):
    """A scenario that was adopted. A later one takes its place case by case; nothing of it is ever removed."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="proposals")
    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="proposals", null=True)
    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="proposals")
    number = models.PositiveIntegerField(_("number"))
    reason = models.TextField(_("reason"), blank=True)
    rules = models.JSONField()
    adopted_at = models.DateTimeField(default=timezone.now)
    adopted_by_id = models.BigIntegerField(null=True)
    adopted_by_name = models.CharField(max_length=200)
    deputising_for = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ("call", "number")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="proposal_once", fields=["call", "number"]),
        ]

    def __str__(self) -> str:
        return f"{self.call_id} · {self.number}"


class ProposalLine(models.Model):
    """What a proposal says about one case: award or refuse, and the amount per budget year.

    One line of a case is in force at most; `ended_at` and `ended_why` say when and why it ceased to be.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="lines")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="proposal_lines")
    place = models.PositiveIntegerField(_("place"))
    award = models.BooleanField(_("award"))
    why = models.CharField(max_length=20)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    years = models.JSONField(default=dict)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("line of a proposal")
        verbose_name_plural = _("lines of proposals")
        ordering = ("proposal", "place")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="proposal_line_once", fields=["proposal", "case"]),
            models.UniqueConstraint(
                name="proposal_line_one_in_force", fields=["case"], condition=Q(ended_at__isnull=True)
            ),
            models.CheckConstraint(
                name="proposal_line_refusal_without_money",
                condition=Q(award=True, amount__gt=0) | Q(award=False, amount=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} · {self.place}"
