"""Sixty cases of the open call of “KOMM-IN Zukunft” with two granting authorities, at every stage of the examination.

Deterministic, and done by the actions that people use, at the moments of loading; loading again changes nothing. Only
two requests are dated back afterwards, so that one answer is overdue and another came late.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import cache

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from kommin.cases.actions import withdraw_application
from kommin.cases.models import Case, Stage
from kommin.demo import cases as applications
from kommin.demo import scoring
from kommin.examination.actions.answering import add_answer_files, hand_in_answer, save_answer
from kommin.examination.actions.checking import Judgement, accept_fine, finish_check, judge_items
from kommin.examination.actions.messaging import mark_read, send_message, write_note
from kommin.examination.actions.requesting import Wanted, extend_request, send_request
from kommin.examination.models import InformationRequest, ItemVerdict, Side
from kommin.foundation.access import Actor
from kommin.people.models import Organisation, Role, User
from kommin.people.models.dated import today
from kommin.people.queries import may_examine
from kommin.people.standing import as_person, standings_of
from kommin.programmes.models import Call

WANTED = 60
PLACES = (
    ("05314000", "Stadt Bonn"), ("05334002", "Stadt Aachen"), ("05316000", "Stadt Leverkusen"),
    ("05962024", "Stadt Iserlohn"), ("05970040", "Stadt Siegen"), ("05978036", "Kreisstadt Unna"),
    ("05954036", "Stadt Witten"), ("05974040", "Stadt Soest"), ("05962032", "Stadt Lüdenscheid"),
    ("05958004", "Stadt Arnsberg"), ("05382060", "Kreisstadt Siegburg"), ("05711000", "Stadt Bielefeld"),
    ("05515000", "Stadt Münster"), ("05513000", "Stadt Gelsenkirchen"), ("05114000", "Stadt Krefeld"),
    ("05914000", "Stadt Hagen"), ("05315000", "Stadt Köln"),
)  # fmt: skip
"""Where the further applications come from; Hagen and Köln have invented people who can sign in."""
DESKS = {
    "Bezirksregierung Arnsberg": ("carla.sach", "emil.gutachten", "fatma.sorgfalt"),
    "Bezirksregierung Köln": ("karla.rheinisch", "wim.zweitblick"),
}
"""Who examines where."""
HEADS = {"Bezirksregierung Arnsberg": "hedwig.leitner", "Bezirksregierung Köln": "ute.vorstand"}
NEED, SUMMARY, DECLARATION = "question-need", "question-summary", "question-true_and_complete"
LETTER = (
    "Sehr geehrte Damen und Herren,\n\nvielen Dank für Ihren Antrag. Wir haben ihn auf Vollständigkeit geprüft. Damit "
    "wir weitermachen können, brauchen wir noch die unten genannten Angaben.\n\nMit freundlichen Grüßen"
)
DAY = timedelta(days=1)


def load() -> None:
    """Bring the cases to sixty and each to its stage; a case that has left the beginning stays as it is."""
    if not _cases().exists():
        return
    with transaction.atomic():
        missing = WANTED - _cases().count()
        if missing > 0:
            applications.submitted_applications(PLACES, missing, mark="case")
    for remembered in (_town, _people, _acting):
        remembered.cache_clear()
    for index, case in enumerate(_cases().select_related("authority").order_by("pk")):
        if case.stage == Stage.RECEIVED and case.authority is not None:
            with transaction.atomic():
                _Desk(case, index).work(STATES[index % len(STATES)])
    scoring.load(Call.objects.get(slug=applications.SLUG), _desks())


def _desks() -> dict[int, scoring.Desk]:
    """The head and the examiners of each authority, as they act."""
    found = {}
    for name in DESKS:
        authority = Organisation.objects.get(names__name=name).pk
        examiners = [(person, _acting(person, authority)) for person in _people(name)]
        head = User.objects.get(email=f"{HEADS[name]}@example.org")
        found[authority] = scoring.Desk(_acting(head, authority), examiners)
    return found


def _cases() -> QuerySet[Case]:
    """The cases of the call that reached an examiner, those withdrawn meanwhile too."""
    found = Case.objects.filter(call__slug=applications.SLUG, application__isnull=False)
    return found.exclude(stage=Stage.WITHDRAWN, requests__isnull=True)


class _Desk:
    """A case with the people on both sides of it."""

    def __init__(self, case: Case, index: int) -> None:
        self.case, self.index = case, index
        free = [one for one in _people(str(case.authority)) if may_examine(one, case.applicant_key)]
        self.person = free[index % len(free)]
        self.examiner = _acting(self.person, case.authority_id)
        self.town = _town(case.applicant_key, case.applicant_name)

    @property
    def editor(self) -> Actor:
        return self.town.actors[Role.EDITOR]

    @property
    def signatory(self) -> Actor:
        return self.town.actors[Role.SIGNATORY]

    def work(self, state: str) -> None:
        """Do what leads to this state."""
        STEPS[state](self)

    def judge(self, *unclear: str) -> None:
        """Accept what looks fine, after naming what is unclear or missing."""
        judge_items(
            case=self.case, by=self.examiner,
            judgements=[Judgement(item, verdict, NOTES[item]) for item, verdict in VERDICTS.items() if item in unclear],
        )  # fmt: skip
        accept_fine(case=self.case, by=self.examiner)

    def ask(self, *items: str, days: int = 14, extra: str = "") -> InformationRequest:
        wanted = [Wanted(item, VERDICTS[item], NOTES[item]) for item in items]
        if extra:
            wanted.append(Wanted(title=extra, note="Eine formlose Erklärung genügt."))
        turn = InformationRequest.objects.filter(case=self.case).count() + 1
        return send_request(
            case=self.case, wanted=wanted, text=LETTER, due_on=today() + days * DAY, once=f"demo-{turn}",
            by=self.examiner,
        )  # fmt: skip

    def draft(self, request: InformationRequest) -> None:
        """The editor writes the answer and adds what was asked for."""
        fields = {item.item.removeprefix("question-"): ANSWERS[item.item] for item in request.items.all()
                  if item.item in ANSWERS}  # fmt: skip
        fields |= {f"remark/{item.item}": "Wie telefonisch besprochen." for item in request.items.all()
                   if item.item.startswith("extra-")}  # fmt: skip
        save_answer(request=request, fields=fields, seen=0, by=self.editor)

    def answer(self, request: InformationRequest) -> None:
        self.draft(request)
        for item in request.items.all():
            if item.item.startswith("extra-"):
                paper = SimpleUploadedFile("Erklaerung.pdf", applications.paper(), "application/pdf")
                add_answer_files(request=request, item=item.item, uploads=[paper], by=self.editor)  # type: ignore[list-item]
        hand_in_answer(request=request, received=timezone.now(), by=self.signatory)

    def complete(self) -> None:
        self.judge()
        finish_check(case=self.case, complete=True, reason="", by=self.examiner)

    def say(self, side: Side, text: str, number: int, *, read: bool = True) -> None:
        """A message, read by the other side unless it shall wait."""
        by, other = (self.examiner, self.editor) if side == Side.AUTHORITY else (self.editor, self.examiner)
        reading = Side.APPLICANT if side == Side.AUTHORITY else Side.AUTHORITY
        send_message(case=self.case, side=side, text=text, once=f"demo-{number}", by=by)
        if read:
            mark_read(case=self.case, side=reading, by=other)

    def talk(self) -> None:
        """A short conversation; the last word waits to be read."""
        self.say(Side.APPLICANT, "Guten Tag, wir haben eine Frage zum Durchführungszeitraum: Kann er nach der "
                 "Bewilligung noch um zwei Monate verschoben werden?", 1)  # fmt: skip
        self.say(Side.AUTHORITY, "Guten Tag, ja, bitte stellen Sie dann hier einen Änderungsantrag. Der "
                 "Bewilligungszeitraum ändert sich dadurch nicht von selbst.", 2)  # fmt: skip
        self.say(Side.APPLICANT, "Vielen Dank, das hilft uns weiter.", 3, read=False)

    def note(self, text: str) -> None:
        write_note(case=self.case, text=text, once="demo-1", by=self.examiner)


@cache
def _town(key: str, name: str) -> applications.Town:
    return applications.Town(key, name)


@cache
def _people(authority: str) -> tuple[User, ...]:
    return tuple(User.objects.get(email=f"{one}@example.org") for one in DESKS[authority])


@cache
def _acting(person: User, authority: int | None) -> Actor:
    standings = standings_of(person)
    own = next(one for one in standings if one.organisation_id == authority)
    return as_person(person, own, standings)


VERDICTS = {NEED: ItemVerdict.UNCLEAR, SUMMARY: ItemVerdict.UNCLEAR}
NOTES = {
    NEED: "Bitte nennen Sie Zahlen: Wie viele Menschen betrifft es in den drei Stadtteilen?",
    SUMMARY: "Bitte beschreiben Sie, was die Ansprechperson konkret tut.",
}
ANSWERS = {
    NEED: "In den drei Stadtteilen leben rund 4.200 neu Zugewanderte; 1.300 haben bisher keine Beratung erreicht. Frei "
    "erfunden.",
    SUMMARY: "Die Ansprechperson begleitet Familien zu Ämtern, Kitas und Schulen, zweimal je Woche. Frei erfunden.",
}
NOTE = "Im Blick behalten: ähnliches Vorhaben wie im Vorjahr. Vor der Bewertung mit der Zweitprüfung besprechen."


def _untouched(_desk: _Desk) -> None:
    """Nobody has begun."""


def _begun(desk: _Desk) -> None:
    judge_items(
        case=desk.case, by=desk.examiner,
        judgements=[Judgement("about", ItemVerdict.ACCEPTED), Judgement(SUMMARY, ItemVerdict.UNCLEAR, NOTES[SUMMARY])],
    )  # fmt: skip


def _asked(desk: _Desk) -> None:
    desk.judge(NEED, SUMMARY)
    desk.ask(NEED, SUMMARY, extra="Erklärung zum Datenschutz")


def _drafting(desk: _Desk) -> None:
    desk.judge(NEED)
    desk.draft(desk.ask(NEED, days=2))
    desk.talk()


def _answered(desk: _Desk) -> None:
    desk.judge(NEED, SUMMARY)
    desk.answer(desk.ask(NEED, SUMMARY, extra="Erklärung zum Datenschutz"))


def _second_round(desk: _Desk) -> None:
    desk.judge(NEED)
    desk.answer(desk.ask(NEED))
    desk.judge(SUMMARY)
    request = desk.ask(SUMMARY, days=7)
    extend_request(
        request=request, due_on=today() + 21 * DAY, reason="Der Rat tagt erst in zwei Wochen.", by=desk.examiner
    )


def _overdue(desk: _Desk) -> None:
    desk.judge(NEED)
    _date_back(desk.ask(NEED))
    desk.note("Angerufen am Vortag: Die Stadt wartet auf die Kämmerei.")


def _late(desk: _Desk) -> None:
    desk.judge(NEED)
    request = desk.ask(NEED)
    _date_back(request)
    desk.answer(InformationRequest.objects.get(pk=request.pk))


def _date_back(request: InformationRequest) -> None:
    """The day of the answer was yesterday."""
    day = today() - DAY
    InformationRequest.objects.filter(pk=request.pk).update(
        due_on=day, first_due_on=day, sent_at=timezone.now() - 15 * DAY
    )
    Case.objects.filter(pk=request.case_id).update(due_on=day)


def _complete(desk: _Desk) -> None:
    desk.complete()


def _complete_after_talk(desk: _Desk) -> None:
    desk.talk()
    desk.note(NOTE)
    desk.complete()


def _complete_after_answer(desk: _Desk) -> None:
    desk.judge(NEED)
    desk.answer(desk.ask(NEED))
    desk.complete()


def _incomplete(desk: _Desk) -> None:
    desk.judge(SUMMARY)
    reason = "Die Beschreibung bleibt trotz Rückfrage allgemein; die Bewertung zeigt, ob sie ausreicht."
    finish_check(case=desk.case, complete=False, reason=reason, by=desk.examiner)


def _withdrawn(desk: _Desk) -> None:
    """Once in the whole demonstration a municipality withdraws while it is asked; otherwise it is asked as usual."""
    desk.judge(NEED)
    desk.ask(NEED)
    application = desk.case.application
    if application is not None and not _cases().filter(stage=Stage.WITHDRAWN, requests__isnull=False).exists():
        reason = "Der Rat hat die Eigenmittel nicht bereitgestellt."
        withdraw_application(application=application, reason=reason, by=desk.signatory)


STEPS: dict[str, Callable[[_Desk], None]] = {
    "complete": _complete, "asked": _asked, "complete_after_talk": _complete_after_talk, "answered": _answered,
    "untouched": _untouched, "complete_after_answer": _complete_after_answer, "drafting": _drafting,
    "begun": _begun, "second_round": _second_round, "late": _late, "overdue": _overdue, "incomplete": _incomplete,
    "withdrawn": _withdrawn,
}  # fmt: skip
STATES = (
    "complete", "asked", "complete_after_talk", "complete", "answered", "untouched", "complete_after_answer",
    "drafting", "complete", "begun", "second_round", "complete_after_answer", "late", "complete", "overdue",
    "complete", "incomplete", "withdrawn", "complete",
)  # fmt: skip
"""What becomes of the cases in turn."""
