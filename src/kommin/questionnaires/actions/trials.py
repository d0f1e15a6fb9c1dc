"""Test answers: a person's own scratch paper, so nothing of it is recorded."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kommin.foundation.access import Actor, require
from kommin.questionnaires import rules
from kommin.questionnaires.answering import AnswerSheet
from kommin.questionnaires.errors import QuestionnaireError
from kommin.questionnaires.models import QuestionnaireVersion, Trial


@transaction.atomic
def save_trial(*, version: QuestionnaireVersion, values: Mapping[str, Any], by: Actor) -> AnswerSheet:
    """Keep somebody's test answers.

    Raises:
        QuestionnaireError: it is no person who tries it.
        NotAllowed: `by` may not read this questionnaire.
    """
    require(rules.may_read, by=by, of=version)
    if by.user_id is None:
        raise QuestionnaireError(_("Only people keep test answers."))
    trial, _created = Trial.objects.get_or_create(questionnaire_id=version.questionnaire_id, person_id=by.user_id)
    sheet = AnswerSheet.from_json(trial.sheet).saving(values)
    trial.sheet, trial.changed_at = sheet.as_json(), timezone.now()
    trial.save(update_fields=["sheet", "changed_at"])
    return sheet


def clear_trial(*, version: QuestionnaireVersion, by: Actor) -> None:
    """Throw somebody's own test answers away.

    Raises:
        NotAllowed: `by` may not read this questionnaire.
    """
    require(rules.may_read, by=by, of=version)
    Trial.objects.filter(questionnaire_id=version.questionnaire_id, person_id=by.user_id).delete()
