"""What the press desk says about projects, places and sums is what the invented history says on that day."""

from collections.abc import Iterator
from datetime import date

import pytest
from pytest_django.plugin import DjangoDbBlocker

from databases import DatabaseTemplate
from kommin.balance import queries
from kommin.cases.models import Case
from kommin.demo import history, people, programmes
from kommin.demo.press import checking
from kommin.demo.press.pictures.maps import participants
from kommin.demo.press.reading import read
from kommin.foundation.access import Actor
from kommin.programmes.models import Appropriation, Programme
from kommin.register.actions.loading import load_register
from kommin.register.models import Municipality


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


@pytest.mark.once
def test_printed_figures_are_those_of_their_day(komm_in: Programme) -> None:
    cash = dict(Appropriation.objects.filter(programme=komm_in).values_list("year", "cash"))
    balances = {}
    told = []
    for where, figure in checking.figures(read()):
        if figure.day not in balances:
            balances[figure.day] = queries.balance(komm_in, figure.day)
        told += [f"{where}: {each}" for each in checking.figure_doubts(figure, balances[figure.day], cash.get)]
    assert len(balances) > 10
    assert told == []


@pytest.mark.once
def test_projects_exist_are_public_and_were_decided_before_they_are_told_of(komm_in: Programme) -> None:
    desk = read()
    cases = {case.number: case for case in Case.objects.filter(programme=komm_in)}
    for release in desk.releases:
        for number in release.projects:
            case = cases[number]
            assert case.is_public
            assert case.stage_since.date() <= release.at.date(), (release.id, number)
            assert case.applicant_key in release.places, (release.id, number)
    for practice in desk.practice:
        case = cases[practice.project]
        assert (case.applicant_key, case.block.code) == (practice.municipality, practice.block)
        assert case.is_public


@pytest.mark.once
def test_size_classes_of_good_practice_are_those_of_the_balance(komm_in: Programme) -> None:
    for practice in read().practice:
        if practice.size == "districts":
            assert len(practice.municipality) == 5
            continue
        inhabitants = Municipality.objects.get(key=practice.municipality, valid_until=None).population
        expected = "100000" if inhabitants >= 100_000 else "20000-100000" if inhabitants >= 20_000 else "5000-20000"
        assert practice.size == expected, practice.id


@pytest.mark.once
@pytest.mark.parametrize("day", ["2005-12-14", "2008-10-08", "2009-10-21", "2010-10-27", "2012-12-18"])
def test_maps_show_who_took_part_by_their_day(komm_in: Programme, day: str) -> None:
    shown = participants(day)
    balance = queries.balance(komm_in, date.fromisoformat(day))
    assert shown.keys() == balance.places.keys()
