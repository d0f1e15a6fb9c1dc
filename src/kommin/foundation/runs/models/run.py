"""Work on many items that a person started and watches."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kommin.foundation.runs.leases import Leased
from kommin.foundation.runs.words import in_current_language


class Run(models.Model):
    """One import, bulk decision, export or mailing: what it does, who started it, how far it is."""

    class State(models.TextChoices):
        RUNNING = "running", _("running")
        STOPPED = "stopped", _("stopped")
        FINISHED = "finished", _("finished")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=100)
    titles = models.JSONField(help_text="the title in each language")
    parameters = models.JSONField(default=dict)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    language = models.CharField(max_length=2, default="de", help_text="language of messages about its items")
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0, help_text="counted when the run finishes")
    failed = models.PositiveIntegerField(default=0, help_text="counted when the run finishes")
    error = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)
    turn = models.DateTimeField(default=timezone.now, help_text="when a worker last took one of its items")
    result_file = models.CharField(max_length=300, blank=True, default="")
    result_name = models.CharField(max_length=200, blank=True, default="")
    result_type = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        verbose_name = _("run")
        verbose_name_plural = _("runs")
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["started_by", "-created_at"], name="runs_of_a_person"),
            models.Index(fields=["created_at"], name="runs_at_work", condition=models.Q(state="running")),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return in_current_language(self.titles)


class RunItem(Leased):
    """One item of a run. Its work and the mark that it is done are committed together."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("at work")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=300)
    payload = models.JSONField(default=dict)
    outcome = models.JSONField(null=True, blank=True, help_text="what the step returned, for the result file")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    run_after = models.DateTimeField(default=timezone.now)
    error = models.TextField(blank=True, default="")

    class Meta:
        verbose_name = _("item of a run")
        verbose_name_plural = _("items of runs")
        ordering = ["run", "number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="run_item_number_once")]
        indexes = [models.Index(fields=["run", "state", "number"], name="run_items_by_state")]

    def __str__(self) -> str:
        return self.label
