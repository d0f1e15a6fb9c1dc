"""What an import would do is known before it does anything; a second run does nothing."""

import json
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from kommin.portal.old_releases.bundle import Bundle, open_bundle
from kommin.portal.old_releases.cleaning import clean_release
from kommin.portal.old_releases.errors import OldReleasesError
from kommin.portal.old_releases.moments import BERLIN
from kommin.portal.old_releases.planning import Known, Plan, What, make_plan, old_path
from kommin.portal.old_releases.reading import Reading, read_file


def reading(*rows: Sequence[str]) -> Reading:
    head = "ID;Titel;Datum;URL;Text"
    return read_file("\n".join([head, *(";".join(row) for row in rows)]).encode())


ONE = ("1", "Eins", "27.10.2010", "https://www.alt.example.org/presse/eins.html", "<p>a <img src='/bilder/a.jpg'></p>")
TWO = ("2", "Zwei", "28.10.2010", "https://alt.example.org/presse/?id=2", "<p><a href='/plan.pdf'>Plan</a></p>")


def plan_of(read: Reading, **given: object) -> Plan:
    return make_plan(read, [clean_release(old) for old in read.releases], **given)  # type: ignore[arg-type]


def after(plan: Plan) -> tuple[dict[str, Known], dict[str, str]]:
    """What is here once a plan was carried out."""
    known = {
        one.identity: Known(
            one.identity, one.release.source.content_hash, f"release {one.identity}", one.release.title, one.missing
        )
        for one in plan.planned
    }
    return known, {path: f"release {one.identity}" for one in plan.planned for path in one.redirects}


def kinds(plan: Plan) -> list[str]:
    return sorted(one.kind for one in plan.doubts)


def test_a_second_run_changes_nothing_and_says_nothing_twice() -> None:
    files = Bundle(("export/bilder/a.jpg", "export/plan.pdf"))
    read = reading(ONE, TWO)
    first = plan_of(read, bundle=files)
    assert [one.what for one in first.planned] == [What.NEW, What.NEW]
    assert [one.redirects for one in first.planned] == [("/presse/eins.html",), ("/presse/?id=2",)]
    assert [file.name for one in first.planned for file in (*one.images, *one.attachments)] == list(files.names)
    assert not first.changes_nothing
    known, taken = after(first)
    turned = reading(TWO, ONE)
    second = plan_of(turned, bundle=files, known=known, taken=taken)
    assert second.changes_nothing
    assert {one.what for one in second.planned} == {What.SAME}
    assert second.counts == {
        "new": 0, "same": 2, "changed": 0, "gone": 0, "redirects": 0, "files": 0, "files_missing": 0, "to_check": 0,
        "told": 0,
    }  # fmt: skip


def test_what_changed_or_is_gone_is_told_and_nothing_is_deleted() -> None:
    known, taken = after(plan_of(reading(ONE, TWO, ("3", "Drei", "29.10.2010", "", "c"))))
    plan = plan_of(reading((*ONE[:4], "<p>neu</p>"), TWO), known=known, taken=taken)
    assert [(one.what, one.target) for one in plan.planned] == [(What.CHANGED, "release 1"), (What.SAME, "release 2")]
    assert plan.planned[0].redirects == ()
    assert [one.title for one in plan.gone] == ["Drei"]
    assert "gone" in kinds(plan)
    assert "“Drei” was taken over before and is missing now. It stays as it is." in [one.text for one in plan.doubts]
    most_gone = plan_of(reading(ONE), known=known, taken=taken)
    assert kinds(most_gone).count("many_gone") == 1
    assert "gone" not in kinds(most_gone)


def test_an_image_that_was_missing_is_taken_along_once_it_is_there() -> None:
    read = reading(ONE)
    first = plan_of(read)
    assert kinds(first) == ["image_missing"]
    known, taken = after(first)
    assert kinds(plan_of(read, known=known, taken=taken)) == ["image_missing"]
    later = plan_of(read, known=known, taken=taken, bundle=Bundle(("a.jpg",)))
    assert [file.name for file in later.planned[0].images] == ["a.jpg"]
    assert later.planned[0].what == What.SAME
    assert not later.changes_nothing


def test_redirects_never_take_what_is_in_use() -> None:
    rows = [
        ONE,
        ("2", "Gleiche Adresse", "28.10.2010", "https://alt.example.org/presse/eins.html#oben", "b"),
        ("3", "Startseite", "28.10.2010", "https://alt.example.org/", "c"),
        ("4", "Fremd", "28.10.2010", "https://other.example.org/x", "d"),
        ("5", "Seite", "28.10.2010", "/kontakt", "e"),
        ("6", "Schon umgeleitet", "28.10.2010", "/alt", "f"),
        ("7", "Umlaut", "28.10.2010", "/%c3%bcber uns", "g"),
        ("8", "Umlaut", "28.10.2010", "/über%20uns", "g"),
        ("9", "Zwei Adressen", "28.10.2010", "/neun https://alt.example.org/9", "g"),
        ("10", "Keine", "28.10.2010", "nicht bekannt", "g"),
    ]
    plan = plan_of(reading(*rows), taken={"/kontakt": "", "/alt": "release 99"}, bundle=Bundle(("a.jpg",)))
    assert [one.redirects for one in plan.planned] == [
        ("/presse/eins.html",), (), (), (), (), (), ("/%C3%BCber%20uns",), (), ("/neun", "/9"), (),
    ]  # fmt: skip
    assert kinds(plan) == [
        "bad_address", "redirect_foreign", "redirect_home", "redirect_moved", "redirect_shared", "redirect_shared",
        "redirect_taken",
    ]  # fmt: skip


def test_the_old_hosts_can_be_given() -> None:
    plan = plan_of(reading(ONE, TWO), hosts=["other.example.org"], bundle=Bundle(("a.jpg", "plan.pdf")))
    assert plan.counts["redirects"] == 0


@pytest.mark.parametrize("address", ["mailto:a@example.org", "javascript:x", "http://[", "http:"])
def test_what_is_no_address_of_a_page_has_no_path(address: str) -> None:
    assert old_path(address) == ""


def test_the_report_can_be_kept_and_says_what_to_look_at_first() -> None:
    plan = plan_of(reading((*ONE[:2], "31.02.2010", *ONE[3:4], "<p>Kommu¬nen<script>x</script> <s>b</s></p>"), TWO))
    report = json.loads(json.dumps(plan.to_json()))
    assert report["counts"]["new"] == 2
    assert report["releases"][1]["published"] == "2010-10-28T00:00:00+02:00"
    assert all(one["text"] for one in report["doubts"])
    groups = list(plan.doubts_by_kind())
    assert groups.index("bad_date") < groups.index("not_sign")


def test_a_release_of_tomorrow_is_told() -> None:
    plan = plan_of(reading(ONE), now=datetime(2010, 10, 1, tzinfo=BERLIN), bundle=Bundle(("a.jpg",)))
    assert kinds(plan) == ["future"]


# ---- files beside


def test_files_are_found_by_the_end_of_their_address(tmp_path: Path) -> None:
    names = ["export/2010/Rathaus Süd.jpg", "export/2011/Rathaus Süd.jpg", "einzeln.png", "../boese.jpg"]
    archive = tmp_path / "bilder.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for name in names:
            file.writestr(name, name)
    folder = tmp_path / "bilder"
    for name in names[:3]:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    (folder / "hinaus.jpg").symlink_to(archive)
    for bundle in (open_bundle(archive), open_bundle(folder)):
        assert bundle.find("https://alt.example.org/up/2010/rathaus%20s%C3%BCd.jpg?w=3") == (names[0],)
        assert bundle.find("/2011/Rathaus Süd.jpg") == (names[1],)
        assert bundle.find("/x/Rathaus Süd.jpg") == (names[0], names[1])
        assert bundle.find("einzeln.png") == ("einzeln.png",)
        assert bundle.find("fehlt.png") == bundle.find("/") == bundle.find("http://[") == ()
        assert bundle.read(names[0]).decode() == names[0]
        with pytest.raises(OldReleasesError, match="no file"):
            bundle.read("../../etc/hostname")
    assert "hinaus.jpg" not in open_bundle(folder).names


def test_several_files_for_one_address_are_told_and_none_is_taken() -> None:
    plan = plan_of(reading(ONE), bundle=Bundle(("x/a.jpg", "y/a.jpg")))
    assert kinds(plan) == ["image_ambiguous"]
    assert plan.planned[0].missing == ("https://www.alt.example.org/bilder/a.jpg",)


def test_an_archive_that_cannot_be_used_is_refused(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a.jpg", b"\0" * 5_000_000)
    with pytest.raises(OldReleasesError, match="unpack to far more"):
        open_bundle(bomb)
    other = tmp_path / "x.zip"
    other.write_bytes(b"no archive")
    with pytest.raises(OldReleasesError, match="neither"):
        open_bundle(other)
    with pytest.raises(OldReleasesError, match="no file or folder"):
        open_bundle(tmp_path / "fehlt.zip")
    damaged = tmp_path / "damaged.zip"
    with zipfile.ZipFile(damaged, "w") as file:
        file.writestr("a.jpg", b"12345678" * 100)
    content = bytearray(damaged.read_bytes())
    content[60] ^= 0xFF
    damaged.write_bytes(content)
    with pytest.raises(OldReleasesError, match="damaged"):
        open_bundle(damaged).read("a.jpg")


def test_the_hash_follows_the_content_and_not_the_place() -> None:
    old = reading(ONE).releases[0]
    assert replace(old, number=9).content_hash == old.content_hash
    assert replace(old, body="anders").content_hash != old.content_hash
    assert replace(old, published=datetime(2011, 1, 1, tzinfo=BERLIN)).content_hash != old.content_hash
