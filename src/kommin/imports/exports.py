"""What was taken over, as a table that reads back to the same figures."""

from collections.abc import Iterator

from kommin.imports.models import GrantImport

COLUMNS = (
    "reference", "key", "recipient", "title", "category", "award date", "year", "amount", "paid", "eligible costs",
    "case", "line",
)  # fmt: skip


def rows_of(row: GrantImport) -> Iterator[tuple[object, ...]]:
    """Every grant that is in the ledger because of this import, with its case and the line it came from."""
    rows = row.rows.filter(booked__isnull=False).select_related("case").order_by("line", "pk")
    for each in rows.iterator(chunk_size=1000):
        yield (
            each.reference, each.place_key, each.applicant_text or each.applicant_name, each.title, each.category,
            each.day, each.year, each.booked, each.paid, each.eligible, each.case.number if each.case else "",
            each.line,
        )  # fmt: skip
