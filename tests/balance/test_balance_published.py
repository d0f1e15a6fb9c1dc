"""Every figure that the ministry published comes out of the invented history on its day."""

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from importlib.resources import files

import pytest
from django.core.management import call_command
from pytest_django.plugin import DjangoDbBlocker

from databases import DatabaseTemplate
from kommin.balance import queries
from kommin.balance.figures import Balance
from kommin.balance.geography import geography
from kommin.balance.models import Project, Snapshot
from kommin.balance.sentence import sentence
from kommin.cases.models import Case, LedgerEntry
from kommin.demo import history, people, programmes
from kommin.foundation.access import Actor
from kommin.programmes.models import Appropriation, Programme
from kommin.register.actions.loading import load_register

PUBLISHED = list(
    csv.DictReader(
        io.StringIO(files("kommin.demo").joinpath("data/komm_in_nrw_published.csv").read_text(encoding="utf-8"))
    )
)
COUNTS = {
    "cumulative_municipalities": "participants", "cumulative_towns": "towns", "cumulative_districts": "districts",
    "cumulative_projects": "projects",
}  # fmt: skip
OF_THE_YEAR = {
    "projects_in_year": "projects", "municipalities_in_year": "participants",
    "new_municipalities_in_year": "new_participants",
    "new_towns_in_year": "new_towns", "new_districts_in_year": "new_districts",
}  # fmt: skip


@pytest.fixture(scope="module")
def komm_in(
    database_template: DatabaseTemplate, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Programme]:
    """A database of this file's own with the history in it."""
    with django_db_blocker.unblock(), database_template.clone_in_use():
        load_register(by=Actor.clock())
        people.load()
        programmes._former(people.MINISTRY_OF_2005)
        history.load()
        yield Programme.objects.get(slug="komm-in-nrw")


def as_of(programme: Programme, day: str) -> Balance:
    return queries.balance(programme, date.fromisoformat(day))


def figures() -> Iterator[tuple[str, str, int]]:
    for row in PUBLISHED:
        for column in (*COUNTS, *OF_THE_YEAR):
            if row[column]:
                yield row["published_on"], column, int(row[column])


@pytest.mark.parametrize(("day", "column", "number"), list(figures()))
def test_a_published_number_comes_out_on_its_day(komm_in: Programme, day: str, column: str, number: int) -> None:
    found = as_of(komm_in, day)
    budget_year = next(int(row["budget_year"] or day[:4]) for row in PUBLISHED if row["published_on"] == day)
    if column in COUNTS:
        assert getattr(found, COUNTS[column]) == number
    else:
        assert getattr(found.by_year[budget_year], OF_THE_YEAR[column]) == number


@pytest.mark.parametrize(
    ("day", "column", "printed"),
    [
        (row["published_on"], column, int(row[column]))
        for row in PUBLISHED
        for column in ("amount_in_year_eur_about", "cumulative_amount_eur_about")
        if row[column]
    ],
)
def test_an_amount_matches_when_rounded_to_its_last_printed_digit(
    komm_in: Programme, day: str, column: str, printed: int
) -> None:
    found = as_of(komm_in, day)
    exact = found.granted if column.startswith("cumulative") else found.by_year[int(day[:4])].granted
    # 15,000,000 was printed as 15 million, 2,450,000 as 2.45 million
    last_digit = (
        1_000_000 if printed % 1_000_000 == 0 and printed > 10_000_000 else 10_000 if printed % 100_000 else 100_000
    )
    assert abs(exact - printed) <= Decimal(last_digit) / 2


def test_the_published_appropriations_are_the_programmes_means(komm_in: Programme) -> None:
    published = {
        int(row["budget_year"]): Decimal(row["appropriation_in_year_eur"])
        for row in PUBLISHED
        if row["appropriation_in_year_eur"]
    }
    assert dict(Appropriation.objects.filter(programme=komm_in).values_list("year", "cash")) == published


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "de",
            (
                "Seit April 2005 haben 123 Kommunen und Kreise mit insgesamt 359 Projekten teilgenommen, davon 100"
                " Städte und 23 Kreise, in einem Umfang von rund 15 Millionen Euro."
            ),
        ),
        (
            "en",
            (
                "Since April 2005 123 municipalities and districts have taken part with a total of 359 projects, among"
                " them 100 towns and 23 districts, worth about 15 million euros."
            ),
        ),
    ],
)
def test_the_sentence_of_the_press_release_writes_itself(komm_in: Programme, language: str, text: str) -> None:
    from django.utils import translation

    with translation.override(language):
        assert sentence(komm_in, as_of(komm_in, "2010-10-27")) == text


def test_project_213_was_decided_between_the_two_counts_that_disagree(komm_in: Programme) -> None:
    assert as_of(komm_in, "2008-10-08").projects == 212
    assert as_of(komm_in, "2008-12-31").projects == 213
    assert as_of(komm_in, "2008-12-31").by_year[2008].projects == 58


def test_a_place_changed_by_the_reform_is_one_participant(komm_in: Programme) -> None:
    keys = set(Project.objects.filter(programme=komm_in).values_list("applicant_key", flat=True))
    assert {"05313000", "05334002", "05354", "05334"} <= keys
    before, after = as_of(komm_in, "2009-10-20"), as_of(komm_in, "2010-10-27")
    for found in (before, after):
        assert "05334002" in found.places
        assert "05334" in found.places
        assert not {"05313000", "05354"} & found.places.keys()


def test_grants_known_to_have_been_given_are_among_them(komm_in: Programme) -> None:
    amounts = set(Case.objects.filter(programme=komm_in).values_list("granted", flat=True))
    assert {Decimal(50_000), Decimal(60_000)} <= amounts


def test_everything_is_marked_as_invented_and_told_apart(komm_in: Programme) -> None:
    assert not Project.objects.filter(programme=komm_in, invented=False).exists()
    titles = list(Case.objects.filter(programme=komm_in).values_list("title", flat=True))
    assert len(set(titles)) == len(titles)


def test_what_ended_leaves_from_its_own_day(komm_in: Programme) -> None:
    day = date(2012, 5, 14)
    before, after = (queries.balance(komm_in, each) for each in (day - timedelta(days=1), day))
    assert after.projects == before.projects - 1
    assert after.granted < before.granted
    assert queries.balance(komm_in, date(2011, 12, 31)).projects == as_of(komm_in, "2011-12-31").projects


def test_loading_again_changes_nothing(komm_in: Programme) -> None:
    before = LedgerEntry.objects.count(), Snapshot.objects.count()
    history.load()
    assert (LedgerEntry.objects.count(), Snapshot.objects.count()) == before


def test_two_publications_show_what_became_known_later(komm_in: Programme) -> None:
    from kommin.balance.views.snapshots import frozen

    published = Snapshot.objects.get(programme=komm_in, as_of=date(2010, 10, 27))
    assert published.prepared_by_id != published.released_by_id
    rows = {str(row.definition.label): row for row in frozen(komm_in, published)["rows"] if row.differs}
    assert len(rows) == 1


def test_the_rollup_holds_against_the_plain_sum_of_the_ledger(komm_in: Programme) -> None:
    for day in ("2005-12-31", "2008-10-08", "2010-10-27", "2013-06-01"):
        until = date.fromisoformat(day)
        entries = LedgerEntry.objects.filter(programme=komm_in, effective_on__lte=until)
        sums: dict[int, Decimal] = {}
        for entry in entries.filter(kind__in=["granted", "changed", "withdrawn", "revoked"]):
            sums[entry.case_id] = sums.get(entry.case_id, Decimal(0)) + entry.amount
        counted = {case: amount for case, amount in sums.items() if amount > 0}
        found = queries.balance(komm_in, until)
        assert (found.projects, found.granted) == (len(counted), sum(counted.values()))
        keys = {
            geography().today(key)
            for key in Case.objects.filter(pk__in=counted).values_list("applicant_key", flat=True)
        }
        assert found.participants == len(keys)


def test_the_command_answers_like_the_pages(komm_in: Programme, capsys: pytest.CaptureFixture[str]) -> None:
    import json

    call_command("balance", programme="komm-in-nrw", as_of=date(2010, 10, 27), json=True)
    told = json.loads(capsys.readouterr().out)
    assert {name: told[name] for name in ("participants", "towns", "districts", "new_participants", "projects")} == {
        "participants": 123, "towns": 100, "districts": 23, "new_participants": 13, "projects": 359,
    }  # fmt: skip
    assert told["granted_eur"] == "14787000.00"
    assert told["by_year"]["2009"]["new_districts"] == 4
    assert told["demonstration_data"] is True


@pytest.mark.parametrize(
    ("language", "begins", "mark"),
    [
        ("de", "Seit April 2005 haben 123 Kommunen und Kreise", "Vorführdaten: Projekte und Beträge sind erfunden."),
        ("en", "Since April 2005 123 municipalities", "Demonstration data: projects and amounts are invented."),
    ],
)
def test_sentence_and_mark_are_in_the_language_asked_for(
    komm_in: Programme, capsys: pytest.CaptureFixture[str], language: str, begins: str, mark: str
) -> None:
    call_command("balance", programme="komm-in-nrw", as_of=date(2010, 10, 27), sentence=language)
    told = capsys.readouterr()
    assert told.out.startswith(begins)
    assert told.err.strip() == mark
