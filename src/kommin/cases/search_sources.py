"""What of this room can be found by full text."""

from django.utils.translation import gettext_lazy as _

from kommin.cases.finding import KIND, all_entries
from kommin.cases.models import Case
from kommin.foundation.search.sources import Source, register_source

register_source(Source(kind=KIND, label=_("Cases"), entries=all_entries, count=Case.objects.count))
