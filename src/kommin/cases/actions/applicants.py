"""What a municipality keeps for all its applications."""

from collections.abc import Mapping
from typing import Any

import schwifty
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from schwifty.exceptions import SchwiftyException

from kommin.cases import rules
from kommin.cases.errors import MasterDataError
from kommin.cases.models import Applicant, MasterData, SignOffBy
from kommin.foundation.access import Actor, require
from kommin.foundation.audit import actions as audit
from kommin.people.models import Organisation

FIELDS = (
    "street", "postcode", "town", "contact_name", "contact_phone", "contact_email", "account_holder", "iban", "bic",
    "consolidation_from", "consolidation_until",
)  # fmt: skip

CONSOLIDATION_IN_ORDER = gettext_lazy("The consolidation plan needs a first day, and it cannot end before it.")


@transaction.atomic
def save_master_data(*, organisation: Organisation, values: Mapping[str, Any], by: Actor) -> MasterData:
    """Enter the municipality's data; what held before stays as history. The same data twice are one entry.

    The BIC follows from a German IBAN.

    Raises:
        MasterDataError: the IBAN cannot be right, or dates are out of order.
        NotAllowed: `by` does not work for the municipality.
    """
    require(rules.may_change_master_data, by=by, of=organisation)
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    entered = {name: values.get(name) for name in FIELDS}
    entered["iban"], entered["bic"] = checked_iban(str(entered["iban"] or ""))
    first, last = entered["consolidation_from"], entered["consolidation_until"]
    if last and (not first or last < first):
        raise MasterDataError(str(CONSOLIDATION_IN_ORDER), field="consolidation_until")
    before = MasterData.objects.filter(organisation=organisation).first()
    if before and all(getattr(before, name) == entered[name] for name in FIELDS):
        return before
    row = MasterData.objects.create(organisation=organisation, by_id=by.user_id, by_name=str(by)[:200], **entered)
    audit.record(
        action="cases.master_data_saved",
        by=by,
        target=organisation,
        data={"changed": [name for name in FIELDS if before is None or getattr(before, name) != entered[name]]},
        personal={name: entered[name] for name in ("contact_name", "contact_phone", "contact_email")},
    )
    return row


def checked_iban(text: str) -> tuple[str, str]:
    """The IBAN without spaces and its BIC where that follows from it.

    Raises:
        MasterDataError: shape, bank or check digits are wrong.
    """
    try:
        iban = schwifty.IBAN("".join(text.split()))
    except SchwiftyException:
        raise MasterDataError(
            _("This IBAN cannot be right: please compare it with your bank statement, digit by digit."), field="iban"
        ) from None
    return iban.compact, iban.bic.compact if iban.bic else ""


@transaction.atomic
def change_handling(*, organisation: Organisation, sign_off: SignOffBy, editors_submit: bool, by: Actor) -> Applicant:
    """Say who signs off and who submits. Sign-offs already given stay.

    Raises:
        NotAllowed: `by` is not the signatory.
    """
    require(rules.may_change_handling, by=by, of=organisation)
    Applicant.objects.get_or_create(organisation=organisation)
    row = Applicant.objects.select_for_update().get(organisation=organisation)
    before = {"sign_off": row.sign_off, "editors_submit": row.editors_submit}
    row.sign_off, row.editors_submit = sign_off, editors_submit
    row.save(update_fields=["sign_off", "editors_submit"])
    audit.record(
        action="cases.handling_changed",
        by=by,
        target=organisation,
        data={"before": before, "sign_off": sign_off.value, "editors_submit": editors_submit},
    )
    return row
