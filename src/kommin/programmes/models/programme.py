"""A funding programme: the frame that guidelines, means and calls belong to."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kommin.people.models import Organisation
from kommin.programmes.words import Described


class Programme(Described):
    """A programme of one ministry, from a day on; never deleted. `text` holds its aims."""

    ministry = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="programmes")
    slug = models.SlugField(_("short name in addresses"), max_length=60, unique=True)
    valid_from = models.DateField(_("first day"))
    valid_until = models.DateField(_("last day"), null=True, blank=True)
    predecessor = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="successors", null=True, blank=True,
        verbose_name=_("predecessor"),
    )  # fmt: skip
    regime = models.CharField(
        _("legal regime"), max_length=40, blank=True,
        help_text=_("A name such as NRW-2025, or a date; left empty, the law of the day on which a call opens."),
    )  # fmt: skip
    second_person_publishes = models.BooleanField(
        _("A second person publishes calls"),
        default=False,
        help_text=_("Whoever has checked a call then cannot publish it."),
    )

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ("-valid_from", "pk")
        constraints = [
            models.CheckConstraint(
                name="programme_days_in_order",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                violation_error_message=_("The last day lies before the first day."),
            ),
            models.CheckConstraint(
                name="programme_not_its_own_predecessor",
                condition=Q(predecessor__isnull=True) | ~Q(predecessor=F("pk")),
                violation_error_message=_("A programme cannot be its own predecessor."),
            ),
        ]
