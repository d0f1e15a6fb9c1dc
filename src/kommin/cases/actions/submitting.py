"""Hand an application in. The moment that counts is when the request reached the house."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kommin.cases import queries, rules
from kommin.cases.actions.locking import locked
from kommin.cases.actions.opening import open_case
from kommin.cases.actions.signing import awaited_roles
from kommin.cases.content import MASTER_DAYS, MASTER_TEXTS, Dossier, needs_take_over
from kommin.cases.deadlines import follow_draft
from kommin.cases.errors import IncompleteError, LateError, StateError
from kommin.cases.missing import Financing, financing_of, gaps
from kommin.cases.models import Application, MasterData, State, Submission
from kommin.foundation.access import Actor, role_label
from kommin.foundation.audit import actions as audit
from kommin.foundation.audit.canonical import canonical, digest, plain
from kommin.foundation.notices.actions import notify
from kommin.programmes.frozen import FrozenCall, thaw
from kommin.programmes.timing import Arrival, judge_arrival


@transaction.atomic
def submit_application(*, application: Application, received: datetime, by: Actor) -> Submission:
    """Freeze the application and give it its receipt. Submitting twice answers with the same receipt.

    Args:
        received: when the request reached the house (`programmes.timing.moment_received`).

    Raises:
        LateError: the deadline and its grace had passed at that moment; the draft stays as it is.
        IncompleteError: something or a sign-off is missing, or the call has a newer version.
        StateError: it has been withdrawn.
        NotAllowed: `by` may not submit for this municipality.
    """
    row = locked(application, rules.may_submit, by)
    if row.state == State.SUBMITTED:
        return Submission.objects.get(application=row)
    if row.state == State.WITHDRAWN:
        raise StateError(_("This application was withdrawn. Begin a new one."))
    version = queries.latest_version(row.call_id)
    said_now = thaw(version)
    arrival = _judged(said_now, received)
    if version.pk != row.version_id and needs_take_over(thaw(row.version), said_now):
        raise StateError(_("The call has a new version. Take it over first and see what has to be answered again."))
    dossier = Dossier(row)
    financing = financing_of(dossier)
    lacking = gaps(dossier, financing, to_submit=True)
    if lacking:
        raise IncompleteError(_("Something is still missing."), lacking)
    awaited = awaited_roles(row)
    if awaited:
        raise StateError(
            _("A sign-off is still missing: %(roles)s.") % {"roles": ", ".join(role_label(role) for role in awaited)}
        )
    content = frozen(dossier, financing)
    submission = Submission.objects.create(
        application=row,
        received_at=received,
        in_grace=arrival is Arrival.IN_GRACE,
        content=content,
        digest=digest(canonical(content)),
        by_id=by.user_id,
        by_name=str(by)[:200],
    )
    row.state, row.submitted_at = State.SUBMITTED, received
    row.save(update_fields=["state", "submitted_at"])
    follow_draft(row)
    open_case(row, submission)
    notify(
        recipients=queries.people_of(row.organisation_id),
        kind="cases.submitted",
        title=lambda: _("Application %(number)s has been received") % {"number": row.number},
        url=row.get_absolute_url(),
        key=f"cases.submitted:{submission.pk}",
        context={"number": row.number},
    )
    audit.record(
        action="cases.submitted",
        by=by,
        target=row,
        case=row.number,
        data={"received": received, "arrival": arrival.value, "digest": submission.digest},
    )
    return submission


def _judged(content: FrozenCall, received: datetime) -> Arrival:
    arrival = judge_arrival(received, opens_at=content.opens_at, closes_at=content.closes_at, grace=content.grace)
    if arrival is Arrival.EARLY:
        raise LateError(_("This call has not opened yet."))
    if arrival is Arrival.LATE:
        raise LateError(_("The deadline has passed: your request came after it. Your draft stays as it is."))
    return arrival


def frozen(dossier: Dossier, financing: Financing) -> dict[str, Any]:
    """Everything that is handed in, as canonical plain data, so that anybody can hash it again."""
    row = dossier.application
    written = plain(
        {
            "number": row.number,
            "call": {"slug": row.call.slug, "version": row.version.number, "digest": row.version.digest},
            "applicant": {
                "key": row.applicant_key,
                "name": row.applicant_name,
                "kind": row.applicant_kind,
                **_master(dossier.master),
            },
            "values": dict(dossier.values),
            "grant": financing.outcome.amount,
            "regime": financing.regime.name,
            "documents": [
                {"id": stored.public_id, "name": stored.name, "purpose": stored.purpose, "sha256": stored.sha256}
                for stored in dossier.files
            ],
            "sign_offs": [
                {"role": one.role, "name": one.by_name, "at": one.at, "revision": one.revision}
                for one in queries.sign_offs(row)
            ],
            "partners": [
                {"key": one.key, "name": one.name, "consented_at": one.answered_at, "by": one.answered_by_name}
                for one in dossier.partners
            ],
            "shares": [
                {"key": one.key, "name": one.name, "costs": one.costs, "grant": one.grant}
                for one in (financing.shares.parts if financing.shares else ())
            ],
        }
    )
    if not isinstance(written, dict):
        raise TypeError(type(written).__name__)
    return written


def _master(master: MasterData | None) -> dict[str, Any]:
    if master is None:
        return {}
    return {name: getattr(master, name) for name in (*MASTER_TEXTS, *MASTER_DAYS)}
