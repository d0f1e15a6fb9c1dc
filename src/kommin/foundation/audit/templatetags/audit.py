"""Words of the record in templates: `{% load audit %}`."""

from django import template
from django.utils.translation import gettext as _

from kommin.foundation.access import ActorKind, role_label
from kommin.foundation.audit import words
from kommin.foundation.audit.models import Record

register = template.Library()


@register.filter
def action_label(action: str) -> str:
    """`{{ record.action|action_label }}`"""
    return words.action_label(action)


@register.filter
def who(record: Record) -> str:
    """Who acted, in one line: a person by name, the clock, a command as it was typed."""
    match record.actor_kind:
        case ActorKind.CLOCK:
            return _("The clock of the house")
        case ActorKind.COMMAND:
            return _("At the machine: %(command)s") % {"command": record.actor_name}
        case ActorKind.NOBODY:
            return _("Somebody not signed in")
    return record.actor_name


@register.filter
def capacity(record: Record) -> str:
    """In which role, for which organisation, in whose place."""
    parts = [role_label(record.actor_role) if record.actor_role else "", record.organisation_name]
    if record.deputising_for:
        parts.append(_("in place of %(name)s") % {"name": record.deputising_for})
    return ", ".join(part for part in parts if part)
