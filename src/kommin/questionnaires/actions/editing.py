"""Changing a draft, one part at a time, so that several people can work on it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kommin.foundation.access import Actor, require
from kommin.foundation.audit import actions as audit
from kommin.questionnaires import rules
from kommin.questionnaires.actions.versions import locked
from kommin.questionnaires.definition import Definition, dump, load, load_json
from kommin.questionnaires.editing import part_print
from kommin.questionnaires.errors import EditConflict, QuestionnaireError
from kommin.questionnaires.models import QuestionnaireVersion
from kommin.questionnaires.models.questionnaire import TITLE_LENGTH


@dataclass(frozen=True)
class Edit:
    """One change of a draft.

    Args:
        name: a stable word for the record, such as "question_changed".
        change: makes the new definition from the stored one; raises QuestionnaireError when that is impossible.
        part: the part that was looked at ("" for the questionnaire's own texts, else the key of a section or question).
        seen: the print of that part when the page was opened; empty where nothing can be overwritten.
        data: what the record keeps.
    """

    name: str
    change: Callable[[Definition], Definition]
    part: str = ""
    seen: str = ""
    data: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def edit_definition(*, version: QuestionnaireVersion, edit: Edit, by: Actor) -> QuestionnaireVersion:
    """Change one part of a draft; other parts that others changed meanwhile stay as they left them.

    Raises:
        EditConflict: somebody else changed the same part since.
        QuestionnaireError: the version is published, or the change is impossible.
        NotAllowed: `by` does not edit this organisation's questionnaires.
    """
    require(rules.may_edit, by=by, of=version)
    version = locked(version)
    if edit.seen and edit.seen != part_print(version.definition, edit.part):
        raise EditConflict(_("Somebody else changed this in the meantime. Nothing was overwritten."))
    return _store(version, edit.change(version.definition), f"questionnaires.{edit.name}", edit.data, by)


@transaction.atomic
def import_definition(*, version: QuestionnaireVersion, stamp: int, text: bytes, by: Actor) -> QuestionnaireVersion:
    """Replace a whole draft by a definition from a JSON file.

    Raises:
        DefinitionError: the file describes no definition.
        EditConflict: somebody changed the draft since it was looked at.
        QuestionnaireError: the version is published.
        NotAllowed: `by` does not edit this organisation's questionnaires.
    """
    require(rules.may_edit, by=by, of=version)
    definition = load_json(text)
    version = locked(version)
    if version.stamp != stamp:
        raise EditConflict(_("Somebody changed this draft in the meantime. Please check it once more."))
    return _store(version, definition, "questionnaires.imported", {"questions": len(definition.by_key)}, by)


def _store(
    version: QuestionnaireVersion, definition: Definition, action: str, data: dict[str, Any], by: Actor
) -> QuestionnaireVersion:
    content = dump(definition)
    if content == version.content:
        return version
    load(content)  # what cannot be read again is never stored
    if not definition.title.de.strip():
        raise QuestionnaireError(_("Give the questionnaire a title in German."))
    version.content = content
    version.stamp += 1
    version.changed_at = timezone.now()
    version.changed_by_id = by.user_id
    version.save(update_fields=["content", "stamp", "changed_at", "changed_by"])
    version.__dict__.pop("definition", None)  # read again from the new content
    version.questionnaire.title = definition.title.de.strip()[:TITLE_LENGTH]
    version.questionnaire.save(update_fields=["title"])
    audit.record(
        action=action,
        by=by,
        target=version.questionnaire,
        data={"version": version.number, "stamp": version.stamp, **data},
    )
    return version
