"""The editor's pages and the page to fill in, as people use them without JavaScript."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.asserts import assertContains, assertNotContains

from kommin.people.models import User
from kommin.questionnaires import actions
from kommin.questionnaires.definition import AnyOf, Comparison, Operator, load
from kommin.questionnaires.models import Questionnaire, QuestionnaireVersion, Trial
from kommin.questionnaires.queries import trial_of
from questionnaires.samples import acting, address, browser_of, definition, every_kind

PAGES = ("version", "texts", "try", "try_reading", "publish", "import", "export")


def stored(draft: QuestionnaireVersion):
    return QuestionnaireVersion.objects.get(pk=draft.pk).definition


def form_of(answer, *, prefix: str = "id_") -> dict[str, str]:
    """What a browser would send back: the values of every field of the page's forms."""
    data: dict[str, str] = {"seen": answer.context["seen"]}
    forms = [answer.context["form"]]
    formsets = [formset for _name, _title, formset in answer.context.get("lists", [])]
    if answer.context.get("lines") is not None:
        formsets.append(answer.context["lines"])
    for formset in formsets:
        forms += [formset.management_form, *formset.forms]
    for form in forms:
        for field in form:
            value = field.value()
            if value is not None and value is not False and not isinstance(value, list):
                data[field.html_name] = "on" if value is True else str(field.field.prepare_value(value))
    return data


@pytest.mark.parametrize("name", PAGES)
def test_page_opens(officer, draft, name) -> None:
    assert officer.get(address(name, draft.pk)).status_code == 200


def test_every_question_opens_and_saves_unchanged(officer, draft) -> None:
    before = stored(draft)
    for key in draft.definition.by_key:
        page = officer.get(address("question", draft.pk, key))
        assert page.status_code == 200, key
        data = form_of(page)
        if "types" in page.context["form"].fields:
            data["types"] = before.by_key[key].types  # type: ignore[assignment]
        answer = officer.post(address("question", draft.pk, key), data)
        assert answer.status_code == 302, (key, answer.context["form"].errors)
    assert stored(draft) == before


def test_begin_from_the_shipped_form_and_from_a_file(officer, world) -> None:
    officer.post(address("create"), {"title": "Mein Antrag", "start": "application"})
    made = Questionnaire.objects.get()
    assert (made.title, made.organisation) == ("Mein Antrag", world.ministry)
    text = officer.get(address("export", made.versions.get().pk)).content
    officer.post(address("create"), {"file": SimpleUploadedFile("a.json", text)})
    assert Questionnaire.objects.count() == 2
    refused = officer.post(address("create"), {"file": SimpleUploadedFile("a.json", b'{"title": {"fr": 1}}')})
    assertContains(refused, "title.fr: Diese Bezeichnung ist hier unbekannt.")


def test_a_form_is_built_from_nothing(officer, world) -> None:
    officer.post(address("create"), {"title": "Neu", "start": "empty"})
    version = QuestionnaireVersion.objects.get()
    arrange = address("arrange", version.pk)
    officer.post(arrange, {"do": "add_section", "section_title": "Allgemeines"})
    officer.post(
        arrange, {"do": "add_question section:allgemeines", "title-allgemeines": "Art?", "kind-allgemeines": "choice"}
    )
    officer.post(
        arrange, {"do": "add_question section:allgemeines", "title-allgemeines": "Kosten", "kind-allgemeines": "table"}
    )
    page = address("question", version.pk, "art")
    data = form_of(officer.get(page)) | {
        "choices-0-de": "Neu", "choices-0-en": "New", "choices-0-ORDER": "2",
        "choices-1-de": "Alt", "choices-1-ORDER": "1",
    }  # fmt: skip
    assert officer.post(page, data).status_code == 302
    assert [option.key for option in stored(version).by_key["art"].choices] == ["alt", "neu"]
    page = address("question", version.pk, "kosten")
    data = form_of(officer.get(page)) | {
        "columns-0-de": "Betrag", "columns-0-kind": "money", "columns-0-total": "on",
        "if-0-question": "art", "if-0-operator": "equal", "if-0-value": "neu", "if-0-group": "1",
        "if-1-question": "art", "if-1-operator": "not_answered", "if-1-group": "2",
    }  # fmt: skip
    answer = officer.post(page, data)
    assert answer.status_code == 302, answer.context["parts"].lists["columns"].errors
    table = stored(version).by_key["kosten"]
    assert [(column.key, column.kind, column.total) for column in table.columns] == [("betrag", "money", True)]
    assert table.only_if == AnyOf(
        any=[Comparison.of("art", Operator.EQUAL, "neu"), Comparison.of("art", Operator.NOT_ANSWERED)]
    )
    assert (
        officer.post(
            address("publish", version.pk), {"stamp": str(QuestionnaireVersion.objects.get().stamp)}
        ).status_code
        == 302
    )
    assert QuestionnaireVersion.objects.get().state == "published"


def test_a_condition_that_cannot_be_is_refused(officer, draft) -> None:
    page = address("question", draft.pk, "costs")
    data = form_of(officer.get(page)) | {"if-0-question": "joint", "if-0-operator": "less", "if-0-value": "5"}
    answer = officer.post(page, data)
    assertContains(answer, "Schreiben Sie Ja oder Nein")
    assert stored(draft).by_key["costs"].only_if is None


def test_a_formula_is_checked_before_it_is_saved(officer, draft) -> None:
    page = address("question", draft.pk, "grant")
    for formula, says in (
        ("1 +", "nicht vollständig"),
        ("nobody", "gibt es nicht"),
        ("grant", "sein eigenes Ergebnis"),
    ):
        answer = officer.post(page, form_of(officer.get(page)) | {"formula": formula})
        assertContains(answer, says)
    assert stored(draft).by_key["grant"].formula == "sum(costs.amount) * 80 %"
    assert officer.post(page, form_of(officer.get(page)) | {"formula": "budget / 2"}).status_code == 302


def test_a_conflict_keeps_what_was_typed(officer, world, draft) -> None:
    page = address("question", draft.pk, "name")
    mine = form_of(officer.get(page)) | {"title_de": "Von Priya"}
    theirs = browser_of(world.colleague)
    theirs.post(page, form_of(theirs.get(page)) | {"title_de": "Von Kim"})
    answer = officer.post(page, mine)
    assertContains(answer, "Jemand anderes war schneller")
    assertContains(answer, 'value="Von Priya"')
    assert stored(draft).by_key["name"].title.de == "Von Kim"
    assert officer.post(page, mine).status_code == 200  # pressing again does not overwrite either


def test_removing_asks_first_and_sees_changes(officer, world, draft) -> None:
    arrange = address("arrange", draft.pk)
    asked = officer.post(arrange, {"do": "remove name abc"})
    assertContains(asked, "entfernen?")
    officer.post(arrange, {"do": "remove name abc", "sure": "1"})
    assert "name" in stored(draft).by_key
    from kommin.questionnaires.editing import part_print

    seen = part_print(stored(draft), "name")
    officer.post(arrange, {"do": f"remove name {seen}", "sure": "1"})
    assert "name" not in stored(draft).by_key
    answer = officer.post(arrange, {"do": f"remove name {seen}", "sure": "1"}, follow=True)
    assertContains(answer, "inzwischen")


def test_buttons_up_down_and_copy(officer, draft) -> None:
    arrange = address("arrange", draft.pk)
    officer.post(arrange, {"do": "down name"})
    assert list(stored(draft).by_key)[:2] == ["email", "name"]
    officer.post(arrange, {"do": "copy email"})
    assert "email_2" in stored(draft).by_key
    officer.post(arrange, {"do": "copy section:first"})
    officer.post(arrange, {"do": "up section:first_2"})
    assert stored(draft).sections[0].key == "first_2"
    assert officer.post(arrange, {"do": "explode name"}).status_code == 404


def test_published_versions_have_no_forms(officer, world, draft) -> None:
    actions.publish_version(version=draft, stamp=draft.stamp, by=acting(world.officer))
    for name, more in (("texts", ()), ("question", ("name",)), ("section", ("first",)), ("import", ())):
        assert officer.get(address(name, draft.pk, *more)).status_code == 302
    assertNotContains(officer.get(address("version", draft.pk)), "arrange")
    officer.post(address("begin_version", draft.questionnaire_id))
    second = QuestionnaireVersion.objects.get(number=2)
    officer.post(
        address("question", second.pk, "name"),
        form_of(officer.get(address("question", second.pk, "name"))) | {"max_length": "10"},
    )
    assertContains(officer.get(address("changes", second.pk)), "Die Grenzen sind enger geworden.")
    assertContains(officer.get(address("versions", draft.questionnaire_id)), "Fassung 2")


def test_the_auditor_reads_and_strangers_find_nothing(world, draft) -> None:
    assert browser_of(world.auditor).get(address("version", draft.pk)).status_code == 200
    assertContains(browser_of(world.auditor).get(address("list")), "Bogen")
    for user in (world.caseworker, world.editor):
        assert browser_of(user).get(address("version", draft.pk)).status_code == 404
        assert browser_of(user).post(address("arrange", draft.pk), {"do": "up name"}).status_code == 404
    assertNotContains(browser_of(world.caseworker).get(address("list")), "Bogen")


def asked(*keys: str) -> dict[str, list[str]]:
    return {"q-asked": list(keys), "q-section": ["first"]}


def test_test_answers_are_kept_and_checked(officer, world, draft) -> None:
    here = address("try", draft.pk)
    data = asked("name", "joint", "budget", "blocks", "grid", "costs", "proof", "town") | {
        "q-name": "Anna\x00", "q-joint": "yes", "q-budget": "1.234,5", "q-blocks": ["red", "green"],
        "q-grid-one": "low", "q-costs-rows": ["r1", "r2"], "q-costs-r1-what": "Personal", "q-costs-r1-amount": "10,00",
        "q-proof-upload": SimpleUploadedFile("b.exe", b"x"), "q-town": "", "check": "1",
    }  # fmt: skip
    answer = officer.post(here, data, follow=True)
    assert trial_of(draft, acting(world.officer)).values == {
        "name": "Anna", "joint": True, "budget": "1234.50", "blocks": ["red", "green"], "grid": {"one": "low"},
        "costs": [{"id": "r1", "cells": {"what": "Personal", "amount": "10.00"}}],
        "proof": trial_of(draft, acting(world.officer)).values["proof"],
    }  # fmt: skip
    assertContains(answer, "hat einen Dateityp, der hier nicht vorgesehen ist")
    assertContains(answer, "Partner: Bitte beantworten Sie diese Frage.")
    assertContains(answer, "1.234,50")
    assertContains(answer, "8,00")


def test_hidden_questions_keep_their_answers(officer, world, draft) -> None:
    here = address("try", draft.pk)
    officer.post(here, asked("joint", "partner") | {"q-joint": "yes", "q-partner": "Herdecke"})
    officer.post(here, asked("joint", "partner") | {"q-joint": "no", "q-partner": "Herdecke"})
    assertNotContains(officer.get(here), "Herdecke")
    officer.post(here, asked("joint") | {"q-joint": "yes"})
    assertContains(officer.get(here), "Herdecke")


def test_rows_are_added_and_removed_without_script(officer, world, draft) -> None:
    here = address("try", draft.pk)
    officer.post(here, asked("costs") | {"q-costs-rows": ["r1"], "q-costs-r1-what": "x", "add_row": "costs"})
    rows = trial_of(draft, acting(world.officer)).values["costs"]
    assert [row["cells"] for row in rows] == [{"what": "x"}, {}]
    ids = [row["id"] for row in rows]
    officer.post(
        here, asked("costs") | {"q-costs-rows": ids, f"q-costs-{ids[1]}-what": "y", "remove_row": f"costs:{ids[0]}"}
    )
    (row,) = trial_of(draft, acting(world.officer)).values["costs"]
    assert row["cells"] == {"what": "y"}


def test_a_full_table_and_pasted_books_are_taken(officer, world) -> None:
    by = acting(world.officer)
    columns = [{"key": f"c{n}", "title": {"de": f"C{n}"}} for n in range(12)]
    big = definition(
        {"key": "big", "kind": "table", "max_rows": 200, "columns": columns}, {"key": "text", "kind": "long_text"}
    )
    version = actions.create_questionnaire(organisation=world.ministry, definition=big, by=by)
    rows = [f"r{n}" for n in range(200)]
    data = asked("big", "text") | {"q-big-rows": rows, "q-text": "ä" * 100_000}
    data |= {f"q-big-{row}-c{n}": "x" for row in rows for n in range(12)}
    answer = officer.post(address("try", version.pk), data, follow=True)
    assert answer.status_code == 200
    assert len(trial_of(version, by).values["big"]) == 200
    assertContains(answer, "100000 Zeichen, höchstens 5000")


def test_a_posted_page_cannot_smuggle_in_other_questions(officer, world, draft) -> None:
    data = asked("name", "nobody", "grant") | {"q-name": "x", "q-email": "a@b.de", "q-grant": "1", "q-nobody": "y"}
    data |= {"q-costs-rows": ["../../x", "A" * 99]}
    officer.post(address("try", draft.pk), data)
    assert trial_of(draft, acting(world.officer)).values == {"name": "x"}


def test_a_changed_field_is_answered_at_once(officer, draft) -> None:
    live = address("try_live", draft.pk)
    answer = officer.post(live, asked("joint", "budget") | {"q-joint": "yes", "changed": "joint"}).content.decode()
    assert 'id="q-partner-box" hx-swap-oob="true"' in answer
    assert 'name="q-partner"' in answer
    answer = officer.post(live, asked("budget") | {"q-budget": "viel", "changed": "budget"}).content.decode()
    assert "ist kein Betrag" in answer
    rows = asked("costs") | {"q-costs-rows": ["a"], "q-costs-a-amount": "100", "changed": "costs"}
    answer = officer.post(live, rows).content.decode()
    assert "80,00" in answer
    assert "100,00" in answer
    assert not Trial.objects.exists()


def test_the_preview_follows_the_form(officer, draft) -> None:
    page = address("question", draft.pk, "name")
    data = form_of(officer.get(page)) | {"title_de": "Ganz neu"}
    answer = officer.post(address("preview", draft.pk, "name"), data)
    assertContains(answer, "Ganz neu")
    assert stored(draft).by_key["name"].title.de == "Name"
    assertContains(officer.post(address("preview", draft.pk, "name"), {"title_de": ""}), "erscheint wieder")
    table = officer.get(address("question", draft.pk, "costs"))
    assertNotContains(table, "add_row")  # no form stands around the preview, so its buttons would do nothing
    assertNotContains(table, "remove_row")


@pytest.mark.parametrize("form", ["json", "csv", "xlsx"])
def test_test_answers_can_be_taken_along(officer, draft, form) -> None:
    officer.post(address("try", draft.pk), asked("name") | {"q-name": "=1+1"})
    answer = officer.get(address("try_export", draft.pk, form))
    assert answer.status_code == 200
    assert answer.content
    assert officer.get(address("try_export", draft.pk, "exe")).status_code == 404


@pytest.mark.parametrize("what", ["empty", "answers"])
def test_the_form_is_printed(officer, draft, what) -> None:
    assert officer.get(address("print", draft.pk, what)).content.startswith(b"%PDF")
    assert officer.get(address("print", draft.pk, "secret")).status_code == 404


def test_the_schema_is_public_and_fits_the_export(client, db, officer, draft) -> None:
    found = json.loads(client.get(address("schema")).content)
    assert found["$id"].endswith("/questionnaires/schema-1.json")
    text = json.loads(officer.get(address("export", draft.pk)).content)
    assert set(text) <= set(found["properties"])
    assert load(text) == every_kind()


def test_texts_of_editors_are_never_markup(officer, world) -> None:
    nasty = "<script>alert(1)</script>"
    asks = definition(
        {"key": "a", "kind": "short_text", "title": {"de": nasty}, "help": {"de": nasty}}, title={"de": nasty}
    )
    version = actions.create_questionnaire(organisation=world.ministry, definition=asks, by=acting(world.officer))
    for name in ("version", "try", "publish"):
        assertNotContains(officer.get(address(name, version.pk)), "<script>alert")
    assertNotContains(officer.get(address("question", version.pk, "a")), "<script>alert")


@pytest.mark.parametrize("count", [1, 50])
def test_the_list_costs_the_same_for_one_and_for_fifty(officer, world, django_assert_num_queries, count) -> None:
    for number in range(count):
        actions.create_questionnaire(organisation=world.ministry, title=f"Bogen {number}", by=acting(world.officer))
    officer.get(address("list"))
    with django_assert_num_queries(6):
        officer.get(address("list"))


@pytest.mark.parametrize("count", [1, 50])
def test_a_page_costs_the_same_for_one_and_for_fifty_questions(
    officer, world, django_assert_max_num_queries, count
) -> None:
    asks = definition(*({"key": f"m{n}", "kind": "municipality"} for n in range(count)))
    version = actions.create_questionnaire(organisation=world.ministry, definition=asks, by=acting(world.officer))
    officer.get(address("try", version.pk))
    with django_assert_max_num_queries(12):
        officer.get(address("try", version.pk))


def test_people_are_not_asked_for_each_version(officer, world, draft, django_assert_max_num_queries) -> None:
    by = acting(world.officer)
    for _number in range(4):
        version = draft.questionnaire.versions.order_by("-number").first()
        actions.publish_version(version=version, stamp=version.stamp, by=by)
        actions.derive_version(questionnaire=draft.questionnaire, by=by)
    assert User.objects.exists()
    with django_assert_max_num_queries(12):
        officer.get(address("versions", draft.questionnaire_id))
