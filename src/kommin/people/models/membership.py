"""Who acts for which organisation in which role, from when to when, and who stands in."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kommin.people.models.dated import Endable, EndableQuerySet, dates_in_order
from kommin.people.models.organisation import Kind, Organisation
from kommin.people.models.user import User


class Role(models.TextChoices):
    """What a person may do for an organisation."""

    EDITOR = "editor", _("Editor")
    TREASURER = "treasurer", _("Treasurer")
    SIGNATORY = "signatory", _("Signatory")
    CASEWORKER = "caseworker", _("Caseworker")
    SECOND_EXAMINER = "second_examiner", _("Second examiner")
    PAYMENT_OFFICER = "payment_officer", _("Payment officer")
    HEAD = "head", _("Head")
    PROGRAMME_OFFICER = "programme_officer", _("Programme officer")
    BUDGET_OFFICER = "budget_officer", _("Budget officer")
    PRESS_EDITOR = "press_editor", _("Press editor")
    PRESS_HEAD = "press_head", _("Head of press")
    EVALUATOR = "evaluator", _("Evaluator")
    AUDITOR = "auditor", _("Auditor")
    OPERATOR = "operator", _("Operator")


ROLES_OF_KIND: dict[str, tuple[Role, ...]] = {
    Kind.MUNICIPALITY: (Role.EDITOR, Role.TREASURER, Role.SIGNATORY),
    Kind.GRANTING_AUTHORITY: (Role.CASEWORKER, Role.SECOND_EXAMINER, Role.PAYMENT_OFFICER, Role.HEAD),
    Kind.MINISTRY: (Role.PROGRAMME_OFFICER, Role.BUDGET_OFFICER),
    Kind.PRESS_OFFICE: (Role.PRESS_EDITOR, Role.PRESS_HEAD),
    Kind.EVALUATOR: (Role.EVALUATOR,),
    Kind.COURT_OF_AUDIT: (Role.AUDITOR,),
    Kind.OPERATOR: (Role.OPERATOR,),
}
"""The database holds this too (see `people.triggers`)."""

DEPUTISABLE = frozenset(Role) - {Role.AUDITOR, Role.EVALUATOR, Role.OPERATOR}
"""Roles in which somebody can stand in; independence and the keys of the house cannot be lent."""


class Membership(Endable):
    """A person's role in an organisation. Never deleted: ended by its last day."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    administers_members = models.BooleanField(
        _("administers members"),
        default=False,
        help_text=_("May invite colleagues, change their dates and end their membership."),
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )

    objects: ClassVar[models.Manager] = EndableQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ("organisation", "person", "valid_from")
        indexes = [models.Index(name="membership_of_organisation", fields=["organisation", "valid_until"])]
        constraints = [
            dates_in_order("membership_dates_in_order"),
            models.CheckConstraint(name="membership_role_known", condition=Q(role__in=Role.values)),
            models.UniqueConstraint(
                name="membership_one_without_end",
                fields=["person", "organisation", "role"],
                condition=Q(valid_until__isnull=True, ended_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.organisation_id}"


class Deputyship(Endable):
    """A colleague who stands in for a membership for a stated time.

    Bound to the membership and to the deputy's own place in the organisation: when either ends, so does this.
    """

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="deputyships")
    deputy = models.ForeignKey(User, on_delete=models.PROTECT, related_name="deputyships")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )

    objects: ClassVar[models.Manager] = EndableQuerySet.as_manager()

    class Meta:
        verbose_name = _("deputyship")
        verbose_name_plural = _("deputyships")
        ordering = ("valid_from", "pk")
        constraints = [
            dates_in_order("deputyship_dates_in_order"),
            models.CheckConstraint(
                name="deputyship_has_an_end",
                condition=Q(valid_until__isnull=False),
                violation_error_message=_("A deputy stands in for a stated time: give the last day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy_id} for {self.membership_id}"
