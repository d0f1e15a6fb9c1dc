"""Reads of imports that actions, pages and the command share."""

from collections.abc import Iterable, Iterator
from itertools import chain, count
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.text import slugify

from kommin.portal.models import EntryState, ImportedEntry, PressIndexPage, ReleaseImport, ReleaseImportState
from kommin.portal.old_releases.doubts import Doubt

_WRITTEN_OUT: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_LONGEST_SLUG: Final = 80
COUNTING = (ReleaseImportState.LOADING, ReleaseImportState.LOADED, ReleaseImportState.TAKING_BACK)


def imports() -> QuerySet[ReleaseImport]:
    """All of them, the latest first, without the files."""
    return ReleaseImport.objects.defer("content").order_by("-pk")


def newest_loaded(source: str) -> int | None:
    """The import of a source on which the next edition rests."""
    found = ReleaseImport.objects.filter(source=source, state__in=COUNTING).order_by("-loaded_at", "-pk")
    return found.values_list("pk", flat=True).first()


def sources() -> list[str]:
    """The names of all sources from which something was taken over."""
    return sorted(set(ReleaseImport.objects.filter(state__in=COUNTING).values_list("source", flat=True)))


def entries_of(row: ReleaseImport, *, change: str = "", doubts: bool = False) -> QuerySet[ImportedEntry]:
    """The entries of an import, of one kind or with something to look at."""
    rows = row.entries.select_related("page").defer("release").order_by("number", "pk")
    if change:
        rows = rows.filter(change=change)
    return rows.filter(to_check__gt=0) if doubts else rows


def waiting(row: ReleaseImport) -> QuerySet[ImportedEntry]:
    """What is still to be loaded."""
    return row.entries.filter(state=EntryState.WAITING).order_by("number", "pk")


def free_slug(archive: PressIndexPage, title: str) -> str:
    """What a release is called in its address: umlauts written out, cut at a word, once in the archive."""
    slug = slugify(title.lower().translate(_WRITTEN_OUT))
    if len(slug) > _LONGEST_SLUG:
        slug = slug[:_LONGEST_SLUG].rpartition("-")[0] or slug[:_LONGEST_SLUG]
    slug = slug or "mitteilung"
    taken = set(archive.get_children().filter(slug__startswith=slug).values_list("slug", flat=True))
    return next(one for one in chain([slug], (f"{slug}-{number}" for number in count(2))) if one not in taken)


def tell(entry: ImportedEntry, doubts: Iterable[Doubt]) -> None:
    """Add doubts to an entry."""
    entry.doubts = [*entry.doubts, *({**one.to_json(), "entry": entry.identity} for one in doubts)]
    entry.to_check = sum(one.to_check for one in entry.told)


def report(row: ReleaseImport) -> dict[str, Any]:
    """The report as it is kept and given out: figures, and what is doubtful about file and entries."""
    return {
        "import": row.pk,
        "source": row.source,
        "file": row.file_name,
        "sha256": row.sha256,
        "state": row.state,
        "counts": row.summary.get("counts", {}),
        "mapping": row.mapping,
        "topics": row.topics,
        "doubts": [_doubt(one) for one in row.doubts],
        "entries": [
            {
                "number": entry.number,
                "identity": entry.identity,
                "title": entry.title,
                "published": entry.published.isoformat() if entry.published else None,
                "change": entry.change,
                "state": entry.state,
                "page": entry.page.short_address if entry.page else None,
                "redirects": entry.redirects,
                "doubts": [_doubt(one) for one in entry.told],
            }
            for entry in entries_of(row)
        ],
    }


def _doubt(one: Doubt) -> dict[str, Any]:
    return {"kind": one.kind, "label": one.label, "place": one.place, "text": one.text, "to_check": one.to_check}


def report_rows(row: ReleaseImport) -> Iterator[tuple[Any, ...]]:
    """One row for each doubt, for a spreadsheet."""
    for one in row.doubts:
        yield ("", "", "", "", one.label, one.text, one.to_check)
    for entry in entries_of(row).iterator(chunk_size=500):
        for one in entry.told:
            yield (entry.number, entry.identity, entry.title, one.place, one.label, one.text, one.to_check)
