"""The programmes of the demonstration: KOMM-IN NRW as it was (name, years, building blocks), and an invented successor.

“KOMM-IN Zukunft” has means for two granting authorities, a call that is open relative to today, and one in preparation.
Loading again changes nothing, except that an open call whose deadline has come near is prolonged.
"""

import json
from datetime import date, timedelta
from decimal import Decimal
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from kommin.demo import people
from kommin.foundation.access import Actor
from kommin.people.actions import create_organisation
from kommin.people.models import Kind, Organisation, User
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
from kommin.programmes.timing import moment_of
from kommin.questionnaires.actions import create_questionnaire, publish_version
from kommin.questionnaires.actions.editing import import_definition
from kommin.questionnaires.actions.versions import derive_version
from kommin.questionnaires.definition import dump, load_json
from kommin.questionnaires.models import QuestionnaireVersion, State
from kommin.regimes.queries import regime_book

INVENTED = "Erfunden für die Demonstration"
SECOND_AUTHORITY = "Bezirksregierung Köln"
OPEN_FOR, NEAR = timedelta(days=38), timedelta(days=5)
CLEARER = "need"
CLEARER_HELP = {
    "de": "Nennen Sie den Ort und, wenn Sie sie haben, Zahlen.",
    "en": "Name the place and, if you have them, figures.",
}
CLEARER_REASON = "Viele haben gefragt, was zum Bedarf anzugeben ist. Die Frage sagt es jetzt genauer."
CLOCK = Actor.clock()
ZONE = ZoneInfo(settings.TIME_ZONE)

BLOCKS_OF_2005: tuple[tuple[str, str, str, date | None], ...] = (
    ("transparenz", "Transparenz", "Transparency", None),
    ("vernetzung", "Vernetzung", "Networking", None),
    ("koordination", "Strategische Koordination", "Strategic coordination", None),
    ("wirksamkeit", "Steuerung der Wirksamkeit", "Steering effectiveness", None),
    ("einbuergerung", "Einbürgerung", "Naturalisation", date(2009, 1, 1)),
    ("schwer-erreichbare", "Schwer erreichbare Gruppen", "Groups that are hard to reach", date(2009, 1, 1)),
)
BLOCKS_OF_TODAY = (
    ("ankommen", "Ankommen und Orientierung", "Arrival and orientation",
     "Erste Schritte in der Kommune: Lotsinnen und Lotsen, Sprachmittlung, verständliche Wege durch die Ämter.",
     "First steps in the municipality: guides, interpreting, clear ways through the offices."),
    ("teilhabe", "Teilhabe vor Ort", "Taking part locally",
     "Vereine, Nachbarschaften und Beiräte so öffnen, dass alle mitwirken können.",
     "Opening clubs, neighbourhoods and councils so that everybody can take part."),
    ("steuerung", "Steuerung und Wirkung", "Steering and effect",
     "Integrationsarbeit mit Zielen und Zahlen steuern und aus Ergebnissen lernen.",
     "Steering integration work by aims and figures and learning from results."),
)  # fmt: skip


def load() -> None:
    """Put everything in place; what is there stays as it is."""
    former = _former(people.MINISTRY_OF_2005)
    programme = _current(former)
    _means(programme)
    guideline = programme.guidelines.order_by("-number").first() or _guideline(programme)
    questions = _questions(programme.ministry)
    call = Call.objects.filter(slug="zukunft-1").first()
    if call is None:
        _published_call(programme, guideline, questions)
    elif call.closes_at and call.closes_at < timezone.now() + NEAR:
        _prolong(call)
    if not Call.objects.filter(slug="zukunft-2").exists():
        _prepared_call(programme, _next_guideline(programme, guideline))


def _house(house: people.House) -> Organisation:
    return Organisation.objects.get(kind=house.kind, names__name=house.names[-1][0])


def _former(ministry: people.House) -> Programme:
    programme = Programme.objects.filter(slug="komm-in-nrw").first()
    if programme is not None:
        return programme
    programme = actions.create_programme(
        ministry=_house(ministry), by=CLOCK, slug="komm-in-nrw", title_de="KOMM-IN NRW", title_en="KOMM-IN NRW",
        text_de="Innovation in der kommunalen Integrationsarbeit.",
        text_en="Innovation in the integration work of municipalities.",
        valid_from=date(2005, 4, 1), valid_until=date(2012, 12, 31), regime="NRW-2003",
    )  # fmt: skip
    for position, (code, german, english, since) in enumerate(BLOCKS_OF_2005, start=1):
        actions.save_block(
            programme=programme, by=CLOCK, code=code, title_de=german, title_en=english, position=position,
            valid_from=since,
        )  # fmt: skip
    return programme


def _current(former: Programme) -> Programme:
    programme = Programme.objects.filter(slug="komm-in-zukunft").first()
    if programme is not None:
        return programme
    programme = actions.create_programme(
        ministry=_house(people.MINISTRY), by=CLOCK, slug="komm-in-zukunft", predecessor=former,
        title_de="KOMM-IN Zukunft", title_en="KOMM-IN Zukunft",
        text_de="Kommunen und Kreise erproben neue Wege der Integration und teilen, was wirkt. " + INVENTED + ".",
        text_en="Municipalities and districts try new ways of integration and share what works. Invented.",
        valid_from=date(2026, 1, 1),
    )  # fmt: skip
    for position, (code, german, english, text, text_en) in enumerate(BLOCKS_OF_TODAY, start=1):
        actions.save_block(
            programme=programme, by=CLOCK, code=code, title_de=german, title_en=english, text_de=text, text_en=text_en,
            position=position,
        )  # fmt: skip
    return programme


def _authorities() -> list[Organisation]:
    second = Organisation.objects.filter(names__name=SECOND_AUTHORITY).first()
    if second is None:
        second = create_organisation(kind=Kind.GRANTING_AUTHORITY, name=SECOND_AUTHORITY, by=CLOCK)
    return [_house(people.AUTHORITY), second]


def _means(programme: Programme) -> None:
    if programme.appropriations.exists():
        return
    first, second = _authorities()
    year = timezone.localdate().year
    for offset, cash, commitment in ((0, 2_400_000, 0), (1, 2_600_000, 1_800_000), (2, 0, 900_000)):
        row = actions.save_appropriation(
            programme=programme, by=CLOCK, year=year + offset, chapter="07 080", title="633 10", cash=Decimal(cash),
            commitment=Decimal(commitment),
        )  # fmt: skip
        shares = {
            first.pk: actions.Part(Decimal(cash) / 2, Decimal(commitment) / 2),
            second.pk: actions.Part(Decimal(cash) * 4 / 10, Decimal(commitment) * 4 / 10),
        }
        actions.split_appropriation(appropriation=row, shares=shares, by=CLOCK, reason=INVENTED)
    actions.set_responsibility(programme=programme, authority=first, by=CLOCK)
    actions.set_responsibility(programme=programme, authority=second, key_prefix="053", by=CLOCK)


def _guideline(programme: Programme) -> Guideline:
    guideline = actions.create_guideline(
        programme=programme, by=CLOCK, title="Förderrichtlinie KOMM-IN Zukunft", source=INVENTED,
        valid_from=date(2026, 1, 1), applicants=["town", "city", "district"], minimum_grant=Decimal(12_500),
        clause_set=ClauseSet.objects.filter(code="anbest-g").first(),
    )  # fmt: skip
    steering = BuildingBlock.objects.get(programme=programme, code="steuerung")
    rules: tuple[dict[str, Any], ...] = (
        {"kind": "share", "rate": Decimal(80), "cap": Decimal(60_000)},
        {"kind": "share", "rate": Decimal(90), "cap": Decimal(60_000), "consolidation": "yes"},
        {"kind": "share", "rate": Decimal(80), "cap": Decimal(90_000), "applicant": "district"},
        {"kind": "fixed", "cap": Decimal(20_000), "block": steering},
    )
    for values in rules:
        actions.save_rule_part(part=FinancingRule(guideline=guideline), by=CLOCK, **values)
    costs = (
        ("Personalausgaben", "Staff", True, True),
        ("Honorare", "Fees", True, True),
        ("Sachausgaben", "Material expenditure", True, True),
        ("Öffentlichkeitsarbeit", "Public relations", True, False),
        ("Bauliche Maßnahmen", "Building works", False, False),
        ("Bewirtung", "Catering", False, False),
    )
    for position, (german, english, eligible, usual) in enumerate(costs, start=1):
        actions.save_rule_part(
            part=CostCategory(guideline=guideline), by=CLOCK, title_de=german, title_en=english, eligible=eligible,
            usual=usual, position=position,
        )  # fmt: skip
    return guideline


def _next_guideline(programme: Programme, guideline: Guideline) -> Guideline:
    """The version of next year: as before, but it wants a signature on paper."""
    year = timezone.localdate().year + 1
    return actions.create_guideline(
        programme=programme, by=CLOCK, copied_from=guideline, title=f"Förderrichtlinie KOMM-IN Zukunft {year}",
        source=INVENTED, valid_from=date(year, 1, 1), signed_scan=True,
    )  # fmt: skip


def _questions(ministry: Organisation) -> QuestionnaireVersion:
    found = QuestionnaireVersion.objects.filter(questionnaire__organisation=ministry, state=State.PUBLISHED).first()
    if found is not None:
        return found
    definition = load_json(files("kommin.questionnaires").joinpath("data/application_form.json").read_bytes())
    draft = create_questionnaire(organisation=ministry, by=CLOCK, definition=definition)
    return publish_version(version=draft, stamp=draft.stamp, by=CLOCK)


def _published_call(programme: Programme, guideline: Guideline, questions: QuestionnaireVersion) -> None:
    now, officer = timezone.now(), _officer(programme.ministry)
    call = actions.create_call(
        programme=programme, by=officer, slug="zukunft-1", guideline=guideline, questionnaire=questions,
        title_de="Erster Aufruf: Ankommen und Teilhabe", title_en="First call: arriving and taking part",
        text_de="Gefördert werden Vorhaben, die neu Zugewanderten das Ankommen erleichtern und Teilhabe im Alltag"
        " möglich machen. Vorhaben mehrerer Kommunen sind willkommen; eine von ihnen stellt den Antrag.",
        text_en="Funded are projects that make arriving easier for newcomers and let them take part in everyday life."
        " Joint projects of several municipalities are welcome; one of them applies.",
        opens_at=moment_of((now - timedelta(days=14)).date(), "08:00", ZONE),
        closes_at=moment_of((now + OPEN_FOR).date(), "24:00", ZONE),
        contact_name="Priya Programm", contact_phone="0211 000-1234", contact_email="priya.programm@example.org",
        budget=Decimal(2_000_000),
    )  # fmt: skip
    actions.change_call(call=call, by=officer, blocks=programme.blocks.all())
    _parts(call, officer)
    values = legal_values(call, regime_book())
    sayings = {each.value.parameter: actions.Saying(f"{INVENTED}: Bestätigung des Fachreferats") for each in values}
    actions.judge_legal_values(call=call, sayings=sayings, by=officer)
    actions.check_call(call=call, by=officer)
    actions.publish_call(call=call, by=officer)


def _parts(call: Call, officer: Actor) -> None:
    for position, (german, english, required) in enumerate(
        (("Ratsbeschluss oder Entscheidung der Verwaltungsspitze", "Resolution of the council or the head", True),
         ("Kooperationsvereinbarung bei gemeinsamen Vorhaben", "Agreement of joint projects", False)), start=1,
    ):  # fmt: skip
        actions.save_call_part(
            part=RequiredDocument(call=call), by=officer, title_de=german, title_en=english, required=required,
            position=position,
        )  # fmt: skip
    for position, (german, english, weight) in enumerate(
        (("Bedarf und Zielgruppe", "Need and target group", 30), ("Erwartete Wirkung", "Expected effect", 40),
         ("Zusammenarbeit vor Ort", "Local cooperation", 20), ("Dauerhaftigkeit", "Lasting effect", 10)), start=1,
    ):  # fmt: skip
        actions.save_call_part(
            part=Criterion(call=call), by=officer, title_de=german, title_en=english, weight=weight, position=position
        )
    closing = (call.closes_at or timezone.now()).date()
    for german, english, days in (
        ("Prüfung der Anträge", "Examination of the applications", 7),
        ("Voraussichtlicher Versand der Bescheide", "Decisions are expected to be sent", 56),
        ("Frühester Beginn der Vorhaben", "Projects begin at the earliest", 70),
    ):
        actions.save_call_part(
            part=Milestone(call=call), by=officer, title_de=german, title_en=english, day=closing + timedelta(days=days)
        )


def _prepared_call(programme: Programme, guideline: Guideline) -> None:
    officer = _officer(programme.ministry)
    call = actions.create_call(
        programme=programme, by=officer, slug="zukunft-2", guideline=guideline,
        title_de="Zweiter Aufruf: Steuerung und Wirkung", title_en="Second call: steering and effect",
        text_de="Ein weiterer Aufruf, der gerade vorbereitet wird.",
    )  # fmt: skip
    actions.change_call(call=call, by=officer, blocks=programme.blocks.filter(code="steuerung"))
    actions.save_call_part(
        part=Criterion(call=call), by=officer, title_de="Messbare Ziele", title_en="Measurable aims", weight=60
    )


def _prolong(call: Call) -> None:
    later = moment_of((timezone.now() + OPEN_FOR).date(), "24:00", call.zone)
    officer = _officer(call.programme.ministry)
    actions.prolong_call(call=call, closes_at=later, reason="Die Frist wurde verlängert.", by=officer)


def ask_more_clearly(call: Call) -> None:
    """Publish a second version of the call: one question is put more clearly, so that it has to be answered again."""
    if call.questionnaire is None or call.versions.count() > 1:
        return
    officer = _officer(call.programme.ministry)
    draft = derive_version(questionnaire=call.questionnaire.questionnaire, by=CLOCK)
    written = dump(draft.definition)
    for section in written["sections"]:
        for question in section["questions"]:
            if question["key"] == CLEARER:
                question |= {"help": CLEARER_HELP, "ask_again": True}
    draft = import_definition(version=draft, stamp=draft.stamp, text=json.dumps(written).encode(), by=CLOCK)
    version = publish_version(version=draft, stamp=draft.stamp, by=CLOCK)
    actions.change_call(call=call, by=officer, questionnaire=version)
    actions.publish_changes(call=Call.objects.get(pk=call.pk), by=officer, reason=CLEARER_REASON)


def _officer(ministry: Organisation) -> Actor:
    """The programme officer as whom the demonstration confirms and publishes."""
    user = User.objects.get(email="priya.programm@example.org")
    return Actor.person(
        user_id=user.pk, name=user.name, role="programme_officer", organisation_id=ministry.pk,
        organisation_name=str(ministry), organisation_kind=ministry.kind,
    )  # fmt: skip
