"""The printed form and the exports say what the answers say."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from pypdf import PdfReader

from kommin.questionnaires import exporting
from kommin.questionnaires.answering import FileInfo, evaluate
from kommin.questionnaires.definition import Words
from kommin.questionnaires.printing import print_answers, print_empty
from kommin.questionnaires.reading_view import reading_sections
from kommin.questionnaires.shipped import application_form
from questionnaires.samples import definition, every_kind

DAY = date(2026, 11, 23)
ANSWERS = {
    "name": "Ankommen #strong[in] Hagen",
    "story": "Erste Zeile\nzweite Zeile\n\nneuer Absatz",
    "staff": "1.5",
    "budget": "48987.20",
    "starts": "2026-11-23",
    "joint": True,
    "partner": "Herdecke",
    "state": "new",
    "blocks": ["red", "blue"],
    "mood": 4,
    "grid": {"one": "low", "two": "high"},
    "costs": [
        {"id": "a", "cells": {"what": "Personal", "amount": "61234.00", "day": "2026-12-01", "sort": "staff"}},
        {"id": "b", "cells": {"what": "=Sachen", "amount": "0.50"}},
    ],
    "town": "05914000",
    "proof": ["f1"],
}


class Lookups:
    def municipalities(self, keys):
        return dict.fromkeys(keys, "Hagen")

    def files(self, ids):
        return {one: FileInfo("beschluss.pdf", 1200, "pdf") for one in ids}


def flat(document) -> str:
    pages = PdfReader(io.BytesIO(document.content)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def answered():
    return evaluate(every_kind(), ANSWERS, Lookups())


SAID = (
    "Ankommen #strong[in] Hagen", "Erste Zeile zweite Zeile neuer Absatz", "1,5", "48.987,20 €", "23.11.2026",
    "☒ Ja", "☐ Nein", "Herdecke", "☒ New", "☐ Old", "☒ Red", "☐ Green", "☒ Blue", "4 von 5", "Personal", "61.234,00 €",
    "01.12.2026", "Staff", "=Sachen", "0,50 €", "61.234,50 €", "Hagen (05914000)", "beschluss.pdf", "48.987,60 €",
    "Summe „Betrag“ in „Costs“ × 80 %", "Vorgang 12/2026", "Seite 1 von",
)  # fmt: skip


def test_the_printed_form_says_every_answer() -> None:
    with translation.override("de"):
        document = print_answers(answered(), day=DAY, heading=(("Vorgang", "12/2026"),), footer="Vorgang 12/2026")
    text = flat(document).replace("\u00a0", " ")
    assert [said for said in SAID if said not in text] == []
    assert print_answers(answered(), day=DAY).sha256 == print_answers(answered(), day=DAY).sha256


def test_the_printed_form_leaves_out_what_does_not_apply() -> None:
    without = evaluate(every_kind(), ANSWERS | {"joint": False}, Lookups())
    with translation.override("de"):
        assert "Herdecke" not in flat(print_answers(without, day=DAY))


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_empty_form_asks_everything(language) -> None:
    form = application_form()
    with translation.override(language):
        document = print_empty(form, day=DAY)
    text = flat(document)
    for question in form.questions():
        assert " ".join(question.title.within(language).split())[:25] in text.replace("- ", "-"), question.key
    root = PdfReader(io.BytesIO(document.content)).trailer["/Root"]
    assert root["/Lang"] == language


def test_the_longest_answers_are_printed() -> None:
    answers = {"name": "W" * 50, "story": "Donaudampfschiff" * 60, "costs": [
        {"id": str(n), "cells": {"what": "x" * 250, "amount": "999999999999.99"}} for n in range(5)
    ]}  # fmt: skip
    assert print_answers(evaluate(every_kind(), answers), day=DAY).pages >= 1


def test_a_draft_without_titles_can_be_printed() -> None:
    draft = definition({"key": "a", "kind": "yes_no", "title": {"de": " \u200b"}})
    assert print_empty(draft.model_copy(update={"title": Words()}), day=DAY).pages == 1


def test_flat_columns_never_depend_on_the_answers() -> None:
    names = [name for name, _title in exporting.columns(every_kind())]
    row = exporting.flat_row(answered())
    empty = exporting.flat_row(evaluate(every_kind(), {}))
    assert len(names) == len(row) == len(empty) == len(set(names))
    values = dict(zip(names, row, strict=True))
    assert values["budget"] == Decimal("48987.20")
    assert values["starts"] == DAY
    assert (values["blocks.red"], values["blocks.green"]) == (True, False)
    assert values["grid.two"] == "high"
    assert (values["costs.rows"], values["costs.amount"]) == (2, Decimal("61234.50"))
    assert values["grant"] == Decimal("48987.60")
    assert all(value is None for value in empty)


def test_the_json_export_has_no_floats() -> None:
    found = exporting.export_json(answered())
    values = {answer["key"]: answer["value"] for answer in found["answers"]}
    assert values["budget"] == "48987.20"
    assert values["costs"][0] == {"what": "Personal", "amount": "61234.00", "day": "2026-12-01", "sort": "staff"}
    assert values["grid"] == {"one": "low", "two": "high"}


def test_a_table_is_exported_row_by_row() -> None:
    costs = every_kind().by_key["costs"]
    assert [name for name, _title in exporting.table_columns(costs)] == ["what", "amount", "day", "sort"]
    assert exporting.table_rows(costs, answered())[1] == ["=Sachen", Decimal("0.50"), None, None]


def test_examiners_read_answers_in_words() -> None:
    with translation.override("de"):
        (section,) = reading_sections(answered())
    read = {item.key: item for item in section.items}
    assert read["joint"].text == "Ja"
    assert read["blocks"].text == "Red, Blue"
    assert read["costs"].rows[0][0] == "Personal"
    assert read["costs"].totals[1].startswith("61.234,50")
    assert read["grid"].rows == [["One", "Low"], ["Two", "High"]]
