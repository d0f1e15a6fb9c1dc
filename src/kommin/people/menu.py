"""This room's entries in the main navigation."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kommin.foundation.access import Actor
from kommin.foundation.ui.navigation import Entry
from kommin.people import rules


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = getattr(request, "actor", None) or Actor.nobody()
    return actor


def _sees_organisations(request: HttpRequest) -> bool:
    return rules.may_see_organisations.holds(_actor(request))


def _acts_for_an_organisation(request: HttpRequest) -> bool:
    return _actor(request).organisation_id is not None and not _sees_organisations(request)


def _may_be_in_conflict(request: HttpRequest) -> bool:
    actor = _actor(request)
    return rules.acts_for_an_authority.holds(actor) or rules.is_auditor.holds(actor)


ENTRIES = (
    Entry(label=_("Organisations"), url_name="people:organisations", order=70, visible=_sees_organisations),
    Entry(label=_("Colleagues"), url_name="people:own_organisation", order=70, visible=_acts_for_an_organisation),
    Entry(label=_("Conflicts of interest"), url_name="people:conflicts", order=75, visible=_may_be_in_conflict),
)
