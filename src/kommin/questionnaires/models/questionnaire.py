"""Questionnaires of an organisation and their versions."""

from functools import cached_property
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kommin.foundation.audit.triggers import append_only
from kommin.people.models import Organisation, User
from kommin.questionnaires.definition import Definition, load

TITLE_LENGTH = 300


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")


class Questionnaire(models.Model):
    """One questionnaire through all its versions. `title` repeats the German title of the newest one, for lists."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, editable=False)

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        ordering = ("title", "pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("questionnaires:versions", kwargs={"pk": self.pk})


@append_only(updates="OLD.state = 'draft'")
class QuestionnaireVersion(models.Model):
    """One version. A draft changes, a published one never again: the database refuses it.

    `stamp` rises with every change of a draft. `sha256` is the fingerprint of a published definition.
    """

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    content = models.JSONField(_("definition"), default=dict)
    stamp = models.PositiveIntegerField(default=0, editable=False)
    based_on = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)

    objects: ClassVar[models.Manager] = models.Manager()

    class Meta:
        verbose_name = _("version of a questionnaire")
        verbose_name_plural = _("versions of questionnaires")
        ordering = ("questionnaire", "-number")
        constraints = [
            models.UniqueConstraint(name="questionnaire_version_once", fields=["questionnaire", "number"]),
            models.UniqueConstraint(
                name="questionnaire_one_draft", fields=["questionnaire"], condition=Q(state="draft")
            ),
            models.CheckConstraint(name="questionnaire_state_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(
                name="questionnaire_published_has_moment_and_hash",
                condition=Q(state="draft", published_at__isnull=True, sha256="")
                | (Q(state="published", published_at__isnull=False) & ~Q(sha256="")),
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(title)s, version %(number)s") % {"title": self.questionnaire.title, "number": self.number}

    def get_absolute_url(self) -> str:
        return reverse("questionnaires:version", kwargs={"pk": self.pk})

    @property
    def organisation_id(self) -> int:
        """Whose questionnaire this is; permission rules ask for it."""
        return self.questionnaire.organisation_id

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT

    @cached_property
    def definition(self) -> Definition:
        """What this version asks."""
        return load(self.content)
