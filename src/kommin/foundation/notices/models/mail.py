"""The outbox, the words of mails, and addresses that do not exist."""

import uuid
from email.utils import parseaddr

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kommin.foundation.notices.models.notice import KEY_LENGTH
from kommin.foundation.runs.leases import Leased


def new_message_id() -> str:
    """A Message-ID that stays with a mail however often it is tried."""
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return f"<{uuid.uuid4().hex}@{address.partition('@')[2] or 'localhost'}>"


class Mail(Leased):
    """One mail to one address. Created in the transaction of what it tells about; sent when that is committed.

    A mail either names a text with its values, and is written when it is sent, or comes ready from a library. After it
    was sent its content is blanked: links in it may be secret.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        HANDING_OVER = "handing_over", _("being handed over")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        UNCLEAR = "unclear", _("unclear whether it was sent")
        WITHHELD = "withheld", _("not sent, the address does not exist")

    key = models.CharField(max_length=KEY_LENGTH + 50, unique=True, help_text="the same key is sent once")
    to = models.EmailField(_("to"), max_length=254)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    language = models.CharField(max_length=2, default="de")
    text_name = models.CharField(max_length=100, blank=True, default="")
    context = models.JSONField(default=dict, blank=True)
    organisation = models.BigIntegerField(null=True, blank=True, help_text="whose own text is used")
    subject = models.CharField(max_length=300, blank=True, default="")
    plain = models.TextField(blank=True, default="")
    html = models.TextField(blank=True, default="")
    state = models.CharField(max_length=15, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    run_after = models.DateTimeField(default=timezone.now)
    message_id = models.CharField(max_length=200, unique=True, default=new_message_id, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    settled_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True, default="")

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["run_after", "id"], name="mails_waiting", condition=models.Q(state="waiting")),
            models.Index(fields=["state", "-created_at"], name="mails_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.text_name or self.subject} ({self.get_state_display()})"


class MailText(models.Model):
    """The words of one mail in one language as somebody edited them, for the whole house or for one organisation."""

    name = models.CharField(max_length=100)
    language = models.CharField(max_length=2)
    organisation = models.BigIntegerField(default=0, help_text="0 for the whole house")
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"), max_length=10_000)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    edited_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("mail text")
        verbose_name_plural = _("mail texts")
        ordering = ["name", "language"]
        constraints = [
            models.UniqueConstraint(fields=["name", "language", "organisation"], name="mail_text_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"


class Bounce(models.Model):
    """An address that a mail server said does not take mail. A person who changes the address is reached again."""

    address = models.CharField(max_length=254, unique=True, help_text="in small letters")
    status = models.CharField(max_length=20, blank=True, default="")
    reason = models.CharField(max_length=500, blank=True, default="")
    bounced_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("address that does not exist")
        verbose_name_plural = _("addresses that do not exist")
        ordering = ["-bounced_at"]

    def __str__(self) -> str:
        return self.address
