"""Numbers without gaps."""

from kommin.decisions.models import DecisionSeries


def next_number(authority: int, year: int) -> tuple[str, int]:
    """The next number of an authority's series in a year. Holds the series until the transaction ends: ask late.

    A transaction that is undone gives its number back, so the series has no gaps.
    """
    DecisionSeries.objects.get_or_create(authority_id=authority, year=year)
    series = DecisionSeries.objects.select_for_update().get(authority=authority, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return f"B{authority:02d}-{year}-{series.last:05d}", series.last
