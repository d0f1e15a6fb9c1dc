"""Charts show the figures they are given, in coordinates every browser understands."""

import re
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler
from hypothesis import given
from hypothesis import strategies as st

from kommin.foundation.ui import charts

YEARS = [("2008", 77), ("2009", 74), ("2010", 72)]


def draw(chart: charts.Chart) -> str:
    source = CottonCompiler().process('<c-chart :chart="chart" />')
    with translation.override("de"):
        return Template(source).render(Context({"chart": chart}))


def columns(figures: charts.Figures) -> charts.Chart:
    return charts.columns("Projekte", figures, label_heading="Jahr", value_heading="Projekte")


@pytest.mark.parametrize("kind", [charts.bars, charts.columns, charts.line])
def test_every_figure_stands_in_a_table_too(kind: object) -> None:
    html = draw(kind("Projekte", YEARS, label_heading="Jahr", value_heading="Projekte"))  # type: ignore[operator]
    table = re.search(r"<table.*</table>", html, re.DOTALL)
    assert table
    for year, count in YEARS:
        assert f'<th scope="row">{year}</th>' in table.group()
        assert str(count) in table.group()


def test_coordinates_never_carry_a_comma() -> None:
    with translation.override("de"):
        chart = charts.line(
            "Summe", [("a", Decimal("1.5")), ("b", Decimal("2.25"))], label_heading="x", value_heading="y"
        )
    places = re.findall(r' (?:x|y|x1|x2|y1|y2|cx|cy|width|height)="([^"]*)"', draw(chart))
    assert places
    assert all(re.fullmatch(r"\d+(\.\d+)?%?", place) for place in places), places


def test_the_picture_is_told_in_a_sentence() -> None:
    with translation.override("de"):
        assert columns(YEARS).summary == "Projekte: von 77 (2008) bis 72 (2010), Höchstwert 77 (2008)"


def test_no_figures_are_said_not_drawn() -> None:
    html = draw(columns([]))
    assert "Es gibt noch keine Zahlen." in html
    assert "<svg" not in html


@given(st.lists(st.decimals(min_value=0, max_value=Decimal("1e12"), places=2), min_size=1, max_size=40))
def test_nothing_sticks_out_of_the_picture(values: list[Decimal]) -> None:
    chart = columns([(str(number), value) for number, value in enumerate(values)])
    for point in chart.points:
        assert charts.TOP - Decimal("0.1") <= Decimal(point.y) <= charts.HEIGHT - charts.BOTTOM
        assert 0 <= Decimal(point.left) < Decimal(point.x) < charts.WIDTH
        assert Decimal(point.y) + Decimal(point.height) == charts.HEIGHT - charts.BOTTOM
    assert 2 <= len(chart.ticks) <= 5
    assert len({tick.text for tick in chart.ticks}) == len(chart.ticks)


@given(st.lists(st.integers(min_value=0, max_value=50_000), min_size=1, max_size=20))
def test_counts_have_whole_lines(values: list[int]) -> None:
    with translation.override("de"):
        chart = columns([(str(number), value) for number, value in enumerate(values)])
    assert all("," not in tick.text for tick in chart.ticks)


def test_bars_are_as_long_as_their_values() -> None:
    chart = charts.bars("x", [("a", 50), ("b", 200), ("c", 0), ("d", -5)], label_heading="", value_heading="")
    assert [point.share for point in chart.points] == ["25.0", "100.0", "0", "0"]
