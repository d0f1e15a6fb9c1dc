"""Who may not decide about whom (§§ 20, 21 VwVfG)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kommin.people.models.dated import Dated, DatedQuerySet, dates_in_order
from kommin.people.models.organisation import KEY_LENGTH, MUNICIPALITY_KEY
from kommin.people.models.user import User


class Ground(models.TextChoices):
    """Why somebody is excluded. Living in a municipality is no ground: § 20 (1) sentence 3 VwVfG."""

    EMPLOYED = "employed", _("employed by the municipality")  # § 20 (1) no. 5 VwVfG
    ORGAN = "organ", _("member of its council or of another of its organs")  # § 20 (1) no. 5 VwVfG
    REPRESENTS = "represents", _("represents the municipality")  # § 20 (1) no. 3 and 4 VwVfG
    RELATIVE = (
        "relative",
        _("near relative of somebody to whom one of these applies"),
    )  # § 20 (1) no. 4, (5), § 21 VwVfG
    BIASED = "biased", _("other reason to doubt impartiality")  # § 21 VwVfG


class ConflictOfInterest(Dated):
    """A declared reason why a person may not examine one municipality's cases. Never deleted, only ended."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="conflicts")
    municipality_key = models.CharField(_("municipality key"), max_length=KEY_LENGTH, validators=[MUNICIPALITY_KEY])
    municipality_name = models.CharField(_("municipality"), max_length=300)
    ground = models.CharField(_("ground"), max_length=20, choices=Ground.choices)
    declared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    declared_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )

    objects: ClassVar[models.Manager] = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        ordering = ("-valid_from", "-pk")
        indexes = [models.Index(name="conflict_of_municipality", fields=["municipality_key", "person"])]
        constraints = [
            dates_in_order("conflict_dates_in_order"),
            models.CheckConstraint(name="conflict_ground_known", condition=Q(ground__in=Ground.values)),
            models.UniqueConstraint(
                name="conflict_one_without_end",
                fields=["person", "municipality_key", "ground"],
                condition=Q(valid_until__isnull=True),
                violation_error_message=_("This conflict of interest is already declared."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.ground} {self.municipality_key}"
