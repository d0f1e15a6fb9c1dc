"""Making the index anew from what the rooms hold."""

from collections.abc import Callable, Collection

from django.utils import timezone

from kommin.foundation.search import engines
from kommin.foundation.search.models import Document
from kommin.foundation.search.sources import Source
from kommin.foundation.search.writing import erase, index_documents


def rebuild(source: Source, *, advance: Callable[[int], None] = lambda _done: None) -> int:
    """Write all documents of a source anew and remove those it does not name any more; returns how many there are.

    The house goes on working meanwhile: batches are written one by one, and searches find the old or the new state of
    each document.
    """
    began = timezone.now()
    count = index_documents(kind=source.kind, entries=source.entries(), even_if_same=True, advance=advance)
    erase(Document.objects.filter(kind=source.kind, indexed_at__lt=began))
    engines.tidy()
    return count


def forget_unknown(known: Collection[str]) -> int:
    """Remove documents of kinds that no room describes any more; returns how many went."""
    return erase(Document.objects.exclude(kind__in=known))
