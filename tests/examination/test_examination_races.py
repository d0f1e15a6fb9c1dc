"""Two at once: the second waits for the first, and nothing is lost or done twice."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connections
from django.utils import timezone

from cases.town import Town
from databases import beginning
from examination.cases_in_hand import Authority
from examination.submitted import AIM, ask, case_again, one_in_hand
from kommin.cases.actions import withdraw_application
from kommin.cases.errors import CaseError
from kommin.cases.models import Case, Stage, Supplement
from kommin.examination.actions.answering import hand_in_answer, save_answer
from kommin.examination.actions.checking import Judgement, judge_items
from kommin.examination.actions.messaging import mark_read, send_message
from kommin.examination.models import Finding, InformationRequest, Message, Side
from kommin.people.models import Role


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Start all together; the result of each, or the error it met."""
    barrier, results = threading.Barrier(len(works)), [None] * len(works)

    def run(index: int, work: Callable[[], Any]) -> None:
        try:
            barrier.wait(20)
            results[index] = work()
        except CaseError as error:
            results[index] = error  # type: ignore[call-overload]
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


one_case = beginning(one_in_hand, committing=True)


def test_two_examiners_judge_one_item(case: Case, authority: Authority) -> None:
    people = [authority.actor(Role.CASEWORKER, number) for number in (1, 2)]
    verdicts = ("missing", "unclear")
    results = at_once(
        *(
            lambda by=by, verdict=verdict: judge_items(
                case=case, judgements=[Judgement(AIM, verdict, f"von {by}")], by=by
            )
            for by, verdict in zip(people, verdicts, strict=True)
        )
    )
    finding = Finding.objects.get()
    assert sorted(len(one.clashes) for one in results) == [0, 1]
    assert finding.note == f"von {finding.by_name}", "verdict and note are of one person"


def test_two_requests_at_once_are_one(case: Case, authority: Authority) -> None:
    people = [authority.actor(Role.CASEWORKER, number) for number in (1, 2)]
    results = at_once(*(lambda by=by: ask(case, by, AIM, once=str(by)) for by in people))
    assert sum(isinstance(one, CaseError) for one in results) == 1
    assert InformationRequest.objects.count() == 1


def test_handing_in_twice_at_once_is_one_supplement(case: Case, authority: Authority, town: Town) -> None:
    request = ask(case, authority.caseworker, AIM)
    save_answer(request=request, fields={"aim": "neu"}, seen=0, by=town.editor)
    request = InformationRequest.objects.select_related("case").get()
    signatory = town.signatory
    results = at_once(
        *[lambda: hand_in_answer(request=request, received=timezone.now(), by=signatory).pk for _click in range(3)]
    )
    assert len(set(results)) == 1
    assert Supplement.objects.count() == 1


def test_withdrawn_while_the_answer_is_handed_in(case: Case, authority: Authority, town: Town) -> None:
    request = ask(case, authority.caseworker, AIM)
    save_answer(request=request, fields={"aim": "neu"}, seen=0, by=town.editor)
    request = InformationRequest.objects.select_related("case").get()
    signatory, application = town.signatory, case.application
    assert application is not None
    results = at_once(
        lambda: hand_in_answer(request=request, received=timezone.now(), by=signatory),
        lambda: withdraw_application(application=application, reason="Kein Geld.", by=signatory),
    )
    assert case_again(case).stage == Stage.WITHDRAWN, "withdrawn either way"
    assert Supplement.objects.count() == (0 if isinstance(results[0], CaseError) else 1)


def test_unread_counts_hold_when_both_sides_write(case: Case, authority: Authority, town: Town) -> None:
    editor, caseworker = town.editor, authority.caseworker
    at_once(
        *[
            lambda number=number: send_message(
                case=case, side=Side.APPLICANT, text=f"{number}", once=f"t{number}", by=editor
            )
            for number in range(2)
        ],
        lambda: send_message(case=case, side=Side.AUTHORITY, text="Antwort", once="a", by=caseworker),
        lambda: mark_read(case=case, side=Side.AUTHORITY, by=caseworker),
    )
    row = case_again(case)
    unread = Message.objects.filter(read_at__isnull=True)
    assert row.unread_authority == unread.filter(side=Side.APPLICANT).count()
    assert row.unread_applicant == unread.filter(side=Side.AUTHORITY).count() == 1
