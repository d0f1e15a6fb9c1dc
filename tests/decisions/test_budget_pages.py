"""The budget for the ministry and for authorities: every figure with the rows behind it, transfers, files."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from decisions.granting import NOW, Land, released, years
from examination.cases_in_hand import LOGIN, Authority, bare_case
from kommin.decisions import queries
from kommin.decisions.models import Kind, Transfer
from kommin.foundation.audit.models import Record
from kommin.foundation.tables import open_workbook
from kommin.people.models import Role, User
from kommin.programmes.models import Appropriation, AppropriationShare

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.usefixtures("quick_letters")]


@pytest.fixture(autouse=True)
def _no_second_factor(settings: LazySettings) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def second(land: Land) -> Authority:
    """Another authority with means of its own in 2026."""
    other = Authority("Bezirksregierung Anderswo")
    land.give(2026, other, cash="1000", commitment="0")
    return other


@pytest.fixture
def ministry(land: Land) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=land.budget_officer().user_id), LOGIN)
    return client


def overview(client: Client, land: Land) -> dict[int, dict[str, tuple[Decimal, Decimal, Decimal]]]:
    """Per year and authority: cash, committed, free cash."""
    page = client.get(reverse("decisions:budget", args=[land.programme.slug]))
    assert page.status_code == 200
    return {
        year.year: {
            line.authority: (line.share.cash, line.share.committed, line.share.free_cash) for line in year.lines
        }
        for year in page.context["page"]
    }


def test_each_figure_of_a_year_and_authority_opens_the_rows_behind_it(
    land: Land, second: Authority, ministry: Client
) -> None:
    case = land.case()
    award = released(case, land.authority, years(y2026="45000", y2027="5000"))
    less = released(case, land.authority, years(y2026="40000", y2027="5000"), Kind.CHANGE, now=NOW.replace(day=25))
    released(bare_case(land.programme, second.organisation), second, years(y2026="10"), Kind.PARTIAL)
    figures = overview(ministry, land)
    assert figures[2026] == {
        "Bezirksregierung Beispiel": (100_000, 40_000, 60_000), "Bezirksregierung Anderswo": (1000, 10, 990),
    }  # fmt: skip
    address = reverse("decisions:budget_rows", args=[land.programme.slug, 2026, land.authority.organisation.pk])
    page = ministry.get(reverse("decisions:budget", args=[land.programme.slug]))
    assert f'href="{address}#commitments"' in page.content.decode()
    behind = ministry.get(address).context
    assert [(row.decision, row.amount) for row in behind["page"]] == [(less, -5000), (award, 45_000)]
    assert behind["total"] == figures[2026]["Bezirksregierung Beispiel"][1]
    later = reverse("decisions:budget_rows", args=[land.programme.slug, 2027, land.authority.organisation.pk])
    promised = ministry.get(later, {"basis": "commitment"}).context
    assert promised["total"] == land.share(2027).committed_commitment == 5000


def test_the_sums_of_a_year_open_the_rows_of_all_authorities(land: Land, second: Authority, ministry: Client) -> None:
    released(land.case(), land.authority, years(y2026="45000", y2027="5000"))
    released(bare_case(land.programme, second.organisation), second, years(y2026="10"), Kind.PARTIAL)
    address = reverse("decisions:budget_year_rows", args=[land.programme.slug, 2026])
    page = ministry.get(reverse("decisions:budget", args=[land.programme.slug])).content.decode()
    for part in ("#means", "#commitments", "?basis=commitment#commitments"):
        assert f'href="{address}{part}"' in page
    behind = ministry.get(address)
    assert behind.context["total"] == 45_010
    assert {row.house_name for row in behind.context["page"]} == {
        "Bezirksregierung Beispiel", "Bezirksregierung Anderswo",
    }  # fmt: skip
    own = second.client(Role.CASEWORKER).get(address)
    assert own.context["total"] == 10
    assert "Bezirksregierung Beispiel" not in own.content.decode()
    assert ministry.get(reverse("decisions:budget_year_rows", args=[land.programme.slug, 1999])).status_code == 404


def test_a_year_that_nobody_has_a_share_of_yet_has_a_page(land: Land, ministry: Client) -> None:
    AppropriationShare.objects.filter(appropriation__year=2026).delete()
    page = ministry.get(reverse("decisions:budget_year_rows", args=[land.programme.slug, 2026]))
    assert "noch hat keine Behörde einen Anteil" in page.content.decode()


def test_an_authority_sees_its_own_rows_alone(land: Land, second: Authority) -> None:
    client = second.client(Role.CASEWORKER)
    assert overview(client, land) == {2026: {"Bezirksregierung Anderswo": (1000, 0, 1000)}}
    foreign = reverse("decisions:budget_rows", args=[land.programme.slug, 2026, land.authority.organisation.pk])
    assert client.get(foreign).status_code == 404
    exported = client.get(reverse("decisions:budget_export", args=[land.programme.slug, "csv"]))
    assert b"Bezirksregierung Beispiel" not in exported.getvalue()


def test_means_move_with_a_reason_between_authorities_and_years(
    land: Land, second: Authority, ministry: Client
) -> None:
    released(land.case(applied="99000"), land.authority, years(y2026="99000"))
    page = reverse("decisions:transfer", args=[land.programme.slug])
    first_row, next_row = land.appropriations[2026], land.appropriations[2027]
    source = f"{first_row.pk}-{land.authority.organisation.pk}"
    sent = {
        "source": source, "target": f"{next_row.pk}-{second.organisation.pk}", "basis": "cash", "amount": "1000,01",
        "reason": "Verschobener Beginn", "once": "a" * 32,
    }  # fmt: skip
    refused = ministry.post(page, sent)
    assert refused.status_code == 422
    assert "0,01" in refused.content.decode()
    assert ministry.post(page, sent | {"amount": "1000,00", "reason": " "}).status_code == 422
    assert not Transfer.objects.exists()
    for _click in range(2):
        assert ministry.post(page, sent | {"amount": "1000,00"}).status_code == 302
    made = Transfer.objects.get()
    assert (made.from_year, made.to_year, made.amount, made.reason) == (2026, 2027, 1000, "Verschobener Beginn")
    assert land.share(2026).free_cash == 0
    assert land.share(2027, second).cash == 1000
    assert Record.objects.get(action="decisions.means_transferred").reason == "Verschobener Beginn"
    listed = ministry.get(reverse("decisions:transfers", args=[land.programme.slug])).content.decode()
    assert "Verschobener Beginn" in listed


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_files_say_what_the_page_says(land: Land, second: Authority, ministry: Client, kind: str) -> None:
    case = land.case()
    released(case, land.authority, years(y2026="45000", y2027="5000"))
    address = reverse("decisions:budget_export", args=[land.programme.slug, kind])
    shares = open_workbook(ministry.get(address).getvalue()).table().rows
    mine = next(row.cells for row in shares if in_year(row.cells, 2026) and "Bezirksregierung Beispiel" in row.cells)
    assert [money(mine[place]) for place in (4, 6, 8)] == [100_000, 45_000, 55_000]
    rows = [row.cells for row in open_workbook(ministry.get(address, {"rows": "commitments"}).getvalue()).table().rows]
    assert {(row[4], row[5]) for row in rows} == {(case.number, case.applicant_name)}
    assert {row[6] for row in rows} == {queries.chain_of(case).get().number}
    assert sorted(money(row[-1]) for row in rows) == [5000, 45_000]
    assert sum(money(row[-1]) for row in rows if in_year(row, 2026)) == land.share(2026).committed


def in_year(cells: Sequence[object], year: int) -> bool:
    return float(str(cells[0])) == year


def money(cell: object) -> Decimal:
    return Decimal(str(cell))


def test_the_budget_costs_the_same_for_one_share_and_for_fifty(land: Land, ministry: Client) -> None:
    address = reverse("decisions:budget", args=[land.programme.slug])
    ministry.get(address)  # what is kept for all pages is kept from here on
    with CaptureQueriesContext(connection) as few:
        ministry.get(address)
    Appropriation.objects.update(cash=1_000_000)
    houses = [Authority(f"Behörde {number}").organisation for number in range(16)]
    AppropriationShare.objects.bulk_create(
        AppropriationShare(appropriation=row, authority=house, cash=Decimal(10))
        for row in land.appropriations.values()
        for house in houses
    )
    with CaptureQueriesContext(connection) as many:
        page = ministry.get(address)
    assert sum(len(year.lines) for year in page.context["page"]) == 51
    assert len(many) == len(few)
