"""Joint projects: one municipality leads, its partners consent."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kommin.cases import queries, rules
from kommin.cases.actions.locking import locked_draft
from kommin.cases.actions.saving import void_sign_offs, write_values
from kommin.cases.errors import CaseError
from kommin.cases.models import Application, Partner, PartnerState
from kommin.cases.shares import key_in
from kommin.foundation.access import Actor, require
from kommin.foundation.audit import actions as audit
from kommin.foundation.notices.actions import notify
from kommin.people.models import Kind, Organisation, Role
from kommin.people.models.dated import today

MOST = 50


@transaction.atomic
def ask_partner(*, application: Application, organisation: Organisation, by: Actor) -> Partner:
    """Ask another municipality to take part; asking twice changes nothing.

    Raises:
        CaseError: it is no municipality, or the applicant itself, or there are too many.
        StateError, NotAllowed: as for saving.
    """
    row = locked_draft(application, rules.may_work_on, by)
    if organisation.kind != Kind.MUNICIPALITY or organisation.pk == row.organisation_id:
        raise CaseError(_("Choose another municipality."), field="organisation")
    known = Partner.objects.filter(application=row, organisation=organisation).first()
    if known:
        return known
    if Partner.objects.filter(application=row).count() >= MOST:
        raise CaseError(_("A joint project has at most 50 partners."), field="organisation")
    partner = Partner.objects.create(
        application=row,
        organisation=organisation,
        key=organisation.municipality_key,
        name=organisation.name_on(today()),
    )
    void_sign_offs(row, by)
    notify(
        recipients=queries.people_of(organisation.pk, roles=(Role.SIGNATORY, Role.EDITOR)),
        kind="cases.partner_asked",
        title=lambda: _("%(town)s asks you to take part in a joint project") % {"town": row.applicant_name},
        url=row.get_absolute_url(),
        key=f"cases.partner:{partner.pk}",
        context={"number": row.number},
    )
    audit.record(action="cases.partner_asked", by=by, target=row, case=row.number, data={"partner": partner.key})
    return partner


@transaction.atomic
def answer_as_partner(*, application: Application, consents: bool, by: Actor) -> Partner:
    """The partner's signatory consents or declines; the answer can be changed while the application is a draft.

    Raises:
        CaseError: the municipality was not asked.
        StateError: the application has been submitted.
        NotAllowed: `by` is not the signatory of a partner.
    """
    row = locked_draft(application, rules.may_read, by)
    partner = Partner.objects.filter(application=row, organisation=by.organisation_id or 0).first()
    if partner is None:
        raise CaseError(_("Your municipality was not asked to take part."))
    require(rules.may_answer_as_partner, by=by, of=partner)
    state = PartnerState.CONSENTED if consents else PartnerState.DECLINED
    if partner.state != state:
        partner.state, partner.answered_at, partner.answered_by_name = state, timezone.now(), str(by)[:200]
        partner.save(update_fields=["state", "answered_at", "answered_by_name"])
        audit.record(
            action="cases.partner_answered", by=by, target=row, case=row.number,
            data={"partner": partner.key, "answer": state.value},
        )  # fmt: skip
    return partner


@transaction.atomic
def remove_partner(*, application: Application, partner: Partner, by: Actor) -> None:
    """Go on without a partner and its share; removing it twice changes nothing.

    Raises:
        StateError, NotAllowed: as for saving.
    """
    row = locked_draft(application, rules.may_work_on, by)
    found = Partner.objects.filter(pk=partner.pk, application=row)
    key = partner.key
    if found.delete()[0]:
        others = {cell: value for cell, value in row.sheet.values.items() if (key_in(cell) or ("",))[0] != key}
        if not write_values(row, row.sheet, others, page="", by=by):
            void_sign_offs(row, by)
        audit.record(action="cases.partner_removed", by=by, target=row, case=row.number, data={"partner": key})
