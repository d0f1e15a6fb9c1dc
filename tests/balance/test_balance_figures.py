"""What the figures mean, and that they hold whatever is entered later."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from balance.grants import grant, grant_many, make_case, make_programme, write
from kommin.balance import queries
from kommin.balance.actions import rolling
from kommin.balance.figures import Balance
from kommin.balance.geography import NOWHERE
from kommin.balance.models import Checkpoint, Project, Revision, Step
from kommin.balance.sentence import about, sentence
from kommin.balance.state import State, state_at
from kommin.cases.actions.ledger import Movement, write_entries
from kommin.cases.models import Case, EntryKind
from kommin.foundation.access import Actor
from kommin.law.words import Rounding, rounding
from kommin.programmes.models import Programme
from kommin.register.models import Register

DAY = date(2009, 5, 4)
COLOGNE, DUESSELDORF, AACHEN_THEN, AACHEN, DISTRICT = "05315000", "05111000", "05313000", "05334002", "05382"
SLOW = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def on(programme: Programme, day: date = date(2012, 12, 31)) -> Balance:
    return queries.balance(programme, day)


def test_a_second_grant_raises_projects_but_not_participants(programme: Programme) -> None:
    grant(programme, number="A", key=COLOGNE)
    grant(programme, number="B", key=COLOGNE)
    grant(programme, number="C", key=DUESSELDORF, day=DAY.replace(year=2010))
    found = on(programme)
    assert (found.projects, found.participants, found.repeat) == (3, 2, {1: 1, 2: 1})
    assert [(year, row.new_participants) for year, row in found.by_year.items()] == [(2009, 1), (2010, 1)]


@pytest.mark.parametrize("kind", [EntryKind.WITHDRAWN, EntryKind.REVOKED])
def test_what_is_taken_back_leaves_from_its_own_date_on_never_backwards(programme: Programme, kind: EntryKind) -> None:
    case = grant(programme, number="A", amount=50_000)
    end = date(2010, 3, 1)
    write(case, kind, -50_000, end, 2009)
    assert (on(programme, end - timedelta(days=1)).projects, on(programme, end - timedelta(days=1)).granted) == (
        1,
        50_000,
    )
    assert (on(programme, end).projects, on(programme, end).granted, on(programme, end).participants) == (0, 0, 0)
    assert Project.objects.get().ended_on == end


def test_a_reduction_lowers_the_amount_and_keeps_the_project(programme: Programme) -> None:
    case = grant(programme, number="A", amount=50_000)
    write(case, EntryKind.CHANGED, "-12500.50", date(2010, 3, 1), 2009)
    assert (on(programme).projects, on(programme).granted) == (1, Decimal("37499.50"))


def test_a_grant_can_be_taken_back_to_the_cent(programme: Programme) -> None:
    case = grant(programme, number="A", amount="35.14")
    write(case, EntryKind.CHANGED, "-35.10", DAY)
    write(case, EntryKind.REVOKED, "-0.04", DAY)
    assert (case.granted, on(programme).projects, on(programme).granted) == (0, 0, 0)


def test_a_year_is_the_budget_year_of_the_first_decision(programme: Programme) -> None:
    case = make_case(programme, number="A")
    movements = [
        Movement(EntryKind.GRANTED, Decimal(45_000), 2010, date(2010, 12, 1)),
        Movement(EntryKind.GRANTED, Decimal(5_000), 2011, date(2010, 12, 1)),
    ]
    write_entries(case=case, movements=movements, source="test", by=Actor.clock())
    write(case, EntryKind.PAID, 45_000, date(2010, 12, 20), 2010)
    write(case, EntryKind.RETURNED, 200, date(2011, 6, 1), 2010)
    found = on(programme)
    assert {year: (row.projects, row.granted) for year, row in found.by_year.items()} == {2010: (1, Decimal(50_000))}
    assert {year: (row.committed, row.paid, row.returned) for year, row in found.by_means.items()} == {
        2010: (45_000, 45_000, 200), 2011: (5_000, 0, 0),
    }  # fmt: skip
    assert (found.paid, found.returned) == (45_000, 200)


def test_bodies_outside_the_register_are_projects_but_no_participants(programme: Programme) -> None:
    grant(programme, number="A", key="", name="Verein e. V.")
    assert (on(programme).projects, on(programme).participants, on(programme).by_kind["outside"].projects) == (1, 0, 1)


def test_places_are_those_of_today(register: Register, programme: Programme) -> None:
    grant(programme, number="A", key=AACHEN_THEN, kind="city")
    grant(programme, number="B", key=AACHEN, day=date(2010, 5, 4))
    grant(programme, number="C", key=DISTRICT, kind="district")
    found = on(programme)
    assert (found.participants, found.towns, found.districts) == (2, 1, 1)
    assert found.places[AACHEN].projects == 2
    assert found.by_district["05334"].projects == 2
    assert found.by_district["05382"].participants == 1
    assert found.inhabitants_on is not None
    assert found.by_size["100000"].projects == 2


def test_the_mean_time_until_the_decision_leaves_out_unknown_arrivals(programme: Programme) -> None:
    grant(programme, number="A", received=DAY - timedelta(days=40))
    grant(programme, number="B", received=DAY - timedelta(days=60))
    grant(programme, number="C")  # taken over years later: its arrival here says nothing
    assert on(programme).duration == 50


@st.composite
def histories(draw: st.DrawFn) -> list[dict]:
    """A few cases, each granted, perhaps changed, perhaps ended, on any days."""
    found = []
    for _case in range(draw(st.integers(1, 5))):
        start, amount = draw(st.integers(0, 900)), draw(st.integers(1_00, 90_000_00))
        found.append({
            "key": draw(st.sampled_from([COLOGNE, DUESSELDORF, AACHEN, "05382", ""])), "start": start, "amount": amount,
            "change": draw(st.none() | st.tuples(st.integers(0, 600), st.integers(-amount + 1, 50_000_00))),
            "end": draw(st.none() | st.integers(0, 600)), "block": draw(st.sampled_from(["netz", "ziel", ""])),
        })  # fmt: skip
    return found


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def events(history: list[dict]) -> Iterator[tuple[int, EntryKind, int, date]]:
    """Case, kind, cents, day; ends take away what is in force."""
    begin = date(2006, 1, 1)
    for index, case in enumerate(history):
        day, cents = begin + timedelta(days=case["start"]), case["amount"]
        yield index, EntryKind.GRANTED, cents, day
        if case["change"]:
            later, change = case["change"]
            day, cents = day + timedelta(days=later), cents + change
            yield index, EntryKind.CHANGED, change, day
        if case["end"] is not None:
            yield index, EntryKind.REVOKED, -cents, day + timedelta(days=case["end"])


@given(history=histories(), until=st.integers(0, 1500))
@SLOW
def test_figures_of_a_day_do_not_change_when_later_facts_are_entered(
    programme: Programme, history: list[dict], until: int
) -> None:
    day = date(2006, 1, 1) + timedelta(days=until)
    with undone():
        cases = [
            make_case(programme, number=f"H-{index}", key=case["key"], block=case["block"])
            for index, case in enumerate(history)
        ]
        told = sorted(events(history), key=lambda event: event[3])
        for index, kind, cents, effective in told:
            if effective <= day:
                write(cases[index], kind, Decimal(cents).scaleb(-2), effective)
        before = on(programme, day)
        for index, kind, cents, effective in told:
            if effective > day:
                write(cases[index], kind, Decimal(cents).scaleb(-2), effective)
        assert on(programme, day) == before
        assert_adds_up(before)
        in_force = [0] * len(history)
        for index, _kind, cents, effective in told:
            in_force[index] += cents if effective <= day else 0
        assert before.granted == Decimal(sum(in_force)).scaleb(-2)
        assert before.projects == sum(cents > 0 for cents in in_force)


def assert_adds_up(found: Balance) -> None:
    """Every breakdown divides the whole."""
    for parts in (found.by_year, found.by_block, found.by_kind, found.by_region, found.by_district, found.by_size):
        assert sum(part.projects for part in parts.values()) == found.projects
        assert sum((part.granted for part in parts.values()), Decimal(0)) == found.granted
    assert sum(row.new_participants for row in found.by_year.values()) == found.participants
    assert sum(found.repeat.values()) == found.participants
    assert sum((row.committed for row in found.by_means.values()), Decimal(0)) == found.granted


@given(history=histories())
@SLOW
def test_subtotals_say_the_same_as_the_plain_sum_also_after_late_entries(
    programme: Programme, history: list[dict]
) -> None:
    with undone(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(rolling, "STEPS_BETWEEN", 2)
        cases = [
            make_case(programme, number=f"H-{index}", key=case["key"], block=("netz", "ziel", "")[index % 3])
            for index, case in enumerate(history)
        ]
        told = list(events(history))
        for index, kind, cents, effective in told[::2]:
            if kind != EntryKind.REVOKED and kind != EntryKind.CHANGED:
                write(cases[index], kind, Decimal(cents).scaleb(-2), effective)
        rolling.refresh_all()
        rolling.refresh_all()
        for day in days_around(told):
            assert comparable(programme, day) == comparable(programme, day, checkpoints=False)
        late = grant(programme, number="late", day=date(2006, 1, 2))
        write(late, EntryKind.PAID, 5, date(2006, 1, 1), 2006)
        for day in days_around(told):
            assert comparable(programme, day) == comparable(programme, day, checkpoints=False)
        rolling.rebuild(programme=programme)
        assert not Revision.objects.filter(open=True).exists()
        for day in days_around(told):
            assert comparable(programme, day) == comparable(programme, day, checkpoints=False)


def days_around(told: list[tuple]) -> list[date]:
    return sorted({date(2006, 1, 1), date(2012, 1, 1), *(event[3] for event in told)})


def comparable(programme: Programme, day: date, *, checkpoints: bool = True) -> object:
    """The sums of the programme and of each of its building blocks."""
    blocks = [None, *programme.blocks.values_list("pk", flat=True)]
    return [sums(state_at(programme.pk, day, block_id=block, checkpoints=checkpoints)) for block in blocks]


def sums(state: State) -> object:
    return (
        {key: tuple(value) for key, value in state.places.items() if any(value)},
        {key: tuple(value) for key, value in state.blocks.items() if any(value)},
        {key: tuple(value) for key, value in state.means.items() if any(value)},
        state.days, state.timed,
    )  # fmt: skip


@pytest.mark.parametrize("code", ["", "netz"], ids=["programme", "building block"])
def test_subtotals_are_kept_used_and_mistrusted_when_something_older_comes(
    programme: Programme, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    monkeypatch.setattr(rolling, "STEPS_BETWEEN", 3)
    grant_many(programme, [{"day": date(2009, 1, 1) + timedelta(days=index), "block": "netz"} for index in range(10)])
    rolling.refresh_all()
    block = programme.blocks.get(code=code) if code else None
    number = block.pk if block else None
    kept = Checkpoint.objects.filter(block=block)
    assert kept.count() == 3
    used = kept.order_by("day").first()
    Checkpoint.objects.filter(pk=used.pk).update(state=used.state.replace('"days":0', '"days":77'))
    assert state_at(programme.pk, used.day, block_id=number).days == 77
    grant(programme, number="late", day=date(2009, 1, 1), block="netz")
    assert state_at(programme.pk, used.day, block_id=number).days == 0
    assert on(programme).projects == 11
    rolling.refresh_all()
    assert kept.count() == 3
    assert state_at(programme.pk, used.day, block_id=number).days == 0


def test_subtotals_follow_a_case_into_another_building_block(
    programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rolling, "STEPS_BETWEEN", 2)
    cases = grant_many(programme, [{"day": date(2009, 1, 1 + index), "block": "netz"} for index in range(6)])
    rolling.refresh_all()
    Case.objects.filter(pk=cases[0].pk).update(block=programme.blocks.get(code="ziel"))
    write(cases[0], EntryKind.CHANGED, -1_000, date(2010, 1, 4), 2009)
    for _round in range(2):
        for day in (date(2009, 1, 3), date(2009, 1, 6), DAY):
            assert comparable(programme, day) == comparable(programme, day, checkpoints=False)
        rolling.refresh_all()


def test_missing_subtotals_are_made_by_the_clock(programme: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rolling, "STEPS_BETWEEN", 3)
    grant_many(programme, [{"day": date(2009, 1, 1) + timedelta(days=index), "block": "netz"} for index in range(10)])
    rolling.refresh_all()
    whole = list(Checkpoint.objects.values_list("block", "day", "state").order_by("block", "day"))
    Checkpoint.objects.filter(block=None).delete()
    rolling.mark_changed(programme.pk)
    rolling.refresh_all()
    assert list(Checkpoint.objects.values_list("block", "day", "state").order_by("block", "day")) == whole


def test_figures_of_a_building_block_are_those_of_its_grants(programme: Programme) -> None:
    grant(programme, number="A", block="netz", amount=50_000)
    grant(programme, number="B", block="netz", amount=60_000, key="05515000")
    grant(programme, number="C", block="ziel", amount=1_000)
    block = programme.blocks.get(code="netz")
    found = queries.balance_of_block(programme, block, DAY, NOWHERE)
    assert (found.projects, found.granted) == (2, Decimal(110_000))
    assert found.by_block == {block.pk: on(programme).by_block[block.pk]}


def test_a_rebuild_makes_the_same_again(programme: Programme) -> None:
    cases = grant_many(programme, [{"amount": 1000 + index, "block": "netz"} for index in range(5)])
    write(cases[0], EntryKind.REVOKED, -1000, date(2010, 1, 4), 2009)
    before, rows = on(programme), list(Step.objects.order_by("case", "day").values("case", "day", "cents", "projects"))
    Step.objects.all().delete()
    assert on(programme) != before
    rolling.rebuild(programme=programme)
    assert on(programme) == before
    assert list(Step.objects.order_by("case", "day").values("case", "day", "cents", "projects")) == rows


def test_the_same_day_costs_the_same_number_of_queries(programme: Programme, django_assert_num_queries: object) -> None:
    grant(programme, number="A")
    for _round in range(2):
        with django_assert_num_queries(3):  # type: ignore[operator]
            queries.balance(programme, DAY, NOWHERE)
        grant_many(programme, [{"key": f"051{index:05d}"} for index in range(50)] if not _round else [])


@pytest.mark.parametrize(
    ("exact", "printed", "word"),
    [
        ("14.8", "15", Rounding.ABOUT), ("2.58", "2.6", Rounding.JUST_UNDER), ("2.61", "2.6", Rounding.JUST_OVER),
        ("15", "15", Rounding.EXACT), ("2.574", "2.6", Rounding.ABOUT), ("0", "0", Rounding.EXACT),
    ],
)  # fmt: skip
def test_the_word_before_a_rounded_figure(exact: str, printed: str, word: Rounding) -> None:
    assert rounding(Decimal(exact), Decimal(printed)) is word


@pytest.mark.parametrize(
    ("amount", "german"),
    [
        ("14800000", "rund 15 Millionen Euro"), ("2580000", "knapp 2,6 Millionen Euro"), ("1000000", "1 Million Euro"),
        ("2612000", "mehr als 2,6 Millionen Euro"), ("48987.20", "knapp 49.000 Euro"), ("50000", "50.000 Euro"),
        ("123456789", "mehr als 123 Millionen Euro"), ("999999.99", "knapp 1 Million Euro"), ("0.01", "0,01 Euro"),
    ],
)  # fmt: skip
def test_amounts_as_people_say_them(amount: str, german: str) -> None:
    assert about(Decimal(amount)) == german


def test_sentences_for_nothing_one_and_after_the_end(programme: Programme) -> None:
    assert sentence(programme, on(programme)) == "Am 31.12.2012 war in Probe noch nichts bewilligt."
    grant(programme, number="A", key=COLOGNE)
    assert sentence(programme, on(programme)).startswith(
        "Seit April 2005 hat 1 Kommune oder Kreis mit 1 Projekt teilgenommen"
    )
    programme.valid_until = date(2009, 12, 31)
    assert sentence(programme, on(programme)).startswith("Von April 2005 bis Dezember 2009 hat 1 Kommune")


def test_programmes_do_not_mix(programme: Programme) -> None:
    other = make_programme(slug="andere")
    grant(programme, number="A")
    grant(other, number="B", amount=1)
    assert (on(programme).granted, on(other).granted) == (50_000, 1)
