"""What this room puts into the full-text index."""

from django.utils.translation import gettext_lazy as _

from kommin.foundation.search.sources import Source, register_source
from kommin.portal.finding import indexing

register_source(
    Source(kind=indexing.RELEASE, label=_("Press releases"), entries=indexing.releases, count=indexing.count_releases)
)
register_source(
    Source(kind=indexing.PAGE, label=_("Pages of the portal"), entries=indexing.pages, count=indexing.count_pages)
)
