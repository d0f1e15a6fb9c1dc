"""What this room puts into the full-text index."""

from django.utils.translation import gettext_lazy as _

from kommin.balance import indexing
from kommin.foundation.search.sources import Source, register_source

register_source(Source(kind=indexing.KIND, label=_("Granted projects"), entries=indexing.entries, count=indexing.count))
