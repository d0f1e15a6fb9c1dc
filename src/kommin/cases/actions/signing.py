"""Treasurer and signatory stand up for a draft."""

from django.db import transaction
from django.utils.translation import gettext as _

from kommin.cases import queries, rules
from kommin.cases.actions.locking import locked_draft
from kommin.cases.content import Dossier
from kommin.cases.deadlines import follow_draft
from kommin.cases.errors import IncompleteError, StateError
from kommin.cases.missing import gaps
from kommin.cases.models import Applicant, Application, SignOff, State
from kommin.foundation.access import Actor
from kommin.foundation.audit import actions as audit
from kommin.people.models import Role


def signing_roles(application: Application) -> tuple[Role, ...]:
    """Whose sign-off this municipality wants."""
    applicant = getattr(application.organisation, "applicant", None)
    return (applicant or Applicant()).signing_roles


def awaited_roles(application: Application) -> tuple[Role, ...]:
    """Whose sign-off is still missing."""
    given = set(queries.sign_offs(application).values_list("role", flat=True))
    return tuple(role for role in signing_roles(application) if role not in given)


@transaction.atomic
def sign_off(*, application: Application, revision: int, by: Actor) -> SignOff:
    """Sign the draft off as it stands in the revision that was read. Twice is once.

    Args:
        revision: of the draft that the person had before the eyes.

    Raises:
        StateError: somebody has changed the draft since, or this municipality wants no such sign-off.
        IncompleteError: something is still missing.
        NotAllowed: `by` is neither treasurer nor signatory of the municipality.
    """
    row = locked_draft(application, rules.may_sign_off, by)
    if by.role not in signing_roles(row):
        raise StateError(_("Your municipality does not ask your role for a sign-off."))
    known = queries.sign_offs(row).filter(role=by.role).first()
    if known:
        return known
    if revision != row.sheet.revision:
        raise StateError(_("Somebody has changed the draft since you opened it. Please read it again."))
    lacking = gaps(Dossier(row))
    if lacking:
        raise IncompleteError(_("Something is still missing."), lacking)
    given = SignOff.objects.create(
        application=row, role=by.role, revision=revision, by_id=by.user_id, by_name=str(by)[:200]
    )
    if not awaited_roles(row):
        row.state = State.SIGNED_OFF
        row.save(update_fields=["state"])
        follow_draft(row)
    audit.record(
        action="cases.signed_off", by=by, target=row, case=row.number, data={"role": by.role, "revision": revision}
    )
    return given
