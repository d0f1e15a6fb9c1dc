"""What is wrong stands beside the field while it is typed, in the very words of a save without JavaScript."""

import html
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.town import MASTER, Town, save
from kommin.cases.content import Dossier
from kommin.cases.models import Application, MasterData

pytestmark = pytest.mark.once

YEAR = timezone.localdate().year + 1


def live_errors(page: str) -> dict[str, str]:
    """Sentence by id of the field, as the script puts them beside the fields."""
    assert 'id="live-errors" hidden hx-swap-oob="true"' in page
    part = page.split('id="live-errors"')[1].split('<p id="saved-state"')[0]
    entries = part.split('data-for="')[1:]
    return {entry.split('"')[0]: _text(entry.split(">", 1)[1].split("</div><div data-for")[0]) for entry in entries}


def _text(markup: str) -> str:
    words = re.sub(r"<[^>]+>", " ", markup)
    return " ".join(html.unescape(words).replace("Fehler: ", "").split())


def typing(client: Client, route: str, form: dict[str, Any], *args: Any) -> dict[str, str]:
    answer = client.post(reverse(route, args=args), form, headers={"HX-Request": "true"})
    return live_errors(answer.content.decode())


def facts(**more: str) -> dict[str, str]:
    return {"seen": "1", "page": "a" * 16, "title": "Brücken", "block": "netz"} | more


def test_project_facts(draft: Application, town: Town) -> None:
    client, form = town.client(), facts(starts=f"{YEAR}-05-01", ends=f"{YEAR}-01-31")
    assert typing(client, "cases:save_about", form, draft.number) == {
        "id_ends": "Das Vorhaben endet, bevor es beginnt."
    }
    values = Application.objects.get(pk=draft.pk).sheet.values
    assert values["about/until"] == f"{YEAR}-01-31"  # a draft may be wrong; nothing typed is lost
    saved = client.post(reverse("cases:save_about", args=[draft.number]), form)
    assert saved.status_code == 422
    page = saved.content.decode()
    assert "Das Vorhaben endet, bevor es beginnt." in page
    assert re.search(r'name="ends"[^>]*aria-invalid="true"', page)
    assert not typing(client, "cases:save_about", facts(starts=f"{YEAR}-05-01", ends=f"{YEAR}-12-31"), draft.number)


def test_a_day_that_is_none(draft: Application, town: Town) -> None:
    errors = typing(town.client(), "cases:save_about", facts(starts="32.13.2027"), draft.number)
    assert list(errors) == ["id_starts"]
    page = town.client().post(reverse("cases:save_about", args=[draft.number]), facts(starts="32.13.2027"))
    assert errors["id_starts"] in html.unescape(page.content.decode())


def test_the_task_list_leads_to_the_same_sentences(draft: Application, town: Town) -> None:
    save(draft, town.editor, **{"about/early": None, "early/wanted": True})
    overview = town.client().get(draft.get_absolute_url()).content.decode()
    here = f"{reverse('cases:about', args=[draft.number])}?check=1"
    assert here in overview
    page = town.client().get(here).content.decode()
    for sentence in ("Geben Sie an, wann das Vorhaben beginnt.", "ab welchem Tag"):
        assert sentence in page
        assert sentence in overview
    assert page.count('aria-invalid="true"') >= 4


def test_cells_of_the_plan(draft: Application, town: Town) -> None:
    save(draft, town.editor, **{"about/from": f"{YEAR}-01-01", "about/until": f"{YEAR}-12-31"})
    cell = f"plan/cost-{Dossier(draft).call.costs[0].id}/{YEAR}"
    client, form = town.client(), {"seen": "9", "page": "b" * 16, cell: "zehntausend"}
    errors = typing(client, "cases:save_plan", form, draft.number)
    assert list(errors) == [cell]
    client.post(reverse("cases:save_plan", args=[draft.number]), form)
    page = client.get(reverse("cases:plan", args=[draft.number])).content.decode()
    assert errors[cell] in html.unescape(page)
    assert f'aria-describedby="{cell}_error"' in page
    assert typing(client, "cases:save_plan", form | {cell: "10.000"}, draft.number) == {}


@pytest.mark.parametrize(
    ("entered", "field"),
    [
        ({"iban": "DE00 3704 0044 0532 0130 00"}, "iban"),
        ({"contact_email": "anna(at)example.org"}, "contact_email"),
        ({"consolidation_until": "2027-01-01"}, "consolidation_until"),
        ({"street": ""}, "street"),
    ],
)
def test_master_data(town: Town, entered: dict[str, str], field: str) -> None:
    form = {key: value or "" for key, value in MASTER.items()} | entered
    errors = typing(town.client(), "cases:applicant_live", form)
    assert list(errors) == [f"id_{field}"]
    assert not MasterData.objects.exists()
    page = town.client().post(reverse("cases:applicant"), form)
    assert page.status_code == 422
    assert errors[f"id_{field}"] in html.unescape(page.content.decode())
    assert not MasterData.objects.exists()


def test_answers_and_cells_of_their_tables(draft: Application, town: Town) -> None:
    form = {"seen": "1", "page": "c" * 16, "q-asked": ["known", "steps"], "q-section": "way", "changed": "steps",
            "q-steps-rows": ["aa"], "q-steps-aa-what": "Auftakt", "q-steps-aa-cost": "wenig"}  # fmt: skip
    errors = typing(town.client(), "cases:live_section", form, draft.number, "way")
    assert list(errors) == ["q-steps-aa-cost"]


def test_pages_carry_the_place_for_the_errors_and_the_script(draft: Application, town: Town) -> None:
    save(draft, town.editor, **{"about/from": f"{YEAR}-01-01", "about/until": f"{YEAR}-12-31"})
    numbered = [reverse(f"cases:{name}", args=[draft.number]) for name in ("about", "plan")]
    section = reverse("cases:section", args=[draft.number, "goals"])
    for address in (*numbered, section, reverse("cases:applicant")):
        page = town.client().get(address).content.decode()
        assert page.count('id="live-errors" hidden') == 1, address
        assert "questionnaires/live" in page
