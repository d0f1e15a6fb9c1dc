"""Ministries, programmes and calls made by the actions themselves."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from kommin.foundation.access import Actor
from kommin.people.models import Kind, Organisation, OrganisationName, Role, User
from kommin.programmes import actions
from kommin.programmes.legal import legal_values
from kommin.programmes.models import (
    BuildingBlock,
    Call,
    ClauseSet,
    CostCategory,
    Criterion,
    FinancingRule,
    Guideline,
    Milestone,
    Programme,
    RequiredDocument,
)
from kommin.questionnaires.actions import create_questionnaire, publish_version
from kommin.questionnaires.definition import load
from kommin.questionnaires.models import QuestionnaireVersion
from kommin.regimes.queries import regime_book

CLOCK = Actor.clock()


def house(kind: Kind, name: str) -> Organisation:
    made = Organisation.objects.create(kind=kind)
    OrganisationName.objects.create(organisation=made, name=name, valid_from=date(2000, 1, 1))
    return made


def member(organisation: Organisation, role: Role, email: str) -> Actor:
    user = User.objects.create_user(email, name=email.split("@")[0].title())
    return Actor.person(
        user_id=user.pk,
        name=user.name,
        role=role,
        organisation_id=organisation.pk,
        organisation_name=str(organisation),
        organisation_kind=organisation.kind,
    )


def words(text: str) -> dict[str, str]:
    return {"title_de": text, "title_en": f"{text} (English)", "text_de": f"Zu {text}.", "text_en": f"About {text}."}


def make_programme(ministry: Organisation, slug: str = "zukunft", **more: object) -> Programme:
    values = {"slug": slug, "valid_from": date(2026, 1, 1)} | words("KOMM-IN Zukunft") | more
    return actions.create_programme(ministry=ministry, by=CLOCK, **values)


def make_guideline(programme: Programme) -> Guideline:
    guideline = actions.create_guideline(
        programme=programme, by=CLOCK, title="Richtlinie 2026", source="erfunden", valid_from=date(2026, 1, 1),
        applicants=["town", "city", "district"], minimum_grant=Decimal(2000), clause_set=ClauseSet.objects.get(),
    )  # fmt: skip
    for values in (
        {"kind": "share", "rate": Decimal(80), "cap": Decimal(50_000)},
        {"kind": "share", "rate": Decimal(90), "cap": Decimal(60_000), "consolidation": "yes"},
    ):
        actions.save_rule_part(part=FinancingRule(guideline=guideline), by=CLOCK, **values)
    actions.save_rule_part(part=CostCategory(guideline=guideline), by=CLOCK, **words("Honorare"), usual=True)
    return guideline


def make_questions(ministry: Organisation) -> QuestionnaireVersion:
    """A published questionnaire of one section with one question."""
    definition = load({
        "title": {"de": "Antrag", "en": "Application"},
        "sections": [{
            "key": "vorhaben", "title": {"de": "Vorhaben", "en": "Project"},
            "questions": [{
                "kind": "long_text", "key": "ziel", "required": True,
                "title": {"de": "Was wollen Sie erreichen?", "en": "What do you want to achieve?"},
                "help": {"de": "In drei Sätzen.", "en": "In three sentences."},
            }],
        }],
    })  # fmt: skip
    version = create_questionnaire(organisation=ministry, by=CLOCK, definition=definition)
    return publish_version(version=version, stamp=version.stamp, by=CLOCK)


def make_call(programme: Programme, guideline: Guideline, slug: str = "aufruf-1", **more: object) -> Call:
    now = timezone.now()
    block = BuildingBlock.objects.filter(programme=programme).first() or actions.save_block(
        programme=programme, by=CLOCK, code="netz", **words("Vernetzung")
    )
    values = {
        "slug": slug, "guideline": guideline, "questionnaire": make_questions(programme.ministry),
        "opens_at": now - timedelta(days=10), "closes_at": now + timedelta(days=20),
        "contact_name": "Kim Beispiel", "contact_email": "kim@example.org", "budget": Decimal(500_000),
    } | words("Aufruf 2026") | more  # fmt: skip
    call = actions.create_call(programme=programme, by=CLOCK, **values)
    actions.change_call(call=call, by=CLOCK, blocks=[block])
    actions.save_call_part(part=Criterion(call=call), by=CLOCK, **words("Wirkung"), weight=60)
    actions.save_call_part(part=Criterion(call=call), by=CLOCK, **words("Vernetzung"), weight=40)
    actions.save_call_part(part=RequiredDocument(call=call), by=CLOCK, **words("Ratsbeschluss"))
    actions.save_call_part(
        part=Milestone(call=call), by=CLOCK, title_de="Bescheide", title_en="Decisions", day=date(2027, 2, 1)
    )
    return Call.objects.get(pk=call.pk)


def confirm_law(call: Call, by: Actor = CLOCK) -> None:
    sayings = {
        each.value.parameter: actions.Saying("Erlass vom 1.6.2026") for each in legal_values(call, regime_book())
    }
    actions.judge_legal_values(call=call, sayings=sayings, by=by)


def publish(call: Call, by: Actor = CLOCK) -> Call:
    confirm_law(call, by)
    actions.check_call(call=call, by=by)
    actions.publish_call(call=call, by=by)
    return Call.objects.get(pk=call.pk)
