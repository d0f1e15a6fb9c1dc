"""Editions over editions: nothing is lost, old keys go on leading somewhere, and a bad file changes nothing."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kommin.foundation.access import Actor, NotAllowed
from kommin.foundation.audit.models import Record
from kommin.register import queries
from kommin.register.actions import compare_edition, create_register, import_edition, load_register
from kommin.register.editions import Edition, EditionError, KeyChange, MunicipalityRecord, check_edition
from kommin.register.editions.gv100ad import read_gv100ad
from kommin.register.editions.shipped import shipped_register
from kommin.register.errors import RegisterError
from kommin.register.matching.entries import MUNICIPALITY
from kommin.register.models import District, Municipality, OtherName, Region, Register

from register.conftest import small_edition  # isort: skip

pytestmark = pytest.mark.django_db
HOUSE = Actor.command("kommin register import")
SAMPLE = (Path(__file__).parent / "data" / "gv100ad.txt").read_bytes()
LATER = date(2025, 1, 1)


def edition(*changed: MunicipalityRecord, without: str = "", key_changes: tuple[KeyChange, ...] = ()) -> Edition:
    """The small register's edition a year later, with some municipalities added or changed and one left out."""
    given = small_edition()
    by_key = {record.key: record for record in given.municipalities} | {record.key: record for record in changed}
    by_key.pop(without, None)
    return replace(given, as_of=LATER, municipalities=tuple(by_key.values()), key_changes=key_changes)


def record_of(key: str) -> MunicipalityRecord:
    return next(record for record in small_edition().municipalities if record.key == key)


def test_the_shipped_register_is_complete(nrw_loaded: Register) -> None:
    assert Municipality.objects.count() == 396
    assert Municipality.objects.filter(kind="kreisfreie_stadt").count() == 22
    assert District.objects.filter(of_one_city=False).count() == 31
    assert District.objects.filter(kind="staedteregion").get().key == "05334"
    assert [region.name for region in Region.objects.all()] == ["Arnsberg", "Detmold", "Düsseldorf", "Köln", "Münster"]
    aachen = Municipality.objects.get(key="05334002")
    assert [row.inhabitants for row in aachen.populations.all()] == [260454, 248960, 252136]
    assert (aachen.population, aachen.population_on) == (252136, date(2022, 12, 31))
    assert aachen.region is not None
    assert aachen.region.name == "Köln"
    assert "dl-de/by-2-0" in nrw_loaded.sources


def test_the_reform_of_aachen_is_known(nrw_loaded: Register) -> None:
    history = queries.history(nrw_loaded, "05334002")
    assert [(change.old_key, change.valid_from) for change in history] == [("05313000", date(2009, 10, 21))]
    assert queries.successors(nrw_loaded, "05354") == ["05334"]
    assert queries.successors(nrw_loaded, "05354036") == ["05334036"]


def test_loading_twice_changes_nothing_and_leaves_no_record(nrw_loaded: Register) -> None:
    before = (Record.objects.count(), Register.objects.get().revision)
    difference = load_register(by=HOUSE)
    assert difference is not None
    assert difference.is_empty
    assert (Record.objects.count(), Register.objects.get().revision) == before


def test_loading_leaves_a_newer_edition_in_use(nrw_loaded: Register) -> None:
    newer = replace(shipped_register().edition, as_of=LATER)
    without_much = tuple(record for record in newer.municipalities if record.key != "05382036")
    import_edition(register=nrw_loaded, edition=replace(newer, municipalities=without_much), by=HOUSE)
    assert load_register(by=HOUSE) is None
    assert Municipality.objects.get(key="05382036").valid_until == date(2024, 12, 31)


def test_the_official_file_agrees_with_the_shipped_register(nrw_loaded: Register) -> None:
    given = read_gv100ad(SAMPLE, register_code="nrw")
    assert compare_edition(nrw_loaded, given, complete=False).is_empty
    hennef = next(record for record in given.municipalities if record.key == "05382020")
    assert (hennef.name, hennef.official_name) == ("Hennef (Sieg)", "Hennef (Sieg), Stadt")
    assert (hennef.area_km2, hennef.population) == (Decimal("105.89"), {date(2022, 12, 31): 48002})
    assert given.warnings  # the excerpt has no record for two of its districts


def test_older_files_are_in_iso_8859_1() -> None:
    old = read_gv100ad(SAMPLE.decode().encode("iso-8859-1"), register_code="nrw")
    assert old == read_gv100ad(SAMPLE, register_code="nrw")


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm() -> None:
    content = b"\xef\xbb\xbf" + SAMPLE.replace(b"\n", b"\r\n")
    assert read_gv100ad(content, register_code="nrw") == read_gv100ad(SAMPLE, register_code="nrw")


def test_one_state_is_cut_out_of_the_whole_country() -> None:
    bavarian = SAMPLE.split(b"\n")[3].replace(b"05111000", b"09162000")
    whole = SAMPLE + bavarian + b"\n"
    given = read_gv100ad(whole, register_code="nrw", only="05")
    assert "09162000" not in {record.key for record in given.municipalities}
    assert "09162000" in {record.key for record in read_gv100ad(whole, register_code="de", only="").municipalities}
    with pytest.raises(EditionError, match="--only"):
        read_gv100ad(whole, register_code="nrw")


def test_the_sources_of_older_figures_stay_named(small: Register) -> None:
    newer = replace(edition(without="05382036"), source="Gemeindeverzeichnis 2025")
    import_edition(register=small, edition=newer, by=HOUSE)
    assert "Gemeindeverzeichnis 2025" in small.sources
    assert "30.11.2023" in small.sources


def _line(number: int, change: str, at: int) -> bytes:
    lines = SAMPLE.decode().split("\n")
    lines[number - 1] = lines[number - 1][: at - 1] + change + lines[number - 1][at - 1 + len(change) :]
    return "\n".join(lines).encode()


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", None),
        (b"\n \n", None),
        (SAMPLE.replace(b"  5202711131105088", b" 5202711131105088"), 7),
        (SAMPLE.decode().encode("utf-16"), None),
        (SAMPLE.decode("iso-8859-1").encode(), 1),  # UTF-8 taken for ISO-8859-1 and saved again
        (_line(3, "99", 1), 3),
        (_line(5, "20220101", 3), 5),
        (_line(4, "x", 135), 4),
        (_line(4, "7x", 148), 4),
        (_line(4, "99", 123), 4),
        (_line(1, "2023AB30", 3), 2),
        (SAMPLE.replace(b"20231130", b"20231399"), 1),
    ],
)
def test_a_faulty_official_file_is_refused_with_its_line(content: bytes, line: int | None) -> None:
    with pytest.raises(EditionError) as refusal:
        read_gv100ad(content, register_code="nrw")
    assert refusal.value.line == line


def test_a_key_twice_is_refused_with_both_lines() -> None:
    twice = SAMPLE + SAMPLE.split(b"\n")[3] + b"\n"
    with pytest.raises(EditionError) as refusal:
        check_edition(read_gv100ad(twice, register_code="nrw"))
    assert refusal.value.line == 10
    assert "4" in str(refusal.value)


@pytest.mark.parametrize(
    "fault",
    [{"key": ""}, {"key": "a b"}, {"key": "x" * 17}, {"name": ""}, {"district_key": "99999"}, {"area_km2": Decimal(-1)},
     {"population": {LATER: -1}}, {"longitude": Decimal(181)}, {"latitude": Decimal(-91)}],
)  # fmt: skip
def test_a_record_that_cannot_be_right_refuses_the_whole_edition(small: Register, fault: dict[str, object]) -> None:
    faulty = edition(replace(record_of("05382020"), key="05382999"))
    records = (*faulty.municipalities[:-1], replace(faulty.municipalities[-1], **fault))
    with pytest.raises(EditionError):
        import_edition(register=small, edition=replace(faulty, municipalities=records), by=HOUSE)
    assert not Municipality.objects.filter(key="05382999").exists()


def test_a_new_edition_is_compared_before_it_is_taken(small: Register) -> None:
    renamed = replace(record_of("05382020"), name="Hennef", area_km2=Decimal("106.00"))
    difference = compare_edition(small, edition(renamed, without="05382036"))
    assert difference.counts() == {"appears": 0, "changes": 1, "ends": 1, "successions": 0, "populations": 0}
    assert difference.changes[0].fields == {
        "name": ("Hennef (Sieg)", "Hennef"),
        "area_km2": (Decimal("105.89"), Decimal("106.00")),
    }
    assert Municipality.objects.get(key="05382020").name == "Hennef (Sieg)"


def test_a_renamed_place_is_still_found_by_its_old_name(small: Register) -> None:
    import_edition(register=small, edition=edition(replace(record_of("05382056"), name="Neustadt")), by=HOUSE)
    small.refresh_from_db()
    assert OtherName.objects.get(key="05382056").name == "Sankt Augustin"
    assert queries.find("Sankt Augustin", small).matches[0].entry.key == "05382056"
    assert queries.find("Neustadt", small).matches[0].entry.key == "05382056"


def test_a_place_under_a_new_key_takes_over_from_the_old_one(small: Register) -> None:
    moved = replace(record_of("05382020"), key="05399020", population={LATER: 50_000})
    difference = import_edition(register=small, edition=edition(moved, without="05382020"), by=HOUSE)
    assert [(s.change.old_key, s.change.new_key, s.guessed) for s in difference.successions] == [
        ("05382020", "05399020", True)
    ]
    old, new = Municipality.objects.get(key="05382020"), Municipality.objects.get(key="05399020")
    assert (old.valid_until, new.valid_from) == (date(2024, 12, 31), LATER)
    assert old.populations.count() == 3  # figures of the old key stay with it
    match = queries.find("05382020", small).matches[0]
    assert (match.entry.key, match.former and match.former.key) == ("05399020", "05382020")
    assert queries.find("Stadt Hennef", small).matches[0].entry.key == "05399020"


def test_a_divided_place_leads_to_all_its_successors(small: Register) -> None:
    parts = [
        replace(record_of("05382020"), key=key, name=name)
        for key, name in [("05382021", "Hennef Ost"), ("05382022", "Geistingen")]
    ]
    changes = tuple(KeyChange("05382020", "Hennef (Sieg)", part.key, LATER, MUNICIPALITY) for part in parts)
    import_edition(register=small, edition=edition(*parts, without="05382020", key_changes=changes), by=HOUSE)
    matches = queries.find("05382020", small).matches
    assert {match.entry.key for match in matches} == {"05382021", "05382022"}
    assert all(match.confidence < 0.9 for match in matches)


def test_a_place_that_comes_back_goes_on_under_its_old_row(small: Register) -> None:
    import_edition(register=small, edition=edition(without="05382036"), by=HOUSE)
    import_edition(register=small, edition=replace(edition(), as_of=date(2026, 1, 1)), by=HOUSE)
    much = Municipality.objects.get(key="05382036")
    assert much.valid_until is None
    assert much.populations.count() == 3


def test_what_an_edition_leaves_empty_stays_known(small: Register) -> None:
    poorer = replace(record_of("05382020"), postcode="", longitude=None, seat="", kind="")
    difference = import_edition(register=small, edition=edition(poorer), by=HOUSE)
    assert difference.is_empty
    assert Municipality.objects.get(key="05382020").postcode == "53773"


def test_an_older_edition_is_not_put_over_a_newer_one(small: Register) -> None:
    with pytest.raises(RegisterError):
        import_edition(register=small, edition=replace(edition(), as_of=date(2020, 1, 1)), by=HOUSE)


def test_an_edition_that_would_end_most_places_needs_a_confirmation(nrw_loaded: Register) -> None:
    excerpt = read_gv100ad(SAMPLE, register_code="nrw")
    with pytest.raises(RegisterError, match="391"):
        import_edition(register=nrw_loaded, edition=excerpt, by=HOUSE)
    assert Municipality.objects.current().count() == 396
    import_edition(register=nrw_loaded, edition=excerpt, by=HOUSE, many_may_end=True)
    assert Municipality.objects.current().count() == 5
    assert Municipality.objects.count() == 396


def test_the_record_says_what_was_done_and_by_whom(small: Register) -> None:
    import_edition(register=small, edition=edition(without="05382036"), by=HOUSE)
    record = Record.objects.latest("pk")
    assert (record.action, record.actor_name) == ("register.edition_imported", "kommin register import")
    assert '"ended":["05382036"]' in record.data_json.replace(" ", "")


def test_only_operators_and_the_house_may_change_the_register(small: Register) -> None:
    caseworker = Actor.person(user_id=1, name="N. N.", role="caseworker")
    operator = Actor.person(user_id=2, name="O. O.", role="operator")
    with pytest.raises(NotAllowed):
        import_edition(register=small, edition=edition(without="05382036"), by=caseworker)
    import_edition(register=small, edition=edition(without="05382036"), by=operator)


def test_registers_stand_side_by_side_with_equal_keys(small: Register) -> None:
    other = create_register(code="xx", name="Elsewhere", by=HOUSE, language="en")
    given = Edition("xx", LATER, "made up", (MunicipalityRecord("05382020", "Somewhere"),))
    import_edition(register=other, edition=given, by=HOUSE)
    assert queries.find("05382020", other).matches[0].entry.name == "Somewhere"
    assert queries.find("05382020", small).matches[0].entry.name == "Hennef (Sieg)"
    assert small.is_default
    assert not other.is_default


def test_an_import_that_fails_in_the_middle_leaves_nothing(small: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("kommin.register.actions.importing.record", broken)
    with pytest.raises(RuntimeError):
        import_edition(register=small, edition=edition(without="05382036"), by=HOUSE)
    assert Municipality.objects.get(key="05382036").valid_until is None
