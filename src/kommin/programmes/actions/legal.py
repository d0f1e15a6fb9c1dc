"""Confirming the values of the law under which a call is published."""

from collections.abc import Mapping
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kommin.foundation.access import Actor
from kommin.foundation.audit import actions as audit
from kommin.law.errors import LawError
from kommin.law.parameters import PARAMETERS
from kommin.programmes.actions.calls import locked
from kommin.programmes.errors import InvalidError, ProgrammeError
from kommin.programmes.legal import legal_values
from kommin.programmes.models import Call, CallState, ConfirmedValue, Judgement
from kommin.regimes.queries import regime_book
from kommin.regimes.reading import said


class Saying(NamedTuple):
    """What a person says about one value: an empty `value` confirms the one in the house."""

    source: str
    value: str = ""


@transaction.atomic
def judge_legal_values(*, call: Call, sayings: Mapping[str, Saying], by: Actor) -> list[ConfirmedValue]:
    """Confirm unconfirmed values of the call's regime, or replace them for this call, each with a source.

    Saying it again replaces what was said before.

    Raises:
        InvalidError: a value cannot be read, has no source, or is none of the unconfirmed ones; names the parameter.
        ProgrammeError: the regime is unknown, or nobody is named.
        NotAllowed: `by` is no programme officer of the ministry.
    """
    call = locked(call, by)
    if not str(by):
        raise ProgrammeError(_("Values of the law are confirmed by a named person."))
    try:
        known = {each.value.parameter: each.value for each in legal_values(call, regime_book())}
    except LawError as error:
        raise ProgrammeError(said(error)) from error
    rows: list[ConfirmedValue] = []
    errors: dict[str | None, list[str]] = {}
    for parameter, saying in sayings.items():
        if parameter not in known:
            errors[parameter] = [_("This value needs no confirmation.")]
            continue
        try:
            rows.append(_row(call, parameter, known[parameter].written, saying, by))
        except InvalidError as error:
            errors.update(error.errors)
        except LawError as error:
            errors[parameter] = [said(error)]
    if errors:
        raise InvalidError(errors)
    ConfirmedValue.objects.filter(call=call, parameter__in=sayings).delete()
    ConfirmedValue.objects.bulk_create(rows)
    if call.state == CallState.CHECKED:
        call.state, call.checked_at, call.checked_by_id = CallState.PREPARED, None, None
        call.save(update_fields=["state", "checked_at", "checked_by_id"])
    audit.record(
        action="programmes.legal_values_judged",
        by=by,
        target=call,
        data={row.parameter: [row.judgement, row.found, row.value, row.source] for row in rows},
    )
    return rows


def _row(call: Call, parameter: str, found: str, saying: Saying, by: Actor) -> ConfirmedValue:
    if not saying.source.strip():
        raise _no_source(parameter)
    reading = PARAMETERS[parameter]
    value = reading.write(reading.read(saying.value.strip())) if saying.value.strip() else found
    return ConfirmedValue(
        call=call,
        parameter=parameter,
        found=found,
        judgement=Judgement.CONFIRMED if value == found else Judgement.OVERRIDDEN,
        value=value,
        source=saying.source.strip()[:300],
        by_id=by.user_id,
        by_name=str(by)[:200],
        at=timezone.now(),
    )


def _no_source(parameter: str) -> InvalidError:
    return InvalidError({parameter: [_("Name the source.")]})
