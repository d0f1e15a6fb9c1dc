"""Questionnaires come into being, are published, and go on in a new version."""

import hashlib
import json

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kommin.foundation.access import Actor, require
from kommin.foundation.audit import actions as audit
from kommin.people.models import Organisation
from kommin.questionnaires import rules
from kommin.questionnaires.definition import Definition, Words, dump, problems
from kommin.questionnaires.errors import EditConflict, NotReady, QuestionnaireError
from kommin.questionnaires.models import Questionnaire, QuestionnaireVersion, State
from kommin.questionnaires.models.questionnaire import TITLE_LENGTH


@transaction.atomic
def create_questionnaire(
    *, organisation: Organisation, by: Actor, title: str = "", definition: Definition | None = None
) -> QuestionnaireVersion:
    """Begin a questionnaire, empty or from a definition (an import, a copy), as a draft of version 1.

    Raises:
        QuestionnaireError: it has no title.
        NotAllowed: `by` does not edit this organisation's questionnaires.
    """
    require(rules.may_edit, by=by, of=organisation)
    definition = definition or Definition()
    if title.strip():
        definition = definition.model_copy(update={"title": Words(de=title.strip(), en=definition.title.en)})
    if not definition.title.de.strip():
        raise QuestionnaireError(_("Give the questionnaire a title in German."))
    questionnaire = Questionnaire.objects.create(
        organisation=organisation, title=definition.title.de.strip()[:TITLE_LENGTH], created_by_id=by.user_id
    )
    version = QuestionnaireVersion.objects.create(
        questionnaire=questionnaire, number=1, content=dump(definition), changed_by_id=by.user_id
    )
    audit.record(
        action="questionnaires.created",
        by=by,
        target=questionnaire,
        data={"version": version.number, "questions": len(definition.by_key)},
    )
    return version


@transaction.atomic
def publish_version(*, version: QuestionnaireVersion, stamp: int, by: Actor) -> QuestionnaireVersion:
    """Publish a draft; from then on it never changes.

    Args:
        stamp: the stamp of the draft that the person has seen and checked.

    Raises:
        NotReady: something is still missing.
        EditConflict: somebody changed the draft since.
        QuestionnaireError: it is published already.
        NotAllowed: `by` does not edit this organisation's questionnaires.
    """
    require(rules.may_edit, by=by, of=version)
    version = locked(version)
    if version.stamp != stamp:
        raise EditConflict(_("Somebody changed this draft in the meantime. Please check it once more."))
    missing = [problem for problem in problems(version.definition) if problem.level == "error"]
    if missing:
        raise NotReady(_("This questionnaire cannot be published yet: something is still missing."), missing)
    version.state = State.PUBLISHED
    version.published_at = timezone.now()
    version.published_by_id = by.user_id
    version.sha256 = fingerprint(version.definition)
    version.save(update_fields=["state", "published_at", "published_by", "sha256"])
    audit.record(
        action="questionnaires.published",
        by=by,
        target=version.questionnaire,
        data={"version": version.number, "sha256": version.sha256, "questions": len(version.definition.by_key)},
    )
    return version


@transaction.atomic
def derive_version(*, questionnaire: Questionnaire, by: Actor) -> QuestionnaireVersion:
    """Begin a new version from the one published last.

    Raises:
        QuestionnaireError: there is a draft already, or nothing was published yet.
        NotAllowed: `by` does not edit this organisation's questionnaires.
    """
    require(rules.may_edit, by=by, of=questionnaire)
    questionnaire = Questionnaire.objects.select_for_update(of=("self",)).get(pk=questionnaire.pk)
    last = questionnaire.versions.order_by("-number").first()
    if last is None or last.is_draft:
        raise QuestionnaireError(_("There is a draft already. Change that one."))
    definition = _nothing_asked_again(last.definition)
    try:
        with transaction.atomic():
            version = QuestionnaireVersion.objects.create(
                questionnaire=questionnaire,
                number=last.number + 1,
                content=dump(definition),
                based_on=last,
                changed_by_id=by.user_id,
            )
    except IntegrityError as error:
        raise QuestionnaireError(_("There is a draft already. Change that one.")) from error
    audit.record(
        action="questionnaires.version_begun",
        by=by,
        target=questionnaire,
        data={"version": version.number, "based_on": last.number},
    )
    return version


def locked(version: QuestionnaireVersion) -> QuestionnaireVersion:
    """The draft as it is stored now, locked until the transaction ends.

    Raises:
        QuestionnaireError: it is published.
    """
    found: QuestionnaireVersion = (
        QuestionnaireVersion.objects.select_for_update(of=("self",))
        .select_related("questionnaire", "based_on")
        .get(pk=version.pk)
    )
    if not found.is_draft:
        raise QuestionnaireError(_("This version is published and cannot be changed. Begin a new version."))
    return found


def fingerprint(definition: Definition) -> str:
    """SHA-256 over the definition's canonical JSON."""
    text = json.dumps(dump(definition), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _nothing_asked_again(definition: Definition) -> Definition:
    sections = [
        section.model_copy(
            update={"questions": [question.model_copy(update={"ask_again": False}) for question in section.questions]}
        )
        for section in definition.sections
    ]
    return definition.model_copy(update={"sections": sections})
