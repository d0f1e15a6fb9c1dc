"""Imports of old releases: one file of one source, what becomes of each of its entries, and what came of it."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kommin.foundation.runs.models import Run
from kommin.portal.models.media import PortalDocument, PortalImage
from kommin.portal.models.press import PressRelease
from kommin.portal.old_releases.doubts import Doubt
from kommin.portal.old_releases.mapping import Mapping, read_mapping


class ReleaseImportState(models.TextChoices):
    """How far an import has come."""

    PREPARED = "prepared", pgettext_lazy("state of an import", "Not loaded yet")
    LOADING = "loading", pgettext_lazy("state of an import", "Being loaded")
    LOADED = "loaded", pgettext_lazy("state of an import", "Loaded")
    TAKING_BACK = "taking_back", pgettext_lazy("state of an import", "Being taken back")
    TAKEN_BACK = "taken_back", pgettext_lazy("state of an import", "Taken back")
    DISCARDED = "discarded", pgettext_lazy("state of an import", "Discarded")


class ReleaseImport(models.Model):
    """One file. `source` names where it comes from: a later file of the same source is a newer edition of it.

    `content` is the file itself, packed; `bundle` the images and documents given beside, kept until they are loaded.
    `topics` says which of our topics (by number) an old topic is; 0 leaves it out. `summary` repeats figures for lists.
    """

    source = models.CharField(_("source"), max_length=200)
    language = models.CharField(_("language"), max_length=2, choices=[("de", "Deutsch"), ("en", "English")])
    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    content = models.BinaryField(editable=False)
    bundle = models.FileField(upload_to="imports/%Y/", blank=True, editable=False)
    bundle_name = models.CharField(_("files beside it"), max_length=200, blank=True)
    mapping = models.JSONField(default=dict)
    topics = models.JSONField(default=dict)
    summary = models.JSONField(default=dict)
    state = models.CharField(
        _("state"), max_length=12, choices=ReleaseImportState.choices, default=ReleaseImportState.PREPARED
    )
    revision = models.PositiveIntegerField(default=1)
    read_by = models.JSONField(default=list, help_text="accounts that sent the file or changed how it is read")
    run = models.ForeignKey(Run, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("begun"), default=timezone.now)
    created_by_name = models.CharField(_("begun by"), max_length=200, blank=True)
    loaded_at = models.DateTimeField(_("released"), null=True)
    loaded_by_name = models.CharField(_("released by"), max_length=200, blank=True)
    taken_back_at = models.DateTimeField(_("taken back"), null=True)
    taken_back_by_name = models.CharField(_("taken back by"), max_length=200, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("import of old releases")
        verbose_name_plural = _("imports of old releases")
        ordering = ("-pk",)
        indexes: ClassVar[list[models.Index]] = [
            models.Index(name="release_import_of_source", fields=["source", "state"]),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="release_import_state_known", condition=Q(state__in=ReleaseImportState.values)),
            models.CheckConstraint(
                name="release_import_loaded_at",
                condition=Q(state__in=["prepared", "discarded"], loaded_at__isnull=True)
                | Q(state__in=["loading", "loaded", "taking_back", "taken_back"], loaded_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.pk})"

    def get_absolute_url(self) -> str:
        return reverse("portal:import", args=[self.pk])

    @property
    def given(self) -> Mapping:
        """The mapping as it was used."""
        return read_mapping(self.mapping)

    @property
    def is_open(self) -> bool:
        """Whether it can still be changed, loaded or discarded."""
        return self.state == ReleaseImportState.PREPARED

    @property
    def doubts(self) -> list[Doubt]:
        """About the file as a whole."""
        return [Doubt.from_json(one) for one in self.summary.get("doubts", [])]

    def count(self, name: str) -> int:
        """A figure of the summary."""
        counts: dict[str, Any] = self.summary.get("counts", {})
        return int(counts.get(name, 0))


class EntryChange(models.TextChoices):
    """What an entry means to what is here."""

    NEW = "new", pgettext_lazy("old release", "new")
    CHANGED = "changed", pgettext_lazy("old release", "changed")
    SAME = "same", pgettext_lazy("old release", "unchanged")
    GONE = "gone", pgettext_lazy("old release", "no longer in the file")
    HELD = "held", pgettext_lazy("old release", "cannot be taken over")


class EntryState(models.TextChoices):
    """What has become of an entry."""

    WAITING = "waiting", pgettext_lazy("old release", "waiting")
    DONE = "done", pgettext_lazy("old release", "taken over")
    KEPT = "kept", pgettext_lazy("old release", "left as it is")
    TAKEN_BACK = "taken_back", pgettext_lazy("old release", "taken back")


class ImportedEntry(models.Model):
    """One entry of a file.

    `release` is the cleaned release of what is new or changed; `before` what `TakenRelease` said before it was loaded.
    """

    release_import = models.ForeignKey(ReleaseImport, on_delete=models.CASCADE, related_name="entries")
    number = models.PositiveIntegerField(help_text="its place in the file; 0 for what is gone")
    identity = models.CharField(max_length=500)
    title = models.CharField(max_length=300, blank=True)
    published = models.DateTimeField(null=True)
    change = models.CharField(max_length=8, choices=EntryChange.choices)
    state = models.CharField(max_length=10, choices=EntryState.choices)
    content_hash = models.CharField(max_length=64, blank=True)
    release = models.JSONField(default=dict)
    redirects = models.JSONField(default=list)
    files = models.JSONField(default=dict, help_text="address → name among the files beside, empty where missing")
    doubts = models.JSONField(default=list)
    to_check = models.PositiveIntegerField(default=0)
    before = models.JSONField(null=True)
    page = models.ForeignKey(PressRelease, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("entry of an import")
        verbose_name_plural = _("entries of imports")
        ordering = ("release_import", "number", "pk")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(name="release_entries_by_change", fields=["release_import", "change", "number"]),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="release_entry_once", fields=["release_import", "identity"]),
        ]

    def __str__(self) -> str:
        return self.title or self.identity

    @property
    def told(self) -> list[Doubt]:
        """Its doubts, those to be looked at first."""
        return sorted((Doubt.from_json(one) for one in self.doubts), key=lambda one: not one.to_check)


class TakenRelease(models.Model):
    """A release of a source that was taken over; by it a second run knows it again, also when its page is gone."""

    source = models.CharField(max_length=200)
    identity = models.CharField(max_length=500)
    content_hash = models.CharField(max_length=64)
    title = models.CharField(max_length=300, blank=True)
    missing = models.JSONField(default=dict, help_text="address → image or attachment, not given until now")
    page = models.ForeignKey(PressRelease, on_delete=models.SET_NULL, null=True, related_name="+")
    revision = models.PositiveBigIntegerField(help_text="the page's revision that the import made")

    class Meta:
        verbose_name = _("release taken over")
        verbose_name_plural = _("releases taken over")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="taken_release_once", fields=["source", "identity"]),
        ]

    def __str__(self) -> str:
        return self.title or self.identity

    @property
    def touched(self) -> str:
        """What people have done here since, as a kind of doubt; empty while its page is as the import left it."""
        if self.page is None:
            return "removed_here"
        if self.page.latest_revision_id is None or not self.page.live:
            return "withdrawn_here"
        return "" if self.page.latest_revision_id == self.revision else "edited_here"


class TakenFile(models.Model):
    """An image or document that was taken along, once per content."""

    release_import = models.ForeignKey(ReleaseImport, on_delete=models.CASCADE, related_name="files")
    source = models.CharField(max_length=200)
    address = models.CharField(max_length=2000)
    sha256 = models.CharField(max_length=64)
    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, null=True, related_name="+")
    document = models.ForeignKey(PortalDocument, on_delete=models.CASCADE, null=True, related_name="+")

    class Meta:
        verbose_name = _("file taken along")
        verbose_name_plural = _("files taken along")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(name="taken_file_by_content", fields=["source", "sha256"]),
        ]

    def __str__(self) -> str:
        return self.address


class RememberedReading(models.Model):
    """What was decided about a source, proposed again for its next file."""

    source = models.CharField(max_length=200, unique=True)
    mapping = models.JSONField(default=dict)
    topics = models.JSONField(default=dict)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("remembered reading")
        verbose_name_plural = _("remembered readings")

    def __str__(self) -> str:
        return self.source
