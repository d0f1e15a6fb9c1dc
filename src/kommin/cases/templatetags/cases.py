"""Words of this room in templates: `{% load cases %}`."""

from django import template
from django.utils.translation import gettext as _

from kommin.foundation.ui.formatting import reader
from kommin.programmes.frozen import FrozenCall
from kommin.programmes.timing import clock_of, last_day

register = template.Library()


@register.filter
def deadline(call: FrozenCall) -> str:
    """`{{ call|deadline }}`: the last day with the time at which it ends, “31.12.2026, 24:00”."""
    day, clock = last_day(call.closes_at, call.zone), clock_of(call.closes_at, call.zone)
    return _("%(day)s, %(clock)s") % {"day": reader().date(day), "clock": clock}
