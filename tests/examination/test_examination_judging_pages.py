"""The pages of scoring, amounts and rounds: blind on every page, useful without script, bounded."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.town import Town
from databases import Beginnings
from examination.cases_in_hand import Authority
from examination.rounds import accepted, bare_round, case_to_score, give_means, hand_in, scored_call, scorer_of, typed
from kommin.cases.models import Case, Stage
from kommin.examination.actions import ranking
from kommin.examination.actions.agreeing import propose_consensus
from kommin.examination.actions.scoring import hand_in_scores, save_scores
from kommin.examination.blindness import current_criteria
from kommin.examination.models import AmountJudgement, Consensus, Proposal, Scenario, ScoreSheet
from kommin.examination.ranking.engine import Rules
from kommin.foundation.access import NotAllowed
from kommin.people.models import ConflictOfInterest, Deputyship, Membership, Role, User
from kommin.people.models.dated import today
from kommin.people.standing import as_person, standings_of
from kommin.programmes.models import Call

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@dataclass
class Judged:
    authority: Authority
    call: Call
    case: Case | None = None


def call_with_means() -> Judged:
    authority, call = Authority(), scored_call()
    give_means(call, authority, commitment="100000.00")
    return Judged(authority, call)


def case_of_two() -> Judged:
    """A case to be scored by two."""
    made = call_with_means()
    people = [made.authority.user(Role.CASEWORKER, number) for number in (1, 2)]
    made.case = case_to_score(made.call, Town(), made.authority, *people)
    return made


@pytest.fixture(scope="class")
def begun(request: pytest.FixtureRequest, beginnings: Beginnings) -> Iterator[Judged]:
    with beginnings.in_use(case_of_two if "case" in request.fixturenames else call_with_means) as made:
        yield made


@pytest.fixture
def authority(begun: Judged, db: None) -> Authority:
    return begun.authority


@pytest.fixture
def call(begun: Judged, db: None) -> Call:
    return begun.call


@pytest.fixture
def case(begun: Judged, db: None) -> Case | None:
    return begun.case


@pytest.fixture
def people(authority: Authority) -> list[User]:
    return [authority.user(Role.CASEWORKER, number) for number in (1, 2)]


def url(route: str, case: Case, *args: object) -> str:
    return reverse(f"examination:{route}", args=[case.number, *args])


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def points_of(case: Case, *points: str, **more: Any) -> dict[str, Any]:
    lines = typed(case, *points)
    return {f"points-{key}": line["points"] for key, line in lines.items()} | more


SECRET = "nur-fuer-spaeter"


def test_no_page_shows_a_score_to_whoever_has_not_handed_in(
    case: Case, call: Call, authority: Authority, people: list[User]
) -> None:
    lines = {key: line | {"comment": SECRET} for key, line in typed(case, "1.5", "9.5").items()}

    hand_in_scores(
        scorer=scorer_of(case, people[0]), typed=lines, comment=SECRET, by=authority.actor(Role.CASEWORKER, 1)
    )
    addresses = [
        url("case", case), url("scores", case), url("amount", case), url("scorers", case),
        url("hand_over_scoring", case, scorer_of(case, people[1]).pk),
        reverse("examination:round", args=[call.slug]), reverse("examination:rounds"),
        reverse("examination:export_round", args=[call.slug, "csv"]),
    ]  # fmt: skip
    blind = authority.client(Role.CASEWORKER, 2)
    for address in addresses:
        answer = blind.get(address)
        content = b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined,arg-type]
        for hidden in (SECRET, "1,5", "9,5", "56,00"):
            assert hidden not in content.decode(), address
    assert SECRET in text(authority.client(Role.HEAD), url("scores", case))
    assert SECRET in text(authority.client(Role.CASEWORKER, 1), url("scores", case))
    assert SECRET not in text(authority.client(Role.SECOND_EXAMINER), url("scores", case))
    hand_in(case, people[1], "1", "9")
    assert SECRET in text(blind, url("scores", case))


def test_a_refused_entry_comes_back_with_what_was_typed(case: Case, authority: Authority) -> None:
    client = authority.client(Role.CASEWORKER, 1)
    answer = client.post(url("save_scores", case), points_of(case, "7", "8", hand_in="1", stamp="0"))
    assert answer.status_code == 200
    assert 'value="7"' in answer.content.decode()
    assert not ScoreSheet.objects.exists()


def test_two_examiners_score_in_the_browser_and_the_case_is_assessed(
    case: Case, authority: Authority, people: list[User]
) -> None:
    first, second = (authority.client(Role.CASEWORKER, number) for number in (1, 2))
    page = text(first, url("scores", case))
    assert "points-" in page
    kept = first.post(
        url("save_scores", case), points_of(case, "4", "", stamp="0", page="a" * 16), headers={"HX-Request": "true"}
    )
    assert 'name="stamp" value="1"' in kept.content.decode()
    sent = first.post(url("save_scores", case), points_of(case, "4", "8,5", hand_in="1", stamp="0", page="a" * 16))
    assert sent.status_code == 302
    second.post(url("save_scores", case), points_of(case, "4", "8", hand_in="1", stamp="0"))
    accepted(case)
    assert Case.objects.get(pk=case.pk).stage == Stage.ASSESSED
    assert "81,00" in text(first, url("scores", case))


def test_a_common_score_is_proposed_and_agreed_in_the_browser(
    case: Case, authority: Authority, people: list[User]
) -> None:
    hand_in(case, people[0], "5", "8")
    hand_in(case, people[1], "1", "8")
    first, second = (authority.client(Role.CASEWORKER, number) for number in (1, 2))
    keys = list(typed(case, "4", "8"))
    assert f"Bei: {current_criteria(case).entries[0].title}." in text(first, url("scores", case))
    data = {f"common-points-{keys[0]}": "4", f"common-points-{keys[1]}": "8", "common-reason": "so"}
    assert first.post(url("propose_consensus", case), data).status_code == 200
    data |= {f"common-reason-{keys[0]}": "belegt"}
    assert first.post(url("propose_consensus", case), data).status_code == 302

    made = Consensus.objects.get()
    assert "belegt" in text(second, url("scores", case))
    assert second.post(url("answer_consensus", case, made.pk), {"agree": "1"}).status_code == 302
    assert Case.objects.get(pk=case.pk).score == Decimal("80.00")
    assert "80,00" in text(second, url("scores", case))


def test_a_case_under_discussion_stays_within_the_queries_of_its_page(
    case: Case, authority: Authority, people: list[User]
) -> None:
    hand_in(case, people[0], "5", "8")
    hand_in(case, people[1], "1", "8")
    keys = list(typed(case, "4", "8"))
    propose_consensus(
        case=case, typed={keys[0]: {"points": "4", "reason": "belegt"}, keys[1]: {"points": "8"}}, reason="so",
        by=authority.actor(Role.CASEWORKER, 1),
    )  # fmt: skip
    second = authority.client(Role.CASEWORKER, 2)
    assert "Auf die vorgeschlagene gemeinsame Bewertung antworten" in text(second, url("case", case))
    with CaptureQueriesContext(connection) as asked:
        second.get(url("case", case))
    assert len(asked) <= 20


def test_a_deputy_scores_in_somebodys_place_but_never_twice(
    case: Case, authority: Authority, people: list[User]
) -> None:

    membership = Membership.objects.get(person=people[0])
    third = authority.user(Role.CASEWORKER, 3)
    for deputy in (third, people[1]):
        Deputyship.objects.create(membership=membership, deputy=deputy, valid_until=today() + timedelta(days=3))

    def standing_in(user: User) -> Any:
        standings = standings_of(user)
        return as_person(user, next(one for one in standings if one.deputising_for), standings)

    with pytest.raises(NotAllowed):
        save_scores(scorer=scorer_of(case, people[0]), typed=typed(case, "4"), comment="", by=standing_in(people[1]))

    sheet = hand_in_scores(
        scorer=scorer_of(case, people[0]), typed=typed(case, "4", "8"), comment="", by=standing_in(third)
    )
    assert (sheet.handed_in_by_name, sheet.deputising_for) == (third.name, people[0].name)


def test_a_plan_is_judged_in_the_browser(case: Case, authority: Authority) -> None:
    client = authority.client(Role.CASEWORKER, 1)
    page = text(client, url("amount", case))
    name = next(part.split('"')[0] for part in page.split('name="') if part.startswith("verdict-"))
    key = name.removeprefix("verdict-")
    amount = next(part.split('"')[0] for part in page.split('name="') if part.startswith(f"amount-{key}-"))
    wrong = client.post(url("amount", case), {name: "accepted", amount: "9.000,00", "seen": "0"})
    assert wrong.status_code == 200
    assert not AmountJudgement.objects.exists()
    done = client.post(
        url("amount", case), {name: "reduced", amount: "9.000,00", f"reason-{key}": "zu hoch", "seen": "0"}
    )
    assert done.status_code == 302
    page = text(client, url("amount", case))
    assert "7.200,00" in page
    assert "zu hoch" in page
    assert authority.client(Role.PAYMENT_OFFICER).post(url("amount", case), {}).status_code == 403


def test_whoever_is_excluded_does_not_get_in(case: Case, authority: Authority, people: list[User]) -> None:
    ConflictOfInterest.objects.create(
        person=people[0], municipality_key=case.applicant_key, municipality_name="x", ground="organ",
        declared_by=people[0],
    )  # fmt: skip
    client = authority.client(Role.CASEWORKER, 1)
    for route in ("scores", "amount", "scorers"):
        assert client.get(url(route, case)).status_code == 403
    assert client.post(url("save_scores", case), {}).status_code == 403


def test_from_scenario_to_proposal_in_the_browser(call: Call, authority: Authority) -> None:
    cases = bare_round(call, authority, [("90", "40000"), ("80", "40000"), ("70", "40000")])
    head = authority.client(Role.HEAD)
    made = head.post(reverse("examination:new_scenario", args=[call.slug]), {"name": "Kürzen", "cut": "10", "top": "2"})
    assert made.status_code == 302
    page = text(head, made["Location"])
    assert "36.000,00" in page
    row = Scenario.objects.get()
    adopt = reverse("examination:adopt_scenario", args=[call.slug, row.pk])
    assert "72.000,00" in text(head, adopt)
    answer = head.post(adopt, {"reason": "gut"})
    assert answer.status_code == 302
    assert "36.000,00" in text(head, answer["Location"])
    assert Case.objects.get(pk=cases[2].pk).stage == Stage.PROPOSED
    assert "Vorschlag" in text(head, url("case", cases[0])) or "roposal" in text(head, url("case", cases[0]))


def test_adopting_after_a_withdrawal_shows_what_changed(call: Call, authority: Authority) -> None:
    cases = bare_round(call, authority, [("90", "40000"), ("80", "40000")])
    row = ranking.make_scenario(call=call, name="A", rules=Rules(), by=authority.head)
    Case.objects.filter(pk=cases[0].pk).update(stage=Stage.WITHDRAWN)
    head = authority.client(Role.HEAD)
    adopt = reverse("examination:adopt_scenario", args=[call.slug, row.pk])
    for answer in (head.get(adopt), head.post(adopt, {})):
        assert answer.status_code == 200
        assert cases[0].number in answer.content.decode()
    assert not Proposal.objects.exists()


def test_scenarios_are_compared_side_by_side(call: Call, authority: Authority) -> None:
    bare_round(call, authority, [("90", "40000"), ("80", "40000"), ("70", "10000")])
    chosen = [
        ranking.make_scenario(call=call, name=name, rules=rules, by=authority.head)
        for name, rules in (("Eins", Rules(top=1)), ("Zwei", Rules(cut=Decimal(50))))
    ]
    client = authority.client(Role.CASEWORKER)
    page = client.get(
        reverse("examination:compare_scenarios", args=[call.slug]), {"s": [str(one.pk) for one in chosen]}
    ).content.decode()
    assert "Eins" in page
    assert "20.000,00" in page


def test_conflicts_hide_figures_in_the_ranking(call: Call, authority: Authority) -> None:
    cases = bare_round(call, authority, [("91.23", "40000"), ("80", "30000")])
    person = authority.user(Role.CASEWORKER)
    ConflictOfInterest.objects.create(
        person=person, municipality_key=cases[0].applicant_key, municipality_name="x", ground="organ",
        declared_by=person,
    )  # fmt: skip
    page = text(authority.client(Role.CASEWORKER), reverse("examination:round", args=[call.slug]))
    assert "91,23" not in page
    assert "80,00" in page


def test_the_exports_hold_the_rows_of_the_page(call: Call, authority: Authority) -> None:
    bare_round(call, authority, [("90", "40000"), ("80", "40000.50"), ("70", "40000")])
    client = authority.client(Role.HEAD)
    answer = client.get(reverse("examination:export_round", args=[call.slug, "csv"]))
    lines = b"".join(answer).decode("utf-8-sig").splitlines()  # type: ignore[arg-type]
    assert len(lines) == 4
    assert "40000.50" in lines[2]
    book = client.get(reverse("examination:export_round", args=[call.slug, "xlsx"]))
    assert book.content[:2] == b"PK"
    assert client.get(reverse("examination:export_round", args=[call.slug, "exe"])).status_code == 404


@pytest.mark.parametrize("route", ["round", "scenario", "adopt_scenario", "proposal"])
def test_as_many_queries_for_fifty_cases_as_for_one(route: str, call: Call, authority: Authority) -> None:

    client, counts = authority.client(Role.HEAD), []
    for many in (1, 49):
        bare_round(call, authority, [("50", "100")] * many)
        row = ranking.make_scenario(call=call, name=f"S{many}", rules=Rules(), by=authority.head)
        args: list[Any] = [call.slug]
        if route in {"scenario", "adopt_scenario"}:
            args.append(row.pk)
        if route == "proposal":
            args.append(ranking.adopt_scenario(scenario=row, by=authority.head).number)
        client.get(reverse(f"examination:{route}", args=args))
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(reverse(f"examination:{route}", args=args)).status_code == 200
        counts.append(len(captured))
    assert counts[0] + 1 >= counts[1]
    assert counts[1] <= 30
