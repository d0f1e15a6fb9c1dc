"""What the public pages read: derived from the ledger of grants by `rolling`, made anew by `kommin balance rebuild`.

Amounts are whole cents here: sums of them are exact on every database, also on SQLite, which adds decimals as floats.
"""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kommin.cases.models import Case
from kommin.foundation.search.fields import SortKeyField
from kommin.programmes.models import BuildingBlock, Programme

KEY_LENGTH = 16
_COUNTS = ("is_public", "first_on", "ended_on")


class Project(models.Model):
    """A case with a grant, as the project database filters, counts and sorts it.

    `year` is the budget year of its first decision, `first_on` that decision's day; `ended_on` is set once nothing is
    in force any more. `waited` are the days from arrival to decision, unknown where the arrival was not recorded.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="project", primary_key=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="projects")
    block = models.ForeignKey(BuildingBlock, on_delete=models.PROTECT, related_name="projects", null=True)
    applicant_key = models.CharField(max_length=KEY_LENGTH, blank=True)
    applicant_kind = models.CharField(max_length=12, blank=True)
    year = models.PositiveIntegerField(_("year"))
    first_on = models.DateField(_("granted on"))
    ended_on = models.DateField(_("ended on"), null=True)
    cents = models.BigIntegerField()
    title_sort = SortKeyField(max_length=400)
    applicant_sort = SortKeyField(max_length=400)
    is_public = models.BooleanField()
    waited = models.IntegerField(null=True)
    invented = models.BooleanField()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                name="project_facets",
                fields=["programme", "is_public", "year", "block", "applicant_key", "first_on", "ended_on"],
            ),
            # Those of the orders hold all that says whether a project counts: a late page passes over the rest in them.
            models.Index(name="project_titles", fields=["programme", "title_sort", "case", *_COUNTS]),
            models.Index(name="project_applicants", fields=["programme", "applicant_sort", "case", *_COUNTS]),
            models.Index(name="project_amounts", fields=["programme", "cents", "case", *_COUNTS]),
            models.Index(name="project_days", fields=["programme", "first_on", "case", "is_public", "ended_on"]),
            models.Index(name="project_of_place", fields=["applicant_key", "programme"]),
            # Every page asks whether anything is invented; in a real house the answer is found in an empty index.
            models.Index(name="project_invented", fields=["programme"], condition=Q(invented=True)),
            models.Index(name="project_hidden", fields=["programme"], condition=Q(is_public=False)),
        ]

    def __str__(self) -> str:
        return str(self.case_id)

    @property
    def amount(self) -> Decimal:
        return Decimal(self.cents).scaleb(-2)


class Step(models.Model):
    """What one case changed on one day in the means of one budget year. The balance of a day is the sum of all before.

    `projects` is 1 when the case enters the balance, -1 when it leaves; `days` and `timed` come and go with it.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    block = models.ForeignKey(BuildingBlock, on_delete=models.PROTECT, related_name="+", null=True)
    day = models.DateField()
    year = models.PositiveIntegerField()
    means_year = models.PositiveIntegerField()
    applicant_key = models.CharField(max_length=KEY_LENGTH, blank=True)
    applicant_kind = models.CharField(max_length=12, blank=True)
    projects = models.SmallIntegerField()
    cents = models.BigIntegerField()
    paid = models.BigIntegerField()
    returned = models.BigIntegerField()
    days = models.IntegerField()
    timed = models.SmallIntegerField()

    class Meta:
        verbose_name = _("step of the balance")
        verbose_name_plural = _("steps of the balance")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(name="step_by_day", fields=["programme", "day"]),
            models.Index(name="step_of_block", fields=["block", "day"]),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="step_enters_or_leaves", condition=Q(projects__in=[-1, 0, 1]))
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.day}: {self.cents}"


class Checkpoint(models.Model):
    """The sum of all steps of a programme, or of one of its building blocks, up to a day, that day included.

    Valid while no older `Revision` is open.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    block = models.ForeignKey(BuildingBlock, on_delete=models.PROTECT, related_name="+", null=True)
    day = models.DateField()
    state = models.TextField()

    class Meta:
        verbose_name = _("subtotal of the balance")
        verbose_name_plural = _("subtotals of the balance")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="checkpoint_once_a_day", fields=["programme", "day"], condition=Q(block__isnull=True)
            ),
            models.UniqueConstraint(
                name="checkpoint_of_block", fields=["block", "day"], condition=Q(block__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.day}"


class Revision(models.Model):
    """Something that public pages show has changed: pages kept by a process are outdated.

    An open one also says from which day on subtotals no longer hold; the clock makes them anew and closes it. Rows are
    only added by those who write grants, so that nobody waits for anybody.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    stale_from = models.DateField(null=True)
    open = models.BooleanField(default=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("revision of the balance")
        verbose_name_plural = _("revisions of the balance")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(name="revision_open", fields=["programme", "stale_from"], condition=Q(open=True))
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.stale_from or ''}"
