"""A ministry with an open call, and towns with people in every role: what the tests of applications begin with."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone, translation

from files.samples import pdf as pdf_content
from files.samples import upload
from kommin.cases import actions as cases
from kommin.cases.content import Dossier, document_purpose
from kommin.cases.models import Application, SignOffBy, Submission
from kommin.foundation.access import Actor
from kommin.people.models import Kind, Membership, Organisation, OrganisationName, Role, User
from kommin.people.standing import as_person, standings_of
from kommin.programmes import actions as programmes
from kommin.programmes.legal import legal_values
from kommin.programmes.models import (
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
from kommin.questionnaires.actions.editing import import_definition
from kommin.questionnaires.actions.versions import derive_version
from kommin.questionnaires.definition import load
from kommin.questionnaires.models import QuestionnaireVersion
from kommin.regimes.queries import regime_book

CLOCK = Actor.clock()
IBAN = "DE89 3704 0044 0532 0130 00"
QUESTIONS: dict[str, Any] = {
    "title": {"de": "Antrag", "en": "Application"},
    "sections": [
        {"key": "goals", "title": {"de": "Ziele", "en": "Goals"}, "questions": [
            {"kind": "long_text", "key": "aim", "required": True, "max_length": 4000,
             "title": {"de": "Was wollen Sie erreichen?", "en": "What do you want to achieve?"}},
            {"kind": "short_text", "key": "group", "max_length": 200,
             "title": {"de": "Wen erreichen Sie?", "en": "Whom do you reach?"}},
            {"kind": "number", "key": "people", "minimum": "1",
             "title": {"de": "Wie viele Menschen?", "en": "How many people?"}},
        ]},
        {"key": "way", "title": {"de": "Weg", "en": "Way"}, "questions": [
            {"kind": "yes_no", "key": "known", "required": True,
             "title": {"de": "Gibt es Vorerfahrung?", "en": "Is there experience?"}},
            {"kind": "table", "key": "steps", "max_rows": 9, "title": {"de": "Schritte", "en": "Steps"}, "columns": [
                {"key": "what", "title": {"de": "Was", "en": "What"}},
                {"key": "cost", "title": {"de": "Betrag", "en": "Amount"}, "kind": "money", "total": True}]},
        ]},
    ],
}  # fmt: skip


def words(text: str) -> dict[str, str]:
    return {"title_de": text, "title_en": f"{text} (English)", "text_de": f"Zu {text}.", "text_en": f"About {text}."}


def house(kind: Kind, name: str, key: str = "") -> Organisation:
    made = Organisation.objects.create(kind=kind, municipality_key=key)
    OrganisationName.objects.create(organisation=made, name=name, valid_from=date(2000, 1, 1))
    return made


class Town:
    """A municipality with one person in each role."""

    def __init__(self, name: str = "Musterstadt", key: str = "05111000") -> None:
        self.organisation = house(Kind.MUNICIPALITY, name, key)
        self.users = {
            role: User.objects.create_user(f"{role}.{key}@example.org", name=f"{role.label} {name}")
            for role in (Role.EDITOR, Role.TREASURER, Role.SIGNATORY)
        }
        for role, user in self.users.items():
            Membership.objects.create(person=user, organisation=self.organisation, role=role)

    def actor(self, role: Role) -> Actor:
        standings = standings_of(self.users[role])
        return as_person(self.users[role], standings[0], standings)

    @property
    def editor(self) -> Actor:
        return self.actor(Role.EDITOR)

    @property
    def treasurer(self) -> Actor:
        return self.actor(Role.TREASURER)

    @property
    def signatory(self) -> Actor:
        return self.actor(Role.SIGNATORY)

    def client(self, role: Role = Role.EDITOR, **headers: Any) -> Client:
        client = Client(headers=headers or None)
        client.force_login(self.users[role], "allauth.account.auth_backends.AuthenticationBackend")
        return client

    def colleague(self) -> Actor:
        """A second editor."""
        user = User.objects.create_user(f"second.{self.organisation.pk}@example.org", name="Zweite Person")
        Membership.objects.create(person=user, organisation=self.organisation, role=Role.EDITOR)
        return as_person(user, standings_of(user)[0], standings_of(user))


def make_programme(ministry: Organisation | None = None) -> Programme:
    ministry = ministry or house(Kind.MINISTRY, "Ministerium für Beispiele")
    return programmes.create_programme(
        ministry=ministry, by=CLOCK, slug="zukunft", valid_from=date(2020, 1, 1), **words("KOMM-IN Zukunft")
    )


def make_guideline(programme: Programme) -> Guideline:
    guideline = programmes.create_guideline(
        programme=programme, by=CLOCK, title="Richtlinie", source="erfunden", valid_from=date(2020, 1, 1),
        applicants=["town", "city"], minimum_grant=Decimal(2000), clause_set=ClauseSet.objects.get(),
    )  # fmt: skip
    for values in (
        {"kind": "share", "rate": Decimal(80), "cap": Decimal(50_000)},
        {"kind": "share", "rate": Decimal(90), "cap": Decimal(60_000), "consolidation": "yes"},
    ):
        programmes.save_rule_part(part=FinancingRule(guideline=guideline), by=CLOCK, **values)
    programmes.save_rule_part(part=CostCategory(guideline=guideline), by=CLOCK, **words("Honorare"), usual=True)
    programmes.save_rule_part(
        part=CostCategory(guideline=guideline), by=CLOCK, **words("Bewirtung"), eligible=False, position=1
    )
    return guideline


def make_questions(ministry: Organisation, definition: dict[str, Any] | None = None) -> QuestionnaireVersion:
    version = create_questionnaire(organisation=ministry, by=CLOCK, definition=load(definition or QUESTIONS))
    return publish_version(version=version, stamp=version.stamp, by=CLOCK)


def open_call(*, slug: str = "aufruf", opens: datetime | None = None, closes: datetime | None = None, grace: int = 0,
              documents: tuple[str, ...] = ("Ratsbeschluss",), signed_scan: bool = False) -> Call:  # fmt: skip
    """A published call, open since ten days and for twenty more."""
    programme = Programme.objects.filter(slug="zukunft").first() or make_programme()
    guideline = programme.guidelines.first() or make_guideline(programme)
    if signed_scan:
        programmes.change_guideline(guideline=guideline, signed_scan=True, by=CLOCK)
    now = timezone.now()
    block = programme.blocks.first() or programmes.save_block(
        programme=programme, by=CLOCK, code="netz", **words("Vernetzung")
    )
    call = programmes.create_call(
        programme=programme, by=CLOCK, slug=slug, guideline=guideline, questionnaire=make_questions(programme.ministry),
        opens_at=opens or now - timedelta(days=10), closes_at=closes or now + timedelta(days=20), grace_minutes=grace,
        contact_name="Kim Beispiel", contact_email="kim@example.org", budget=Decimal(500_000), **words("Aufruf"),
    )  # fmt: skip
    programmes.change_call(call=call, by=CLOCK, blocks=[block])
    programmes.save_call_part(part=Criterion(call=call), by=CLOCK, **words("Wirkung"), weight=100)
    for title in documents:
        programmes.save_call_part(part=RequiredDocument(call=call), by=CLOCK, **words(title))
    programmes.save_call_part(
        part=Milestone(call=call), by=CLOCK, title_de="Bescheide", title_en="Decisions", day=date(2027, 2, 1)
    )
    sayings = {each.value.parameter: programmes.Saying("Erlass") for each in legal_values(call, regime_book())}
    programmes.judge_legal_values(call=call, sayings=sayings, by=CLOCK)
    programmes.check_call(call=call, by=CLOCK)
    moment = min(now, (closes or now) - timedelta(hours=1)) if closes else now
    programmes.publish_call(call=call, by=CLOCK, now=moment)
    return Call.objects.get(pk=call.pk)


def new_questions(call: Call, definition: dict[str, Any]) -> None:
    """Publish other questions for an open call."""
    draft = derive_version(questionnaire=call.questionnaire.questionnaire, by=CLOCK)  # type: ignore[union-attr]
    draft = import_definition(version=draft, stamp=draft.stamp, text=json.dumps(definition).encode(), by=CLOCK)
    version = publish_version(version=draft, stamp=draft.stamp, by=CLOCK)
    programmes.change_call(call=call, by=CLOCK, questionnaire=version)
    programmes.publish_changes(call=Call.objects.get(pk=call.pk), reason="Eine Frage war unklar.", by=CLOCK)


MASTER = {
    "street": "Rathausplatz 1", "postcode": "12345", "town": "Musterstadt", "contact_name": "Anna Beispiel",
    "contact_phone": "0123 456", "contact_email": "anna@example.org", "account_holder": "Stadt Musterstadt",
    "iban": IBAN, "consolidation_from": None, "consolidation_until": None,
}  # fmt: skip


def begin(town: Town, call: Call, title: str = "Brücken bauen", **more: Any) -> Application:
    more.setdefault("once", f"{title}-{Application.objects.count()}"[:32])
    return cases.begin_application(call=call, organisation=town.organisation, title=title, by=town.editor, **more)


@dataclass
class Begun:
    """What many tests of applications begin with, as far as they ask for it."""

    call: Call | None = None
    town: Town | None = None
    draft: Application | None = None


def a_call() -> Begun:
    with translation.override("de"):
        return Begun(open_call())


def a_draft(**of_call: Any) -> Begun:
    with translation.override("de"):
        town, call = Town(), open_call(**of_call)
        return Begun(call, town, begin(town, call))


def save(application: Application, by: Actor, *, seen: int | None = None, page: str = "", **fields: Any) -> cases.Saved:
    current = Application.objects.get(pk=application.pk).sheet.revision
    given = {key.replace("__", "/"): value for key, value in fields.items()}
    return cases.save_fields(
        application=application, fields=given, seen=current if seen is None else seen, page=page, by=by
    )


def pdf(name: str = "beschluss.pdf") -> SimpleUploadedFile:
    return upload(pdf_content(), name)


def complete(application: Application, town: Town, *, cost: str = "10000.00", master: bool = True) -> Application:
    """Fill in everything that the call asks for."""
    if master:
        cases.save_master_data(organisation=town.organisation, values=MASTER, by=town.editor)
    year = timezone.localdate().year + 1
    category = Dossier(application).call.costs[0].id
    cases.save_fields(
        application=application, seen=application.sheet.revision, page="", by=town.editor,
        fields={
            "aim": "Wir bauen Brücken.", "known": True, "about/from": f"{year}-01-01", "about/until": f"{year}-12-31",
            f"plan/cost-{category}/{year}": cost,
        },
    )  # fmt: skip
    cases.fill_up_plan(application=application, by=town.editor)
    for document in Dossier(application).call.documents:
        cases.add_documents(
            application=application, uploads=[pdf()], purpose=document_purpose(document.id), by=town.editor
        )
    return Application.objects.get(pk=application.pk)


def signed(application: Application, town: Town) -> Application:
    """Signed off by everybody."""
    for by in (town.treasurer, town.signatory):
        cases.sign_off(application=application, revision=application.sheet.revision, by=by)
    return Application.objects.get(pk=application.pk)


def submitted(town: Town, call: Call, title: str = "Brücken bauen") -> Submission:
    application = signed(complete(begin(town, call, title), town), town)
    return cases.submit_application(application=application, received=timezone.now(), by=town.signatory)


def nobody_signs(town: Town) -> None:
    cases.change_handling(
        organisation=town.organisation, sign_off=SignOffBy.NONE, editors_submit=True, by=town.signatory
    )
