"""The letter as PDF: it says what the decision says, for everybody, whatever its texts hold."""

import io
import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from decisions.letters import CODE, NUMBER, composed, elements, flat, letter, lines_of, squeezed, structure, text_of
from kommin.decisions.letters.codes import grouped
from kommin.decisions.letters.examples import example
from kommin.decisions.letters.printing import breakable, qr_code
from kommin.decisions.models import AWARDS, LATER, Kind

EVIL = [
    "#panic()",
    '#import "@preview/x:1"',
    "$1/0$",
    "\\ # \\",
    "*stark*",
    "@ref",
    "`code`",
    "// weg",
    "<b>x</b>",
    "{{ betrag }}",
]

MM = 72 / 25.4
LEFT_MARGIN, RIGHT_MARGIN = 25 * MM - 1, 190 * MM + 4  # hyphens hang over a little
LOWEST, HIGHEST = 5 * MM, 292 * MM


@pytest.fixture(scope="module")
def award() -> bytes:
    return letter("award").content


@pytest.mark.parametrize("kind", Kind.values)
def test_every_kind_says_what_was_decided(kind: str) -> None:
    text = text_of(letter(kind).content)
    plain = squeezed(text)
    day = f"{date.fromisoformat(example(kind, authority='x')['day']):%d.%m.%Y}"
    for expected in (
        "Bezirksregierung Arnsberg", "Stadt Musterstadt", "Rathausplatz 1", "58000 Musterstadt", NUMBER, day,
        "12.11.2026", "KI-2026-0042", "Verwaltungsgericht Arnsberg, Jägerstraße 1, 59821 Arnsberg", "Kim Beispiel",
        "Ankommen in Musterstadt: Lotsen für neue Nachbarinnen und Nachbarn", "Alex Muster", grouped(CODE),
    ):  # fmt: skip
        assert squeezed(expected) in plain, expected
    assert "{{" not in text
    assert "None" not in text


def test_an_amount_that_differs_from_what_was_computed_is_said_with_its_reason() -> None:
    def less(frozen: dict[str, Any]) -> None:
        frozen |= {"amount": "50000.00", "amount_reason": "Die Mittel des Jahres 2028 reichen nicht weiter."}
        frozen["years"][1]["amount"] = "10000.00"

    text = text_of(letter("award", less).content)
    assert "Bewilligt wird abweichend davon 50.000,00 €" in text
    assert "Die Mittel des Jahres 2028 reichen nicht weiter." in text
    assert "abweichend davon" not in text_of(letter("award").content)


@pytest.mark.parametrize("kind", ["partial", "refusal"])
def test_who_gets_less_reads_what_was_applied_for(kind: str) -> None:
    assert "Beantragte Zuwendung 60.000,00 Euro" in text_of(letter(kind).content)


def test_a_small_table_stays_on_one_page_with_its_sum() -> None:
    def taller(lines: int) -> Any:
        return lambda frozen: frozen["case"].update(title="Ein Vorhaben. " * lines)

    for lines in range(0, 18, 6):
        pages = PdfReader(io.BytesIO(letter("revocation", taller(lines)).content)).pages
        holding = [number for number, page in enumerate(pages) if "bisher (Euro)" in page.extract_text()]
        assert len(holding) == 1
        assert "Summe" in pages[holding[0]].extract_text()


def test_a_sum_stands_below_what_it_adds_up_even_for_many_years() -> None:
    def years(paragraphs: int) -> Any:
        def change(frozen: dict[str, Any]) -> None:
            first = frozen["years"][0]
            frozen["years"] = [first | {"year": 2027 + offset} for offset in range(14)]
            frozen["case"]["title"] = "Ein Vorhaben. " * paragraphs

        return change

    for paragraphs in range(0, 18, 3):
        pages = [
            page.extract_text() for page in PdfReader(io.BytesIO(letter("revocation", years(paragraphs)).content)).pages
        ]
        (holding,) = [text for text in pages if "bisher (Euro)" in text]
        assert "Summe" in holding.partition("bisher (Euro)")[2]


def test_rows_of_long_names_are_not_torn_apart() -> None:
    row = "Zeile für Zeile ein Name der Förderrichtlinie, den niemand auf zwei Seiten suchen möchte " * 3

    def long(frozen: dict[str, Any]) -> None:
        frozen["plan"]["costs"] = [
            {"title": f"Anfang{number} {row[:230]} Ende{number}", "eligible": True, "amount": "1.00"}
            for number in range(24)
        ]

    pages = [flat(page.extract_text()) for page in PdfReader(io.BytesIO(letter("award", long).content)).pages]
    for number in range(24):
        (holding,) = [text for text in pages if f"Anfang{number} " in text]
        assert f"Ende{number} " in holding


def test_a_row_higher_than_a_page_goes_on_on_the_next() -> None:
    def endless(frozen: dict[str, Any]) -> None:
        frozen["derivation"][0]["source"] = "Wort " * 1200 + "Schluss"

    assert "Schluss" in text_of(letter("award", endless).content)


def test_the_currency_is_not_hyphenated() -> None:
    def lines(frozen: dict[str, Any]) -> None:
        frozen["reasons"] = "\n\n".join(f"{'Wort ' * 15}{'i' * count} Euro und Euro und Euro" for count in range(40))

    pages = PdfReader(io.BytesIO(letter("revocation", lines).content)).pages
    said = "\n".join(page.extract_text() for page in pages)
    assert said.count("Euro") > 100
    assert not re.search(r"\bEu[-\u2010\u00ad]?\s+ro\b", said)


def test_an_award_states_amounts_periods_and_how_they_came_about(award: bytes) -> None:
    text = text_of(award)
    for expected in (
        "60.000,00 Euro", "sechzigtausend Euro", "01.04.2027 bis 31.12.2028", "01.04.2027 bis 30.09.2028", "80 %",
        "Anteilfinanzierung", "75.000,00 Euro", "78.000,00 Euro", "2027 40.000,00 Ausgabemittel",
        "2028 20.000,00 Verpflichtungsermächtigung", "Summe 60.000,00", "30.06.2029", "31.12.2030",
        "Honorare ja 50.000,00",
        "Bewirtung nein 3.000,00", "80 % davon, höchstens 60.000,00 €.", "Nr. 2.3 VVG", "I. Bewilligung",
        "II. Nebenbestimmungen", "III. Rechtsbehelfsbelehrung", "Landesrechnungshof erhält eine Abschrift",
        "Rechtsbehelfsverzicht (Vordruck)", "Ort, Datum",
    ):  # fmt: skip
        assert expected in text, expected


def test_clauses_that_are_switched_off_are_named_but_not_printed(award: bytes) -> None:
    text = text_of(award)
    assert "Nicht anzuwenden sind: – 6 Baumaßnahmen" in text
    assert "Für Bauten gelten zusätzliche Pflichten" not in text
    assert "7.1 Frist des Verwendungsnachweises" in text


def test_a_change_shows_old_difference_and_new() -> None:
    text = text_of(letter("change").content)
    assert "2027 40.000,00 −5.000,00 35.000,00" in text
    assert "Summe 60.000,00 −5.000,00 55.000,00" in text
    assert "fünfundfünfzigtausend Euro" in text
    assert "B01-2026-00017" in text


def test_a_change_says_which_periods_it_moves() -> None:
    def longer(frozen: dict[str, Any]) -> None:
        frozen["former"] = {
            "grant_period": ["2027-04-01", "2028-06-30"], "project_period": frozen["project_period"],
            "report_due": "2028-12-31",
        }  # fmt: skip

    text = text_of(letter("change", longer).content)
    assert "Bewilligungszeitraum 01.04.2027 bis 31.12.2028 (bisher 01.04.2027 bis 30.06.2028)" in text
    assert "Durchführungszeitraum 01.04.2027 bis 30.09.2028" in text
    assert "Verwendungsnachweis bis 30.06.2029 (bisher 31.12.2028)" in text
    assert text.count("(bisher") == 2
    assert "(bisher 0" not in text_of(letter("change").content)


def test_a_revocation_states_its_legal_basis_and_what_stays() -> None:
    text = text_of(letter("revocation").content)
    assert "§ 49 Absatz 3 Satz 1 Nummer 2 VwVfG NRW" in text
    assert "in Höhe von 15.000,00 Euro (in Worten: fünfzehntausend Euro)" in text
    assert "Bewilligt bleiben 45.000,00 Euro" in text


def test_a_refusal_and_a_consent_promise_no_money() -> None:
    refusal, consent = text_of(letter("refusal").content), text_of(letter("early_start").content)
    assert "lehne ich ab" in refusal
    assert "Platz 48 von 60" in refusal
    assert "keine Zusage einer Zuwendung" in consent
    assert "01.04.2027" in consent
    for text in (refusal, consent):
        assert "Beträge je Haushaltsjahr" not in text
        assert "Auszahlung" not in text


def test_what_a_case_does_not_have_leaves_no_hole() -> None:
    def bare(frozen: dict[str, Any]) -> None:
        frozen |= {
            "application": {}, "report_due": None, "earmarked_until": None, "conditions": [], "clause_set": {},
            "derivation": [], "plan": {"text": "", "costs": []}, "financing": {}, "grant_period": None,
            "project_period": [None, None], "payment": "", "contact": {"name": ""},
        }  # fmt: skip
        frozen["case"] |= {"block": "", "call": "", "guideline": ""}

    text = text_of(letter("award", bare).content)
    assert "auf Ihren Antrag vom" not in text  # a sentence whose value is missing falls away
    assert "bis zum vorzulegen" not in text
    for heading in ("Berechnung der Zuwendung", "Finanzierungsplan", "Anlage 2"):
        assert heading not in text
    assert "60.000,00 Euro" in text


def test_the_file_is_tagged_german_and_archivable(award: bytes) -> None:
    root = PdfReader(io.BytesIO(award)).trailer["/Root"]
    metadata = root["/Metadata"].get_object().get_data().decode()
    assert root["/Lang"] == "de-DE"
    assert root["/MarkInfo"]["/Marked"]
    assert re.search(r"pdfuaid:part>1<", metadata)
    assert re.search(r"pdfaid:part>2<.*pdfaid:conformance>A<", metadata, re.DOTALL)
    assert f"Zuwendungsbescheid (Projektförderung) {NUMBER}" in metadata
    tags = list(structure(award))
    assert tags.count("H1") == 1
    assert tags.count("H2") >= 6
    assert {"H3", "Table", "THead", "TH", "TR", "TD", "L", "LI", "P", "Figure"} <= set(tags)
    assert tags.index("H1") < tags.index("H2") < tags.index("H3")


def test_every_page_carries_number_of_pages_and_code(award: bytes) -> None:
    pages = PdfReader(io.BytesIO(award)).pages
    for number, page in enumerate(pages, start=1):
        text = flat(page.extract_text())
        assert f"Seite {number} von {len(pages)}" in text
        assert grouped(CODE) in text
        assert "foerderung.example.org/verify" in text
        if number > 1:
            assert NUMBER in text


def test_the_qr_code_has_a_text_instead(award: bytes) -> None:
    assert _alternatives(award) == [f"QR-Code, der zur Prüfung dieses Schreibens mit dem Code {grouped(CODE)} führt"]
    assert qr_code("https://foerderung.example.org/verify/1/") != qr_code("https://foerderung.example.org/verify/2/")


def _alternatives(content: bytes) -> list[str]:
    return [str(node["/Alt"]) for node in elements(content) if "/Alt" in node]


def test_fonts_are_embedded_and_those_of_the_house(award: bytes) -> None:
    for page in PdfReader(io.BytesIO(award)).pages:
        for font in page["/Resources"]["/Font"].values():
            (inner,) = font.get_object()["/DescendantFonts"]
            assert {"/FontFile2", "/FontFile3"} & set(inner.get_object()["/FontDescriptor"])
            assert "FiraSans" in font.get_object()["/BaseFont"]


def test_the_same_letter_gives_the_same_bytes(award: bytes) -> None:
    assert letter("award").content == award


def test_a_draft_says_so_on_every_page_and_has_no_code() -> None:
    content = letter("award", code="").content
    for page in PdfReader(io.BytesIO(content)).pages:
        text = flat(page.extract_text())
        assert "Entwurf – ohne rechtliche Wirkung" in text
        assert "Echtheit prüfen" not in text


@pytest.mark.parametrize("kind", ["award", "revocation"])
def test_markup_in_names_titles_and_reasons_is_only_text(kind: str) -> None:
    def attack(frozen: dict[str, Any]) -> None:
        frozen["case"]["title"] = " ".join(EVIL)
        frozen["recipient"]["name"] = " ".join(EVIL[:5])
        frozen["reasons"] = "\n\n".join(EVIL)

    text = squeezed(text_of(letter(kind, attack).content))
    assert text.count(squeezed(" ".join(EVIL))) >= 2
    assert squeezed(" ".join(EVIL[:5])) in text


def test_250_letters_stay_on_the_paper() -> None:
    def long(frozen: dict[str, Any]) -> None:
        frozen["case"]["title"] = ("Donaudampfschifffahrtsgesellschaftskapitänsmützenverordnung " * 9)[:250]
        frozen["case"]["programme"] = "X" * 250
        frozen["recipient"]["name"] = ("Hagen, Stadt der FernUniversität und " + "W" * 250)[:250]
        frozen["authority"]["name"] = ("Landesamt für Integrationsangelegenheiten " * 9)[:250]
        frozen["contact"]["name"] = "Ä" * 200
        frozen["conditions"] = ["WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW"]
        frozen["years"][0]["amount"] = "999999999999.99"
        frozen["derivation"][0] = {"text": "Y" * 120, "source": "Z" * 120, "value": "9.999.999.999,99 €"}

    content = letter("award", long).content
    text = squeezed(text_of(content))
    title = ("Donaudampfschifffahrtsgesellschaftskapitänsmützenverordnung " * 9)[:250]
    for whole in (title, "X" * 250, "W" * 213, "Ä" * 200, "Y" * 120, "Z" * 120, "999.999.999.999,99"):
        assert squeezed(whole) in text, whole[:20]
    for page in PdfReader(io.BytesIO(content)).pages:
        runs = list(lines_of(page))
        assert runs
        for left, right, height in runs:
            assert left >= LEFT_MARGIN
            assert right <= RIGHT_MARGIN
            assert LOWEST <= height <= HIGHEST


def test_lines_do_not_lie_over_each_other() -> None:
    def long(frozen: dict[str, Any]) -> None:
        frozen["recipient"] |= {"name": "Verbandsgemeinde " * 15, "street": "Straße " * 30}
        frozen["authority"]["name"] = "Landesamt " * 25

    first = PdfReader(io.BytesIO(letter("award", long).content)).pages[0]
    runs = sorted(lines_of(first), key=lambda run: -run[2])
    for left, right, height in runs:
        beside = [other for other in runs if other[1] > left + 1 and other[0] < right - 1]
        near = [other for other in beside if 0.5 < abs(other[2] - height) < 4]
        assert not near, (left, right, height)


def test_other_scripts_and_emoji_do_not_stop_a_letter() -> None:
    def foreign(frozen: dict[str, Any]) -> None:
        frozen["recipient"]["name"] = "Gemeinde Ærø مرحبا שלום 😀 中文"

    document = letter("refusal", foreign)
    assert {"😀", "中", "文"} <= document.unprintable
    assert "Gemeinde Ærø" in text_of(document.content)


@given(st.text(max_size=60))
@settings(deadline=None, max_examples=25)
def test_no_title_stops_a_letter(title: str) -> None:
    def odd(frozen: dict[str, Any]) -> None:
        frozen["case"]["title"] = title
        frozen["recipient"]["name"] = title
        frozen["conditions"] = [title]

    assert letter("early_start", odd).pages >= 1


@given(st.text(alphabet="aWx.@-ä ", max_size=90))
@settings(max_examples=80)
def test_breaking_words_loses_nothing(text: str) -> None:
    assert breakable(text).replace("\u200b", "") == text
    assert all(len(piece) <= 45 for piece in re.split(r"[\s\u200b]", breakable(text)))


def test_what_stands_in_tables_is_a_sum(award: bytes) -> None:
    for kind in (*AWARDS, *LATER):
        made = composed(kind)
        tables = [
            item for section in made["sections"] for part in section["parts"] for item in part["items"]
            if item["kind"] == "table" and item["total"]
        ]  # fmt: skip
        (years,) = tables
        column = years["right"][-1]
        cents = [int(re.sub(r"[.,]", "", row[column])) for row in years["rows"]]
        assert sum(cents) == int(re.sub(r"[.,]", "", years["total"][column]))
