"""Figures are computed once and yet always those of the records: what changes them makes them new at once."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from balance.grants import grant, make_programme, write
from kommin.balance import crosstab, queries
from kommin.balance.actions import change_publicity
from kommin.balance.asking import Asked
from kommin.balance.facets import Database
from kommin.balance.geography import geography
from kommin.cases.models import EntryKind
from kommin.foundation.access import Actor
from kommin.foundation.search import index
from kommin.programmes.models import Programme
from kommin.register.actions.loading import load_register

DAY = date(2012, 1, 1)


@pytest.fixture
def programme(fresh_database: str) -> Programme:
    load_register(by=Actor.clock())
    made = make_programme()
    grant(made, number="K-1", key="05315000", name="Stadt Köln", title="Netz", day=date(2009, 5, 4), amount=50_000)
    return made


def asked(programme: Programme) -> tuple[int, int]:
    """Whole euro in force, and how many queries it took to know."""
    places = geography()
    with CaptureQueriesContext(connection) as asked_for:
        figures = queries.balance(programme, DAY, places)
    return int(figures.granted), len(asked_for)


def test_what_was_computed_is_not_computed_again(programme: Programme) -> None:
    assert asked(programme)[0] == 50_000
    assert asked(programme) == (50_000, 1)
    assert queries.balance(programme, DAY) == queries.computed_balance(programme, DAY, geography())


def test_an_entry_shows_at_once_also_one_dated_back(programme: Programme) -> None:
    asked(programme)
    case = grant(programme, number="M-1", key="05515000", name="Stadt Münster", title="Amt", day=date(2011, 6, 4))
    write(case, EntryKind.CHANGED, -1_000, date(2010, 1, 1))
    figures = queries.balance(programme, DAY)
    assert figures == queries.computed_balance(programme, DAY, geography())
    assert (figures.projects, figures.participants) == (2, 2)


def test_what_was_rolled_back_is_never_seen(programme: Programme) -> None:
    asked(programme)
    with transaction.atomic():
        grant(programme, number="M-1", key="05515000", name="Stadt Münster", title="Amt", day=date(2011, 6, 4))
        assert queries.balance(programme, DAY).projects == 2
        transaction.set_rollback(True)
    assert asked(programme)[0] == 50_000
    write(grant(programme, number="M-2", key="05515000", name="Stadt Münster", title="Amt", day=date(2011, 6, 4)),
          EntryKind.PAID, 1, date(2011, 7, 1))  # fmt: skip
    assert queries.balance(programme, DAY).projects == 2


def test_a_project_that_is_not_public_leaves_the_facets_at_once(programme: Programme) -> None:
    case = grant(programme, number="M-1", key="05515000", name="Stadt Münster", title="Amt", day=date(2011, 6, 4))
    assert crosstab.of_programme(programme, DAY).by("key") == {"05315000": 1, "05515000": 1}
    change_publicity(case=case, public=False, by=Actor.clock())
    assert crosstab.of_programme(programme, DAY).by("key") == {"05315000": 1}


def test_very_many_hits_are_counted_as_few_are(programme: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, (key, day) in enumerate(
        [("05315000", date(2010, 5, 4)), ("05515000", date(2010, 6, 4)), ("05515000", date(2013, 6, 4))]
    ):
        grant(programme, number=f"N-{number}", key=key, name="Stadt", title="Netzwerk", block="netz", day=day)
    hidden = grant(programme, number="N-9", key="05515000", name="Stadt", title="Netzwerk", day=date(2010, 7, 4))
    change_publicity(case=hidden, public=False, by=Actor.clock())
    places, few = geography(), {}
    for words in ("Netz", "Netzwerk", "Köln", "Bonn"):
        asked = Asked({"q": (words,)})
        few[words] = set(Database(programme, asked, DAY, places).table.lines)
    monkeypatch.setattr("kommin.foundation.search.finding.LISTED_UP_TO", 0)
    for words, lines in few.items():
        database = Database(programme, Asked({"q": (words,)}), DAY, places)
        assert set(database.table.lines) == lines, words
        assert database.count == len(database.keys(0, 100)) == sum(line.number for line in lines)
    assert len(few["Netzwerk"]) == 2


def test_all_hits_are_the_same_as_those_of_the_first_page(
    programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    grant(programme, number="K-2", key="05315000", name="Stadt Köln", title="Netzwerk", day=date(2010, 5, 4))
    monkeypatch.setattr("kommin.foundation.search.finding.LISTED_UP_TO", 0)
    projects = queries.counted_projects(programme, DAY)
    for words, number in (("Köln", 2), ("Netz", 2), ("Netzwerk", 1), ("Bonn", 0)):
        found = [
            set(index.matches(words, kind="balance.project").among(projects, whole=whole)) for whole in (False, True)
        ]
        assert found[0] == found[1]
        assert len(found[0]) == number, words
