"""Several people at the same moment, with real connections and real commits."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from kommin.foundation.access import Actor
from kommin.people.models import Kind
from kommin.questionnaires import actions, editing
from kommin.questionnaires.actions import Edit
from kommin.questionnaires.definition import Words
from kommin.questionnaires.errors import QuestionnaireError
from kommin.questionnaires.models import QuestionnaireVersion
from questionnaires.samples import every_kind, house

BY = Actor.command("test")


def at_once(*works: Callable[[], object]) -> list[object]:
    """Run all at the same moment; a refusal is returned instead of a result."""
    barrier = Barrier(len(works))

    def run(work: Callable[[], object]) -> object:
        try:
            barrier.wait(30)
            return work()
        except QuestionnaireError as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


@pytest.fixture
def version(fresh_database: str) -> QuestionnaireVersion:
    ministry = house(Kind.MINISTRY, "Ministerium für Beispiele")
    return actions.create_questionnaire(organisation=ministry, definition=every_kind(), by=BY)


def rename(version: QuestionnaireVersion, key: str, title: str) -> Callable[[], object]:
    seen = editing.part_print(version.definition, key)

    def change(stored):
        renamed = stored.by_key[key].model_copy(update={"title": Words(de=title)})
        return editing.set_question(stored, key, renamed)

    edit = Edit(name="question_changed", change=change, part=key, seen=seen)
    return lambda: actions.edit_definition(version=version, edit=edit, by=BY)


def test_changes_of_different_questions_all_arrive(version) -> None:
    keys = ["name", "story", "staff", "budget", "joint", "mood"]
    results = at_once(*(rename(version, key, f"Neu {key}") for key in keys))
    assert not [result for result in results if isinstance(result, QuestionnaireError)]
    stored = QuestionnaireVersion.objects.get(pk=version.pk)
    assert [stored.definition.by_key[key].title.de for key in keys] == [f"Neu {key}" for key in keys]
    assert stored.stamp == len(keys)


def test_of_several_changes_of_one_question_one_arrives(version) -> None:
    results = at_once(*(rename(version, "name", f"Titel {number}") for number in range(4)))
    assert sum(isinstance(result, QuestionnaireError) for result in results) == 3


def test_a_version_is_published_and_followed_once(version) -> None:
    publish = [lambda: actions.publish_version(version=version, stamp=version.stamp, by=BY)] * 3
    assert sum(isinstance(result, QuestionnaireError) for result in at_once(*publish)) == 2
    begin = [lambda: actions.derive_version(questionnaire=version.questionnaire, by=BY)] * 3
    assert sum(isinstance(result, QuestionnaireError) for result in at_once(*begin)) == 2
    assert list(QuestionnaireVersion.objects.order_by("number").values_list("number", "state")) == [
        (1, "published"),
        (2, "draft"),
    ]
