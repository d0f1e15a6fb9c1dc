"""Two connections at once: the second waits for the first, and nothing is lost or done twice."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from cases.town import Town, begin, complete, open_call, save, signed
from kommin.cases import actions
from kommin.cases.errors import CaseError
from kommin.cases.models import Application, Change, Clash, SignOff, State, Submission

pytestmark = pytest.mark.usefixtures("fresh_database")


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


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.fixture
def ready(town: Town) -> Application:
    return complete(begin(town, open_call()), town)


def fresh(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


def test_two_saves_of_one_question_keep_both_texts(town: Town, ready: Application) -> None:
    first, second, seen = town.editor, town.colleague(), ready.sheet.revision
    at_once(
        lambda: save(ready, first, seen=seen, page="a" * 16, aim="eins"),
        lambda: save(ready, second, seen=seen, page="b" * 16, aim="zwei"),
    )
    stands = fresh(ready).sheet.values["aim"]
    waits = Clash.objects.get().mine
    assert {stands, waits} == {"eins", "zwei"}
    assert Change.objects.filter(key="aim", revision__gt=seen).count() == 1


def test_submitting_twice_at_once_is_one_submission(town: Town, ready: Application) -> None:
    signatory = town.signatory
    signed(ready, town)
    results = at_once(
        *[
            lambda: actions.submit_application(application=ready, received=timezone.now(), by=signatory).pk
            for _click in range(3)
        ]
    )
    assert len(set(results)) == 1
    assert Submission.objects.count() == 1


def test_a_sign_off_never_covers_what_was_not_read(town: Town, ready: Application) -> None:
    treasurer, editor, seen = town.treasurer, town.editor, ready.sheet.revision
    at_once(
        lambda: actions.sign_off(application=ready, revision=seen, by=treasurer),
        lambda: save(ready, editor, seen=seen, aim="geändert"),
    )
    after = fresh(ready)
    assert after.sheet.values["aim"] == "geändert"
    assert not SignOff.objects.filter(voided_at=None).exists()


def test_withdrawing_while_submitting_ends_withdrawn_with_or_without_a_receipt(town: Town, ready: Application) -> None:
    signatory = town.signatory
    signed(ready, town)
    results = at_once(
        lambda: actions.submit_application(application=ready, received=timezone.now(), by=signatory),
        lambda: actions.withdraw_application(application=ready, reason="Grund", by=signatory),
    )
    assert fresh(ready).state == State.WITHDRAWN
    assert Submission.objects.exists() == isinstance(results[0], Submission)


def test_numbers_are_given_once(town: Town) -> None:
    call, editor = open_call(), town.editor
    at_once(
        *[
            lambda title=title: actions.begin_application(
                call=call, organisation=town.organisation, title=title, once=title, by=editor
            )
            for title in ("eins", "zwei", "drei")
        ]
    )
    numbers = list(Application.objects.values_list("number", flat=True))
    assert len(numbers) == len(set(numbers)) == 3
