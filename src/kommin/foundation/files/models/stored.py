"""Files and the shelves they stand on: one shelf for each thing that owns files."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kommin.foundation.files.kinds import KINDS, FileKind


class FileState(models.TextChoices):
    """What may be done with a file."""

    READY = "ready", _("Ready")
    QUARANTINED = "quarantined", _("In quarantine, not checked yet")
    INFECTED = "infected", _("Malware found, content deleted")
    REMOVED = "removed", _("Removed")


class Shelf(models.Model):
    """All files of one owner, such as an application. The row is locked to count them."""

    owner_type = models.CharField(max_length=60)
    owner_id = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("shelf")
        verbose_name_plural = _("shelves")
        constraints = [models.UniqueConstraint(name="shelf_once", fields=["owner_type", "owner_id"])]

    def __str__(self) -> str:
        return f"{self.owner_type} {self.owner_id}"


class StoredFile(models.Model):
    """One upload. The row stays when the content is removed, because the record speaks of it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    shelf = models.ForeignKey(Shelf, on_delete=models.PROTECT, related_name="files")
    purpose = models.CharField(max_length=60, blank=True, help_text=_("What the owner needs it for; the owner’s word."))
    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=10, choices=[(kind.key, kind.label) for kind in KINDS.values()])
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    path = models.CharField(max_length=120, unique=True, null=True, editable=False)  # noqa: DJ001 - null is unique
    state = models.CharField(_("state"), max_length=12, choices=FileState.choices)
    scanned_at = models.DateTimeField(null=True, blank=True)
    uploaded_at = models.DateTimeField(_("uploaded"), default=timezone.now)
    uploaded_by_id = models.BigIntegerField(null=True, blank=True)
    uploaded_by = models.CharField(_("uploaded by"), max_length=200, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ("uploaded_at", "pk")
        indexes = [
            models.Index(name="file_of_shelf", fields=["shelf", "state"]),
            models.Index(name="file_in_quarantine", fields=["uploaded_at"], condition=Q(state="quarantined")),
        ]
        constraints = [
            models.CheckConstraint(name="file_state_known", condition=Q(state__in=FileState.values)),
            models.CheckConstraint(
                name="file_content_while_it_may_be_had",
                condition=Q(state__in=["ready", "quarantined"], path__isnull=False)
                | Q(state__in=["infected", "removed"], path__isnull=True),
            ),
            models.CheckConstraint(name="file_not_empty", condition=Q(size__gt=0)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def file_kind(self) -> FileKind:
        return KINDS[self.kind]

    @property
    def is_ready(self) -> bool:
        return self.state == FileState.READY

    @property
    def is_quarantined(self) -> bool:
        return self.state == FileState.QUARANTINED
