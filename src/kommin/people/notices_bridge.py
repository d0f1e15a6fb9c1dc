"""Which dates among people are deadlines: a role, a deputyship or an invitation that ends soon."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kommin.foundation.notices.actions.deadlines import Due, register_deadline_source
from kommin.people.models import Deputyship, Invitation, Membership, Role
from kommin.people.models.dated import today
from kommin.people.standing import name_in_force

PREFIX: Final = "people."
AHEAD: Final = timedelta(days=90)


def people_deadlines() -> Iterator[Due]:
    """Everything that ends within three months; what has ended is no duty any more."""
    day = today()
    yield from _memberships(day)
    yield from _deputyships(day)
    yield from _invitations(day)


def _memberships(day: date) -> Iterator[Due]:
    ending = (
        Membership.objects.in_force(day)
        .filter(valid_until__lte=day + AHEAD, person__is_active=True)
        .annotate(house_name=name_in_force(day, "organisation_id"))
    )
    for membership in ending:
        role, house = Role(membership.role), membership.house_name
        yield Due(
            key=f"{PREFIX}membership:{membership.pk}",
            due=membership.valid_until,
            title=lambda role=role, house=house: (
                _("Your role as %(role)s for %(house)s ends")  # type: ignore[misc]
                % {"role": role.label, "house": house}
            ),
            url=reverse("people:profile"),
            organisation=membership.organisation_id,
            role=membership.role,
            person=membership.person_id,
        )


def _deputyships(day: date) -> Iterator[Due]:
    ending = (
        Deputyship.objects.in_force(day)
        .filter(valid_until__lte=day + AHEAD, membership__person__is_active=True)
        .select_related("membership", "deputy")
    )
    for deputyship in ending:
        name = deputyship.deputy.name
        yield Due(
            key=f"{PREFIX}deputyship:{deputyship.pk}",
            due=deputyship.valid_until,
            title=lambda name=name: _("%(name)s stands in for you until then") % {"name": name},  # type: ignore[misc]
            url=reverse("people:profile"),
            organisation=deputyship.membership.organisation_id,
            role=deputyship.membership.role,
            person=deputyship.membership.person_id,
        )


def _invitations(day: date) -> Iterator[Due]:
    waiting = Invitation.objects.filter(
        accepted_at=None, revoked_at=None, expires_at__gt=timezone.now(), invited_by__is_active=True
    ).exclude(expires_at__date__gt=day + AHEAD)
    for invitation in waiting:
        email = invitation.email
        yield Due(
            key=f"{PREFIX}invitation:{invitation.pk}",
            due=timezone.localdate(invitation.expires_at),
            title=lambda email=email: _("The invitation of %(email)s expires") % {"email": email},  # type: ignore[misc]
            url=reverse("people:organisation", args=[invitation.organisation_id]),
            organisation=invitation.organisation_id,
            role=invitation.role,
            person=invitation.invited_by_id,
        )


register_deadline_source(PREFIX, people_deadlines)
