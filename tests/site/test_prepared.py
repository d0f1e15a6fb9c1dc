"""Queries that are written once give the rows that Django's own way gives, for whatever values."""

from datetime import date

import pytest
from django.db import connection
from django.db.models import BigIntegerField, CharField, DateField, Value
from django.test.utils import CaptureQueriesContext

from kommin.foundation.prepared import Prepared
from kommin.people.models import Kind, Organisation, OrganisationName

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def houses() -> list[Organisation]:
    made = []
    for number, kind in enumerate((Kind.MUNICIPALITY, Kind.PRESS_OFFICE, Kind.MUNICIPALITY)):
        key = f"0531500{number}" if kind == Kind.MUNICIPALITY else ""
        house = Organisation.objects.create(kind=kind, municipality_key=key)
        OrganisationName.objects.create(organisation=house, name=f"Haus {number}", valid_from=date(2020 + number, 1, 1))
        made.append(house)
    return made


def test_objects_come_with_what_belongs_to_them_for_each_value(houses: list[Organisation]) -> None:
    names = Prepared(
        lambda given: OrganisationName.objects.select_related("organisation")
        .filter(organisation__kind=given.kind, valid_from__lte=given.day)
        .annotate(asked=Value("x", output_field=CharField()))
        .order_by("-valid_from")[:5],
        kind=CharField(), day=DateField(),
    )  # fmt: skip
    for _again in range(2):
        found = names.rows(kind=Kind.MUNICIPALITY, day=date(2022, 1, 1))
        with CaptureQueriesContext(connection) as queries:
            assert [(one.name, one.organisation.kind, one.asked) for one in found] == [
                ("Haus 2", Kind.MUNICIPALITY, "x"), ("Haus 0", Kind.MUNICIPALITY, "x"),
            ]  # fmt: skip
        assert not queries
        assert [one.name for one in names.rows(kind=Kind.MUNICIPALITY, day=date(2021, 12, 31))] == ["Haus 0"]
        assert names.rows(kind=Kind.OPERATOR, day=date(2022, 1, 1)) == []
        assert names.first(kind=Kind.OPERATOR, day=date(2022, 1, 1)) is None


def test_values_unions_and_counts_work_and_hostile_text_stays_text(houses: list[Organisation]) -> None:
    def build(given: object) -> object:
        rows = OrganisationName.objects.order_by()
        early, late = rows.filter(name=given.name), rows.filter(organisation=given.house)
        return early.values_list("name").union(late.values_list("name"))

    either = Prepared(build, name=CharField(), house=BigIntegerField())
    assert sorted(either.rows(name="Haus 0", house=houses[2].pk)) == [("Haus 0",), ("Haus 2",)]
    assert either.rows(name="' OR 1=1 --", house=0) == []
    assert either.count(name="Haus 0", house=houses[1].pk) == 2


def test_a_change_of_rows_is_seen(houses: list[Organisation]) -> None:
    of_house = Prepared(
        lambda given: OrganisationName.objects.filter(organisation=given.house), house=BigIntegerField()
    )
    assert [one.name for one in of_house.rows(house=houses[0].pk)] == ["Haus 0"]
    OrganisationName.objects.filter(organisation=houses[0]).update(name="Neu")
    assert [one.name for one in of_house.rows(house=houses[0].pk)] == ["Neu"]


def test_other_values_than_places_are_refused_and_so_is_a_place_that_is_not_used() -> None:
    rows = Prepared(lambda given: Organisation.objects.filter(pk=given.house), house=BigIntegerField())
    with pytest.raises(TypeError, match="takes house, not day"):
        rows.rows(day=3)
    with pytest.raises(TypeError, match="does not use day"):
        Prepared(
            lambda given: Organisation.objects.filter(pk=given.house), house=BigIntegerField(), day=DateField()
        ).rows(house=1, day=date(2026, 1, 1))
