"""Each oddity of old spreadsheets in a file of its own, with the right total stated beside it."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest

from imports.files import kinds, read
from kommin.imports.core.rows import State
from tables.oldsheets import ods, xls, xlsx

HEADER = "Empfänger;Projekt;Bewilligt;Datum\n"


@dataclass(frozen=True)
class Oddity:
    """A file, what is right about it, and the doubts it must raise."""

    name: str
    content: str | bytes
    loaded: str
    ready: int
    doubts: frozenset[str] = frozenset()
    waiting: int = 0
    mapping: dict[str, Any] = field(default_factory=dict)


def file(*rows: str, header: str = HEADER) -> str:
    return header + "\n".join(rows) + "\n"


def said(*kinds_: str) -> frozenset[str]:
    return frozenset(kinds_)


TWO = ("Stadt Köln;A;1.000,00;04.05.2009", "Stadt Bonn;B;234,50;05.05.2009")
PLAIN = file(*TWO)
ODDITIES = [
    Oddity("titles above the header", f"Bewilligungen des Landes\nStand: 31.12.2009;;;\n\n{PLAIN}", "1234.50", 2),
    Oddity("line breaks in headers", PLAIN.replace("Empfänger", '"Zuwendungs-\nempfänger"'), "1234.50", 2),
    Oddity("decimal point", file("Stadt Köln;A;1000.00;2009-05-04", "Stadt Bonn;B;234.50;2009-05-05"), "1234.50", 2),
    Oddity(
        "thousands by comma",
        file("Stadt Köln;A;1,000.00;2009-05-04", "Stadt Bonn;B;12,234.5;2009-05-05"),
        "13234.50",
        2,
    ),
    Oddity(
        "thousands by blank",
        file("Stadt Köln;A;1 000,00;2009-05-04", "Stadt Bonn;B;12\u202f234,5;2009-05-05"),
        "13234.50",
        2,
    ),
    Oddity(
        "thousands by apostrophe",
        file("Stadt Köln;A;1'000.00;2009-05-04", "Stadt Bonn;B;12’234.5;2009-05-05"),
        "13234.50",
        2,
    ),
    Oddity(
        "thousands alone",
        file("Stadt Köln;A;12.000;4.5.2009", "Stadt Bonn;B;1.500;5.5.2009"),
        "13500.00",
        2,
        said("number_format"),
    ),
    Oddity(
        "thousands alone, overruled",
        file("Stadt Köln;A;12.000;4.5.2009", "Stadt Bonn;B;1.500;5.5.2009"),
        "13.50",
        2,
        mapping={"numbers": {"amount": {"decimal": ".", "thousands": ""}}},
    ),
    Oddity(
        "thousands alone, a title proves it",
        "Summe: 13.500,00 €;;;\n" + file("Stadt Köln;A;12.000;4.5.2009", "Stadt Bonn;B;1.500;5.5.2009"),
        "13500.00",
        2,
    ),
    Oddity(
        "decimals alone, a title proves it",
        "Summe: 13,50 €;;;\n" + file("Stadt Köln;A;12.000;4.5.2009", "Stadt Bonn;B;1.500;5.5.2009"),
        "13.50",
        2,
    ),
    Oddity(
        "one cell in the other notation",
        file("Stadt Köln;A;1.000,00;4.5.2009", "Stadt Bonn;B;2.500,00;4.5.2009", "Stadt Essen;C;1,234.50;5.5.2009"),
        "4734.50",
        3,
        said("number_odd"),
    ),
    Oddity("currency signs", file("Stadt Köln;A;€ 1.000,00;4.5.2009", "Stadt Bonn;B;EUR234,50;5.5.2009"), "1234.50", 2),
    Oddity("no cents", file("Stadt Köln;A;1.000,-;4.5.2009", "Stadt Bonn;B;234,50;5.5.2009"), "1234.50", 2),
    Oddity(
        "minus behind",
        file("Stadt Köln;A;1.000,00;4.5.2009", "Stadt Köln;A;200,50-;1.3.2010"),
        "799.50",
        2,
        said("negative"),
    ),
    Oddity(
        "minus of a typesetter, brackets of an accountant",
        file("Stadt Köln;A;1.000,00;4.5.2009", "Stadt Köln;A;−200,50;1.3.2010", "Stadt Köln;A;(100,00);1.4.2010"),
        "699.50",
        3,
        said("negative"),
    ),
    Oddity(
        "negative without its grant",
        file("Stadt Köln;A;1.000,00;4.5.2009", "Stadt Bonn;X;-200,50;1.3.2010"),
        "1000.00",
        1,
        said("negative_alone"),
        waiting=1,
    ),
    Oddity(
        "negative, left out by a decision",
        file("Stadt Köln;A;1.000,00;4.5.2009", "Stadt Köln;A;-1,00;1.3.2010"),
        "1000.00",
        1,
        said("negative"),
        mapping={"decisions": {"negative": "leave_out"}},
    ),
    Oddity(
        "thousands of euro in the header",
        file("Stadt Köln;A;12,5;4.5.2009", header="Stadt;Projekt;Betrag in T€;Datum\n"),
        "12500.00",
        1,
        said("unit"),
    ),
    Oddity(
        "thousands of euro in a cell",
        file("Stadt Köln;A;250 T€;4.5.2009", "Stadt Bonn;B;1.000,00 €;4.5.2009"),
        "251000.00",
        2,
        said("unit"),
    ),
    Oddity(
        "dates in several forms",
        file(
            "Stadt Köln;A;1,00;04.05.2009",
            "Stadt Bonn;B;1,00;2009-05-05",
            "Stadt Essen;C;1,00;6. Mai 2009",
            "Stadt Hamm;D;1,00;May 7, 2009",
            "Stadt Hagen;E;1,00;20090508",
            "Stadt Herne;F;1,00;2009",
        ),
        "6.00",
        6,
    ),
    Oddity("US dates, proven", file("Stadt Köln;A;1.00;05/04/2009", "Stadt Bonn;B;1.00;12/31/2009"), "2.00", 2),
    Oddity(
        "dates that can be read in two ways",
        file("Stadt Köln;A;1,00;05/04/2009", "Stadt Bonn;B;1,00;05/05/2009"),
        "1.00",
        1,
        said("day_order"),
        waiting=1,
    ),
    Oddity(
        "the same, decided",
        file("Stadt Köln;A;1,00;05/04/2009", "Stadt Bonn;B;1,00;05/05/2009"),
        "2.00",
        2,
        mapping={"decisions": {"day_order": "month_first"}},
    ),
    Oddity("windows-1252", PLAIN.encode("cp1252"), "1234.50", 2),
    Oddity("UTF-16", PLAIN.encode("utf-16"), "1234.50", 2),
    Oddity("UTF-16 without a mark", PLAIN.encode("utf-16-le"), "1234.50", 2),
    Oddity("byte order mark", PLAIN.encode("utf-8-sig"), "1234.50", 2),
    Oddity(
        "two encodings in one file",
        PLAIN.encode() + "Stadt Münster;C;1,00;6.5.2009\n".encode("cp1252"),
        "1235.50",
        3,
        said("encoding"),
    ),
    Oddity("tabs", PLAIN.replace(";", "\t"), "1234.50", 2),
    Oddity(
        "totals and subtotals",
        file(
            *TWO,
            "Zwischensumme;;1.234,50;",
            "Stadt Essen;C;100,00;1.6.2009",
            "Kreis Unna;D;50,00;1.6.2009",
            "Zwischensumme;;150,00;",
            "Gesamt;;1.384,50;",
        ),
        "1384.50",
        4,
        said("total"),
    ),
    Oddity("a total without a name", file(*TWO, ";;1.234,50;"), "1234.50", 2, said("total")),
    Oddity(
        "carried forward",
        file(*TWO, "Übertrag;;1.234,50;", "Stadt Essen;C;100,00;1.6.2009", "Summe;;1.334,50;"),
        "1334.50",
        3,
        said("total"),
    ),
    Oddity(
        "header on every page",
        file(*TWO, HEADER.strip(), "Stadt Essen;C;100,00;1.6.2009"),
        "1334.50",
        3,
        said("heading"),
    ),
    Oddity(
        "headings and notes among the rows",
        file("Regierungsbezirk Köln;;;", *TWO, "Quelle: Haushaltsrechnung;;;"),
        "1234.50",
        2,
        said("heading"),
    ),
    Oddity("a project called Summe", file("Stadt Köln;Summe der Vielfalt;1,00;4.5.2009", *TWO), "1235.50", 3),
    Oddity(
        "more than two decimals",
        file("Stadt Köln;A;10,005;4.5.2009", "Stadt Bonn;B;0,3349;5.5.2009", "Stadt Essen;B;1,50;5.5.2009"),
        "11.84",
        3,
        said("rounded"),
    ),
    Oddity("text with newlines", file('Stadt Köln;"Ein\nlanger; Titel";1,00;4.5.2009', *TWO), "1235.50", 3),
    Oddity("redacted recipient", file("█████;A;1,00;4.5.2009", *TWO), "1235.50", 3, said("redacted")),
    Oddity("starred out", file("*****;A;1,00;4.5.2009", "xxxxx;B;2,00;4.5.2009"), "3.00", 2, said("redacted")),
    Oddity("redacted amount", file("Stadt Köln;A;geschwärzt;4.5.2009", *TWO), "1234.50", 2, said("redacted_amount")),
    Oddity("duplicate rows", file(*TWO, TWO[0]), "1234.50", 2, said("duplicate"), waiting=1),
    Oddity(
        "duplicate rows with running numbers",
        file("1;Stadt Köln;A;5,00;4.5.2009", "2;Stadt Köln;A;5,00;4.5.2009", header=f"Nr.;{HEADER}"),
        "5.00",
        1,
        said("duplicate"),
        waiting=1,
    ),
    Oddity(
        "duplicate rows, each counts",
        file(*TWO, TWO[0]),
        "2234.50",
        3,
        said("duplicate"),
        mapping={"decisions": {"duplicate": "keep"}},
    ),
    Oddity(
        "duplicate rows, a title settles it",
        "Gesamtsumme;1.234,50;;\n" + file(*TWO, TWO[0]),
        "1234.50",
        2,
        said("duplicate"),
    ),
    Oddity(
        "category with a blank behind",
        file("Stadt Köln;A;1,00;4.5.2009;DSIL ", header="Stadt;Titel;Betrag;Datum;Programm\n"),
        "1.00",
        1,
    ),
    Oddity(
        "unknown category",
        file("Stadt Köln;A;1,00;4.5.2009;Foo", header="Stadt;Titel;Betrag;Datum;Programm\n"),
        "1.00",
        1,
        said("category"),
    ),
    Oddity(
        "joint project, lead named", file("Stadt Bonn, Stadt Köln (federführend);A;1,00;4.5.2009", *TWO), "1235.50", 3
    ),
    Oddity(
        "joint project, lead unknown",
        file("Stadt Bonn und Stadt Köln;A;1,00;4.5.2009", *TWO),
        "1234.50",
        2,
        said("joint"),
        waiting=1,
    ),
    Oddity(
        "joint project, decided",
        file("Stadt Bonn und Stadt Köln;A;1,00;4.5.2009", *TWO),
        "1235.50",
        3,
        said("joint"),
        mapping={"decisions": {"joint": "first_leads"}},
    ),
    Oddity(
        "bodies outside the register",
        file("Caritasverband Köln e. V.;A;1,00;4.5.2009", *TWO),
        "1235.50",
        3,
        said("outside"),
    ),
    Oddity("two places of one name", file("Herford;A;1,00;4.5.2009", *TWO), "1234.50", 2, said("place"), waiting=1),
    Oddity(
        "two places of one name, chosen",
        file("Herford;A;1,00;4.5.2009", *TWO),
        "1235.50",
        3,
        mapping={"places": {"Herford": "05758"}},
    ),
    Oddity(
        "a town nobody knows",
        file("Stadt Wolkenkuckucksheim;A;1,00;4.5.2009", *TWO),
        "1234.50",
        2,
        said("place_unknown"),
        waiting=1,
    ),
    Oddity(
        "key and name differ",
        file("05315000;Stadt Bonn;A;1,00;4.5.2009", header=f"AGS;{HEADER}"),
        "0.00",
        0,
        said("key_differs"),
        waiting=1,
    ),
    Oddity("a key settles a name", file("5758012;Herford;A;1,00;4.5.2009", header=f"AGS;{HEADER}"), "1.00", 1),
    Oddity("nobody named", file(";A;1,00;4.5.2009", *TWO), "1234.50", 2, said("no_applicant"), waiting=1),
    Oddity("no amount", file("Stadt Köln;A;k. A.;4.5.2009", *TWO), "1234.50", 2, said("no_amount")),
    Oddity("a formula as text", file("Stadt Köln;A;=SUMME(C2:C3);4.5.2009", *TWO), "1234.50", 2, said("bad_amount")),
    Oddity(
        "an error of the office program", file("Stadt Köln;A;#BEZUG!;4.5.2009", *TWO), "1234.50", 2, said("bad_amount")
    ),
    Oddity("zero", file("Stadt Köln;A;0,00;4.5.2009", *TWO), "1234.50", 2, said("zero")),
    Oddity(
        "another currency", file("Stadt Köln;A;100,00 CHF;4.5.2009", *TWO), "1234.50", 2, said("currency"), waiting=1
    ),
    Oddity(
        "dollars of a programme in dollars",
        'Recipient,Title,Amount Awarded,Award Date\nKöln,A,"$1,000.00",05/31/2009\nBonn,B,"($234.50)",06/01/2009\n',
        "1000.00",
        1,
        said("negative_alone"),
        waiting=1,
        mapping={"currency": "USD"},
    ),
    Oddity("neither day nor year", file("Stadt Köln;A;1,00;", *TWO), "1234.50", 2, said("no_year"), waiting=1),
    Oddity(
        "year from the title",
        "Bewilligungen 2009;;\nStadt;Titel;Betrag\nStadt Köln;A;1,00\n",
        "1.00",
        1,
        said("year_assumed"),
    ),
    Oddity(
        "a workbook with several sheets",
        xlsx(
            [["Bitte beachten"], ["Stand 2009"]],
            sheet="Deckblatt",
            Liste=[["Stadt", "Projekt", "Bewilligt", "Jahr"], ["Köln", "A", 1000.0, 2009], ["Bonn", "B", 234.5, 2009]],
        ),
        "1234.50",
        2,
    ),
    Oddity("noise of binary numbers", xlsx([["Stadt", "Betrag", "Jahr"], ["Köln", 0.1 + 0.2, 2009]]), "0.30", 1),
    Oddity("old Excel", xls([["Stadt", "Betrag", "Jahr"], ["Köln", 1000.5, 2009.0]]), "1000.50", 1),
    Oddity("OpenDocument", ods([["Stadt", "Betrag", "Jahr"], ["Köln", "1.000,50", "2009"]]), "1000.50", 1),
    Oddity(
        "French headers",
        "Bénéficiaire;Intitulé du projet;Montant de la subvention;Exercice\nKöln;École;12 500,50 €;2019\n",
        "12500.50",
        1,
    ),
    Oddity(
        "British headers",
        'Recipient Org:Name,Title,Amount Awarded,Currency,Award Date\nBonn,School,"1,250.00",EUR,2019-04-01\n',
        "1250.00",
        1,
    ),
]


@pytest.mark.parametrize("oddity", ODDITIES, ids=lambda oddity: oddity.name)
def test_every_oddity_has_its_right_total(oddity: Oddity) -> None:
    found = read(oddity.content, oddity.mapping)
    granted = found.sums[0]
    assert granted.after == Decimal(oddity.loaded)
    assert len(found.read.of_state(State.READY)) == oddity.ready
    assert len(found.read.of_state(State.CHOICE)) == oddity.waiting
    raised = {kind for line in kinds(found).values() for kind in line}
    assert oddity.doubts <= raised
    assert oddity.doubts or raised <= {"heading"}
    assert granted.difference == sum((step.difference for step in granted.steps), Decimal(0))


def test_a_subtotal_that_does_not_fit_forbids_loading() -> None:
    found = read(file(*TWO, "Summe;;1.300,00;"))
    assert found.is_blocked
    assert [each.args["difference"] for each in found.read.doubts] == ["65.50"]
    assert not read(file(*TWO, "Summe;;1.300,00;"), {"decisions": {"total_differs": "accept"}}).is_blocked


def test_a_control_total_given_is_compared_to_the_cent() -> None:
    assert not read(PLAIN, control_total="1234.50").is_blocked
    assert read(PLAIN, control_total="1234.51").is_blocked
