"""`kommin register` and `kommin boundaries`: they answer as documented and refuse bad input in one sentence."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from kommin.foundation.audit.models import Record
from kommin.foundation.cli import BadInput
from kommin.foundation.tables import open_workbook
from kommin.register.models import Boundaries, Municipality, Register

from tables.oldsheets import archive, xlsx  # isort: skip

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SAMPLE = Path(__file__).parent / "data" / "gv100ad.txt"


# An archive of a few bytes that says it unpacks to 600 MB.
_BOMB = archive({"xl/workbook.xml": b"<x/>", "xl/worksheets/a.xml": b"\0" * 7777}).replace(
    (7777).to_bytes(4, "little"), (600_000_000).to_bytes(4, "little")
)


def run(*words: object, lang: str = "de") -> str:
    out = StringIO()
    call_command(str(words[0]), *map(str, words[1:]), "--lang", lang, stdout=out, stderr=StringIO())
    return out.getvalue()


def answer(*words: object) -> object:
    return json.loads(run(*words, "--json"))


def refusal(*words: object) -> str:
    before = (
        Record.objects.count(),
        Municipality.objects.count(),
        Register.objects.count(),
        Boundaries.objects.count(),
    )
    with pytest.raises(BadInput) as refused:
        run(*words)
    assert refused.value.returncode == 2
    after = (Record.objects.count(), Municipality.objects.count(), Register.objects.count(), Boundaries.objects.count())
    assert after == before
    return str(refused.value)


def test_find_answers_best_first_with_key_name_kind_and_confidence(nrw_loaded: Register) -> None:
    (hennef,) = answer("register", "find", "Stadt Hennef")
    assert {"key": "05382020", "name": "Hennef (Sieg)", "kind": "stadt"}.items() <= hennef.items()
    assert 0.9 <= hennef["confidence"] <= 1
    herford = answer("register", "find", "Herford")
    assert [row["key"] for row in herford] == ["05758012", "05758"]
    assert all(row["confidence"] < 0.9 for row in herford)
    (alsdorf,) = answer("register", "find", "05354004")
    assert (alsdorf["key"], alsdorf["former_key"]) == ("05334004", "05354004")
    assert answer("register", "find", "Stadtwerke Herten GmbH") == []
    assert answer("register", "find", "Hamburg an der Elbe xyz") == []


def test_find_shows_a_readable_table_or_says_why_not(nrw_loaded: Register) -> None:
    assert "Hennef (Sieg)" in run("register", "find", "Hennef")
    assert "eigene Einrichtung" in run("register", "find", "Sparkasse Siegen")
    assert "Nichts im Verzeichnis" in run("register", "find", "qqqqqq")


def test_find_without_a_register_says_how_to_load_one() -> None:
    assert "kommin register load" in refusal("register", "find", "Herford")


def test_load_says_what_it_did_and_that_there_is_nothing_to_do_again() -> None:
    first = answer("register", "load")
    assert (first["changed"], first["appears"], first["successions"]) == (True, 454, 11)
    assert answer("register", "load")["changed"] is False


def test_match_does_a_whole_file(small: Register, tmp_path: Path) -> None:
    given = tmp_path / "given.csv"
    given.write_text(
        "Nr;Träger\n1;Stadt Hennef\n2;Düren\n3;Stadtwerke Herten GmbH\n4;Atlantis\n5;\n", encoding="cp1252"
    )
    rows = answer("register", "match", given, "--column", "Träger")
    assert [(row["line"], row["status"], row["key"]) for row in rows] == [
        (2, "sure", "05382020"), (3, "choose", ""), (4, "other_body", ""), (5, "nothing", ""), (6, "empty", ""),
    ]  # fmt: skip
    for name in ("out.csv", "out.xlsx"):
        run("register", "match", given, "--column", "träger", "--output", tmp_path / name)
        written = open_workbook(tmp_path / name).table()
        assert written.rows[0].text(3) == "05382020"


def test_match_refuses_what_it_cannot_do(small: Register, tmp_path: Path) -> None:
    given = tmp_path / "given.csv"
    given.write_text("Ort\nMarl\n", encoding="utf-8")
    assert "Ort" in refusal("register", "match", given, "--column", "Name")
    refusal("register", "match", given, "--column", "Ort", "--output", tmp_path / "out.pdf")
    refusal("register", "match", given, "--column", "Ort", "--output", tmp_path / "nowhere" / "out.csv")
    refusal("register", "match", tmp_path / "none.csv", "--column", "Ort")
    refusal("register", "match", given, "--column", "Ort", "--register", "zz")


def test_import_shows_what_would_change_before_it_does(nrw_loaded: Register, tmp_path: Path) -> None:
    newer = tmp_path / "newer.txt"
    text = SAMPLE.read_text(encoding="utf-8").replace("20231130", "20241231").replace("00000048002", "00000049000")
    newer.write_text(text, encoding="iso-8859-1")
    shown = answer("register", "import", newer, "--partial", "--dry-run")
    assert (shown["dry_run"], shown["counts"]["populations"]) == (True, 6 - 1)
    assert Register.objects.get().as_of.isoformat() == "2023-11-30"
    answer("register", "import", newer, "--partial")
    hennef = Municipality.objects.get(key="05382020")
    assert (hennef.population, hennef.population_on.isoformat()) == (49000, "2023-12-31")
    assert hennef.populations.count() == 4


def test_import_refuses_an_excerpt_that_would_end_the_register(nrw_loaded: Register) -> None:
    assert "--partial" in refusal("register", "import", SAMPLE)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.txt", b"", []),
        ("short.txt", SAMPLE.read_bytes()[:-30], []),
        ("utf16.txt", SAMPLE.read_text(encoding="utf-8").encode("utf-16"), ["--format", "gv100ad"]),
        ("columns.csv", b"Ort;Zahl\nMarl;5\n", ["--as-of", "2025-01-01"]),
        ("wrong.csv", b"key;name\n1;Marl\n", ["--as-of", "2025-01-01", "--column", "area_km2=Fläche"]),
        ("field.csv", b"key;name\n1;Marl\n", ["--as-of", "2025-01-01", "--column", "colour=name"]),
        ("pair.csv", b"key;name\n1;Marl\n", ["--as-of", "2025-01-01", "--column", "colour"]),
        ("twice.csv", b"key;name\n1;Marl\n1;Herne\n", ["--as-of", "2025-01-01"]),
        ("number.csv", b"key;name;population\n1;Marl;many\n2;Herne;5\n3;Unna;6\n", ["--as-of", "2025-01-01"]),
        ("day.csv", b"key;name\n1;Marl\n", []),
        ("bomb.xlsx", _BOMB, ["--as-of", "2025-01-01"]),
        ("picture.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", ["--as-of", "2025-01-01"]),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_whole(
    small: Register, tmp_path: Path, name: str, content: bytes, words: list[str]
) -> None:
    bad = tmp_path / name
    bad.write_bytes(content)
    assert refusal("register", "import", bad, *words)


def test_a_file_of_200_mb_is_refused_without_being_read(small: Register, tmp_path: Path) -> None:
    for name, beginning in (("large.txt", b"1020231130"), ("large.csv", b"key;name\n")):
        large = tmp_path / name
        with large.open("wb") as file:
            file.write(beginning)
            file.truncate(200_000_000)
        assert refusal("register", "import", large, "--as-of", "2025-01-01")


AUSTRIA = [
    ["Gemeinden – Stand 1. Jänner 2025"],
    [],
    ["Gemeinde-\nkennziffer", "Gemeindename", "Status", "Bezirk", "Bezirksname", "Einwohner", "Fläche (ha)"],
    ["AT-30101", "Krems an der Donau", "Statutarstadt", "301", "Krems", 25271, 5170.5],
    ["AT-10706", "Gols", "Marktgemeinde", "107", "Neusiedl am See", 3935, 4238],
]


def test_another_countrys_register_comes_from_a_workbook(nrw_loaded: Register, tmp_path: Path) -> None:
    book = tmp_path / "at.xlsx"
    book.write_bytes(xlsx(AUSTRIA))
    mapping = tmp_path / "mapping.json"
    mapping.write_text(
        json.dumps({"key": "Gemeindekennziffer", "kind": "Status", "district_key": "Bezirk"}), encoding="utf-8"
    )
    words = ["register", "import", book, "--register", "at", "--as-of", "2025-01-01", "--mapping", mapping, "--column",
             "district_name=Bezirksname", "--column", "area_ha=Fläche (ha)"]  # fmt: skip
    assert "--name" in refusal(*words)
    result = answer(*words, "--name", "Österreich", "--country", "AT")
    assert result["counts"] == {"appears": 4, "changes": 0, "ends": 0, "successions": 0, "populations": 2}
    (krems,) = answer("register", "find", "Stadt Krems/Donau", "--register", "at")
    assert (krems["key"], krems["district_name"]) == ("AT-30101", "Krems")
    assert str(Municipality.objects.get(key="AT-30101").area_km2) == "51.70"
    assert answer("register", "find", "Krems") == []


def test_keys_of_three_letters_work_from_a_csv_file(small: Register, tmp_path: Path) -> None:
    given = tmp_path / "given.csv"
    given.write_text("Code,Municipality,County\nABC,Stokeham,North\nE07000012,Wolds End,North\n", encoding="utf-16")
    answer(
        "register",
        "import",
        given,
        "--register",
        "xy",
        "--name",
        "Elsewhere",
        "--language",
        "en",
        "--as-of",
        "2025-01-01",
    )
    assert answer("register", "find", "abc", "--register", "xy")[0]["name"] == "Stokeham"
    assert answer("register", "find", "Wolds End Borough Council", "--register", "xy")[0]["key"] == "E07000012"


def _feature(key: str, west: float) -> dict[str, object]:
    ring = [[west, 51.0], [west + 1, 51.0], [west + 1, 52.0], [west, 52.0], [west, 51.0]]
    return {
        "type": "Feature",
        "properties": {"GEN": "x", "AGS": key},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def _collection(*features: object) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features})


_MISSING_ARC = {"id": "A1", "type": "Polygon", "arcs": [[7]]}


def _geojson(path: Path, *features: object) -> Path:
    path.write_text(_collection(*features), encoding="utf-8")
    return path


@pytest.fixture
def two_towns(db: None, tmp_path: Path) -> Path:
    given = tmp_path / "towns.csv"
    given.write_text("key;name;district_key\nA1;Westtown;D\nB2;Easttown;D\n", encoding="utf-8")
    answer("register", "import", given, "--register", "xy", "--name", "Elsewhere", "--as-of", "2025-01-01")
    return tmp_path


def test_boundaries_come_from_geojson_and_neighbours_share_their_border(two_towns: Path) -> None:
    from kommin.register.maps.topology import stored_topology

    both = {"type": "FeatureCollection", "features": [_feature("B2", 8.0), _feature("ZZ", 9.0)]}
    given = _geojson(two_towns / "shapes.json", _feature("A1", 7.0), both)
    result = answer("boundaries", "import", given, "--register", "xy", "--attribution", "© Office of Maps")
    assert result["attribution"] == "© Office of Maps"
    topology = stored_topology(Boundaries.objects.get().topology)
    assert set(topology.areas) == {"A1", "B2"}
    assert topology.neighbours("A1") == {"B2"}
    assert len(topology.merged(["A1", "B2"])) == 1
    records = Record.objects.count()
    answer("boundaries", "import", given, "--register", "xy", "--attribution", "© Office of Maps")
    assert (Boundaries.objects.count(), Record.objects.count()) == (1, records)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", []),
        ("{}", []),
        ("[1]", []),
        ("[" * 100_000, []),
        ('{"type": "Topology"}', []),
        (json.dumps({"type": "Topology", "arcs": [], "objects": {"a": {"geometries": [_MISSING_ARC]}}}), []),
        ('{"type": "FeatureCollection", "features": []}', []),
        (_collection({"type": "Feature", "id": "A1", "geometry": {"type": "Point"}}), []),
        (_collection(_feature("A1", 7.0)), []),
        (_collection(_feature("A1", 7.0), _feature("B2", 8.0)), ["--attribution", ""]),
        (_collection(_feature("A1", 7e5), _feature("B2", 8e5)), []),
        (_collection(_feature("A1", 7.0), _feature("B2", 8.0)), ["--key-property", "no"]),
    ],
)  # fmt: skip
def test_bad_boundaries_are_refused_whole(two_towns: Path, content: str, words: list[str]) -> None:
    given = two_towns / "shapes.json"
    given.write_text(content, encoding="utf-8")
    assert refusal("boundaries", "import", given, "--register", "xy", "--attribution", "x", *words)
