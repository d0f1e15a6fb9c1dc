"""Test answers of somebody who edits a questionnaire."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kommin.people.models import User
from kommin.questionnaires.models.questionnaire import Questionnaire


class Trial(models.Model):
    """The answers with which one person tries a questionnaire out; they mean nothing to anybody else."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="trials")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    sheet = models.JSONField(default=dict)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("test answers")
        verbose_name_plural = _("test answers")
        constraints = [models.UniqueConstraint(name="questionnaire_one_trial", fields=["questionnaire", "person"])]

    def __str__(self) -> str:
        return f"{self.questionnaire_id} {self.person_id}"
