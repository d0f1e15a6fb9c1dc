"""What people keep of their work list: views of it, the columns they want, and who examines which places."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kommin.cases.models.case import KEY_LENGTH
from kommin.people.models import Organisation

LONGEST_NAME = 80


class SavedView(models.Model):
    """Filters, order and columns under a name. Its owner alone sees it, or everybody of the organisation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    query = models.TextField(editable=False)
    """The address of the list without its page, as `worklist.listing` writes it."""
    columns: Any = models.JSONField(default=list, editable=False)
    shared = models.BooleanField(_("share with colleagues"), default=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ("name", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="saved_view_once", fields=["organisation", "owner", "name"]),
            models.CheckConstraint(name="saved_view_named", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


class ListChoice(models.Model):
    """What a person wants to see on opening the work list of an organisation: columns, and a view of one's own or a
    shared one."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    columns: Any = models.JSONField(default=list)
    view = models.ForeignKey(SavedView, on_delete=models.SET_NULL, related_name="+", null=True)

    class Meta:
        verbose_name = _("choice for the work list")
        verbose_name_plural = _("choices for the work list")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="list_choice_once", fields=["organisation", "person"]),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.person_id}"


class AssignmentRule(models.Model):
    """Who examines the cases of a place. `area` is the key of a region or district, empty for everywhere."""

    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="assignment_rules")
    area = models.CharField(_("area"), max_length=KEY_LENGTH, blank=True)
    area_name = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by_name = models.CharField(max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = _("rule of assignment")
        verbose_name_plural = _("rules of assignment")
        ordering = ("area_name", "area", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="assignment_rule_once", fields=["authority", "area", "person"]),
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.person_id}"
