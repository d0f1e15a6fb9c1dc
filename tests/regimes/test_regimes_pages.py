"""The calculators as public pages: shareable, in both languages, never broken by what is typed."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kommin.foundation.access import routes
from kommin.regimes.calculators import CALCULATORS

pytestmark = pytest.mark.django_db

GRANT = {"kind": "share", "rate": "80", "eligible": "61.234,00", "cap": "48.987,20"}


def page(client, path, **query):
    response = client.get(path, query)
    assert response.status_code == 200, path
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_the_overview_leads_to_every_calculator_and_to_the_law(client):
    body = client.get("/law/").content.decode()
    for calculator in CALCULATORS:
        assert f'href="/law/{calculator.name}/"' in body
    assert 'href="/law/regimes/"' in body


def test_a_result_comes_with_its_derivation_in_german(client):
    text = page(client, "/law/grant/", **GRANT)
    assert text.index("48.987,20 €") < text.index("So kommt das Ergebnis zustande")
    assert "80 % von 61.234,00 €." in text
    assert "Nr. 2 VVG zu § 44 LHO" in text


def test_and_in_english(client):
    text = page(client, "/en/law/grant/", **GRANT)
    assert "€48,987.20" in text
    assert "80% of €61,234.00." in text
    assert "So kommt" not in text


def test_unconfirmed_values_are_named(client):
    query = {"amount": "24000", "start": "2026-05-01", "repaid": "2026-10-01"}
    assert "Beruht auf Werten, die noch niemand bestätigt hat" in page(client, "/law/interest/", **query)
    assert "unconfirmed" in page(client, "/en/law/interest/", **query)


def test_only_fields_of_the_chosen_kind_are_asked(client):
    share = client.get("/law/grant/").content.decode()
    fixed = client.get("/law/grant/", {"kind": "fixed"}).content.decode()
    assert 'name="rate"' in share
    assert 'name="unit_amount"' not in share
    assert 'name="unit_amount"' in fixed
    assert 'name="rate"' not in fixed


def test_an_untouched_form_accuses_nobody(client):
    assert 'role="alert"' not in client.get("/law/grant/").content.decode()


def test_a_refused_entry_is_named_beside_its_field_and_on_top(client):
    body = client.get("/law/grant/", GRANT | {"eligible": "viel"}).content.decode()
    assert 'href="#id_eligible"' in body
    assert body.count("„viel“ ist kein Betrag.") == 2
    assert 'value="viel"' in body


def test_what_only_the_law_can_refuse_stands_beside_its_field_too(client):
    body = client.get("/law/interest/", {"amount": "1", "start": "2026-05-02", "repaid": "2026-05-01"}).content.decode()
    assert 'href="#id_repaid"' in body
    assert "Der Tag der Erstattung liegt vor dem ersten Zinstag." in body


def test_a_date_does_as_well_as_a_name_for_the_regime(client):
    query = {"kind": "share", "rate": "60", "eligible": "100000", "donation": "10000"}
    dated = page(client, "/law/grant/", **query, regime="2025-06-06")
    assert dated.index("54.000,00 €") < dated.index("So kommt das Ergebnis zustande")
    assert "Berechnet nach dem Rechtsstand NRW-2023." in dated
    assert "Es gibt keinen Rechtsstand „X“." in page(client, "/law/grant/", **query, regime="X")


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("calculator", CALCULATORS, ids=lambda calculator: calculator.name)
def test_every_example_gives_a_result(client, calculator, language):
    prefix = "" if language == "de" else "/en"
    body = client.get(f"{prefix}/law/{calculator.name}/").content.decode()
    links = [unescape(link) for link in re.findall(r'<li><a href="([^"]+\?[^"]+)"', body) if calculator.name in link]
    assert len(links) == len(calculator.examples) > 0
    for link in links:
        assert 'id="result"' in client.get(link).content.decode(), link


def test_every_german_page_is_german(client):
    english = re.compile(r"\b(the|and|grant|which|day|without)\b", re.IGNORECASE)
    with translation.override("de"):
        for calculator in CALCULATORS:
            for kind in calculator.kinds or ("",):
                body = client.get(f"/law/{calculator.name}/", {"kind": kind} if kind else {}).content.decode()
                main = re.sub(r"<[^>]+>", " ", body[body.index("<main") : body.index("</main>")])
                assert not english.search(main), (calculator.name, english.search(main))


@pytest.mark.parametrize(
    "query",
    [
        {"kind": "nonsense"},
        {"kind": "share", "rate": "1e999", "eligible": "9" * 5000},
        {"kind": "fixed", "unit_amount": "999.999.999.999,99", "units": "1000000"},
        {"kind": "share", "rate": "80", "eligible": "1", "regime": "9999-99-99"},
        {"kind": "share", "rate": "80", "eligible": "1", "regime": "1900-01-01"},
        {"kind": "deficit", "eligible": "\x00", "own": "☃" * 90},
    ],
)
def test_absurd_figures_get_a_sentence(client, query):
    assert client.get("/law/grant/", query).status_code == 200
    assert client.get("/en/law/grant/", query).status_code == 200


def test_a_result_beyond_all_bounds_still_shows(client):
    text = page(client, "/law/grant/", kind="fixed", unit_amount="999999999999,99", units="1000000")
    assert "999.999.999.999.990.000,00 €" in text


WORDS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["1", "80", "2026-05-04", "2026-12-31", "5@2026-06-01", "2010=5", "5@2010", "NRW-2003", "0001-01-01"]
    ),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(CALCULATORS), st.data())
def test_no_entry_breaks_a_page(client, calculator, data):
    names = sorted({entry.name for entry in calculator.fields} | {"regime"})
    query = {name: data.draw(WORDS, label=name) for name in names}
    query["kind"] = data.draw(st.sampled_from([*calculator.kinds, "x"]))
    address = f"/law/{calculator.name}/?{urlencode(query, errors='replace')}"
    assert client.get(address).status_code == 200


def test_unknown_calculators_and_regimes_are_not_found(client):
    assert client.get("/law/horoscope/").status_code == 404
    assert client.get("/law/regimes/", {"regime": "NRW-1999"}).status_code == 404


def test_nothing_can_be_posted(client):
    assert client.post("/law/grant/", GRANT).status_code == 405


def test_the_state_of_the_law(client):
    old = page(client, "/law/regimes/", regime="NRW-2003")
    assert "mindern die zuwendungsfähigen Ausgaben" in old
    assert "zählen als Eigenmittel" not in old
    everything = page(client, "/en/law/regimes/", all="1")
    assert "reduce the eligible expenditure" in everything
    assert "count as own means" in everything
    assert "−0.88" in everything


@pytest.mark.parametrize("path", ["/law/grant/", "/law/regimes/"])
def test_a_page_asks_the_database_a_fixed_number_of_questions(client, path):
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(path, GRANT)
    rows = [query["sql"] for query in queries if 'FROM "regimes_' in query["sql"]]
    assert len(rows) <= 3


def test_every_address_of_the_room_declares_its_rule():
    ours = [route for route in routes() if route.name.startswith("regimes:")]
    assert len(ours) == 3
    assert all(route.policy and route.policy.is_public for route in ours)
