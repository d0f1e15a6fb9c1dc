"""What of this room can be found by full text."""

from kommin.cases.finding import KIND, all_entries
from kommin.cases.models import Case
from kommin.foundation.search.sources import Source, register_source

LABEL = Case._meta.verbose_name_plural  # noqa: SLF001 - documented by Django

register_source(Source(kind=KIND, label=LABEL or KIND, entries=all_entries, count=Case.objects.count))
