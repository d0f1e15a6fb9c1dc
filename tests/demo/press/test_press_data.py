"""The press desk's data holds together by itself: names exist, texts are complete, nothing pretends to be real."""

import csv
from dataclasses import replace
from datetime import date
from decimal import Decimal
from importlib.resources import files

import pytest

from kommin.balance.figures import Balance, YearFigures
from kommin.demo.press import checking, printing, targets
from kommin.demo.press.reading import BadData, Contact, Desk, _made, read
from kommin.demo.press.texts import (
    BadText,
    Heading,
    KeyFigure,
    Listing,
    Live,
    Paragraph,
    Quotation,
    Words,
    blocks,
    plain,
    targets_in,
)


@pytest.fixture(scope="module")
def desk() -> Desk:
    return read()


@pytest.fixture(scope="module")
def places() -> set[str]:
    data = files("kommin.register").joinpath("data/nrw")
    with data.joinpath("municipalities.csv").open(encoding="utf-8") as towns:
        found = {row["ags"] for row in csv.DictReader(towns)}
    with data.joinpath("districts.csv").open(encoding="utf-8") as districts:
        return found | {row["district_ags"] for row in csv.DictReader(districts)}


def test_everything_that_is_named_exists_and_is_marked_as_invented(desk: Desk, places: set[str]) -> None:
    assert checking.doubts(desk, places) == []


def test_there_is_what_a_press_desk_shows(desk: Desk) -> None:
    years = {release.at.year for release in desk.releases}
    assert len(desk.releases) >= 40
    assert years == set(range(2005, 2014))
    assert sum("en" in release.texts for release in desk.releases) >= 8
    assert sum(release.correction is not None for release in desk.releases) >= 1
    assert len(desk.practice) == 12
    assert {"de", "en", "ar", "tr"} == {tag for page in desk.pages for tag in page.texts}
    blocks_used = {each.block for each in desk.practice}
    assert blocks_used == {
        "transparenz", "vernetzung", "koordination", "wirksamkeit", "einbuergerung", "schwer-erreichbare",
    }  # fmt: skip


def test_releases_are_neither_notes_nor_essays(desk: Desk) -> None:
    for release in desk.releases:
        text = release.texts["de"]
        words = len(text.lead.split()) + sum(len(plain(block).split()) for block in text.body)
        assert 150 <= words <= 600, (release.id, words)


def test_easy_language_keeps_its_sentences_short(desk: Desk) -> None:
    easy = next(page for page in desk.pages if page.kind == "plain")
    for block in easy.texts["de"].body:
        for sentence in checking.sentences(plain(block)):
            assert len(sentence.split()) <= 12, sentence


def test_what_does_not_fit_is_told(desk: Desk, places: set[str]) -> None:
    release = replace(desk.releases[0], topics=("nonsense",), sender="mais", places=("05999999",), related=("x",))
    told = "\n".join(checking.doubts(replace(desk, releases=(release,)), places))
    for each in ("no topic called nonsense", "no sender called mais", "no place called 05999999", "no related release"):
        assert each in told


def test_strange_and_missing_fields_are_refused() -> None:
    row = {"id": "x", "office": {"de": "a"}, "phone": "1", "email": "e@example.org", "hours": {"de": "b"}}
    assert _made(Contact, row).id == "x"
    with pytest.raises(BadData, match="unknown fields fax"):
        _made(Contact, {**row, "fax": "2"})
    with pytest.raises(BadData, match="phone"):
        _made(Contact, {name: value for name, value in row.items() if name != "phone"})


def test_running_text_is_read_into_blocks() -> None:
    text = """
A line with [a link](page:programm)
over two lines.

## Heading

- one
- two [x](topic:bilanz)

> Words
> -- vorbild

= participants | 2010-10-27 | 123 | places

@ map
"""
    found = blocks(text)
    assert [type(each) for each in found] == [Paragraph, Heading, Listing, Quotation, KeyFigure, Live]
    assert found[0] == Paragraph((Words("A line with "), Words("a link", "page:programm"), Words(" over two lines.")))
    assert found[3] == Quotation("Words", "vorbild")
    assert found[4] == KeyFigure("participants", date(2010, 10, 27), "123", "places")
    assert [target for each in found for target in targets_in(each)] == ["page:programm", "topic:bilanz"]


@pytest.mark.parametrize("text", ["> words of nobody", "- one\ntwo", "= participants | 2010-10-27 | 123"])
def test_text_that_makes_no_sense_is_refused(text: str) -> None:
    with pytest.raises(BadText):
        blocks(text)


@pytest.mark.parametrize("text", ["https://example.com/", "balance:soon", "project:12", "page:", "mailto:x"])
def test_targets_that_lead_nowhere_are_refused(text: str) -> None:
    with pytest.raises(targets.BadTarget):
        targets.parse(text)


@pytest.mark.parametrize(
    ("figure", "printed", "right"),
    [
        ("projects", "359", True), ("projects", "360", False), ("nonsense", "1", False),
        ("granted", "rund 15 Millionen Euro", True), ("granted", "rund 14,8 Millionen Euro", True),
        ("granted", "about 14.7 million euros", False), ("in_year.new_participants", "13", True),
        ("appropriation", "2,85 Millionen Euro", True),
    ],
)  # fmt: skip
def test_a_printed_figure_is_held_against_the_balance(figure: str, printed: str, right: bool) -> None:
    day = date(2010, 10, 27)
    balance = Balance(
        day, projects=359, granted=Decimal("14787000.00"), by_year={2010: YearFigures(new_participants=13)}
    )
    told = list(checking.figure_doubts(KeyFigure(figure, day, printed, "x"), balance, lambda _: Decimal(2_850_000)))
    assert (told == []) is right


def test_a_download_becomes_an_accessible_pdf(desk: Desk) -> None:
    for download in desk.downloads.values():
        document = printing.make(download, desk)
        assert document.content.startswith(b"%PDF")
        assert document.unprintable == frozenset()
        assert b"pdfuaid" in document.content
