"""Every sentence of the law package is complete in German, with the same values in it."""

import ast
import string
from decimal import Decimal
from pathlib import Path

import polib
import pytest

import kommin.law
from kommin.law.language import reader_for
from kommin.law.texts import Choice, Days, Money, Percent, Text

PACKAGE = Path(kommin.law.__file__).parent
CATALOGUE = {entry.msgid: entry for entry in polib.pofile(str(PACKAGE / "locale/de/LC_MESSAGES/django.po"))}


def sentences():
    for source in sorted(PACKAGE.glob("*.py")):
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
                yield ast.literal_eval(node.args[0])


def placeholders(text):
    return sorted(name for _literal, name, _spec, _conversion in string.Formatter().parse(text) if name)


def test_each_sentence_is_translated_with_its_values():
    for sentence in sentences():
        entry = CATALOGUE[sentence]
        assert entry.msgstr
        assert not entry.fuzzy
        assert placeholders(entry.msgstr) == placeholders(sentence)


def test_no_translation_outlives_its_sentence():
    assert set(CATALOGUE) == set(sentences())


@pytest.mark.parametrize(
    ("value", "german", "english"),
    [
        (Money(Decimal("48987.20")), "48.987,20\u00a0€", "€48,987.20"),
        (Percent(Decimal("4.270")), "4,27\u00a0%", "4.27%"),
        (Days(1), "1\u00a0Tag", "1\u00a0day"),
        (Days(119), "119\u00a0Tage", "119\u00a0days"),
        (True, "ja", "yes"),
        (None, "–", "–"),
        (Choice("x", Text("count as own means")), "zählen als Eigenmittel", "count as own means"),
        ("{not_a_placeholder}", "{not_a_placeholder}", "{not_a_placeholder}"),
    ],
)
def test_values_as_each_language_writes_them(value, german, english):
    assert reader_for("de").value(value) == german
    assert reader_for("en-gb").value(value) == english


def test_a_value_with_braces_stays_as_it_is():
    text = Text("“{entry}” is not an amount. Write it like 48987.20 or 48.987,20.", entry="{0}{x!r}")
    assert reader_for("de").text(text).startswith("„{0}{x!r}“")


def test_an_unknown_language_reads_english():
    assert reader_for("fr").text(Text("Interest")) == "Interest"
