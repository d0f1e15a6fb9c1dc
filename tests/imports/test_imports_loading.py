"""Loading, loading again, a newer edition, taking back: ledger and balance hold the right figures throughout."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db.models import Sum

from balance.grants import make_programme, write
from kommin.balance.geography import geography
from kommin.balance.queries import balance
from kommin.cases.models import GRANTING, Case, EntryKind, LedgerEntry
from kommin.foundation.access import Actor, NotAllowed
from kommin.foundation.audit.models import Record
from kommin.foundation.tables import write_csv
from kommin.imports import exports
from kommin.imports.actions import begin_import, change_import, discard_import, load_import, take_back_import
from kommin.imports.actions.preparing import draft
from kommin.imports.core.mapping import Mapping
from kommin.imports.errors import ImportStateError
from kommin.imports.models import GrantImport, RememberedMapping
from kommin.programmes.models import Programme

FIRST = """Aktenzeichen;Empfänger;Projekt;Bewilligt;Ausgezahlt;Datum;Baustein
A-1;Stadt Köln;Netz;50.000,00;50.000,00;04.05.2009;Vernetzung
A-2;Kreis Unna;Ziel;12.000,50;0,00;05.05.2009;Steuerung
A-3;Herford;Wer;7.000,00;;06.05.2009;
A-4;Caritasverband Köln e. V.;Hilfe;3.000,00;;07.05.2009;
A-1;Stadt Köln;Netz;-1.000,00;;01.02.2010;Vernetzung
;;Summe;71.000,50;;;
"""
SECOND = """Aktenzeichen;Empfänger;Projekt;Bewilligt;Ausgezahlt;Datum;Baustein
A-1;Stadt Köln;Netz;50.000,00;49.000,00;04.05.2009;Vernetzung
A-1;Stadt Köln;Netz;-1.000,00;;01.02.2010;Vernetzung
A-2;Kreis Unna;Neues Ziel;13.000,50;0,00;05.05.2009;Steuerung
A-4;Caritasverband Köln e. V.;Hilfe;3.000,00;;07.05.2010;
A-5;Stadt Bonn;Neu;100,00;;08.05.2010;
"""
DAYS = (date(2009, 5, 4), date(2009, 12, 31), date(2010, 3, 1), date(2011, 1, 1))


def begin(programme: Programme, by: Actor, text: str = FIRST, name: str = "liste.csv", **more: object) -> GrantImport:
    return begin_import(programme=programme, content=text.encode(), file_name=name, by=by, **more)  # type: ignore[arg-type]


def loaded(programme: Programme, by: Actor, text: str = FIRST, **more: object) -> GrantImport:
    return load_import(grant_import=begin(programme, by, text, **more), by=by)  # type: ignore[arg-type]


def in_force(programme: Programme) -> Decimal:
    entries = LedgerEntry.objects.filter(programme=programme, kind__in=GRANTING)
    return entries.aggregate(total=Sum("amount"))["total"] or Decimal(0)


def figures(programme: Programme) -> list[tuple[object, ...]]:
    """What the public balance says on several days."""
    found = []
    for day in DAYS:
        all_of = balance(programme, day, geography())
        found.append(
            (all_of.granted, all_of.paid, all_of.returned, all_of.projects, all_of.participants, all_of.by_year)
        )
    return found


def test_what_is_ready_becomes_cases_and_entries(programme: Programme, officer: Actor) -> None:
    row = begin(programme, officer)
    assert not Case.objects.exists()
    load_import(grant_import=row, by=officer)
    assert in_force(programme) == Decimal("64000.50")
    assert Case.objects.count() == 3
    koeln = Case.objects.get(applicant_key="05315000")
    assert (koeln.granted, koeln.block and koeln.block.code, koeln.applicant_kind) == (
        Decimal("49000.00"),
        "netz",
        "city",
    )
    outside = Case.objects.get(applicant_key="")
    assert (outside.applicant_name, outside.applicant_kind) == ("Caritasverband Köln e. V.", "")
    all_of = balance(programme, date(2011, 1, 1), geography())
    assert (all_of.granted, all_of.paid, all_of.projects, all_of.participants) == (
        Decimal("64000.50"), Decimal("50000.00"), 3, 2,
    )  # fmt: skip
    record = Record.objects.get(action="imports.loaded")
    assert record.data["amount"] == "64000.50"
    assert record.data["sha256"] == row.sha256


def test_the_same_file_again_changes_nothing(programme: Programme, officer: Actor) -> None:
    loaded(programme, officer)
    before = figures(programme), LedgerEntry.objects.count(), Case.objects.count()
    again = draft(programme=programme, content=FIRST.encode(), file_name="anders.csv")
    assert again.changes_nothing
    loaded(programme, officer, name="anders.csv")
    assert (figures(programme), LedgerEntry.objects.count(), Case.objects.count()) == before


def test_a_newer_edition_writes_the_differences(programme: Programme, officer: Actor) -> None:
    loaded(programme, officer)
    newer = begin(programme, officer, SECOND, name="liste 2.csv")
    assert newer.edition_of is not None
    counts = newer.summary["counts"]
    assert {name: counts[name] for name in ("new", "same", "changed", "replaced", "gone")} == {
        "new": 2, "same": 1, "changed": 2, "replaced": 0, "gone": 1,
    }  # fmt: skip
    load_import(grant_import=newer, by=officer)
    assert in_force(programme) == Decimal("50000.00") - 1000 + Decimal("13000.50") + 3000 + 100
    all_of = balance(programme, date(2011, 1, 1), geography())
    assert (all_of.granted, all_of.paid, all_of.returned) == (in_force(programme), Decimal("49000.00"), Decimal("0.00"))
    assert Case.objects.get(applicant_key="05978").title == "Neues Ziel"


def test_the_newest_edition_alone_gives_the_same_figures(programme: Programme, officer: Actor) -> None:
    loaded(programme, officer)
    loaded(programme, officer, SECOND)
    other = make_programme(slug="allein")
    loaded(other, Actor.clock(), SECOND)
    assert figures(programme) == figures(other)


def test_taken_back_every_figure_of_every_day_is_as_before(programme: Programme, officer: Actor) -> None:
    loaded(programme, officer, FIRST.replace("A-", "Z-"), name="anderes.csv", source="anderes")
    start = figures(programme)
    first = loaded(programme, officer, source="liste")
    between = figures(programme)
    second = loaded(programme, officer, SECOND, source="liste")
    with pytest.raises(ImportStateError, match=str(second.pk)):
        take_back_import(grant_import=first, reason="falsch", by=officer)
    take_back_import(grant_import=second, reason="falsche Fassung", by=officer)
    assert figures(programme) == between
    assert Case.objects.get(import_rows__grant_import=first, applicant_key="05978").title == "Ziel"
    take_back_import(grant_import=first, reason="falsche Datei", by=officer)
    assert figures(programme) == start
    assert Record.objects.filter(action="imports.taken_back").count() == 2
    assert not Case.objects.filter(import_rows__grant_import=first, granted__gt=0).exists()
    loaded(programme, officer, source="liste")
    assert figures(programme) == between


def test_what_moved_on_since_is_not_taken_back(programme: Programme, officer: Actor) -> None:
    row = loaded(programme, officer)
    case = Case.objects.get(applicant_key="05978")
    write(case, EntryKind.REVOKED, "-12000.50", date(2012, 1, 1))
    with pytest.raises(ImportStateError, match=case.number):
        take_back_import(grant_import=row, reason="falsch", by=officer)
    assert in_force(programme) == Decimal("52000.00")


def test_an_export_read_again_gives_the_same_totals(programme: Programme, officer: Actor) -> None:
    row = loaded(programme, officer)
    text = "".join(write_csv(exports.COLUMNS, exports.rows_of(row)))
    again = draft(programme=programme, content=text.encode(), file_name="export.csv")
    assert again.changes_nothing
    other = make_programme(slug="andere")
    loaded(other, Actor.clock(), text)
    assert figures(other) == figures(programme)


def test_the_same_grants_from_another_file_do_not_count_twice(programme: Programme, officer: Actor) -> None:
    loaded(programme, officer)
    extra = "".join(f"B-{n};Stadt Essen;P{n};10,00;;04.05.2009;\n" for n in range(6))
    lines = FIRST.splitlines(keepends=True)
    other = loaded(programme, officer, lines[0] + lines[1] + extra, name="auszug.csv", source="auszug")
    assert other.summary["kinds"]["elsewhere"] == 1
    assert in_force(programme) == Decimal("64060.50")


def test_most_of_an_edition_missing_is_a_question(programme: Programme, officer: Actor) -> None:
    loaded(programme, officer, source="liste")
    short = "".join(FIRST.splitlines(keepends=True)[:2])
    row = begin(programme, officer, short, source="liste")
    with pytest.raises(ImportStateError):
        load_import(grant_import=row, by=officer)
    kept = change_import(grant_import=row, mapping=row.given.with_(decisions={"gone": "keep"}), by=officer)
    load_import(grant_import=kept, by=officer)
    assert in_force(programme) == Decimal("64000.50")  # everything stays as it was, the reduction too


def test_a_choice_is_remembered_for_the_source(programme: Programme, officer: Actor) -> None:
    row = begin(programme, officer)
    row = change_import(grant_import=row, mapping=row.given.with_(places={"Herford": "05758012"}), by=officer)
    load_import(grant_import=row, by=officer)
    assert in_force(programme) == Decimal("71000.50")
    assert RememberedMapping.objects.get().mapping["places"] == {"Herford": "05758012"}
    assert draft(programme=programme, content=FIRST.encode(), file_name="liste.csv").changes_nothing


def test_what_was_not_seen_is_not_loaded(programme: Programme, officer: Actor) -> None:
    row = begin(programme, officer)
    change_import(grant_import=row, mapping=row.given, by=officer)
    with pytest.raises(ImportStateError):
        load_import(grant_import=row, revision=1, by=officer)
    discard_import(grant_import=row, by=officer)
    with pytest.raises(ImportStateError):
        load_import(grant_import=row, by=officer)
    assert not LedgerEntry.objects.exists()


def test_a_mistake_on_the_way_leaves_nothing(
    programme: Programme, officer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = begin(programme, officer)
    monkeypatch.setattr("kommin.imports.actions.loading.index_later", lambda _row: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        load_import(grant_import=row, by=officer)
    row.refresh_from_db()
    assert (row.state, LedgerEntry.objects.count(), Case.objects.count()) == ("prepared", 0, 0)


def test_others_may_not_import(programme: Programme, officer: Actor) -> None:
    with pytest.raises(NotAllowed):
        begin(make_programme(slug="fremd"), officer)


def test_another_register_without_eight_digits(programme: Programme) -> None:
    from kommin.register.actions import create_register, import_edition
    from kommin.register.editions.records import Edition, MunicipalityRecord

    by = Actor.clock()
    abroad = create_register(code="fr", name="France", by=by, country="FR", language="fr")
    towns = tuple(MunicipalityRecord(key, name) for key, name in (("69123", "Lyon"), ("2A004", "Ajaccio")))
    import_edition(register=abroad, edition=Edition("fr", date(2024, 1, 1), "INSEE", towns), by=by)
    header = "Bénéficiaire;Intitulé;Montant attribué;Exercice;Dispositif\n"
    text = header + "Lyon;École;12 500,50 €;2019;netz \nAjaccio;Pont;1,00;2019;\n"
    row = load_import(
        grant_import=begin_import(
            programme=programme, content=text.encode("cp1252"), file_name="dsil.csv", by=by, register=abroad
        ),
        by=by,
    )
    assert set(Case.objects.values_list("applicant_key", flat=True)) == {"69123", "2A004"}
    assert in_force(programme) == Decimal("12501.50")
    assert row.given.columns["amount"] == "Montant attribué"


def test_entries_of_thousands_come_from_one_way_in() -> None:
    package = Path(__file__).resolve().parents[2] / "src" / "kommin"
    writers = [path.name for path in package.rglob("*.py") if "LedgerEntry.objects.bulk_create" in path.read_text()]
    assert writers == ["ledger.py"]


def test_a_mapping_is_read_back_as_it_was_shown() -> None:
    from kommin.imports.core.mapping import read_mapping

    mapping = Mapping(columns={"amount": "Betrag"}, unit=1000, decisions={"duplicate": "once"}, year=2009)
    assert read_mapping(mapping.to_json()) == mapping
