"""Organisations: registered by the operator, renamed on a day, followed by others."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kommin.foundation.access import Actor, require
from kommin.foundation.audit import actions as audit
from kommin.people import rules, targets
from kommin.people.errors import OrganisationError
from kommin.people.models import Organisation, OrganisationName, Succession

NAME_AT_MOST = 300


@transaction.atomic
def create_organisation(
    *, kind: str, name: str, by: Actor, municipality_key: str = "", named_from: date | None = None
) -> Organisation:
    """Register an organisation under its present name.

    Raises:
        OrganisationError: kind, name or key cannot be used, or the municipality is registered already.
        NotAllowed: `by` is no operator.
    """
    require(rules.is_operator, by=by)
    house = Organisation(kind=kind, municipality_key=municipality_key.strip())
    try:
        house.full_clean()
        house.save()
    except ValidationError as error:
        raise OrganisationError(" ".join(error.messages)) from error
    OrganisationName.objects.create(
        organisation=house, name=_checked_name(name), valid_from=named_from or date(1946, 8, 23)
    )
    audit.record(
        action="people.organisation_created",
        by=by,
        target=targets.organisation(house),
        data={"kind": kind, "municipality_key": house.municipality_key, "name": name},
    )
    return house


@transaction.atomic
def rename_organisation(*, organisation: Organisation, name: str, valid_from: date, by: Actor) -> Organisation:
    """Give an organisation a new name from a day on; the name before ends the day before.

    Raises:
        OrganisationError: the name is empty or too long, or the day does not follow the last name.
        NotAllowed: `by` is no operator.
    """
    require(rules.is_operator, by=by)
    name = _checked_name(name)
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    last = OrganisationName.objects.filter(organisation=organisation).order_by("-valid_from").first()
    if last and valid_from <= last.valid_from:
        raise OrganisationError(_("The new name must begin after the present one."))
    if last:
        last.valid_until = valid_from - timedelta(days=1)
        last.save(update_fields=["valid_until"])
    OrganisationName.objects.create(organisation=organisation, name=name, valid_from=valid_from)
    audit.record(
        action="people.organisation_renamed",
        by=by,
        target=targets.organisation(organisation),
        data={"before": last.name if last else "", "after": name, "valid_from": valid_from},
    )
    return organisation


@transaction.atomic
def record_succession(*, predecessor: Organisation, successor: Organisation, day: date, by: Actor) -> Succession:
    """Record that an organisation took over from another of the same kind on a day.

    Raises:
        OrganisationError: both are the same or of different kinds, it is recorded already, or it would run in a circle.
        NotAllowed: `by` is no operator.
    """
    require(rules.is_operator, by=by)
    if predecessor.pk == successor.pk or predecessor.kind != successor.kind:
        raise OrganisationError(_("A predecessor is another organisation of the same kind."))
    if successor.pk in _all_predecessors(predecessor):
        raise OrganisationError(_("This organisation is already the successor of the other."))
    try:
        with transaction.atomic():
            succession = Succession.objects.create(predecessor=predecessor, successor=successor, day=day)
    except IntegrityError as error:
        raise OrganisationError(_("This is recorded already.")) from error
    audit.record(
        action="people.succession_recorded",
        by=by,
        target=targets.organisation(successor),
        data={"predecessor": predecessor.pk, "successor": successor.pk, "day": day},
    )
    return succession


def _all_predecessors(organisation: Organisation) -> set[int]:
    found: set[int] = set()
    level = {organisation.pk}
    while level:
        level = set(Succession.objects.filter(successor__in=level).values_list("predecessor", flat=True)) - found
        found |= level
    return found


def _checked_name(text: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise OrganisationError(_("Enter a name."))
    if len(name) > NAME_AT_MOST:
        raise OrganisationError(_("A name has at most %(most)s characters.") % {"most": NAME_AT_MOST})
    return name
