"""The order of what was in force on a past day, of which no index knows."""

from array import array
from collections.abc import Sequence
from datetime import date

from kommin.balance import queries
from kommin.balance.remembering import remembered
from kommin.programmes.models import Programme


def smallest_first(programme: Programme, as_of: date) -> Sequence[int]:
    """The keys of all cases of a programme with steps up to a day, by the sum of that day and then by key.

    Kept until a grant changes: the database would have to add up all steps again for every page of the list.
    """
    return remembered(("amounts", programme.pk, as_of), lambda: _smallest_first(programme, as_of))


def _smallest_first(programme: Programme, as_of: date) -> Sequence[int]:
    amounts = queries.amounts_of_programme(programme, as_of)
    return array("q", sorted(amounts, key=lambda key: (amounts[key], key)))
