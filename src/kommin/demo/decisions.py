"""Decisions of every kind in “KOMM-IN Zukunft”: delivered in every way, one chain with two changes, drafts under way,
and a round whose proposal waits to be decided in one go.

Done by the actions that people use, at the moments of loading; loading again changes nothing.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal

from django.db import transaction

from kommin.cases.models import Case, Stage
from kommin.decisions import actions, queries
from kommin.decisions.models import Decision, Kind
from kommin.demo import cases as applications
from kommin.demo.assessing import acting, assess, complete, examiners
from kommin.examination.actions.ranking import adopt_scenario, make_scenario
from kommin.examination.models import ProposalLine
from kommin.examination.ranking.engine import Rules
from kommin.law.money import round_cents
from kommin.people.models import Organisation, Role
from kommin.people.models.dated import today
from kommin.programmes.models import Call

FIRST, SECOND = "Bezirksregierung Arnsberg", "Bezirksregierung Köln"
PEOPLE = {FIRST: ("carla.sach", "emil.gutachten", "fatma.sorgfalt"), SECOND: ("karla.rheinisch", "wim.zweitblick")}
HEAD = {FIRST: "hedwig.leitner", SECOND: "ute.vorstand"}
IN_ROUND = 6
"""So many cases of the second authority wait to be decided in one go."""
DAY = timedelta(days=1)


def load() -> None:
    """Decide; once anything is decided or drafted in the programme, nothing more happens."""
    call = Call.objects.filter(slug=applications.SLUG).first()
    if call is None or Decision.objects.filter(case__call=call).exists():
        return
    ready = _ready(call, FIRST)
    for step in STEPS:
        case = next(ready, None)
        if case is None:
            break
        with transaction.atomic():
            step(_File(case))
    with transaction.atomic():
        _early_start(call)
        _propose_round(call)


def _ready(call: Call, authority: str) -> Iterator[Case]:
    """Cases that can be decided: those proposed or assessed, then those that only have to be scored."""
    house = Organisation.objects.get(names__name=authority)
    own = Case.objects.filter(call=call, authority=house)
    found = list(own.filter(stage__in=(Stage.PROPOSED, Stage.ASSESSED)).order_by("pk"))
    lines = ProposalLine.objects.filter(case__in=found, ended_at__isnull=True, award=False)
    refused = set(lines.values_list("case", flat=True))
    yield from (case for case in found if case.pk not in refused)
    for turn, case in enumerate(own.filter(stage=Stage.SCORING, scorers__isnull=True).order_by("pk")):
        yield assess(case, examiners(PEOPLE[authority], case)[:2], 2 * turn)


class _File:
    """A case with the people who decide it and the town that hears of it."""

    def __init__(self, case: Case) -> None:
        self.case = complete(case)
        house = str(self.case.authority)
        self.writer = examiners(PEOPLE[house], self.case)[0][1]
        self.head = acting(HEAD[house])
        self.signatory = applications.Town(case.applicant_key, case.applicant_name).actors[Role.SIGNATORY]

    def draft(self, kind: Kind, reasons: str, *, keep: str = "1", **values: object) -> Decision:
        """A draft with its reasons. `keep` is the part of the suggested amounts that is granted."""
        row = actions.begin_draft(case=self.case, kind=kind, by=self.writer)
        if keep != "1":
            amounts = {year: round_cents(amount * Decimal(keep)) for year, amount in _before(row).items()}
            values |= {"amounts": amounts, "amount": sum(amounts.values(), Decimal(0))}
        return actions.change_draft(decision=row, revision=row.revision, by=self.writer, reasons=reasons, **values)

    def decide(self, kind: Kind, reasons: str, *, portal: bool = False, **values: object) -> Decision:
        """Draft, hand over, release."""
        row = self.draft(kind, reasons, **values)  # type: ignore[arg-type]
        row = actions.hand_over(decision=row, revision=row.revision, by=self.writer)
        return actions.release_decision(decision=row, revision=row.revision, portal=portal, by=self.head)

    def award(self, *, portal: bool = False) -> Decision:
        """What the examination suggests: the whole amount, or less with the reasons."""
        suggested = self.case.proposed or self.case.applied
        if suggested >= self.case.applied:
            return self.decide(Kind.AWARD, "", portal=portal)
        return self.decide(Kind.PARTIAL, REASONS[Kind.PARTIAL], portal=portal)

    def post(self, decision: Decision) -> None:
        actions.send_by_post(decision=decision, posted_on=today(), by=self.writer)


def _before(row: Decision) -> dict[int, Decimal]:
    """What a part is taken of: what is in force, before the first decision what is suggested."""
    return queries.in_force(row.case) or row.per_year


REASONS = {
    Kind.PARTIAL: "Die Honorare liegen über dem, was in vergleichbaren Vorhaben notwendig ist; ein Fünftel wird nicht "
    "anerkannt.",
    Kind.REFUSAL: "Das Vorhaben erreicht nicht die Punktzahl, ab der Vorhaben dieser Förderrunde gefördert werden. Die "
    "Ziele sind nicht so beschrieben, dass ihre Wirkung geprüft werden kann.",
    Kind.REVOCATION: "Die Ansprechperson wurde nicht eingestellt; der Zweck wird im zweiten Jahr nicht mehr erreicht.",
    Kind.RENUNCIATION: "Die Stadt führt das Vorhaben aus eigenen Mitteln fort und verzichtet auf die Zuwendung.",
    Kind.EARLY_START: "Die Schulungen beginnen mit dem Schulhalbjahr.",
}  # fmt: skip


def _final(file: _File) -> None:
    """In the portal, opened, and the signatory gives up remedies: final at once."""
    decision = file.award(portal=True)
    actions.retrieve_in_portal(decision=decision, by=file.signatory)
    actions.sign_waiver(decision=decision, by=file.signatory)


def _by_post(file: _File) -> None:
    """Less than was applied for, on its way by post."""
    file.post(file.decide(Kind.PARTIAL, REASONS[Kind.PARTIAL], keep="0.8", amount_reason="Honorare gekürzt."))


def _refused(file: _File) -> None:
    file.post(file.decide(Kind.REFUSAL, REASONS[Kind.REFUSAL]))


def _chain(file: _File) -> None:
    """An award, then less money, then more time."""
    file.post(file.award())
    file.post(file.decide(Kind.CHANGE, "Eine Fortbildung entfällt; die Ausgaben sinken.", keep="0.9"))
    last = queries.last_grant_of(file.case)
    if last is None or last.grant_until is None:
        return
    until = last.grant_until + 92 * DAY
    file.decide(
        Kind.CHANGE, "Die Stelle konnte erst später besetzt werden; das Vorhaben dauert drei Monate länger.",
        grant_until=until, project_until=until, report_due=until + 180 * DAY,
        plan_text="Verbindlich ist der Finanzierungsplan in der Fassung der Änderungsanzeige.", portal=True,
    )  # fmt: skip


def _revoked(file: _File) -> None:
    """An award of which the half is revoked."""
    file.post(file.award())
    file.post(file.decide(Kind.REVOCATION, REASONS[Kind.REVOCATION], keep="0.5"))


def _renounced(file: _File) -> None:
    """The municipality gives the whole grant up."""
    file.post(file.award())
    file.decide(Kind.RENUNCIATION, REASONS[Kind.RENUNCIATION], portal=True)


def _sued(file: _File) -> None:
    """Handed over against a receipt; the municipality goes to court about the part that was not granted."""
    decision = file.decide(Kind.PARTIAL, REASONS[Kind.PARTIAL], keep="0.8", amount_reason="Honorare gekürzt.")
    actions.prove_receipt(
        decision=decision, received_on=today(), note="Empfangsbekenntnis der Stadt liegt vor.", by=file.writer
    )
    actions.record_lawsuit(
        decision=decision, filed_on=today(), court="Verwaltungsgericht Arnsberg", reference="", by=file.writer
    )


def _waits(file: _File) -> None:
    """Handed over; the head has to read it."""
    row = file.draft(Kind.PARTIAL, REASONS[Kind.PARTIAL], keep="0.8", amount_reason="Honorare gekürzt.")
    actions.hand_over(decision=row, revision=row.revision, by=file.writer)


def _returned(file: _File) -> None:
    """Handed over and given back."""
    _waits(file)
    row = queries.open_draft_of(file.case)
    if row is not None:
        comment = "Bitte die Kürzung der Honorare genauer begründen."
        actions.return_draft(decision=row, comment=comment, by=file.head)


STEPS: tuple[Callable[[_File], None], ...] = (
    _final, _by_post, _refused, _chain, _revoked, _renounced, _sued, _waits, _returned,
)  # fmt: skip


def _early_start(call: Call) -> None:
    """Consent to begin before the grant is decided, for a case that is still checked or scored."""
    rows = Case.objects.filter(call=call, authority__names__name=FIRST, stage=Stage.CHECKING).order_by("pk")
    for case in rows[:1]:
        file = _File(case)
        begins = today() + 14 * DAY
        file.post(file.decide(Kind.EARLY_START, REASONS[Kind.EARLY_START], early_start_from=begins))


def _propose_round(call: Call) -> None:
    """The second authority has adopted a proposal; nothing of it is drafted yet."""
    house, head = Organisation.objects.get(names__name=SECOND), acting(HEAD[SECOND])
    own = Case.objects.filter(call=call, authority=house)
    if own.filter(stage=Stage.PROPOSED).exists():
        return
    missing = IN_ROUND - own.filter(stage=Stage.ASSESSED).count()
    for turn, case in enumerate(
        own.filter(stage=Stage.SCORING, scorers__isnull=True).order_by("pk")[: max(missing, 0)]
    ):
        assess(case, examiners(PEOPLE[SECOND], case)[:2], 2 * turn)
    if own.filter(stage=Stage.ASSESSED).exists():
        rules = Rules(top=max(own.filter(stage=Stage.ASSESSED).count() - 1, 1))
        scenario = make_scenario(call=call, name="Alle bis auf das letzte Vorhaben", rules=rules, by=head)
        adopt_scenario(scenario=scenario, reason="Das letzte Vorhaben überzeugt noch nicht.", by=head)
