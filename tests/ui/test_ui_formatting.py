"""Amounts, numbers, days and sizes the way German and English readers write them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from kommin.foundation.ui.formatting import reader
from kommin.foundation.ui.forms import MoneyField

AMOUNTS = st.decimals(min_value=0, max_value=Decimal("999999999999.99"), places=2)


@pytest.mark.parametrize(
    ("language", "written"),
    [
        (
            "de",
            "1.234,56\u00a0€ −0,01\u00a0€ 66,67\u00a0% 12.345 0,50 23.11.2026 23.11.2026, 14:05\u00a0Uhr 1,2\u00a0MB",
        ),
        ("en", "€1,234.56 −€0.01 66.67% 12,345 0.50 23\u00a0November 2026 23\u00a0November 2026, 14:05 1.2\u00a0MB"),
    ],
)
def test_filters_write_the_readers_way(language: str, written: str) -> None:
    template = Template(
        "{% load ui %}{{ amount|money }} {{ debt|money }} {{ rate|percent }} {{ count|number }} {{ half|number:2 }}"
        " {{ on|day }} {{ at|moment }} {{ bytes|filesize }}"
    )
    context = {
        "amount": Decimal("1234.56"), "debt": Decimal("-0.01"), "rate": Decimal("66.67"), "count": 12345,
        "half": Decimal("0.5"), "on": date(2026, 11, 23), "at": datetime(2026, 11, 23, 13, 5, tzinfo=UTC),
        "bytes": 1_234_567,
    }  # fmt: skip
    with translation.override(language):
        assert template.render(Context(context)) == written


def test_a_moment_before_midnight_utc_is_the_next_day_here() -> None:
    with translation.override("de"):
        assert reader().date(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)) == "01.01.2027"


@pytest.mark.parametrize("name", ["money", "number", "percent", "day", "moment", "filesize"])
def test_unknown_values_stay_empty(name: str) -> None:
    assert Template("{% load ui %}{{ nothing|" + name + " }}").render(Context({"nothing": None})) == ""


@pytest.mark.parametrize(
    ("count", "written"), [(0, "0 Byte"), (999, "999 Byte"), (1000, "1,0 kB"), (20_000_000, "20 MB")]
)
def test_sizes(count: int, written: str) -> None:
    with translation.override("de"):
        assert reader().size(count).replace("\u00a0", " ") == written


@given(amount=AMOUNTS, language=st.sampled_from(["de", "en"]))
def test_what_a_page_writes_a_form_reads_back(amount: Decimal, language: str) -> None:
    with translation.override(language):
        assert MoneyField().clean(reader().money(amount)) == amount
        assert MoneyField().clean(reader().number(amount, decimals=2)) == amount


@given(amount=AMOUNTS)
def test_an_amount_is_read_the_same_in_both_languages(amount: Decimal) -> None:
    with translation.override("de"):
        written = reader().money(amount)
    with translation.override("en"):
        assert MoneyField().clean(written) == amount
