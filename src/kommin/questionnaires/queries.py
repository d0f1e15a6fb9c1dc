"""What several callers ask about questionnaires."""

from django.db.models import OuterRef, QuerySet, Subquery

from kommin.foundation.access import Actor
from kommin.people.models import Role
from kommin.questionnaires.answering import AnswerSheet
from kommin.questionnaires.models import Questionnaire, QuestionnaireVersion, State, Trial


def questionnaires_for(actor: Actor) -> QuerySet[Questionnaire]:
    """The questionnaires an actor may see with `newest` (number) and `newest_state`, `newest_id`, `changed_at`."""
    newest = QuestionnaireVersion.objects.filter(questionnaire=OuterRef("pk")).order_by("-number")
    found = Questionnaire.objects.annotate(
        newest=Subquery(newest.values("number")[:1]),
        newest_id=Subquery(newest.values("pk")[:1]),
        newest_state=Subquery(newest.values("state")[:1]),
        changed_at=Subquery(newest.values("changed_at")[:1]),
        published_number=Subquery(newest.filter(state=State.PUBLISHED).values("number")[:1]),
    ).select_related("organisation")
    if actor.role != Role.AUDITOR:
        found = found.filter(organisation_id=actor.organisation_id or 0)
    return found.order_by("-changed_at", "pk")


def published_versions(organisation_id: int) -> QuerySet[QuestionnaireVersion]:
    """The published versions of an organisation's questionnaires, for choosing one; without their content."""
    return (
        QuestionnaireVersion.objects.filter(questionnaire__organisation_id=organisation_id, state=State.PUBLISHED)
        .select_related("questionnaire")
        .defer("content")
        .order_by("questionnaire__title", "-number")
    )


def trial_of(version: QuestionnaireVersion, actor: Actor) -> AnswerSheet:
    """The test answers of whoever looks."""
    stored = Trial.objects.filter(questionnaire_id=version.questionnaire_id, person_id=actor.user_id).first()
    return AnswerSheet.from_json(stored.sheet if stored else {})
