"""The pages as people use them: without JavaScript, in two tabs, after the session has ended."""

import copy
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.town import IBAN, MASTER, QUESTIONS, Town, begin, complete, new_questions, pdf, save, signed, submitted
from kommin.cases import actions
from kommin.cases.content import Dossier
from kommin.cases.models import Application, Clash, Submission
from kommin.foundation.files.owners import may_read
from kommin.people.models import Role
from kommin.programmes.models import Call


def fresh(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


def hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found, name
    return found[1]


def open_section(client: Client, draft: Application, section: str = "goals") -> dict[str, Any]:
    """What a browser without JavaScript would send back unchanged."""
    html = client.get(reverse("cases:section", args=[draft.number, section])).content.decode()
    return {"seen": hidden(html, "seen"), "page": hidden(html, "page"), "q-asked": ["aim", "group", "people"],
            "q-section": section, "q-aim": "", "q-group": "", "q-people": ""}  # fmt: skip


def post(client: Client, draft: Application, form: dict[str, Any], **more: Any) -> Any:
    return client.post(reverse("cases:save_section", args=[draft.number, "goals"]), form | more)


def test_beginning_saving_and_reading_without_javascript(town: Town, call: Call) -> None:
    client = town.client()
    page = client.get(reverse("cases:begin", args=[call.slug])).content.decode()
    form = {"title": "Brücken", "block": "netz", "once": hidden(page, "once")}
    first = client.post(reverse("cases:begin", args=[call.slug]), form)
    second = client.post(reverse("cases:begin", args=[call.slug]), form)
    assert first.url == second.url  # type: ignore[attr-defined]
    draft = Application.objects.get()
    answer = post(client, draft, open_section(client, draft), **{"q-aim": "Wir bauen.", "next": "1"})
    assert answer.status_code == 302
    assert fresh(draft).sheet.values["aim"] == "Wir bauen."
    for route in ("application", "about", "plan", "documents", "partners", "conflicts", "read"):
        assert client.get(reverse(f"cases:{route}", args=[draft.number])).status_code == 200
    assert "Wir bauen." in client.get(reverse("cases:read", args=[draft.number])).content.decode()
    printed = client.get(reverse("cases:print", args=[draft.number]))
    assert printed.content.startswith(b"%PDF")


def test_two_tabs_show_both_versions(draft: Application, town: Town) -> None:
    client = town.client()
    one, two = open_section(client, draft), open_section(client, draft)
    post(client, draft, one, **{"q-aim": "Erste Fassung"})
    answer = post(client, draft, two, **{"q-aim": "Zweite Fassung"})
    assert answer.url == reverse("cases:conflicts", args=[draft.number])
    page = client.get(answer.url).content.decode()
    assert "Erste Fassung" in page
    assert "Zweite Fassung" in page
    clash = Clash.objects.get()
    client.post(answer.url, {"clash": clash.pk, "keep": "mine"})
    assert fresh(draft).sheet.values["aim"] == "Zweite Fassung"


def test_a_page_from_before_a_new_version_of_the_form_loses_nothing(draft: Application, town: Town, call: Call) -> None:
    """While somebody writes, the call puts one question anew and drops another, and a colleague takes that over."""
    client = town.client()
    post(client, draft, open_section(client, draft), **{"q-aim": "Alt"})
    form = open_section(client, draft) | {"q-aim": "Neu geschrieben", "q-group": "Kinder"}
    changed = copy.deepcopy(QUESTIONS)
    changed["sections"][0]["questions"][0]["ask_again"] = True
    del changed["sections"][0]["questions"][1]
    new_questions(call, changed)
    actions.take_over_version(application=draft, by=town.colleague())
    answer = client.post(reverse("cases:save_section", args=[draft.number, "goals"]), form, follow=True)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Sie haben geschrieben: Kinder" in page
    assert Clash.objects.get().mine == "Neu geschrieben"
    assert "Neu geschrieben" in page


def test_the_back_button_and_a_second_press_change_nothing(draft: Application, town: Town) -> None:
    client = town.client()
    form = open_section(client, draft) | {"q-aim": "Einmal"}
    for _press in range(3):
        assert post(client, draft, form).status_code == 302
    assert fresh(draft).changes.filter(key="aim").count() == 1
    assert not Clash.objects.exists()


def test_an_ended_session_loses_nothing(draft: Application, town: Town) -> None:
    client = town.client()
    form = open_section(client, draft) | {"q-aim": "Ein langer Text"}
    client.cookies.clear()
    answer = post(client, draft, form)
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))
    client.force_login(town.users[Role.EDITOR], "allauth.account.auth_backends.AuthenticationBackend")
    assert "Ein langer Text" in client.get(reverse("cases:kept")).content.decode()
    assert "aim" not in fresh(draft).sheet.values
    client.post(reverse("cases:kept"))
    assert fresh(draft).sheet.values["aim"] == "Ein langer Text"
    assert client.get(reverse("cases:kept")).status_code == 302


def test_a_kept_form_gives_no_right(draft: Application, town: Town) -> None:
    stranger = Town("Anderswo", "05111999")
    client = Client()
    post(client, draft, {"seen": "1", "page": "", "q-asked": "aim", "q-aim": "eingeschlichen"})
    client.force_login(stranger.users[Role.EDITOR], "allauth.account.auth_backends.AuthenticationBackend")
    assert client.post(reverse("cases:kept")).status_code == 404
    assert "aim" not in fresh(draft).sheet.values


def test_saved_while_typing_with_the_error_beside_the_field(draft: Application, town: Town) -> None:
    client = town.client()
    form = open_section(client, draft) | {"q-people": "viele", "changed": "people"}
    live = reverse("cases:live_section", args=[draft.number, "goals"])
    html = client.post(live, form, headers={"HX-Request": "true"}).content.decode()
    assert 'id="q-people-messages"' in html
    assert "kern-error" in html
    assert "Gespeichert um" in html
    assert fresh(draft).sheet.values["people"] == "viele"
    client.cookies.clear()
    answer = client.post(live, form, headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert reverse("account_login") in answer["HX-Redirect"]


def test_a_hundred_thousand_characters_are_kept_and_told(draft: Application, town: Town) -> None:
    client = town.client()
    text = "ü" * 100_000
    assert post(client, draft, open_section(client, draft), **{"q-aim": text}).status_code == 302
    assert fresh(draft).sheet.values["aim"] == text
    page = client.get(reverse("cases:section", args=[draft.number, "goals"])).content.decode()
    assert "kern-form-input--error" in page


@pytest.mark.parametrize("joint", [False, True])
def test_a_comment_that_is_too_long_is_told_and_still_there(draft: Application, town: Town, joint: bool) -> None:
    neighbours = Town("Nachbarstadt", "05111111")
    actions.ask_partner(application=draft, organisation=neighbours.organisation, by=town.editor)
    text, client = "ü" * 100_000, town.client()
    form = {"text": text, "once": "a"} | ({"joint": "1"} if joint else {})
    answer = client.post(reverse("cases:comment", args=[draft.number]), form)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert page.count(text) == 1
    assert page.index('id="joint-comments"') < page.index(text)
    assert (page.index(text) < page.index('id="comments"')) is joint
    assert page.count('aria-invalid="true"') == 1
    assert not draft.comments.exists()


def test_a_hundred_thousand_characters_elsewhere_are_told_and_still_there(draft: Application, town: Town) -> None:
    text, client = "ü" * 100_000, town.client(Role.SIGNATORY)
    forms = {
        reverse("cases:begin", args=[draft.call.slug]): {"title": text, "block": "netz", "once": "a"},
        reverse("cases:save_about", args=[draft.number]): {
            "title": text, "block": "netz", "early": "on", "early_reason": text, "seen": "1", "page": "a" * 16,
        },
        reverse("cases:applicant"): {name: text for name, value in MASTER.items() if value},
        reverse("cases:withdraw", args=[draft.number]): {"reason": text},
    }  # fmt: skip
    for address, form in forms.items():
        answer = client.post(address, form)
        assert answer.status_code == 422, address
        assert answer.content.decode().count(text) >= [*form.values()].count(text), address
        assert 'aria-invalid="true"' in answer.content.decode()


def test_the_plan_adds_itself_up(draft: Application, town: Town) -> None:
    client, year = town.client(), timezone.localdate().year + 1
    about = reverse("cases:save_about", args=[draft.number])
    values = {"seen": "1", "page": "a" * 16, "title": "Brücken", "block": "netz", "starts": f"01.01.{year}",
              "ends": f"{year}-12-31"}  # fmt: skip
    assert client.post(about, values).status_code == 302
    cost = Dossier(fresh(draft)).call.costs[0].id
    plan = reverse("cases:save_plan", args=[draft.number])
    form = {"seen": "9", "page": "b" * 16, f"plan/cost-{cost}/{year}": "10.000", f"plan/third/{year}": "", "fill": "1"}
    html = client.post(plan, form, headers={"HX-Request": "true"}).content.decode()
    assert "10.000,00" in html
    client.post(plan, form)
    assert fresh(draft).sheet.values[f"plan/grant/{year}"] == "8000.00"
    page = client.get(reverse("cases:plan", args=[draft.number])).content.decode()
    assert "8.000,00" in page
    client.post(plan, form | {f"plan/cost-{cost}/{year}": "zehntausend"})
    page = client.get(reverse("cases:plan", args=[draft.number])).content.decode()
    assert "zehntausend" in page
    assert "cell-error" in page


def test_several_documents_at_once_and_one_refused(draft: Application, town: Town) -> None:
    client = town.client()
    wanted = Dossier(draft).call.documents[0]
    here = reverse("cases:documents", args=[draft.number])
    answer = client.post(
        here, {"purpose": f"document-{wanted.id}", "documents": [pdf("eins.pdf"), pdf("zwei.pdf"), _empty()]},
        follow=True,
    )  # fmt: skip
    page = answer.content.decode()
    assert "eins.pdf" in page
    assert "zwei.pdf" in page
    assert "leer" in page
    assert "vorhanden" in page
    stored = Dossier(draft).files[0]
    assert may_read(town.editor, stored)
    stranger = Town("Anderswo", "05111999").client()
    assert stranger.get(reverse("files:download", args=[stored.public_id])).status_code == 404
    client.post(reverse("cases:remove_document", args=[draft.number, stored.public_id]))
    assert len(Dossier(draft).files) == 1


def _empty() -> Any:
    made = pdf("nichts.pdf")
    made.file.truncate(0)  # type: ignore[union-attr]
    return made


def test_signing_submitting_and_checking_the_receipt(draft: Application, town: Town) -> None:
    ready = complete(draft, town)
    for role in (Role.TREASURER, Role.SIGNATORY):
        client = town.client(role)
        page = client.get(reverse("cases:application", args=[ready.number])).content.decode()
        client.post(reverse("cases:sign_off", args=[ready.number]), {"seen": hidden(page, "seen")})
    assert town.client().post(reverse("cases:submit", args=[ready.number])).status_code == 403
    client = town.client(Role.SIGNATORY)
    client.get(reverse("cases:submit", args=[ready.number]))
    for _press in range(2):
        client.post(reverse("cases:submit", args=[ready.number]))
    submission = Submission.objects.get()
    receipt = client.get(reverse("cases:receipt", args=[ready.number]))
    assert receipt.content.startswith(b"%PDF")
    assert receipt.content == client.get(reverse("cases:receipt", args=[ready.number])).content
    verify = reverse("cases:verify", args=[ready.number])
    groups = " ".join(re.findall("." * 8, submission.digest)).upper()
    assert "Das ist die Prüfsumme" in client.post(verify, {"digest": groups}).content.decode()
    assert "Das ist nicht die Prüfsumme" in client.post(verify, {"digest": "0" * 64}).content.decode()


def test_master_data_are_checked_and_shown(town: Town) -> None:
    client, here = town.client(), reverse("cases:applicant")
    form = {name: value for name, value in MASTER.items() if value is not None}
    wrong = client.post(here, form | {"iban": IBAN.replace("0", "1")})
    assert wrong.status_code == 422
    assert "diese IBAN kann nicht stimmen" in wrong.content.decode().lower() or "IBAN" in wrong.content.decode()
    assert client.post(here, form).status_code == 302
    assert "DE89 3704" in client.get(here).content.decode()


def test_withdrawing_in_the_browser(town: Town, call: Call) -> None:
    application = submitted(town, call).application
    client, here = town.client(Role.SIGNATORY), reverse("cases:withdraw", args=[application.number])
    assert client.post(here, {"reason": ""}).status_code == 422
    client.post(here, {"reason": "Kein Eigenanteil"})
    page = client.get(reverse("cases:application", args=[application.number])).content.decode()
    assert "Kein Eigenanteil" in page


@pytest.mark.parametrize("language", ["", "/en"])
def test_every_page_speaks_both_languages(town: Town, call: Call, language: str) -> None:
    application = submitted(town, call).application
    client = town.client(Role.SIGNATORY)
    for tail in ("", "read/", "application.pdf", "receipt.pdf", "verify/"):
        assert client.get(f"{language}/applications/{application.number}/{tail}").status_code == 200


def test_the_list_costs_the_same_with_one_and_fifty(town: Town, call: Call, django_assert_max_num_queries: Any) -> None:
    begin(town, call, "eins")
    client = town.client()
    client.get(reverse("cases:list"))
    with django_assert_max_num_queries(40) as one:
        client.get(reverse("cases:list"))
    first = Application.objects.get()
    for number in range(49):
        first.pk, first.number, first.once = None, f"x-{number}", f"x-{number}"
        first.save(force_insert=True)
    with django_assert_max_num_queries(len(one)):
        assert client.get(reverse("cases:list")).content.decode().count("x-") >= 49


def test_the_page_of_a_case_costs_the_same_with_one_and_fifty_comments(
    draft: Application, town: Town, django_assert_max_num_queries: Any
) -> None:
    client, here = town.client(), reverse("cases:application", args=[draft.number])
    actions.write_comment(application=draft, text="eins", once="0", by=town.editor)
    client.get(here)
    with django_assert_max_num_queries(60) as one:
        client.get(here)
    for number in range(49):
        actions.write_comment(application=draft, text="mehr", once=f"{number + 1}", by=town.editor)
    with django_assert_max_num_queries(len(one)):
        client.get(here)


def test_a_draft_cannot_be_signed_by_whoever_is_not_asked(draft: Application, town: Town) -> None:
    ready = signed(complete(draft, town), town)
    assert town.client().post(reverse("cases:sign_off", args=[ready.number])).status_code == 403
    save(ready, town.editor, group="Alle")
    assert "Freigabe steht noch aus" in town.client().get(ready.get_absolute_url()).content.decode()


def test_a_request_that_came_in_time_counts_though_it_is_processed_later(
    draft: Application, town: Town, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page hands on the moment that the house noted at its door, not the moment of processing."""
    from kommin.cases.views import standing

    ready = signed(complete(draft, town), town)
    last = call.closes_at - timedelta(microseconds=1)  # type: ignore[operator]
    monkeypatch.setattr(standing, "moment_received", lambda _request: last + timedelta(seconds=1))
    here = reverse("cases:submit", args=[ready.number])
    page = town.client(Role.SIGNATORY).post(here, follow=True).content.decode()
    assert "Die Frist ist abgelaufen" in page
    assert fresh(ready).state == "signed_off"
    monkeypatch.setattr(standing, "moment_received", lambda _request: last)
    town.client(Role.SIGNATORY).post(here)
    assert Submission.objects.get().received_at == last


def test_a_public_call_leads_into_an_application(town: Town, call: Call, client: Client) -> None:
    begin_address = reverse("cases:begin", args=[call.slug])
    for reader in (client, town.client()):
        assert begin_address in reader.get(reverse("programmes:public_call", args=[call.slug])).content.decode()
    assert client.get(begin_address).status_code == 302, "a visitor signs in on the way"
    assert town.client().get(begin_address).status_code == 200
