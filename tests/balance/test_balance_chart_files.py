"""Each chart can be taken along: its figures exactly, the picture complete in itself."""

import re
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils import timezone

from balance.grants import grant, make_programme
from kommin.balance.models import Project
from kommin.programmes.models import BuildingBlock, Programme

pytestmark = [pytest.mark.django_db, pytest.mark.once]
BASE = "/balance/probe/"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def programme() -> Programme:
    made = make_programme()
    grant(made, number="K-1", block="netz", day=date(2009, 5, 4), amount=40_000)
    grant(made, number="K-2", block="ziel", day=date(2010, 5, 4), amount="12345.67")
    grant(made, number="M-1", key="05515000", name="Stadt Münster", block="netz", day=date(2010, 6, 4), amount=20_000)
    return made


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return (answer.getvalue() if answer.streaming else answer.content).decode("utf-8-sig")


def files_on(client: Client, page: str) -> list[str]:
    return [each.replace("&amp;", "&") for each in re.findall(r'href="([^"]*/charts/[^"]*)"', text_of(client, page))]


def test_every_chart_of_a_page_names_its_files_and_they_hold_its_figures(client: Client, programme: Programme) -> None:
    found = files_on(client, f"{BASE}?as_of=2010-05-31")
    assert len(found) == 8
    assert all("as_of=2010-05-31" in each for each in found)
    rows = text_of(client, f"{BASE}charts/granted-by-block.csv?as_of=2010-05-31").splitlines()
    assert [row.split(";")[:2] for row in rows[1:]] == [["Vernetzung", "40000.00"], ["Steuerung", "12345.67"]]
    assert "31.05.2010" in rows[1]
    years = text_of(client, f"{BASE}charts/projects-by-year.csv?as_of=2010-12-31").splitlines()
    assert [row.split(";")[:2] for row in years[1:]] == [
        ["2005", "0"], ["2006", "0"], ["2007", "0"], ["2008", "0"], ["2009", "1"], ["2010", "2"],
    ]  # fmt: skip


def test_a_block_has_files_of_its_own_figures(client: Client, programme: Programme) -> None:
    assert "<h1>Steuerung</h1>" in text_of(client, f"{BASE}blocks/ziel/")
    found = files_on(client, f"{BASE}blocks/ziel/")
    assert len(found) == 4
    rows = text_of(client, next(each for each in found if "projects-by-year.csv" in each)).splitlines()
    assert sum(int(row.split(";")[1]) for row in rows[1:]) == 1


@pytest.mark.parametrize("name", ["projects-by-year", "granted-by-year", "participants", "granted-by-block"])
def test_a_picture_says_what_it_shows_and_needs_nothing_else(client: Client, programme: Programme, name: str) -> None:
    BuildingBlock.objects.filter(code="netz").update(title_de="<script>alert(1)</script> & mehr")
    picture = text_of(client, f"{BASE}charts/{name}.svg?as_of=2010-12-31")
    root = ET.fromstring(picture)
    words = [each.text or "" for each in root.iter(f"{SVG}text")]
    assert "Probe, Stand 31.12.2010" in words
    assert any(word.startswith("Quelle: KOMM-IN") for word in words)
    assert root.find(f"{SVG}title") is not None
    assert len([*root.iter(f"{SVG}rect"), *root.iter(f"{SVG}circle")]) > 2
    assert not list(root.iter(f"{SVG}script"))
    assert not re.search(r"(href|src|style|class)=", picture)
    wide, high = (float(root.get(side, "0")) for side in ("width", "height"))
    for shape in root.iter(f"{SVG}rect"):
        assert 0 <= float(shape.get("x", "0")) <= wide
        assert 0 <= float(shape.get("height", "0")) <= high


def test_invented_figures_say_so_in_picture_and_file(client: Client, programme: Programme) -> None:
    Project.objects.update(invented=True)
    assert "Vorführdaten" in text_of(client, f"{BASE}charts/participants.svg")
    assert "Vorführdaten" in text_of(client, f"{BASE}charts/participants.csv")


def test_what_does_not_exist_is_not_found_and_nonsense_is_told(client: Client, programme: Programme) -> None:
    later = timezone.localdate().replace(year=timezone.localdate().year + 1)
    for address, status in {
        "charts/nothing.svg": 404, "charts/participants.png": 404, "charts/participants.svg?block=zzz": 404,
        "charts/participants.svg?block=netz": 404, "charts/participants.csv?as_of=gestern": 400,
        f"charts/participants.svg?as_of={later}": 400, "charts/participants.svg?as_of=2005-04-01": 404,
    }.items():  # fmt: skip
        assert client.get(BASE + address).status_code == status, address
