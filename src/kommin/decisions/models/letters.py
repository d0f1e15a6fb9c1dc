"""The words and the head of an authority's letters: every saved version stays, the latest one is used."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kommin.decisions.models.decision import Kind
from kommin.foundation.audit.triggers import append_only
from kommin.people.models import Organisation


class Version(models.Model):
    """What both kinds of version share: whose it is, its number, who saved it and why."""

    number = models.PositiveIntegerField(_("version"))
    note = models.CharField(_("what is new"), max_length=200, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, editable=False
    )
    made_by_name = models.CharField(max_length=200, editable=False)
    made_at = models.DateTimeField(_("saved"), default=timezone.now, editable=False)

    class Meta:
        abstract = True


@append_only
class LetterText(Version):
    """The blocks of text of one kind of letter of one authority, all of them: `{"remedy": "…", …}`."""

    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="letter_texts")
    kind = models.CharField(_("kind"), max_length=14, choices=Kind.choices)
    blocks = models.JSONField(_("texts"))

    class Meta:
        verbose_name = _("texts of a letter")
        verbose_name_plural = _("texts of letters")
        ordering = ("authority", "kind", "-number")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="letter_text_number_once", fields=["authority", "kind", "number"]),
            models.CheckConstraint(name="letter_text_kind_known", condition=Q(kind__in=Kind.values)),
        ]

    def __str__(self) -> str:
        return f"{self.authority_id} {self.kind} {self.number}"


@append_only
class LetterHead(Version):
    """Address, contact and courts of one authority: `head` and `courts` as `letters.head` writes them."""

    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="letter_heads")
    head = models.JSONField(_("address and contact"))
    courts = models.JSONField(_("courts"), default=list)

    class Meta:
        verbose_name = _("letterhead")
        verbose_name_plural = _("letterheads")
        ordering = ("authority", "-number")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="letter_head_number_once", fields=["authority", "number"])
        ]

    def __str__(self) -> str:
        return f"{self.authority_id} {self.number}"
