"""Texts of letters: few signs, a closed list of placeholders, mistakes told when they are saved."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from kommin.decisions.letters import figures, shipped
from kommin.decisions.letters.checking import problems
from kommin.decisions.letters.codes import grouped, is_whole, new_code, normalized, with_check
from kommin.decisions.letters.comparing import differences
from kommin.decisions.letters.head import Court, court_for
from kommin.decisions.letters.kinds import BY_KEY, blocks_of
from kommin.decisions.letters.markup import plain_parts, read
from kommin.decisions.letters.placeholders import BY_NAME
from kommin.decisions.models import Kind

RIGHT = {kind: {key: text.text for key, text in shipped.texts(kind).items()} for kind in Kind.values}


def wrong(text: str, *, kind: str = "award", block: str = "opening") -> list[str]:
    with translation.override("en"):
        return problems(kind, {**RIGHT[kind], block: text}).get(block, [])


@pytest.mark.parametrize("kind", Kind.values)
def test_what_comes_with_the_house_passes_the_check_it_would_be_edited_under(kind: str) -> None:
    assert problems(kind, RIGHT[kind]) == {}
    assert set(RIGHT[kind]) == {block.key for block in blocks_of(kind)}
    assert all(text.source for text in shipped.texts(kind).values())


def test_paragraphs_lists_and_bold_are_read() -> None:
    parts = read("Erster\nAbsatz **fett**.\n\n- eins\n- **zwei**\n\n1. a\n2. b\nDanach")
    assert [part.kind for part in parts] == ["paragraph", "bullets", "numbers", "paragraph"]
    assert parts[0].items == ((("Erster\nAbsatz ", False), ("fett", True), (".", False)),)
    assert parts[1].items == ((("eins", False),), (("zwei", True),))


def test_values_are_put_in_as_they_are() -> None:
    parts = read("Zu {{ vorhaben }} und **{{betrag}}**", {"vorhaben": "- **x** {{ y }}", "betrag": "1"}.__getitem__)
    assert [part.text for part in parts] == ["Zu - **x** {{ y }} und 1"]
    assert parts[0].items[0][1] == ("1", True)


def test_a_paragraph_or_entry_without_its_value_falls_away() -> None:
    parts = read("Bleibt.\n\nHöchstens {{ cap }}.\n\n- bis {{ cap }}\n- immer", lambda _name: "")
    assert [part.text for part in parts] == ["Bleibt.", "immer"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{{ betrga }}", "Did you mean {{ betrag }}?"),
        ("{{ kontonummer_der_oma }}", "is not known. The list"),
        ("Hallo {{ betrag", "no partner"),
        ("Hallo {betrag}", "no partner"),
        ("Hallo }} du", "no partner"),
        ("{{ beginn_ab }} da", "no value in a letter of this kind"),
        ("{{ betrag.__class__ }}", "is not known"),
        ("#import evil", "typesetting"),
        ('Text #eval("1") Text', "typesetting"),
        ("#[fett]", "typesetting"),
        ("<b>fett</b>", "web page"),
        ("{% load x %}", "no partner"),
        ("# Überschrift", "heading"),
        ("ein **halber Stern", "no partner"),
        ("über **den\n\nAbsatz** hinaus", "no partner"),
        ("   ", "is needed"),
        ("x" * 6001, "too long"),
        ("un\u202esichtbar", "invisible"),
        ("Bis {{ hoechstbetrag }}.", "Leave at least one paragraph"),
    ],
)
def test_mistakes_are_told_with_what_to_do(text: str, says: str) -> None:
    assert any(says in sentence for sentence in wrong(text)), wrong(text)


@pytest.mark.parametrize(
    "text", ["Aktenzeichen #12, 100 $ oder 5 * 3, a@b.de, `so`, // und \\ so.", "1 < 2 > 0", "Nr. 1.2 und § 3 (4)"]
)
def test_ordinary_signs_are_no_mistakes(text: str) -> None:
    assert wrong(text) == []


def test_a_line_has_no_formatting_and_a_remedy_names_the_court() -> None:
    assert "own type" in wrong("**Bescheid**", block="title")[0]
    assert "single line" in wrong("Zwei\nZeilen", block="title")[0]
    assert "{{ gericht }} is missing" in wrong("Klagen Sie.", block="remedy")[0]
    assert wrong("", block="notes") == []


def test_a_block_of_another_kind_is_refused() -> None:
    assert "" in problems("early_start", {**RIGHT["early_start"], "waiver": "x"})


@given(st.text(alphabet=st.sampled_from("{} *#-1.\nabetrag_§<>$@`"), max_size=60))
@settings(max_examples=150)
def test_any_text_can_be_checked_and_read(text: str) -> None:
    wrong(text)
    for parts in (read(text, lambda name: name if name in BY_NAME else "?"), plain_parts(text)):
        assert all(part.items for part in parts)


@given(st.text(alphabet=st.sampled_from("ab *#\n-$"), max_size=60))
def test_a_typed_text_loses_no_letter(text: str) -> None:
    letters = "".join(part.text for part in plain_parts(text))
    assert [char for char in letters if char in "ab#$*"] == [char for char in text if char in "ab#$*"]


def test_every_block_and_placeholder_has_words_for_people() -> None:
    assert all(str(block.label) and str(block.help) for block in BY_KEY.values())
    assert all(str(one.meaning) for one in BY_NAME.values())


def test_amounts_days_and_periods_are_written_as_in_a_letter() -> None:
    assert figures.euro(Decimal("60000")) == "60.000,00\u00a0Euro"
    assert figures.figure(Decimal("-1234567.89")) == "\u22121.234.567,89"
    assert figures.in_words(Decimal(60000)) == "sechzigtausend Euro"
    assert figures.in_words(Decimal("1.01")) == "ein Euro und ein Cent"
    assert figures.period((date(2027, 1, 1), None)) == "ab 01.01.2027"
    assert figures.period((None, date(2027, 12, 31))) == "bis 31.12.2027"
    assert figures.period((None, None)) == ""
    assert figures.percent(Decimal("66.67")) == "66,67\u00a0%"


@pytest.mark.parametrize(
    ("place", "seat"),
    [
        ("05914000", "Arnsberg"), ("05913000", "Gelsenkirchen"), ("05113000", "Gelsenkirchen"),
        ("05111000", "Düsseldorf"),
        ("05334002", "Aachen"), ("05711000", "Minden"), ("05515000", "Münster"), ("05315000", "Köln"),
        ("05978", "Gelsenkirchen"),
    ],
)  # fmt: skip
def test_the_court_follows_the_place(place: str, seat: str) -> None:
    court = court_for(place, shipped.courts())
    assert court is not None
    assert court.town == seat


def test_without_a_court_for_the_place_there_is_none_and_the_longest_key_wins() -> None:
    assert court_for("09162000", shipped.courts()) is None
    rows = [Court("Alle"), Court("Land", keys=("05",)), Court("Stadt", keys=("05914000",))]
    found = [court_for(key, rows) for key in ("", "05111000", "05914000")]
    assert [court.name for court in found if court] == ["Alle", "Land", "Stadt"]


def test_codes_are_long_grouped_and_told_apart_from_typing_errors() -> None:
    code = new_code()
    assert len(code) == 24
    assert new_code() != code
    assert is_whole(code)
    assert normalized(f" {grouped(code)} ") == code
    assert grouped(code).count(" ") == 5


@given(st.integers(0, 10**22 - 1), st.integers(0, 23), st.integers(1, 9))
def test_every_single_mistyped_digit_is_told(number: int, place: int, more: int) -> None:
    code = with_check(f"{number:022}")
    digits = list(code)
    digits[place] = str((int(digits[place]) + more) % 10)
    assert is_whole(code)
    assert not is_whole("".join(digits))


@given(st.integers(0, 10**22 - 1), st.integers(0, 22))
def test_exchanged_neighbours_are_told(number: int, place: int) -> None:
    code = with_check(f"{number:022}")
    digits = list(code)
    digits[place], digits[place + 1] = digits[place + 1], digits[place]
    assert is_whole("".join(digits)) == (digits[place] == digits[place + 1])


def test_what_two_versions_say_differently_is_shown_word_by_word() -> None:
    old, new = RIGHT["award"], {**RIGHT["award"], "closing": "Mit herzlichen Grüßen\n\nIm Auftrag"}
    (found,) = differences("award", old, new)
    assert found.label == BY_KEY["closing"].label
    assert ("gone", "freundlichen ") in found.pieces
    assert ("new", "herzlichen ") in found.pieces
    assert differences("award", old, old) == []
