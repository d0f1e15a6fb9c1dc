"""Forty invented applications of real municipalities to the open call of “KOMM-IN Zukunft”, in every state there is.

Deterministic: the same places, titles and amounts each time. Everything is done by the actions that people use, at the
moments of loading; loading again changes nothing.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from kommin.cases import actions
from kommin.cases.content import Dossier, document_purpose
from kommin.cases.missing import financing_of
from kommin.cases.models import Application, SignOffBy, State
from kommin.cases.plan import GRANT
from kommin.cases.shares import COSTS, OF_GRANT, share_cell
from kommin.demo import programmes
from kommin.demo.people import SINCE
from kommin.foundation.access import Actor
from kommin.foundation.documents import make_pdf
from kommin.law.money import round_cents
from kommin.people.models import Kind, Membership, Organisation, OrganisationName, Role, User
from kommin.people.standing import as_person, standings_of
from kommin.programmes.models import Call

SLUG = "zukunft-1"
PLACES = (
    ("05914000", "Stadt Hagen"), ("05315000", "Stadt Köln"), ("05913000", "Stadt Dortmund"),
    ("05911000", "Stadt Bochum"), ("05915000", "Stadt Hamm"), ("05916000", "Stadt Herne"),
    ("05112000", "Stadt Duisburg"), ("05113000", "Stadt Essen"), ("05117000", "Stadt Mülheim an der Ruhr"),
    ("05124000", "Stadt Wuppertal"),
)  # fmt: skip
"""The first two have their invented people already."""
TITLES = (
    "Lotsinnen und Lotsen im Quartier", "Sprachmittlung in den Ämtern", "Ankommen mit Plan",
    "Nachbarschaft öffnet Türen", "Ein Haus für Begegnung", "Jugend redet mit", "Vereine für alle",
    "Wegweiser in zwölf Sprachen", "Elterncafés an Grundschulen", "Gesundheit verständlich",
    "Arbeit und Ausbildung im Blick", "Beirat mit Wirkung", "Ehrenamt stärken", "Kommune lernt Vielfalt",
    "Daten für gute Integration", "Sport verbindet Stadtteile", "Frauen gehen voran", "Kultur vor der Tür",
    "Digital ankommen", "Wohnen und Nachbarschaft",
)  # fmt: skip
STATES = ("draft", "complete", "half_signed", "signed_off", "submitted", "submitted", "withdrawn", "joint")
VOIDED, DECLINED, GIVEN_UP = 11, 18, 33
"""Applications with a course of their own: signed off and changed again, declined by the partner, withdrawn as a draft.

The first one was begun before a question of the call was put more clearly, and two people have written in it.
"""
COUNT = 40
MARK = "demo"
IBAN = "DE02120300000000202051"


def load() -> None:
    """Put every application in place; what is there stays as it is."""
    call = Call.objects.filter(slug=SLUG).first()
    if call is None:
        return
    document = paper()
    towns = [Town(key, name) for key, name in PLACES]
    _application(0, towns, call, document)
    programmes.ask_more_clearly(call)
    call.refresh_from_db()
    for index in range(1, COUNT):
        _application(index, towns, call, document)


def submitted_applications(places: Iterable[tuple[str, str]], count: int, *, mark: str) -> None:
    """Further submitted applications, taken in turn from these places (key and name); what is there stays.

    Args:
        mark: begins the marks by which a second loading knows them; none of them is counted by `states`.
    """
    call = Call.objects.filter(slug=SLUG).first()
    if call is None:
        return
    document, towns = paper(), [Town(key, name) for key, name in places]
    for index in range(count):
        _application(index, towns, call, document, state="submitted", mark=mark)


class Town:
    """A municipality with somebody in each role."""

    def __init__(self, key: str, name: str) -> None:
        self.name = name
        self.organisation = Organisation.objects.filter(municipality_key=key).first() or _organisation(key, name)
        self.actors: Mapping[str, Actor] = {
            role: _actor(self.organisation, role) for role in (Role.EDITOR, Role.TREASURER, Role.SIGNATORY)
        }


def _organisation(key: str, name: str) -> Organisation:
    made = Organisation.objects.create(kind=Kind.MUNICIPALITY, municipality_key=key)
    OrganisationName.objects.create(organisation=made, name=name, valid_from=date(1975, 1, 1))
    return made


def _actor(organisation: Organisation, role: Role) -> Actor:
    place = Membership.objects.filter(organisation=organisation, role=role, ended_at=None).order_by("pk").first()
    if place is None:
        person = User.objects.create(
            email=f"{role}.{organisation.municipality_key}@example.org",
            name=f"{role.label} {organisation.municipality_key}",
            password=make_password(None),
        )
        place = Membership.objects.create(person=person, organisation=organisation, role=role, valid_from=SINCE)
    standings = standings_of(place.person)
    standing = next((one for one in standings if one.membership_id == place.pk), None)
    return as_person(place.person, standing, standings)


def _application(
    index: int, towns: list[Town], call: Call, document: bytes, *, state: str = "", mark: str = MARK
) -> None:
    town = towns[index % len(towns)]
    state = state or STATES[(index * 3 + index // 10) % len(STATES)]
    once = f"{mark}-{index:02d}"
    if Application.objects.filter(organisation=town.organisation, once=once).exists():
        return
    editor = town.actors[Role.EDITOR]
    _master_data(town)
    title = TITLES[index % len(TITLES)] if index < len(TITLES) else f"{TITLES[index % len(TITLES)]} II"
    blocks = [entry.code for entry in call.blocks.order_by("position")][:2] or [""]
    row = actions.begin_application(
        call=call, organisation=town.organisation, title=title, block=blocks[index % len(blocks)], once=once, by=editor
    )
    if state == "draft":
        _save(row, editor, {"summary": _text(index, "Wir beginnen mit einem Überblick über die Angebote vor Ort.")})
        if index == 0 and mark == MARK:
            _save(row, editor, {"need": _text(index, "Viele Familien finden den Weg in die Angebote nicht.")})
            _two_versions(row, town)
            _talk(row, town)
        return
    _fill(row, index, editor, document)
    if state == "joint":
        partner = towns[(index + 1) % len(towns)]
        _join(row, partner, editor, consents=bool(index % 2))
        if index == DECLINED:
            actions.answer_as_partner(application=row, consents=False, by=partner.actors[Role.SIGNATORY])
        return
    _go_on(Application.objects.get(pk=row.pk), "given_up" if (mark, index) == (MARK, GIVEN_UP) else state, town)
    if (mark, index) == (MARK, VOIDED):
        _save(row, editor, {"effect": _text(index, "Nach einem Jahr kennt jede Familie eine Anlaufstelle.")})


def _join(row: Application, partner: Town, editor: Actor, *, consents: bool) -> None:
    """A joint project: the partner bears a fifth, both write to each other, the partner consents or is still asked."""
    task = {"name": partner.name, "task": "Beratung in eigenen Räumen, gemeinsame Schulungen"}
    _save(row, editor, {"joint_project": True, "partners": [{"id": "demo", "cells": task}]})
    actions.ask_partner(application=row, organisation=partner.organisation, by=editor)
    plan = financing_of(Dossier(Application.objects.get(pk=row.pk)))
    key, fifth = partner.organisation.municipality_key, Decimal("0.2")
    amounts = {COSTS: plan.plan.expenditure, OF_GRANT: plan.plan.line(GRANT).total}
    _save(row, editor, {share_cell(key, kind): str(round_cents(amount * fifth)) for kind, amount in amounts.items()})
    said = (
        (editor, "Wir haben Ihren Anteil mit einem Fünftel angesetzt. Passt das zu Ihrem Haushalt?"),
        (partner.actors[Role.EDITOR], "Danke, das passt. Unsere Kämmerei sieht es sich diese Woche an."),
    )
    for number, (by, text) in enumerate(said):
        actions.write_comment(application=row, text=text, once=f"demo-{number}", joint=True, by=by)
    if consents:
        actions.answer_as_partner(application=row, consents=True, by=partner.actors[Role.SIGNATORY])


def _talk(row: Application, town: Town) -> None:
    """Colleagues of one municipality about their draft; nobody else reads it."""
    said = (
        (Role.TREASURER, "Bitte die Eigenmittel erst nach der Haushaltsrunde am Dienstag eintragen."),
        (Role.EDITOR, "Mache ich. Die Schulen schicken mir bis dahin die Zahlen."),
    )
    for number, (role, text) in enumerate(said):
        actions.write_comment(application=row, text=text, once=f"inside-{number}", by=town.actors[role])


def _two_versions(row: Application, town: Town) -> None:
    """Editor and treasurer have written the same answer at once; both versions wait for a choice."""
    seen = Application.objects.get(pk=row.pk).sheet.revision
    texts = (
        (Role.EDITOR, "Wir begleiten Familien in den ersten zwölf Wochen."),
        (Role.TREASURER, "Wir begleiten Familien im ersten halben Jahr; das spart Folgekosten."),
    )
    for role, text in texts:
        actions.save_fields(
            application=row, fields={"summary": text}, seen=seen, page=role[:1] * 16, by=town.actors[role]
        )


def _go_on(row: Application, state: str, town: Town) -> None:
    """Sign off, submit, withdraw, as far as the wanted state goes."""
    treasurer, signatory = town.actors[Role.TREASURER], town.actors[Role.SIGNATORY]
    if state == "given_up":
        actions.withdraw_application(
            application=row, reason="Eine andere Förderung deckt das Vorhaben ab.", by=signatory
        )
    if state in {"complete", "given_up"}:
        return
    revision = row.sheet.revision
    actions.sign_off(application=row, revision=revision, by=treasurer)
    if state == "half_signed":
        return
    actions.sign_off(application=row, revision=revision, by=signatory)
    if state in {"submitted", "withdrawn"}:
        actions.submit_application(application=row, received=timezone.now(), by=signatory)
    if state == "withdrawn":
        reason = "Der Rat hat die Eigenmittel nicht bereitgestellt."
        actions.withdraw_application(application=row, reason=reason, by=signatory)


def _master_data(town: Town) -> None:
    if town.organisation.master_data.exists():
        return
    place = town.name.removeprefix("Stadt ")
    actions.save_master_data(
        organisation=town.organisation,
        by=town.actors[Role.EDITOR],
        values={
            "street": "Rathausplatz 1", "postcode": "00000", "town": place, "contact_name": "Kim Beispiel",
            "contact_phone": "0000 12345", "contact_email": "integration@example.org",
            "account_holder": f"Stadtkasse {place}", "iban": IBAN,
            "consolidation_from": SINCE if place in {"Hagen", "Herne"} else None, "consolidation_until": None,
        },
    )  # fmt: skip
    actions.change_handling(
        organisation=town.organisation, sign_off=SignOffBy.BOTH, editors_submit=False, by=town.actors[Role.SIGNATORY]
    )


def _fill(row: Application, index: int, by: Actor, document: bytes) -> None:
    """Answer everything that the form asks and the house does not know."""
    year = timezone.localdate().year + 1
    costs = [entry.id for entry in Dossier(row).call.costs]
    fields: dict[str, Any] = {"about/from": f"{year}-02-01", "about/until": f"{year + 1}-06-30"}
    for offset, (category, amount) in enumerate(zip(costs[:3], (18_000, 9_500, 4_250), strict=False)):
        fields[f"plan/cost-{category}/{year}"] = f"{amount + 250 * index}.00"
        fields[f"plan/cost-{category}/{year + 1}"] = f"{(amount + 125 * index) // (2 + offset)}.00"
    if index % 5 == 0:
        fields |= {"early/wanted": True, "early/from": f"{year}-01-15",
                   "early/reason": "Die Schulungen beginnen mit dem Schulhalbjahr."}  # fmt: skip
    _save(row, by, fields)
    actions.fill_up_plan(application=row, by=by)
    _save(row, by, {key: value(index) for key, value in ANSWERS.items() if key in Dossier(row).definition.by_key})
    for wanted in Dossier(row).call.documents:
        if wanted.required:
            actions.add_documents(
                application=row, purpose=document_purpose(wanted.id), by=by,
                uploads=[SimpleUploadedFile("Ratsbeschluss.pdf", document, "application/pdf")],  # type: ignore[list-item]
            )  # fmt: skip


def _save(row: Application, by: Actor, fields: Mapping[str, Any]) -> None:
    current = Application.objects.get(pk=row.pk)
    actions.save_fields(application=current, fields=fields, seen=current.sheet.revision, page="", by=by)


def _text(index: int, text: str) -> str:
    return f"{text} Vorhaben {index + 1} der Demonstration, frei erfunden."


ANSWERS: Mapping[str, Any] = {
    "joint_project": lambda _index: False,
    "building_blocks": lambda index: ["networking", "coordination"] if index % 2 else ["transparency"],
    "summary": lambda index: _text(index, "Neu Zugewanderte finden in den ersten Wochen eine feste Ansprechperson."),
    "need": lambda index: _text(index, "In drei Stadtteilen fehlen verlässliche Wege in die Angebote."),
    "effect": lambda index: _text(index, "Nach einem Jahr kennt jede zweite Familie eine Anlaufstelle."),
    "confidence": lambda index: 1 + index % 5,
    "supervision": lambda _index: "agreed",
    "follow_up_costs": lambda _index: "Keine; die Stellen laufen mit dem Vorhaben aus.",
    "not_begun": lambda _index: True,
    "vat": lambda _index: "not_entitled",
    "true_and_complete": lambda _index: True,
}
"""By the keys of the shipped form."""


def paper() -> bytes:
    """An invented resolution of a council."""
    text = "\n".join(
        (
            '#import "house.typ": *',
            '#let data = json("data.json")',
            "#show: house.with(data)",
            "= #data.document.title",
            "#data.text",
        )
    )
    return make_pdf(
        text, data={"text": "Der Rat beschließt das Vorhaben. Erfunden für die Demonstration."},
        title="Ratsbeschluss", language="de", day=SINCE,
    ).content  # fmt: skip


def states() -> dict[str, int]:
    """How many applications stand in which state."""
    found = Application.objects.filter(once__startswith="demo-").values_list("state", flat=True)
    return {state: sum(one == state for one in found) for state in State.values}
