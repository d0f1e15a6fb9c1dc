"""Two people on one sheet: nobody's text is lost, and what clashes is shown."""

from hypothesis import given
from hypothesis import strategies as st

from kommin.questionnaires.answering import merge
from questionnaires.samples import every_kind, unhurried

ASKED = every_kind()
TEXTS = st.sampled_from(["", "a", "b", "c"]).map(lambda text: text or None)
CELLS = st.fixed_dictionaries(
    {}, optional={"what": st.sampled_from("xyz"), "amount": st.sampled_from(["1.00", "2.00"])}
)
ROWS = st.lists(
    st.builds(lambda row, cells: {"id": row, "cells": cells}, st.sampled_from(["r1", "r2", "r3"]), CELLS),
    max_size=3, unique_by=lambda row: row["id"],
)  # fmt: skip
SHEETS = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from("abc"),
        "story": st.sampled_from("abc"),
        "grid": st.dictionaries(st.sampled_from(["one", "two"]), st.sampled_from(["low", "high"]), min_size=1),
        "costs": ROWS.filter(bool),
        "proof": st.lists(st.sampled_from(["f1", "f2", "f3"]), min_size=1, unique=True),
    },
)


@unhurried
@given(SHEETS, SHEETS)
def test_who_alone_changed_something_wins(base, changed) -> None:
    assert merge(ASKED, base=base, mine=changed, theirs=base).values == changed
    assert merge(ASKED, base=base, mine=base, theirs=changed).values == changed
    assert merge(ASKED, base=base, mine=base, theirs=changed).conflicts == ()


@unhurried
@given(SHEETS, SHEETS)
def test_the_same_change_twice_is_no_conflict(base, changed) -> None:
    merged = merge(ASKED, base=base, mine=changed, theirs=changed)
    assert (merged.values, merged.conflicts) == (changed, ())


def pieces(values) -> dict[tuple[str, ...], object]:
    """A sheet as its smallest parts."""
    found: dict[tuple[str, ...], object] = {}
    for key, value in values.items():
        if key == "costs":
            found |= {(key, row["id"], name): cell for row in value for name, cell in row["cells"].items()}
        elif key == "grid":
            found |= {(key, row): cell for row, cell in value.items()}
        elif key == "proof":
            found |= {(key, one): True for one in value}
        else:
            found[(key,)] = value
    return found


@unhurried
@given(SHEETS, SHEETS, SHEETS)
def test_nothing_written_is_lost_without_being_shown(base, mine, theirs) -> None:
    merged = merge(ASKED, base=base, mine=mine, theirs=theirs)
    before, kept = pieces(base), pieces(merged.values)
    clashes = {conflict.question for conflict in merged.conflicts}
    for side in (mine, theirs):
        for place, value in pieces(side).items():
            changed = before.get(place) != value
            assert not changed or kept.get(place) == value or place[0] in clashes


@unhurried
@given(SHEETS, SHEETS, SHEETS)
def test_both_sides_see_the_same_conflicts(base, mine, theirs) -> None:
    there = merge(ASKED, base=base, mine=mine, theirs=theirs).conflicts
    back = merge(ASKED, base=base, mine=theirs, theirs=mine).conflicts
    assert {(one.question, one.row, one.column) for one in there} == {
        (one.question, one.row, one.column) for one in back
    }


def test_cells_of_one_row_are_merged() -> None:
    base = {"costs": [{"id": "r1", "cells": {"what": "x", "amount": "1.00"}}]}
    mine = {"costs": [{"id": "r1", "cells": {"what": "y", "amount": "1.00"}}, {"id": "r2", "cells": {"what": "new"}}]}
    theirs = {"costs": [{"id": "r3", "cells": {"what": "z"}}, {"id": "r1", "cells": {"what": "x", "amount": "2.00"}}]}
    merged = merge(ASKED, base=base, mine=mine, theirs=theirs)
    assert merged.conflicts == ()
    assert merged.values["costs"] == [
        {"id": "r3", "cells": {"what": "z"}},
        {"id": "r1", "cells": {"what": "y", "amount": "2.00"}},
        {"id": "r2", "cells": {"what": "new"}},
    ]


def test_a_clash_keeps_what_was_saved_first_and_shows_both() -> None:
    merged = merge(ASKED, base={"story": "a"}, mine={"story": "mine"}, theirs={"story": "theirs"})
    assert merged.values == {"story": "theirs"}
    (conflict,) = merged.conflicts
    assert (conflict.base, conflict.mine, conflict.theirs) == ("a", "mine", "theirs")


def test_a_row_removed_here_and_changed_there_is_kept_and_asked_about() -> None:
    base = {"costs": [{"id": "r1", "cells": {"what": "x"}}, {"id": "r2", "cells": {"what": "y"}}]}
    mine = {"costs": [{"id": "r2", "cells": {"what": "y"}}]}
    theirs = {"costs": [{"id": "r1", "cells": {"what": "changed"}}, {"id": "r2", "cells": {"what": "y"}}]}
    merged = merge(ASKED, base=base, mine=mine, theirs=theirs)
    assert merged.values == theirs
    assert [(one.row, one.mine) for one in merged.conflicts] == [("r1", None)]
