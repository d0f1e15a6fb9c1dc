"""Folding and stemming: spellings that people take for one word meet, different words do not."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kommin.foundation.search import fold, fold_loosely, sort_key, stems, strip_invisible, words

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Düsseldorf", "DUESSELDORF"),
        ("Straße", "STRASSE"),
        ("Castrop-Rauxel", "castrop  rauxel"),
        ("Kre\N{SOFT HYPHEN}feld", "Krefeld"),
        ("Städte\N{NOT SIGN}region", "Städteregion"),
        ("Städte\N{NOT SIGN}\nregion", "Städteregion"),
        ("Café", "Cafe"),
        ("Mu\N{COMBINING DIAERESIS}nster", "Münster"),
        ("Ko\N{ZERO WIDTH SPACE}eln", "Köln"),
        ("Fröndenberg/Ruhr", "Fröndenberg (Ruhr)"),
        ("_Marl;", "Marl"),
        ("ﬁnanz", "Finanz"),
    ],
)
def test_spellings_of_one_word_meet(left: str, right: str) -> None:
    assert fold(left) == fold(right)


def test_a_missing_umlaut_meets_in_the_loose_folding_only() -> None:
    assert fold("Dusseldorf") != fold("Düsseldorf")
    assert fold_loosely("Dusseldorf") == fold_loosely("Duesseldorf") == fold_loosely("Düsseldorf")


def test_two_towns_stay_two_towns() -> None:
    assert fold_loosely("Neuenkirchen") != fold_loosely("Neunkirchen")


def test_a_not_sign_between_blanks_only_separates() -> None:
    assert words("Köln \N{NOT SIGN} Bonn") == ["koeln", "bonn"]


def test_line_breaks_and_control_characters_do_not_stick_words_together() -> None:
    assert strip_invisible("Amt\n50\x00") == "Amt 50"


def test_forms_of_a_word_have_one_stem() -> None:
    assert stems("Häuser") == stems("Haeuser") == stems("Haus")
    assert stems("Städte") == stems("Stadt")
    assert stems("Gemeinden") == stems("Gemeinde")
    assert stems("municipalities", language="en") == stems("municipality", language="en")


def test_german_order_takes_umlauts_as_their_base_letters() -> None:
    names = ["Zülpich", "Öding", "Oelde", "Ahlen", "Äpfelbach", "Olfen", "Bad Driburg", "Badbergen"]
    assert sorted(names, key=sort_key) == [
        "Ahlen", "Äpfelbach", "Bad Driburg", "Badbergen", "Öding", "Oelde", "Olfen", "Zülpich",
    ]  # fmt: skip


@settings(deadline=None)
@given(st.text())
def test_folding_twice_changes_nothing_and_leaves_plain_words(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert once == " ".join(once.split())
    assert fold_loosely(once) == fold_loosely(text)


@settings(deadline=None)
@given(st.text())
def test_the_normal_form_of_a_text_does_not_matter(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@settings(deadline=None)
@given(st.text())
def test_a_sort_key_can_be_stored_by_every_database(text: str) -> None:
    assert "\x00" not in sort_key(text)
