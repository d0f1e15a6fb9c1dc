"""Printed matter: accessible, archivable, the same each time, and nothing in the data is ever run."""

import hashlib
import io
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from kommin.foundation import documents
from kommin.foundation.documents import DocumentError, TemplateError, make_pdf, printable

TEMPLATE = """#import "house.typ": *
#let data = json("data.json")
#show: house.with(data, footer: "foot")
= #data.document.title
#paragraphs(data.text)
#table(columns: 2, table.header("A", "B"), "1", "2")
"""
DAY = date(2026, 11, 23)


def pdf(text: str, **more) -> documents.Document:
    options = {"title": "Zuwendungsbescheid", "language": "de", "day": DAY} | more
    return make_pdf(TEMPLATE, data={"text": text}, **options)


def text_of(document: documents.Document) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(document.content)).pages)


def test_the_file_is_tagged_titled_and_says_its_standards() -> None:
    document = pdf("Größe: 48.987,20 €")
    reader = PdfReader(io.BytesIO(document.content))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "de"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    metadata = root["/Metadata"].get_object().get_data().decode()
    assert re.search(r"pdfuaid:part>1<", metadata)
    assert re.search(r"pdfaid:part>2<", metadata)
    assert re.search(r"pdfaid:conformance>A<", metadata)
    assert "Zuwendungsbescheid" in metadata
    assert "48.987,20 €" in text_of(document)
    assert document.pages == 1


def test_every_font_is_embedded() -> None:
    reader = PdfReader(io.BytesIO(pdf("Text").content))
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        (inner,) = font["/DescendantFonts"]
        descriptor = inner.get_object()["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)
        assert "FiraSans" in font["/BaseFont"]


def test_the_same_input_gives_the_same_bytes() -> None:
    first, second = pdf("a"), pdf("a")
    assert first.content == second.content
    assert first.sha256 == hashlib.sha256(first.content).hexdigest()
    assert pdf("b").sha256 != first.sha256
    assert pdf("a", day=date(2026, 11, 24)).sha256 != first.sha256


@pytest.mark.parametrize(
    "text",
    ["#panic()", '#read("house.typ")', "*stark* _x_ $1/0$ `code`", "@preview/x:1.0.0", "] #set page(", "\\ # \\"],
)
def test_markup_in_the_data_is_only_text(text: str) -> None:
    assert " ".join(text.split()) in " ".join(text_of(pdf(text)).split())


@pytest.mark.parametrize(
    ("template", "says"),
    [
        ('#import "@preview/cetz:0.2.0": *', "no packages"),
        ('#import ("@pre" + "view/cetz:0.2.0"): *', "no packages"),
        ('#{ import "other.typ" }', "no packages"),
        ("#include sys.inputs.x", "no packages"),
        ("#unknown", "unknown variable"),
        ('#read("/etc/passwd")', "not found"),
        ('#read("../making.py")', "root|access|outside"),
        ("#let x = ", "expected"),
    ],
)
def test_a_wrong_template_is_refused(template: str, says: str) -> None:
    with pytest.raises(TemplateError, match=says):
        make_pdf(template, data={}, title="x", language="de", day=DAY)


def test_data_that_does_not_fit_the_standards_is_a_typed_error() -> None:
    with pytest.raises(DocumentError):
        make_pdf('#image("a.png")', data={}, title="x", language="de", day=DAY, files={"a.png": b"no picture"})


def test_pictures_reach_the_template_by_name() -> None:
    picture = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
    template = '#import "house.typ": *\n#show: house.with(json("data.json"))\n#image("code.svg", alt: "Code")'
    assert make_pdf(template, data={}, title="x", language="de", day=DAY, files={"code.svg": picture}).pages == 1


def test_characters_without_a_picture_get_a_mark_and_are_named() -> None:
    document = pdf("Gut 😀 中文 ok")
    assert {"😀", "中", "文"} <= document.unprintable
    assert "ok" in text_of(document)


def test_hebrew_arabic_greek_and_cyrillic_are_printed() -> None:
    assert pdf("שלום مرحبا Ελλάδα Привет ĄŻ ẞ ☒ → ≤").unprintable == frozenset()


def test_a_hundred_thousand_letters_without_a_space_are_printed() -> None:
    document = pdf("x" * 100_000)
    assert text_of(document).count("x") >= 100_000


@given(st.text(max_size=80))
@settings(deadline=None, max_examples=40)
def test_no_text_stops_the_press(text: str) -> None:
    assert pdf(text, title=f"T{text}").pages >= 1


def test_control_characters_do_not_reach_the_page() -> None:
    assert printable("a\x00b\x1f\u202ec\r\nd") == "abc\nd"


def test_vendored_fonts_are_the_files_they_should_be() -> None:
    folder = Path(documents.__file__).parent / "fonts"
    lines = (folder / "SHA256SUMS").read_text().splitlines()
    named = {name: digest for digest, name in (line.split() for line in lines)}
    present = {path.name for path in folder.iterdir()} - {"README.md", "SHA256SUMS"}
    assert set(named) == present
    for name, digest in named.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, name
