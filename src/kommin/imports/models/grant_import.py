"""An import of old grants: one file of one source, what was decided about it, and whether it counts."""

import zlib
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kommin.foundation.runs.models import Run
from kommin.imports.core.mapping import Mapping, read_mapping
from kommin.programmes.models import Programme
from kommin.register.models import Register


class ImportState(models.TextChoices):
    """How far an import has come. Only `LOADED` counts in figures."""

    READING = "reading", pgettext_lazy("state of an import", "Being read")
    REFUSED = "refused", pgettext_lazy("state of an import", "Cannot be read")
    PREPARED = "prepared", pgettext_lazy("state of an import", "Not loaded yet")
    LOADED = "loaded", pgettext_lazy("state of an import", "Loaded")
    TAKEN_BACK = "taken_back", pgettext_lazy("state of an import", "Taken back")
    DISCARDED = "discarded", pgettext_lazy("state of an import", "Discarded")


class GrantImport(models.Model):
    """One file. `source` names where it comes from: a later file of the same source is a newer edition of it.

    `content` is the file itself, packed, so that a mapping can be changed and an audit can see what was loaded.
    `summary` repeats figures of its rows for lists: counts, sums per column, control totals, doubts of the whole file.
    `work` is the long work that reads or loads it, `read_at` the moment up to which other imports were looked at. Of a
    file that is refused nothing is kept but its name and the reason.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="grant_imports")
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(_("source"), max_length=200)
    edition_of = models.ForeignKey("self", on_delete=models.PROTECT, related_name="editions", null=True)
    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    content = models.BinaryField(editable=False)
    mapping = models.JSONField(default=dict)
    control_total = models.DecimalField(_("control total"), max_digits=16, decimal_places=2, null=True)
    summary = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=12, choices=ImportState.choices, default=ImportState.PREPARED)
    revision = models.PositiveIntegerField(default=1)
    work = models.ForeignKey(Run, on_delete=models.SET_NULL, related_name="+", null=True)
    read_at = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(_("begun"), default=timezone.now)
    created_by_name = models.CharField(_("begun by"), max_length=200, blank=True)
    loaded_at = models.DateTimeField(_("loaded"), null=True)
    loaded_by_name = models.CharField(_("loaded by"), max_length=200, blank=True)
    taken_back_at = models.DateTimeField(_("taken back"), null=True)
    taken_back_by_name = models.CharField(_("taken back by"), max_length=200, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("import of grants")
        verbose_name_plural = _("imports of grants")
        ordering = ("-pk",)
        indexes: ClassVar[list[models.Index]] = [
            models.Index(name="grant_import_of_source", fields=["programme", "source", "state"]),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="grant_import_state_known", condition=Q(state__in=ImportState.values)),
            models.CheckConstraint(
                name="grant_import_loaded_at",
                condition=Q(state__in=["reading", "refused", "prepared", "discarded"], loaded_at__isnull=True)
                | Q(state__in=["loaded", "taken_back"], loaded_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.pk})"

    def get_absolute_url(self) -> str:
        return reverse("imports:detail", args=[self.pk])

    @property
    def given(self) -> Mapping:
        """The mapping as it was used."""
        return read_mapping(self.mapping)

    @property
    def is_open(self) -> bool:
        """Whether it can still be changed, loaded or discarded."""
        return self.state == ImportState.PREPARED

    @property
    def may_be_discarded(self) -> bool:
        """Whether it can be put aside: it never counted."""
        return self.state in (ImportState.PREPARED, ImportState.READING)

    @property
    def is_read(self) -> bool:
        """Whether there are rows to look at."""
        return bool(self.summary)

    @property
    def is_at_work(self) -> bool:
        """Whether a worker reads or loads it, or is about to."""
        return self.work is not None and self.work.state == Run.State.RUNNING

    @property
    def file(self) -> bytes:
        """The file as it came."""
        return zlib.decompress(bytes(self.content))

    @property
    def ledger_source(self) -> str:
        """How its entries in the ledger begin."""
        return f"import:{self.pk}:"

    def count(self, name: str) -> int:
        """A figure of the summary."""
        counts: dict[str, Any] = self.summary.get("counts", {})
        return int(counts.get(name, 0))


class RememberedMapping(models.Model):
    """What was decided about a source, proposed again for its next file."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=200)
    mapping = models.JSONField(default=dict)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("remembered mapping")
        verbose_name_plural = _("remembered mappings")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="mapping_once_for_a_source", fields=["programme", "source"]),
        ]

    def __str__(self) -> str:
        return self.source
