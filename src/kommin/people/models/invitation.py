"""The only way to an account: somebody who may invites an e-mail address to an organisation."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kommin.people.models.membership import Role
from kommin.people.models.organisation import Organisation
from kommin.people.models.user import LANGUAGES, User

LIFETIME = timedelta(days=14)


class Invitation(models.Model):
    """An offer of a role, bound to one e-mail address, good once and for a fortnight.

    Only a digest of the link's secret is stored: who reads the database cannot accept.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    administers_members = models.BooleanField(_("administers members"), default=False)
    valid_until = models.DateField(_("membership ends on"), null=True, blank=True)
    language = models.CharField(_("language of the letter"), max_length=2, choices=LANGUAGES, default="de")
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        help_text=_("Empty: by a command."),
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(editable=False)
    accepted_at = models.DateTimeField(null=True, blank=True, editable=False)
    accepted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ("-sent_at", "-pk")
        indexes = [models.Index(name="invitation_of_email", fields=["email"])]
        constraints = [
            models.CheckConstraint(
                name="invitation_accepted_or_revoked",
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True),
            ),
            models.CheckConstraint(
                name="invitation_accepted_by_somebody",
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
            ),
            models.CheckConstraint(name="invitation_expires_later", condition=Q(expires_at__gt=F("sent_at"))),
            models.UniqueConstraint(
                name="invitation_one_open",
                fields=["organisation", "email", "role"],
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                violation_error_message=_("This address is already invited in this role."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.organisation_id}"

    @property
    def is_open(self) -> bool:
        """Neither accepted nor revoked nor expired."""
        return self.accepted_at is None and self.revoked_at is None and not self.is_expired

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()
