"""Erase what a record says about private persons, and record that it was done."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kommin.foundation.access import Actor
from kommin.foundation.audit.actions.recording import Target, record
from kommin.foundation.audit.models import Personal, Record

ERASED = "audit.payload_erased"


class NothingToErase(Exception):
    """The record has no personal payload, or no longer; the message is for people."""


def erase_payload(*, record_id: int, by: Actor, reason: str) -> Record:
    """Erase the personal payload of a record for good; the chain stays whole and tells who erased it and why.

    Whoever calls this has checked that erasing is due (retention, a request under Article 17 GDPR) and allowed.

    Raises:
        NothingToErase: the record has no personal payload, or no longer.
    """
    with transaction.atomic():
        payload = Personal.objects.select_for_update(of=("self",)).filter(pk=record_id, erased_at=None).first()
        if payload is None:
            raise NothingToErase(_("This record has no personal data, or no longer."))
        erased = Record.objects.get(pk=record_id)
        Personal.objects.filter(pk=record_id).update(salt="", data_json="", erased_at=timezone.now())
        return record(
            action=ERASED,
            by=by,
            target=Target(erased.object_type, erased.object_id, erased.object_label),
            case=erased.case or None,
            data={"chain": erased.chain, "number": erased.number},
            reason=reason,
        )
