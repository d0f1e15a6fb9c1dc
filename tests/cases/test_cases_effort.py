"""How much a municipality types when it comes back: the reason for the whole room, counted."""

from importlib.resources import files
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cases import town as world
from cases.town import MASTER, Town, begin, complete, open_call, save
from kommin.cases import actions
from kommin.cases.content import Dossier, answers_in
from kommin.cases.missing import gaps
from kommin.cases.models import Application
from kommin.demo.cases import ANSWERS
from kommin.foundation.access import Actor
from kommin.questionnaires.definition import load_json
from kommin.questionnaires.definition.questions import Table
from kommin.register.actions.loading import load_register

pytestmark = pytest.mark.once

PERCENT = 40


@pytest.fixture
def shipped(monkeypatch: pytest.MonkeyPatch, db: None) -> Any:
    """A call that asks what the shipped form of an application asks."""
    content = files("kommin.questionnaires").joinpath("data/application_form.json").read_bytes()
    monkeypatch.setattr(world, "load", lambda _definition: load_json(content))
    load_register(by=Actor.clock())
    return open_call()


def fields_of(application: Application) -> int:
    """Every field that holds something: answers (each cell of a table), project, plan, master data."""
    dossier = Dossier(application)
    count = len([value for value in MASTER.values() if value])
    for key, value in dossier.values.items():
        question = dossier.definition.by_key.get(key)
        if question is None and "/" not in key:
            continue
        count += sum(len(row["cells"]) for row in value) if isinstance(question, Table) else 1
    return count


def answer_all(application: Application, town: Town) -> Application:
    row = complete(application, town, cost="40000.00")
    known = Dossier(row).definition.by_key
    save(row, town.editor, **{key: value(0) for key, value in ANSWERS.items() if key in known})
    return Application.objects.get(pk=row.pk)


def test_a_returning_municipality_types_at_most_forty_percent(
    shipped: Any, town: Town, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    first = answer_all(begin(town, shipped), town)
    assert not gaps(Dossier(first))
    every = fields_of(first)

    second = begin(town, shipped, "Brücken bauen II", copy=first)
    year, cost = timezone.localdate().year + 2, Dossier(second).call.costs[0].id
    typed = {
        "about/title": "Brücken bauen II", "about/from": f"{year}-01-01", "about/until": f"{year}-12-31",
        f"plan/cost-{cost}/{year}": "38000.00", "not_begun": True, "true_and_complete": True,
    }  # fmt: skip
    save(second, town.editor, **typed)
    actions.fill_up_plan(application=second, by=town.editor)
    lacking = gaps(Dossier(Application.objects.get(pk=second.pk)))
    assert [gap.text for gap in lacking] == ["Ratsbeschluss fehlt."]
    share = len(typed) * 100 / every
    with capsys.disabled():
        print(f"\ntyped by a returning municipality: {len(typed)} of {every} fields ({share:.0f} %)")
    assert share <= PERCENT


def test_what_somebody_wrote_is_not_replaced_by_what_the_house_knows(shipped: Any, town: Town) -> None:
    actions.save_master_data(organisation=town.organisation, values=MASTER, by=town.editor)
    draft = begin(town, shipped)
    assert draft.sheet.values["contact_email"] == "anna@example.org"
    assert draft.sheet.values["municipality"] == "05111000"
    save(draft, town.editor, contact_email="andere@example.org")
    save(draft, town.editor, **{"about/title": "Neuer Titel"})
    values = answers_in(Application.objects.get(pk=draft.pk).sheet.values)
    assert values["contact_email"] == "andere@example.org"
    assert values["project_title"] == "Neuer Titel"


def test_declarations_are_made_anew(shipped: Any, town: Town) -> None:
    first = answer_all(begin(town, shipped), town)
    second = begin(town, shipped, "Wieder", copy=first)
    assert "not_begun" not in second.sheet.values
    assert second.sheet.values["need"] == first.sheet.values["need"]


def test_a_fact_of_the_project_is_the_same_wherever_it_is_written(shipped: Any, town: Town) -> None:
    draft = begin(town, shipped)
    year = timezone.localdate().year + 1
    save(draft, town.editor, starts_on=f"{year}-03-01", project_title="Andere Brücken")
    row = Application.objects.get(pk=draft.pk)
    assert (row.sheet.values["about/from"], row.title) == (f"{year}-03-01", "Andere Brücken")
    save(draft, town.editor, **{"about/from": f"{year}-04-01"})
    assert Application.objects.get(pk=draft.pk).sheet.values["starts_on"] == f"{year}-04-01"
    save(draft, town.editor, starts_on="bald")
    assert Application.objects.get(pk=draft.pk).sheet.values["about/from"] == f"{year}-04-01"
    save(draft, town.editor, **{"about/from": f"{year}-05-01"})
    assert Application.objects.get(pk=draft.pk).sheet.values["starts_on"] == "bald", "what somebody wrote stays"


def test_an_answer_that_follows_is_asked_for_once_and_says_where_from(shipped: Any, town: Town) -> None:
    draft = begin(town, shipped)
    texts = [gap.text for gap in gaps(Dossier(draft))]
    assert "Geben Sie an, wann das Vorhaben beginnt." in texts
    assert not [text for text in texts if text.startswith(("Beginn der Maßnahme", "Beantragte Zuwendung", "IBAN"))]
    assert "Warum ist die Maßnahme notwendig? Bitte beantworten Sie diese Frage." in texts
    address = reverse("cases:section", args=[draft.number, "measure"])
    page = town.client().get(address).content.decode()
    assert page.count("Es ist dasselbe wie unter „Das Vorhaben“.") == 3
    assert "Hier wurde etwas anderes eingetragen" not in page
    save(draft, town.editor, project_title="")
    save(draft, town.editor, **{"about/title": "Brücken", "project_title": "Stege"})
    assert "Hier wurde etwas anderes eingetragen" in town.client().get(address).content.decode()


def test_an_earlier_project_leaves_no_dates_and_no_amounts_in_the_next(shipped: Any, town: Town) -> None:
    first = answer_all(begin(town, shipped), town)
    second = begin(town, shipped, "Brücken bauen II", copy=first)
    values = second.sheet.values
    assert not {"starts_on", "ends_on", "plan", "grant_applied_for"} & set(values)
    assert values["project_title"] == "Brücken bauen II"
    year = timezone.localdate().year + 2
    save(second, town.editor, **{"about/from": f"{year}-01-01", "about/until": f"{year}-12-31"})
    assert Application.objects.get(pk=second.pk).sheet.values["starts_on"] == f"{year}-01-01"
