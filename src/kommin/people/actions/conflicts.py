"""Conflicts of interest: declared, and withdrawn only by giving them an end (§§ 20, 21 VwVfG)."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kommin.foundation.access import Actor, require
from kommin.foundation.audit import actions as audit
from kommin.people import rules, targets
from kommin.people.errors import ConflictError
from kommin.people.models import ConflictOfInterest, Ground, User
from kommin.people.models.dated import today
from kommin.people.models.organisation import MUNICIPALITY_KEY


@transaction.atomic
def declare_conflict(
    *,
    person: User,
    municipality_key: str,
    municipality_name: str,
    ground: str,
    valid_from: date,
    by: Actor,
    valid_until: date | None = None,
) -> ConflictOfInterest:
    """Declare why a person may not examine a municipality's cases; from then on they do not open for this person.

    Raises:
        ConflictError: municipality, ground or days cannot be used, or it is declared already.
        NotAllowed: `by` is neither the person nor a head above the person.
    """
    require(rules.may_declare_conflict_of, by=by, of=person)
    _check(municipality_key, ground, valid_from, valid_until)
    try:
        with transaction.atomic():
            conflict = ConflictOfInterest.objects.create(
                person=person,
                municipality_key=municipality_key,
                municipality_name=municipality_name,
                ground=ground,
                valid_from=valid_from,
                valid_until=valid_until,
                declared_by_id=by.user_id or person.pk,
            )
    except IntegrityError as error:
        raise ConflictError(_("This conflict of interest is already declared.")) from error
    audit.record(
        action="people.conflict_declared",
        by=by,
        target=targets.conflict(conflict),
        data={
            "person": person.pk,
            "municipality_key": municipality_key,
            "valid_from": valid_from,
            "valid_until": valid_until,
        },
        personal={"ground": ground},
    )
    return conflict


@transaction.atomic
def end_conflict(*, conflict: ConflictOfInterest, last_day: date, by: Actor) -> ConflictOfInterest:
    """Give a conflict of interest its last day; what lies behind stays as declared.

    Raises:
        ConflictError: it has ended, or the day lies in the past or before the first day.
        NotAllowed: `by` is neither the person nor a head above the person.
    """
    require(rules.may_declare_conflict_of, by=by, of=conflict.person)
    conflict = ConflictOfInterest.objects.select_for_update().get(pk=conflict.pk)
    if conflict.valid_until and conflict.valid_until < today():
        raise ConflictError(_("This conflict of interest has ended already."))
    if last_day < max(today(), conflict.valid_from):
        raise ConflictError(
            _("The last day must not lie in the past: what was declared stays true for the days before.")
        )
    conflict.valid_until, conflict.ended_by_id = last_day, by.user_id
    conflict.save(update_fields=["valid_until", "ended_by"])
    audit.record(
        action="people.conflict_ended",
        by=by,
        target=targets.conflict(conflict),
        data={"person": conflict.person_id, "valid_until": last_day},
    )
    return conflict


def _check(municipality_key: str, ground: str, valid_from: date, valid_until: date | None) -> None:
    try:
        MUNICIPALITY_KEY(municipality_key)
    except ValidationError as error:
        raise ConflictError(" ".join(error.messages)) from error
    if ground not in Ground.values:
        raise ConflictError(_("Choose a ground."))
    if valid_until and valid_until < valid_from:
        raise ConflictError(_("The last day lies before the first day."))
