"""Members: their dates, their leaving, and who stands in for them."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kommin.foundation.access import Actor, require
from kommin.foundation.audit import actions as audit
from kommin.people import rules, targets
from kommin.people.errors import MembershipError
from kommin.people.models import DEPUTISABLE, Deputyship, Membership, User
from kommin.people.models.dated import today
from kommin.people.queries import colleagues_for


@transaction.atomic
def change_membership(
    *, membership: Membership, valid_until: date | None, administers_members: bool, by: Actor
) -> Membership:
    """Set the last day of a membership (or none) and whether it administers members.

    Raises:
        MembershipError: it has ended, or the day lies in the past or before the first day.
        NotAllowed: it is the own membership, or `by` does not administer these members.
    """
    require(rules.may_change_membership, by=by, of=membership)
    membership = _locked(membership)
    if valid_until and valid_until < max(today(), membership.valid_from):
        raise MembershipError(_("The last day must not lie in the past. To end it now, choose “End at once”."))
    before = {"valid_until": membership.valid_until, "administers_members": membership.administers_members}
    membership.valid_until, membership.administers_members = valid_until, administers_members
    try:
        with transaction.atomic():
            membership.save(update_fields=["valid_until", "administers_members"])
    except IntegrityError as error:
        raise MembershipError(_("The person has this role again later: these days would overlap.")) from error
    audit.record(
        action="people.membership_changed",
        by=by,
        target=targets.membership(membership),
        data={
            "person": membership.person_id,
            "before": before,
            "after": {"valid_until": valid_until, "administers_members": administers_members},
        },
    )
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, by: Actor) -> Membership:
    """End somebody's membership at once; in the person's open sessions it gives nothing from now on.

    Raises:
        MembershipError: it has ended.
        NotAllowed: it is the own membership (see `leave`), or `by` does not administer these members.
    """
    require(rules.may_change_membership, by=by, of=membership)
    return _end(membership, by, "people.membership_ended")


@transaction.atomic
def leave(*, membership: Membership, by: Actor) -> Membership:
    """Give up one's own role at once.

    Raises:
        MembershipError: it has ended.
        NotAllowed: it is somebody else's.
    """
    require(~rules.concerns_somebody_else, by=by, of=membership)
    return _end(membership, by, "people.left")


@transaction.atomic
def name_deputy(*, membership: Membership, deputy: User, valid_from: date, valid_until: date, by: Actor) -> Deputyship:
    """Let a colleague stand in for a membership from one day to another.

    Raises:
        MembershipError: the days are out of order or past, the person is no colleague, or the role cannot be lent.
        NotAllowed: `by` is neither the person itself nor administers these members.
    """
    require(rules.may_name_deputy_for, by=by, of=membership)
    membership = _locked(membership)
    if membership.role not in DEPUTISABLE:
        raise MembershipError(_("Nobody can stand in for this role."))
    if valid_until < valid_from:
        raise MembershipError(_("The last day lies before the first day."))
    if valid_until < today():
        raise MembershipError(_("The last day must not lie in the past."))
    if not colleagues_for(membership).filter(pk=deputy.pk).exists():
        raise MembershipError(_("Only somebody with a role in the same organisation can stand in."))
    try:
        with transaction.atomic():
            deputyship = Deputyship.objects.create(
                membership=membership,
                deputy=deputy,
                valid_from=valid_from,
                valid_until=valid_until,
                created_by_id=by.user_id,
            )
    except IntegrityError as error:
        raise MembershipError(_("This person already stands in during some of these days.")) from error
    audit.record(
        action="people.deputy_named",
        by=by,
        target=targets.membership(membership),
        data={"deputy": deputy.pk, "valid_from": valid_from, "valid_until": valid_until},
    )
    return deputyship


@transaction.atomic
def end_deputyship(*, deputyship: Deputyship, by: Actor) -> Deputyship:
    """End a deputyship at once: by whoever is stood in for, by the deputy, or by whoever administers the members.

    Raises:
        MembershipError: it has ended.
        NotAllowed: `by` is none of these.
    """
    require(rules.may_end_deputyship, by=by, of=deputyship)
    deputyship = (
        Deputyship.objects.select_for_update(of=("self",))
        .select_related("membership__organisation")
        .get(pk=deputyship.pk)
    )
    if deputyship.has_ended(today()):
        raise MembershipError(_("This deputyship has ended already."))
    deputyship.ended_at = timezone.now()
    deputyship.save(update_fields=["ended_at"])
    audit.record(
        action="people.deputyship_ended",
        by=by,
        target=targets.membership(deputyship.membership),
        data={"deputy": deputyship.deputy_id},
    )
    return deputyship


def _locked(membership: Membership) -> Membership:
    membership = Membership.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=membership.pk)
    if membership.has_ended(today()):
        raise MembershipError(_("This membership has ended already."))
    return membership


def _end(membership: Membership, by: Actor, action: str) -> Membership:
    membership = _locked(membership)
    membership.ended_at = timezone.now()
    membership.valid_until = max(today(), membership.valid_from)
    membership.save(update_fields=["ended_at", "valid_until"])
    audit.record(
        action=action,
        by=by,
        target=targets.membership(membership),
        data={"person": membership.person_id, "role": membership.role},
    )
    return membership
