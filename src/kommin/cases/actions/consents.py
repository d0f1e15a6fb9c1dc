"""A partner consents to its share. Another share needs another consent."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from kommin.cases import queries
from kommin.cases.models import Application, Partner, PartnerState
from kommin.cases.shares import key_in
from kommin.foundation.access import Actor
from kommin.foundation.audit import actions as audit
from kommin.foundation.notices.actions import notify
from kommin.people.models import Role


def reopen_consents(application: Application, changed: Collection[str], by: Actor) -> list[Partner]:
    """Ask those partners again whose share has changed since they consented. Within the caller's transaction."""
    keys = {found[0] for cell in changed if (found := key_in(cell))}
    if not keys:
        return []
    partners = Partner.objects.filter(application=application, key__in=keys, state=PartnerState.CONSENTED)
    reopened = list(partners)
    for partner in reopened:
        partner.state = PartnerState.INVITED
        partner.save(update_fields=["state"])
        notify(
            recipients=queries.people_of(partner.organisation_id, roles=(Role.SIGNATORY, Role.EDITOR)),
            kind="cases.partner_asked",
            title=lambda: (
                _("Your share in the joint project of %(town)s has changed: please consent once more")
                % {"town": application.applicant_name}
            ),
            url=application.get_absolute_url(),
            key=f"cases.partner:{partner.pk}:{application.sheet.revision}",
            context={"number": application.number},
        )
        audit.record(
            action="cases.partner_asked", by=by, target=application, case=application.number,
            data={"partner": partner.key, "because": "share"},
        )  # fmt: skip
    return reopened
