"""The work list as its readers see it: what stands in it, in which order, what it costs, what bad input does."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.town import Town, make_programme, open_call
from examination.cases_in_hand import Authority, bare_case, bare_cases
from examination.submitted import in_hand
from kommin.cases.finding import index_case
from kommin.cases.models import Case, Stage
from kommin.examination.actions.assigning import MOST_AT_ONCE
from kommin.examination.models import ListChoice, SavedView
from kommin.examination.worklist import counting, listing
from kommin.people.models import ConflictOfInterest, Deputyship, Kind, Membership, Role
from kommin.people.models.dated import today
from kommin.programmes.models import Programme

pytestmark = [pytest.mark.django_db, pytest.mark.both]
LIST = "/cases/"
MOST_QUERIES = 12


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def authority() -> Authority:
    return Authority()


@pytest.fixture
def programme() -> Programme:
    return make_programme()


def page(client: Client, query: str = "tab=all") -> str:
    answer = client.get(f"{LIST}?{query}")
    assert answer.status_code == 200, (query, answer.status_code)
    return answer.content.decode()


def numbers(client: Client, query: str = "tab=all") -> list[str]:
    """The numbers of the rows, in order."""
    answer = client.get(f"{LIST}?{query}")
    assert answer.status_code == 200, (query, answer.status_code)
    return [case.number for case in answer.context["page"]]


def test_the_list_opens_with_what_is_in_ones_own_hands(authority: Authority, programme: Programme) -> None:
    me, other = authority.user(Role.CASEWORKER), authority.user(Role.CASEWORKER, 2)
    mine, theirs, nobodys = bare_cases(programme, authority, 3)
    Case.objects.filter(pk=mine.pk).update(examiner=me, examiner_name=me.name)
    Case.objects.filter(pk=theirs.pk).update(examiner=other, examiner_name=other.name)
    client = authority.client(Role.CASEWORKER)
    assert numbers(client, "") == [mine.number]
    assert numbers(client, "tab=unassigned") == [nobodys.number]
    assert numbers(client) == ["N-2", "N-1", "N-0"], "the last received comes first"
    assert numbers(authority.client(Role.HEAD), "") == ["N-2", "N-1", "N-0"], "a head begins with everything"
    tabs = client.get(LIST).context["tabs"]
    assert [(str(tab["label"]), tab["count"]) for tab in tabs] == [
        ("Alle", 3), ("Meine", 1), ("Ohne Zuweisung", 1), ("Fällig", 0),
    ]  # fmt: skip


def test_a_deputy_has_the_cases_of_the_other_among_the_own(authority: Authority, programme: Programme) -> None:
    absent, deputy = authority.user(Role.CASEWORKER), authority.user(Role.SECOND_EXAMINER)
    case = bare_case(programme, authority.organisation, examiner=absent, examiner_name=absent.name)
    client = authority.client(Role.SECOND_EXAMINER)
    assert numbers(client, "") == []
    membership = Membership.objects.get(person=absent)
    Deputyship.objects.create(membership=membership, deputy=deputy, valid_until=today() + timedelta(days=5))
    answer = client.get(LIST)
    assert [case.number for case in answer.context["page"]] == [case.number]
    assert absent.name in answer.content.decode()


def test_everybody_sees_the_own_reach_and_outsiders_only_look_on(authority: Authority, programme: Programme) -> None:
    other = Authority("Bezirksregierung Anderswo")
    here, there = bare_cases(programme, authority, 1)[0], bare_case(programme, other.organisation, number="N-9")
    ministry = Authority.known(programme.ministry)
    stranger, court = Authority("Anderes Ministerium", Kind.MINISTRY), Authority("Rechnungshof", Kind.COURT_OF_AUDIT)
    assert numbers(authority.client(Role.CASEWORKER)) == [here.number]
    assert set(numbers(ministry.client(Role.PROGRAMME_OFFICER))) == {here.number, there.number}
    assert numbers(stranger.client(Role.PROGRAMME_OFFICER)) == []
    assert set(numbers(court.client(Role.AUDITOR))) == {here.number, there.number}
    look = page(court.client(Role.AUDITOR), "")
    assert "Bezirksregierung Anderswo" in look
    assert 'name="case"' not in look, "whoever looks on ticks and assigns nothing"
    assert "tab=mine" not in look
    assert numbers(court.client(Role.AUDITOR), f"authority={other.organisation.pk}") == [there.number]


def test_cases_closed_by_a_conflict_are_named_but_neither_listed_nor_found(authority: Authority) -> None:
    call, own = open_call(), Town("Befangen", "05111000")
    closed = in_hand(own, call, authority, "Geheimes Vorhaben")
    in_hand(Town("Unbefangen", "05112000"), call, authority, "Anderes Vorhaben")
    biased = authority.user(Role.CASEWORKER)
    ConflictOfInterest.objects.create(
        person=biased, municipality_key="05111000", ground="relative", declared_by=biased, valid_from=today()
    )
    client = authority.client(Role.CASEWORKER)
    assert closed.number not in numbers(client)
    assert numbers(client, "tab=all&q=Geheimes") == []
    assert client.get(LIST, {"tab": "all"}).context["page"].paginator.count == 1
    answer = page(client)
    assert closed.number in answer
    assert "§§ 20, 21 VwVfG" in answer
    assert "Geheimes" not in answer
    assert closed.number in numbers(authority.client(Role.CASEWORKER, 2))
    file = b"".join(client.get("/cases/export/csv/?tab=all").streaming_content).decode()  # type: ignore[attr-defined]
    assert closed.number not in file
    assert client.get("/cases/assign/", {"case": closed.number}).status_code == 302, "nor can it be assigned"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("stage=scoring", {"N-1"}), ("state=decided", {"N-2"}), ("state=open", {"N-0", "N-1"}),
        ("completeness=waiting", {"N-0"}), ("least=60.000", {"N-1"}), ("least=40000&most=55000", {"N-0", "N-2"}),
        ("due=overdue", {"N-0"}), ("due=week", {"N-0", "N-1"}), ("unread=on", {"N-2"}), ("town=05913", {"N-1"}),
        ("town=d%C3%BCren", {"N-0"}), ("area=05358", {"N-0"}), ("area=053", {"N-0"}), ("examiner=none", {"N-1", "N-2"}),
        ("q=Br%C3%BCckenschlag", {"N-1"}), ("q=N-2", {"N-2"}), ("q=Br%C3%BCckenschlag&stage=received", set()),
        ("q=nirgends", set()),
    ],
)  # fmt: skip
def test_each_filter_leaves_what_it_says(
    query: str, expected: set[str], authority: Authority, programme: Programme
) -> None:
    person, day = authority.user(Role.CASEWORKER), today()
    bare_cases(programme, authority, 3)
    changes: list[dict[str, Any]] = [
        {"stage": Stage.AWAITING, "completeness": "waiting", "due_on": day - timedelta(days=1), "district_key": "05358",
         "region_key": "053", "applicant_sort": "duren", "examiner": person},
        {"stage": Stage.SCORING, "applied": Decimal("70000"), "due_on": day + timedelta(days=3),
         "applicant_key": "05913000", "title": "Brückenschlag"},
        {"stage": Stage.DECIDED, "unread_authority": 2},
    ]  # fmt: skip
    for place, values in enumerate(changes):
        Case.objects.filter(number=f"N-{place}").update(**values)
        index_case(Case.objects.get(number=f"N-{place}"))
    _register_of_the_test()
    assert set(numbers(authority.client(Role.CASEWORKER), f"tab=all&{query}")) == expected


def _register_of_the_test() -> None:
    """Two places for the filter; where names come from is the register's own business."""
    cache.set("worklist-places", ([("053", "Köln")], [("05358", "Düren")]), 60)


def test_a_view_keeps_filters_order_and_columns_and_can_be_what_the_list_opens_with(
    authority: Authority, programme: Programme
) -> None:
    bare_cases(programme, authority, 2)
    Case.objects.filter(number="N-1").update(stage=Stage.SCORING, score=Decimal("71.5"))
    client, colleague = authority.client(Role.CASEWORKER), authority.client(Role.CASEWORKER, 2)
    query = "tab=all&stage=scoring&sort=-score&column=title&column=score"
    answer = client.post("/cases/views/", {"query": query, "name": "In der Bewertung", "begin_with": "on"})
    assert answer.status_code == 302
    view = SavedView.objects.get()
    again = client.get(LIST)
    assert [case.number for case in again.context["page"]] == ["N-1"]
    assert [column.key for column in again.context["listing"].columns] == ["number", "title", "score"]
    assert "71,50" in again.content.decode()
    assert "In der Bewertung" not in page(colleague)
    client.post("/cases/views/", {"query": query, "name": "In der  Bewertung", "shared": "on"})
    assert SavedView.objects.get().shared, "the same name replaces"
    assert "In der Bewertung" in page(colleague)
    assert "geteilt von" in colleague.get("/cases/views/").content.decode()
    assert colleague.post(f"/cases/views/{view.pk}/begin/").status_code == 302
    assert numbers(colleague, "") == ["N-1"]
    colleague.post(f"/cases/views/{view.pk}/remove/")
    assert SavedView.objects.exists(), "only the owner removes it"
    client.post(f"/cases/views/{view.pk}/remove/")
    assert not SavedView.objects.exists()
    assert numbers(colleague, "") == [], "whoever began with it begins as before"
    assert ListChoice.objects.filter(view__isnull=False).count() == 0


def test_a_view_of_somebody_else_is_not_there(authority: Authority, programme: Programme) -> None:
    authority.client(Role.CASEWORKER).post("/cases/views/", {"query": "tab=all", "name": "Meine eigene"})
    view = SavedView.objects.get()
    for client in (authority.client(Role.CASEWORKER, 2), Authority("Anderswo").client(Role.CASEWORKER)):
        assert client.post(f"/cases/views/{view.pk}/begin/").status_code == 404
        assert client.post(f"/cases/views/{view.pk}/remove/").status_code == 404
        assert "Meine eigene" not in client.get("/cases/views/").content.decode()


def test_chosen_columns_stay_and_the_number_always_stands(authority: Authority, programme: Programme) -> None:
    bare_cases(programme, authority, 1, district_key="05111")
    client = authority.client(Role.CASEWORKER)
    answer = client.post("/cases/columns/", {"query": "tab=all&sort=title&column=due", "column": ["district", "score"]})
    assert answer["Location"] == "/cases/?sort=title&tab=all"
    shown = [column.key for column in client.get(answer["Location"]).context["listing"].columns]
    assert shown == ["number", "score", "district"]
    assert client.post("/cases/columns/", {"column": "password"}).status_code == 422
    assert [column.key for column in client.get(LIST).context["listing"].columns] == shown, "nonsense changes nothing"


@pytest.mark.parametrize("column", ["due", "-due", "score", "-score", "applicant", "-applied", "stage", "-changed"])
def test_every_order_is_the_same_on_all_pages(column: str, authority: Authority, programme: Programme) -> None:
    """Equal and empty values must not let a row stand twice or nowhere; empty ones come last in both directions."""
    cases = bare_cases(programme, authority, 60)
    for case in cases[:20]:
        Case.objects.filter(pk=case.pk).update(due_on=today() + timedelta(days=case.pk % 3), score=case.pk % 5)
    client = authority.client(Role.CASEWORKER)
    found = numbers(client, f"tab=all&sort={column}") + numbers(client, f"tab=all&sort={column}&page=2")
    assert len(found) == len(set(found)) == 60
    if column.lstrip("-") in ("due", "score"):
        assert set(found[:20]) == {case.number for case in cases[:20]}


def test_deep_pages_hold_the_same_rows_as_if_read_from_the_start(
    authority: Authority, programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = bare_cases(programme, authority, 59)
    for case in cases[::3]:
        Case.objects.filter(pk=case.pk).update(score=case.pk % 4)
    client = authority.client(Role.CASEWORKER)
    monkeypatch.setattr("kommin.examination.worklist.listing.PER_PAGE", 7)
    plain = [numbers(client, f"tab=all&sort=-score&page={place}") for place in range(1, 10)]
    monkeypatch.setattr("kommin.examination.worklist.listing.DEEP", 1)
    assert [numbers(client, f"tab=all&sort=-score&page={place}") for place in range(1, 10)] == plain


def test_a_very_long_list_is_told_and_paged_to_a_bound_and_filters_reach_what_lies_beyond(
    authority: Authority, programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    for case in bare_cases(programme, authority, 9):
        index_case(case)
    client = authority.client(Role.CASEWORKER)
    assert "9 Fälle</h2>" in page(client)
    for name in ("IN_A_LIST", "BESIDE_A_TAB"):
        monkeypatch.setattr(f"kommin.examination.worklist.counting.{name}", 4)
    monkeypatch.setattr("kommin.examination.worklist.listing.IN_A_LIST", 4)
    monkeypatch.setattr("kommin.examination.worklist.listing.PER_PAGE", 2)
    monkeypatch.setattr(counting, "counts_of_authority", lambda _authority, tabs, *_rest: dict.fromkeys(tabs, 5))
    text = page(client)
    assert "Mehr als 4 Fälle" in text
    assert "4+</span>" in text
    assert "1 bis 2 von 4" in text
    assert numbers(client, "tab=all&page=99") == numbers(client, "tab=all&page=2") == ["N-6", "N-5"]
    assert numbers(client, "tab=all&q=N-0") == ["N-0"], "found, though beyond the last page"
    assert client.get("/cases/export/csv/?tab=all").getvalue().decode().count("\r\n") == 10, "the file holds all"


def test_all_of_a_list_are_offered_for_assignment_only_when_all_are_counted(
    authority: Authority, programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    for case in bare_cases(programme, authority, 9):
        index_case(case)
    client = authority.client(Role.HEAD)
    assert "Alle 9 dieser Liste zuweisen" in page(client, "tab=all&q=N")
    assert listing.PER_PAGE * (1 + listing.PAGES_AHEAD) > MOST_AT_ONCE, "what can be assigned at once is counted"
    monkeypatch.setattr("kommin.examination.worklist.listing.PER_PAGE", 2)
    monkeypatch.setattr("kommin.examination.worklist.listing.PAGES_AHEAD", 1)
    text = page(client, "tab=all&q=N")
    assert "Mehr als 4 Fälle" in text
    assert "dieser Liste zuweisen" not in text, "its number would be wrong"


@pytest.mark.parametrize("kind", [Role.CASEWORKER, Role.HEAD])
def test_numbers_beside_tabs_are_the_same_by_either_way_of_counting(
    kind: Role, authority: Authority, programme: Programme
) -> None:
    me = authority.user(kind)
    states = [
        {"examiner": me}, {"examiner": me, "stage": Stage.DECIDED}, {"due_on": today()}, {},
        {"due_on": today() + timedelta(days=7), "stage": Stage.WITHDRAWN}, {"due_on": today() + timedelta(days=8)},
    ]  # fmt: skip
    for case, state in zip(bare_cases(programme, authority, len(states)), states, strict=True):
        Case.objects.filter(pk=case.pk).update(**state)
    tabs, soon = ["all", "mine", "unassigned", "due"], today() + timedelta(days=7)
    general = counting.counts(Case.objects.filter(authority=authority.organisation), tabs, [me.pk], soon)
    usual = counting.counts_of_authority(authority.organisation.pk, tabs, me.pk, soon)
    assert general == usual == {"all": 6, "mine": 1, "unassigned": 3, "due": 1}


@pytest.mark.parametrize(
    ("tab", "sentence"),
    [
        ("mine", "Ihnen ist gerade kein Fall zugewiesen"), ("unassigned", "Jeder offene Fall ist zugewiesen"),
        ("due", "In den nächsten sieben Tagen ist nichts fällig"), ("all", "Noch kein Fall"),
        ("all&stage=scoring", "Kein Fall passt"), ("mine&q=xyz", "In allen Fällen suchen"),
    ],
)  # fmt: skip
def test_an_empty_list_says_what_to_do(tab: str, sentence: str, authority: Authority) -> None:
    assert sentence in page(authority.client(Role.CASEWORKER), f"tab={tab}")


@pytest.mark.parametrize(
    "query",
    [
        "tab=nonsense", "stage=%00", "stage=xx&examiner=abc&call=-1&block=9999999999999999999999", "sort=password",
        "sort=--due", "sort=call", "page=-5", "page=zzz", "page=99999999999", "least=viel", "least=9&most=1",
        "column=%27%3B&column=pk", "q=" + "x" * 300, "q=%27%22%3C%3E%26%7C%21%28", "q=%00", "town=%00", "town=%25",
        "area=05%27", "q=und+der+die", "%F0%9F%92%A5=1", "due=sometimes", "unread=maybe", "examiner=99999999",
        "authority=1", "q=" + "wort+" * 30,
    ],
)  # fmt: skip
def test_nonsense_in_the_address_is_a_page_and_no_fault(query: str, authority: Authority, programme: Programme) -> None:
    bare_cases(programme, authority, 1)
    client = authority.client(Role.CASEWORKER)
    for tab in ("tab=all&", ""):
        assert client.get(f"{LIST}?{tab}{query}").status_code == 200
    assert client.get(f"/cases/export/csv/?{query}").status_code == 200
    assert client.get(f"/cases/assign/?all=1&{query}").status_code in (200, 302)
    assert client.get(f"/cases/views/?{query}").status_code == 200
    assert client.post("/cases/views/", {"query": query, "name": "Unsinn"}).status_code == 302
    assert client.get("/cases/views/").status_code == 200


def test_what_makes_no_sense_shows_its_error_and_does_not_count(authority: Authority, programme: Programme) -> None:
    bare_cases(programme, authority, 1)
    answer = page(authority.client(Role.CASEWORKER), "tab=all&least=9000&most=1000")
    assert "Der obere Betrag liegt unter dem unteren." in answer
    assert "N-0" in answer


def test_hand_made_addresses_lead_nowhere(authority: Authority) -> None:
    client = authority.client(Role.CASEWORKER)
    for address in ("/cases/export/pdf/", "/cases/views/99/begin/", "/cases/rules/99/remove/", "/cases/N-404/"):
        answer = client.post(address) if "views" in address or "rules" in address else client.get(address)
        assert answer.status_code == 404, address


@pytest.mark.parametrize("extra", ["", "&q=bauen", "&sort=score&column=district&column=call&column=block&column=title"])
def test_the_list_costs_the_same_for_one_row_and_for_fifty(extra: str, authority: Authority) -> None:
    call = open_call()
    client = authority.client(Role.CASEWORKER)
    counts = []
    for wanted in (1, 50):
        for _case in range(wanted - Case.objects.count()):
            index_case(bare_case(call.programme, authority.organisation, call=call))
        page(client, f"tab=all{extra}")
        with CaptureQueriesContext(connection) as queries:
            assert len(numbers(client, f"tab=all{extra}")) == wanted
        counts.append(len(queries))
    assert counts[0] == counts[1] <= MOST_QUERIES, counts


def test_long_names_and_hostile_titles_are_text(authority: Authority, programme: Programme) -> None:
    case = bare_cases(programme, authority, 1)[0]
    Case.objects.filter(pk=case.pk).update(title="<script>alert(1)</script>" + "X" * 200, applicant_name="&" * 290)
    answer = page(authority.client(Role.CASEWORKER))
    assert "<script>alert(1)" not in answer
    assert "&lt;script&gt;" in answer
