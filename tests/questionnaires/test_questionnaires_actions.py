"""Versions: drafts change part by part, published ones never again, and everything is recorded."""

import json
import re
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

from kommin.foundation.access import Actor, NotAllowed
from kommin.foundation.audit.models import Record
from kommin.foundation.audit.words import described_actions
from kommin.questionnaires import actions, editing
from kommin.questionnaires.actions import Edit
from kommin.questionnaires.definition import DefinitionError, Words, dump
from kommin.questionnaires.errors import EditConflict, NotReady, QuestionnaireError
from kommin.questionnaires.models import QuestionnaireVersion
from questionnaires.samples import acting, definition, every_kind


def rename(key: str, title: str, seen: str = "") -> Edit:
    def change(stored):
        question = stored.by_key[key].model_copy(update={"title": Words(de=title)})
        return editing.set_question(stored, key, question)

    return Edit(name="question_changed", change=change, part=key, seen=seen, data={"question": key})


def recorded() -> list[str]:
    return list(
        Record.objects.filter(action__startswith="questionnaires.").order_by("number").values_list("action", flat=True)
    )


def test_a_questionnaire_goes_through_its_life(world, draft) -> None:
    by = acting(world.officer)
    draft = actions.edit_definition(version=draft, edit=rename("name", "Ihr Name"), by=by)
    published = actions.publish_version(version=draft, stamp=draft.stamp, by=by)
    assert published.sha256
    second = actions.derive_version(questionnaire=published.questionnaire, by=by)
    assert (second.number, second.based_on_id, second.definition.by_key["name"].title.de) == (
        2,
        published.pk,
        "Ihr Name",
    )
    assert recorded() == [
        "questionnaires.created", "questionnaires.question_changed", "questionnaires.published",
        "questionnaires.version_begun",
    ]  # fmt: skip


def test_every_action_has_a_name_for_readers() -> None:
    room = Path(actions.__file__).parents[1]
    source = "".join(path.read_text() for path in [*room.glob("actions/*.py"), *room.glob("views/*.py")])
    names = set(re.findall(r'Edit\(\s*name="(\w+)"', source)) | {
        f"{part}_{what}" for part in ("section", "question") for what in ("moved", "copied", "removed")
    }
    recorded_by_actions = {f"questionnaires.{name}" for name in names} | set(
        re.findall(r'"(questionnaires\.(?:created|published|version_begun|imported))"', source)
    )
    assert len(recorded_by_actions) >= 15
    assert recorded_by_actions <= described_actions()


def test_the_database_keeps_published_versions(world, draft) -> None:
    published = actions.publish_version(version=draft, stamp=draft.stamp, by=acting(world.officer))
    found = QuestionnaireVersion.objects.filter(pk=published.pk)
    for change in (lambda: found.update(content={}), lambda: found.update(state="draft"), lambda: found.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    with pytest.raises(QuestionnaireError, match="veröffentlicht"):
        actions.edit_definition(version=published, edit=rename("name", "x"), by=acting(world.officer))


def test_what_is_missing_prevents_publishing(world) -> None:
    by = acting(world.officer)
    empty = actions.create_questionnaire(organisation=world.ministry, title="Leer", by=by)
    with pytest.raises(NotReady) as refused:
        actions.publish_version(version=empty, stamp=empty.stamp, by=by)
    assert refused.value.problems


def test_nobody_publishes_what_they_have_not_seen(world, draft) -> None:
    stamp = draft.stamp
    actions.edit_definition(version=draft, edit=rename("name", "neu"), by=acting(world.colleague))
    with pytest.raises(EditConflict):
        actions.publish_version(version=draft, stamp=stamp, by=acting(world.officer))


def test_two_editors_change_different_questions(world, draft) -> None:
    seen = {key: editing.part_print(draft.definition, key) for key in ("name", "story")}
    actions.edit_definition(version=draft, edit=rename("name", "Von Kim", seen["name"]), by=acting(world.colleague))
    after = actions.edit_definition(
        version=draft, edit=rename("story", "Von Priya", seen["story"]), by=acting(world.officer)
    )
    assert after.definition.by_key["name"].title.de == "Von Kim"
    assert after.definition.by_key["story"].title.de == "Von Priya"


def test_two_editors_change_the_same_question(world, draft) -> None:
    seen = editing.part_print(draft.definition, "name")
    actions.edit_definition(version=draft, edit=rename("name", "Von Kim", seen), by=acting(world.colleague))
    with pytest.raises(EditConflict):
        actions.edit_definition(version=draft, edit=rename("name", "Von Priya", seen), by=acting(world.officer))
    assert QuestionnaireVersion.objects.get(pk=draft.pk).definition.by_key["name"].title.de == "Von Kim"


def test_saving_without_a_change_records_nothing(world, draft) -> None:
    edit = Edit(name="texts_changed", change=lambda stored: stored)
    assert actions.edit_definition(version=draft, edit=edit, by=acting(world.officer)).stamp == draft.stamp
    assert recorded() == ["questionnaires.created"]


@pytest.mark.parametrize("who", ["caseworker", "auditor", "editor"])
def test_others_change_nothing(world, draft, who) -> None:
    by = acting(getattr(world, who))
    for act in (
        lambda: actions.edit_definition(version=draft, edit=rename("name", "x"), by=by),
        lambda: actions.publish_version(version=draft, stamp=draft.stamp, by=by),
        lambda: actions.create_questionnaire(organisation=world.ministry, title="x", by=by),
        lambda: actions.derive_version(questionnaire=draft.questionnaire, by=by),
        lambda: actions.import_definition(version=draft, stamp=0, text=b"{}", by=by),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_file_replaces_a_draft_or_is_refused_whole(world, draft) -> None:
    by = acting(world.officer)
    with pytest.raises(DefinitionError):
        actions.import_definition(version=draft, stamp=draft.stamp, text=b'{"sections": 5}', by=by)
    text = json.dumps(dump(definition({"key": "new", "kind": "yes_no"}))).encode()
    after = actions.import_definition(version=draft, stamp=draft.stamp, text=text, by=by)
    assert list(after.definition.by_key) == ["new"]
    with pytest.raises(EditConflict):
        actions.import_definition(version=draft, stamp=draft.stamp, text=text, by=by)


def test_test_answers_belong_to_one_person(world, draft) -> None:
    from kommin.questionnaires.queries import trial_of

    actions.save_trial(version=draft, values={"name": "x"}, by=acting(world.officer))
    assert trial_of(draft, acting(world.officer)).values == {"name": "x"}
    assert trial_of(draft, acting(world.colleague)).values == {}
    actions.clear_trial(version=draft, by=acting(world.officer))
    assert trial_of(draft, acting(world.officer)).values == {}
    with pytest.raises(QuestionnaireError):
        actions.save_trial(version=draft, values={}, by=Actor.command("test"))


def test_a_flag_to_answer_again_is_for_one_version(world) -> None:
    by = acting(world.officer)
    flagged = definition({"key": "a", "kind": "yes_no", "ask_again": True})
    first = actions.create_questionnaire(organisation=world.ministry, definition=flagged, by=by)
    actions.publish_version(version=first, stamp=first.stamp, by=by)
    assert not actions.derive_version(questionnaire=first.questionnaire, by=by).definition.by_key["a"].ask_again


def test_moving_copying_and_removing_keep_everything_else() -> None:
    old = every_kind()
    copied, key = editing.copy_question(old, "name")
    assert key == "name_2"
    assert list(copied.by_key)[:2] == ["name", "name_2"]
    assert editing.remove_question(copied, key) == old
    moved = editing.move_question(old, "name", 1)
    assert list(moved.by_key)[:2] == ["email", "name"]
    assert editing.move_question(moved, "name", -1) == old
    assert editing.move_question(old, "name", -1) == old
    twice = editing.copy_section(old, "first")
    assert len(twice.by_key) == 2 * len(old.by_key)
    over = editing.move_question(twice, "grant", 1)
    assert over.section_of["grant"].key == twice.sections[1].key
    assert editing.new_key("Größe der Maßnahme?", [], otherwise="question") == "groesse_der_massnahme"
    assert editing.new_key("123", [], otherwise="question") == "question_123"
