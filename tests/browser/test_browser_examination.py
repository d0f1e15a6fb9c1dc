"""The examination from end to end: examiners are appointed, more is asked for, the municipality completes, two score
blind and far apart, agree, the plan is judged, a scenario is tried against the means and becomes the proposal."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from browser.helpers import assert_accessible, assert_no_sideways_scrolling, assert_nothing_inline, follow

PASSWORD = "demo-foerderung-2026"
CALL = "zukunft-1"
NEED = "question-need"
SECRET = "Nur für mich, bis alle abgegeben haben."
ANSWER = "In drei Stadtteilen leben 4.200 neu Zugewanderte."


@pytest.fixture
def visit(browser: Browser, own_demo: str) -> Iterator[Callable[[str], Page]]:
    """Opens a browser of its own for one person, signed in."""
    opened: list[BrowserContext] = []

    def new(who: str) -> Page:
        opened.append(browser.new_context(base_url=own_demo, locale="de-DE", viewport={"width": 1280, "height": 900}))
        opened[-1].set_default_timeout(30_000)
        page = opened[-1].new_page()
        page.goto("/accounts/login/")
        page.fill("input[name=login]", f"{who}@example.org")
        page.fill("input[name=password]", PASSWORD)
        follow(page.locator("main button[type=submit]").first)
        return page

    yield new
    for context in opened:
        context.close()


def good(page: Page) -> None:
    assert_nothing_inline(page)
    assert_accessible(page)
    assert_no_sideways_scrolling(page)


def button(page: Page, name: str | re.Pattern[str]) -> Locator:
    return page.get_by_role("main").get_by_role("button", name=name, exact=isinstance(name, str))


def link(page: Page, name: str | re.Pattern[str]) -> Locator:
    return page.get_by_role("main").get_by_role("link", name=name, exact=isinstance(name, str)).first


def newly_received(page: Page) -> str:
    """The number of an application of this municipality which nobody has examined yet."""
    page.goto("/applications/")
    numbers = re.findall(r"2\d{3}-\d{5}", page.get_by_role("table").inner_text())
    for number in dict.fromkeys(numbers):
        answer = page.goto(f"/cases/{number}/")
        page_says = page.get_by_role("main").inner_text()
        if (
            answer
            and answer.ok
            and "Erster Aufruf" in page_says
            and "Eingegangen" in page.locator(".case-head").inner_text()
        ):
            return number
    raise AssertionError(f"none of {numbers} waits to be examined")


def appoint(page: Page, case: str, *names: str) -> None:
    page.goto(f"{case}scorers/")
    for name in names:
        page.get_by_label(name).check()
    good(page)
    follow(button(page, "Bestimmen"))
    for name in names:
        expect(page.locator(".people-list")).to_contain_text(name)


def ask_for_more(page: Page, case: str) -> None:
    page.goto(case)
    good(page)
    follow(link(page, "Mit der Vollständigkeitsprüfung beginnen"))
    page.locator(f"#v-{NEED}-unclear").check()
    page.locator(f"#n-{NEED}").fill("Wie viele Menschen betrifft es?")
    follow(button(page, re.compile("annehmen, d")))
    good(page)
    follow(button(page, "Speichern und nachfordern"))
    page.locator("textarea[name=text]").fill("Guten Tag, bitte ergänzen Sie Ihren Antrag.")
    follow(button(page, "Anschreiben ansehen"))
    expect(page.locator(".channels")).to_contain_text("Siglinde Probe")
    expect(page.get_by_role("main")).to_contain_text("Es wurde noch nichts gesendet.")
    good(page)
    follow(button(page, "Nachforderung senden"))
    expect(page.get_by_role("main")).to_contain_text("Wie viele Menschen betrifft es?")


def complete(editor: Page, signatory: Page, case: str) -> None:
    """The editor writes, the signatory hands in."""
    editor.goto(case)
    follow(link(editor, "Nachforderung beantworten"))
    editor.locator("main [name=q-need]").fill(ANSWER)
    good(editor)
    follow(button(editor, "Speichern und vor dem Einreichen ansehen"))
    expect(button(editor, "Jetzt einreichen")).to_have_count(0)
    signatory.goto(f"{case}requests/1/answer/hand-in/")
    expect(signatory.locator(".change__after")).to_contain_text(ANSWER)
    expect(signatory.locator(".channels")).to_contain_text("Bezirksregierung Arnsberg")
    good(signatory)
    follow(button(signatory, "Jetzt einreichen"))
    expect(signatory.get_by_role("main")).to_contain_text("Beantwortet")


def finish_check(page: Page, case: str) -> None:
    page.goto(case)
    follow(link(page, "Antwort der Kommune ansehen"))
    item = page.locator(f"#item-{NEED}")
    expect(item).to_contain_text("beantwortet, neu ansehen")
    expect(item).to_contain_text(ANSWER)
    page.locator(f"#v-{NEED}-accepted").check()
    follow(button(page, "Speichern und Prüfung beenden"))
    follow(button(page, "Der Antrag ist vollständig"))
    expect(page.locator(".case-head")).to_contain_text("Bewertung")


def score(page: Page, case: str, first: str, others: str, comment: str) -> None:
    """Points for the first criterion, the same for all others, and one comment; handed in."""
    page.goto(case)
    follow(link(page, "Den Fall bewerten"))
    fields = page.locator("main input[name^=points-]")
    for place in range(fields.count()):
        fields.nth(place).fill(others if place else first)
    page.locator("main textarea[name^=comment-]").first.fill(comment)
    good(page)
    follow(button(page, "Abgeben"))
    expect(page.get_by_role("main")).to_contain_text("Was vergeben wurde")


def agree(proposing: Page, answering: Page, case: str) -> None:
    """One proposes a common score, the other agrees."""
    proposing.goto(f"{case}scores/")
    expect(proposing.get_by_role("main")).to_contain_text("Die Bewertungen liegen weit auseinander")
    fields = proposing.locator("main input[name^=common-points-]")
    for place in range(fields.count()):
        fields.nth(place).fill("4")
    proposing.locator("main textarea[name^=common-reason-]").first.fill("Die Zahlen sind jetzt belegt.")
    proposing.locator("main textarea[name=common-reason]").fill("Gemeinsam durchgesehen.")
    good(proposing)
    follow(button(proposing, "Vorschlagen"))
    answering.goto(case)
    follow(link(answering, "Auf die vorgeschlagene gemeinsame Bewertung antworten"))
    good(answering)
    follow(button(answering, "Zustimmen"))
    expect(answering.get_by_role("main")).to_contain_text("80,00")


def judge(page: Page, case: str) -> None:
    page.goto(f"{case}amount/")
    for verdict in page.locator("main select[name^=verdict-]").all():
        verdict.select_option("accepted")
    good(page)
    follow(button(page, "Speichern und berechnen"))
    expect(page.get_by_role("main")).to_contain_text("Was anerkannt wird")


def propose(page: Page, number: str) -> None:
    """A scenario of the head beside those of the demonstration, looked at and adopted."""
    page.goto(f"/rounds/{CALL}/")
    expect(page.get_by_role("main")).to_contain_text("Breite vor Tiefe")
    follow(link(page, "Neues Szenario"))
    page.locator("main input[name=name]").fill("Alle ab 50 Punkten")
    page.locator("main input[name=threshold]").fill("50")
    good(page)
    follow(button(page, "Berechnen"))
    row = page.get_by_role("table").get_by_role("row").filter(has_text=number)
    expect(row).to_have_count(1)
    good(page)
    follow(link(page, "Als Vorschlag übernehmen"))
    expect(page.get_by_role("main")).to_contain_text("Niemand wird angeschrieben.")
    good(page)
    follow(button(page, "Jetzt übernehmen"))
    expect(page.get_by_role("main")).to_contain_text(number)


def test_from_assignment_to_proposal(visit: Callable[[str], Page]) -> None:
    editor, signatory = visit("anna.beispiel"), visit("siglinde.probe")
    number = newly_received(editor)
    case = f"/cases/{number}/"
    emil, fatma, head = visit("emil.gutachten"), visit("fatma.sorgfalt"), visit("hedwig.leitner")

    appoint(head, case, "Emil Gutachten", "Fatma Sorgfalt")
    ask_for_more(emil, case)
    complete(editor, signatory, case)
    finish_check(emil, case)

    score(emil, case, "5", "4", SECRET)
    fatma.goto(f"{case}scores/")
    expect(fatma.get_by_role("main")).not_to_contain_text(SECRET)
    score(fatma, case, "1", "4", "Die Zahlen sind dünn.")
    expect(fatma.get_by_role("main")).to_contain_text(SECRET)
    agree(fatma, emil, case)
    judge(emil, case)
    propose(head, number)

    emil.goto(case)
    expect(emil.locator(".case-head")).to_contain_text("Vorgeschlagen")
    good(emil)
    editor.goto(case)
    expect(editor.locator(".case-head")).to_contain_text("Wird geprüft")
    expect(editor.get_by_role("main")).not_to_contain_text("80,00")
    good(editor)

    carla = visit("carla.sach")
    carla.goto(case)
    expect(carla.get_by_role("heading", level=1)).to_have_text("Dieser Fall bleibt Ihnen verschlossen")
    good(carla)
