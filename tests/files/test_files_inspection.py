"""What a file is, is decided by what it holds."""

import io
import tracemalloc
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from files import samples
from kommin.foundation.files.errors import FileRefused
from kommin.foundation.files.inspection import archives, inspect
from kommin.foundation.files.kinds import KINDS
from kommin.foundation.files.names import LONGEST, clean_name

GOOD = {
    "pdf": samples.pdf(),
    "docx": samples.open_xml(),
    "xlsx": samples.open_xml(samples.SHEET),
    "odt": samples.open_document(),
    "ods": samples.open_document("spreadsheet"),
    "png": samples.png(),
    "jpeg": samples.jpeg(),
    "tiff": samples.tiff(),
    "zip": samples.archive({"a.txt": b"a"}),
    "txt": "Grüße aus Köln\r\n\tEnde".encode(),
    "csv": "Straße;Ort\n".encode("cp1252"),
}


def kind_of(content: bytes, name: str = "") -> str:
    return inspect(io.BytesIO(content), name).key


def refusal(content: bytes, name: str = "") -> str:
    with pytest.raises(FileRefused) as refused:
        inspect(io.BytesIO(content), name)
    assert str(refused.value).endswith(".")
    return refused.value.code


@pytest.mark.parametrize("kind", GOOD)
def test_every_kind_is_known_by_its_content(kind):
    ending = KINDS[kind].endings[0]
    assert kind_of(GOOD[kind], f"datei.{ending}") == kind
    assert kind_of(GOOD[kind], f"DATEI.{ending.upper()}") == kind


def test_without_an_ending_the_content_alone_decides():
    assert [kind_of(GOOD[kind], "datei") for kind in ("pdf", "docx", "png")] == ["pdf", "docx", "png"]
    assert kind_of(GOOD["csv"], "datei") == "txt"


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("pdf", "a.exe"),
        ("png", "a.pdf"),
        ("txt", "a.pdf"),
        ("pdf", "a.pdf.html"),
        ("docx", "a.xlsx"),
        ("pdf", "fdp\u202egpj.exe"),
    ],
)
def test_a_name_that_claims_something_else_is_refused(kind, name):
    assert refusal(GOOD[kind], name) == "misleading_name"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (samples.pdf("geheim"), "encrypted"),
        (b"%PDF-1.7\nkaputt", "damaged"),
        (GOOD["pdf"][: len(GOOD["pdf"]) // 3], "damaged"),
        (b"MZ\x90\x00" + bytes(200), "unknown_type"),
        (b"\x7fELF" + bytes(200), "unknown_type"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "unknown_type"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "unknown_type"),
        (b"\xef\xbb\xbf <?xml version='1.0'?>", "unknown_type"),
        (b"#!/bin/sh\nrm -rf /", "unknown_type"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "encrypted"),
        (samples.open_xml("application/vnd.ms-word.document.macroEnabled.main+xml"), "macros"),
        (samples.open_xml(word__vbaProject_bin=b"x").replace(b"vbaProject_bin", b"vbaProject.bin"), "macros"),
        (samples.open_xml(samples.SLIDES), "unknown_type"),
        (samples.open_document(Basic__script=b"x"), "macros"),
        (samples.open_document("graphics"), "unknown_type"),
        (samples.open_document(manifest=b"<manifest:encryption-data/>"), "encrypted"),
        (GOOD["docx"][:-30], "damaged"),
        (GOOD["png"][:12], "damaged"),
        (GOOD["jpeg"][:20], "damaged"),
        (samples.png(60_000, 60_000), "bomb"),
        (samples.jpeg(65_000, 65_000), "bomb"),
        (GOOD["pdf"] + samples.archive({"evil.js": b"x"}), "several_types"),
        (GOOD["png"] + samples.archive({"evil.js": b"x"}), "several_types"),
        (b"II*\x00\xff\xff\xff\xff", "damaged"),
    ],
)  # fmt: skip
def test_what_is_dangerous_or_broken_is_refused_with_a_reason(content, code):
    assert refusal(content) == code


def test_bombs_are_refused_without_unpacking_them():
    tracemalloc.start()
    try:
        content = samples.bomb()
        tracemalloc.reset_peak()
        assert refusal(content) == "bomb"
        assert tracemalloc.get_traced_memory()[1] < 30_000_000
    finally:
        tracemalloc.stop()


def test_sizes_that_an_archive_states_are_not_believed():
    assert refusal(samples.lying_bomb()) == "bomb"


def test_ten_thousand_entries_are_too_many():
    assert refusal(samples.archive({f"{n}.txt": b"" for n in range(10_000)})) == "bomb"


def test_entries_that_share_their_bytes_are_a_bomb():
    content = bytearray(samples.archive({"a.txt": b"a" * 2000, "b.txt": b"b" * 2000}))
    first = content.index(b"PK\x01\x02")
    second = content.index(b"PK\x01\x02", first + 4)
    content[second + 42 : second + 46] = content[first + 42 : first + 46]
    assert archives.MOST_ENTRIES > 2
    assert refusal(bytes(content)) in {"bomb", "damaged"}


@given(st.binary(max_size=400))
def test_no_content_ends_in_anything_but_a_kind_or_a_refusal(content):
    for start in (b"", b"%PDF-1.4", b"PK\x03\x04", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"):
        with suppress(FileRefused):
            assert inspect(io.BytesIO(start + content), "").key in KINDS


@given(st.text(max_size=300))
def test_a_cleaned_name_is_safe_and_stays_as_it_is(given_name):
    name = clean_name(given_name, KINDS["pdf"])
    assert name.endswith(".pdf")
    assert 4 < len(name) <= LONGEST
    assert not set(name) & set('/\\<>:"|?*\0\u202e\u200b\n')
    assert not name.startswith(".")
    assert clean_name(name, KINDS["pdf"]) == name


@pytest.mark.parametrize(
    ("given_name", "name"),
    [
        ("C:\\Benutzer\\Kim\\Antrag.PDF", "Antrag.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("Ko\u0308ln.pdf", "Köln.pdf"),
        ("\u202efdp.exe.pdf", "fdp.exe.pdf"),
        ("CON.pdf", "_CON.pdf"),
        (".pdf", "pdf.pdf"),
        ("", "file.pdf"),
        ("Satzung vom 1.1.2026", "Satzung vom 1.1.2026.pdf"),
        ("a" * 400 + ".pdf", "a" * 146 + ".pdf"),
        ("ratsbeschluss.pdf", "ratsbeschluss.pdf"),
    ],
)
def test_names_are_cleaned(given_name, name):
    assert clean_name(given_name, KINDS["pdf"]) == name
