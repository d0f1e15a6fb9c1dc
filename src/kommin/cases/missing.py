"""What a draft still lacks, each thing with the page where it is mended."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from kommin.cases import queries
from kommin.cases.content import BLOCK, FROM, SCAN, UNTIL, Dossier, day_in, document_purpose
from kommin.cases.errors import Gap
from kommin.cases.known import EMPTY, FACTS, OF_PLAN, is_known
from kommin.cases.models import PartnerState
from kommin.cases.plan import Fault, Outcome, Plan, faults, outcome, read_plan, years_between
from kommin.cases.project import lacks_of_project
from kommin.cases.shares import Shares, read_shares, share_faults
from kommin.foundation.ui.formatting import reader
from kommin.law.regimes import Regime
from kommin.programmes.legal import with_judgements
from kommin.questionnaires.wording import told, with_title
from kommin.regimes.queries import regime_book


@dataclass(frozen=True)
class Task:
    """One part of the application and what it lacks. `last` comes after the sign-offs, before submission."""

    title: str
    href: str
    gaps: Sequence[Gap]
    last: bool = False

    @property
    def done(self) -> bool:
        return not self.gaps


@dataclass(frozen=True)
class Financing:
    """The plan of a draft with the grant that follows and the law it follows from."""

    plan: Plan
    outcome: Outcome
    regime: Regime
    shares: Shares | None = None

    @property
    def faults(self) -> list[Fault]:
        """Everything that keeps the plan from being handed in."""
        found = faults(self.plan, self.outcome, self.regime)
        return [*found, *(share_faults(self.shares) if self.shares and self.plan.expenditure else [])]


def regime_for(dossier: Dossier) -> Regime:
    """The law of the call, with what was confirmed for it."""
    return with_judgements(regime_book().find(dossier.call.regime), dossier.call.overrides)


def financing_of(dossier: Dossier) -> Financing:
    """The plan of a draft, computed now."""
    years = years_between(day_in(dossier.values, FROM), day_in(dossier.values, UNTIL))
    plan = read_plan(dossier.values, dossier.call, years)
    regime = regime_for(dossier)
    result = outcome(
        plan,
        dossier.call,
        regime,
        applicant=dossier.application.applicant_kind,
        consolidation=dossier.consolidates,
        block=dossier.values.get(BLOCK, ""),
    )
    return Financing(plan, result, regime, read_shares(dossier.values, plan, dossier.lead, dossier.parties))


def tasks(dossier: Dossier, financing: Financing | None = None) -> list[Task]:
    """Every part of the application in order."""
    number = dossier.application.number
    found = [
        Task(_("Your municipality"), reverse("cases:applicant"), _of_applicant(dossier)),
        Task(_("The project"), reverse("cases:about", args=[number]), _of_project(dossier)),
    ]
    for section in dossier.definition.sections:
        if section.key in dossier.evaluation.sections:
            here = reverse("cases:section", args=[number, section.key])
            keys = {question.key for question in section.questions}
            found.append(Task(str(told(section.title)), here, _of_section(dossier, keys, here)))
    found.append(
        Task(
            _("Costs and financing"),
            reverse("cases:plan", args=[number]),
            _of_plan(dossier, financing or financing_of(dossier)),
        )
    )
    found.append(Task(_("Documents"), reverse("cases:documents", args=[number]), _of_documents(dossier)))
    partners = dossier.partners
    if partners:
        here = reverse("cases:partners", args=[number])
        waiting = [
            Gap(_waiting(partner.name, partner.state), here)
            for partner in partners
            if partner.state != PartnerState.CONSENTED
        ]
        found.append(Task(_("Partners"), here, waiting))
    clashes = queries.open_clashes(dossier.application).count()
    if clashes:
        here = reverse("cases:conflicts", args=[number])
        found.append(Task(_("Conflicts"), here, [Gap(_("Two versions of a field: choose one."), here)] * clashes))
    if dossier.call.signed_scan:
        here = f"{reverse('cases:documents', args=[number])}#signed"
        found.append(Task(_("Signature on paper"), here, _of_scan(dossier, here), last=True))
    return found


def gaps(dossier: Dossier, financing: Financing | None = None, *, to_submit: bool = False) -> list[Gap]:
    """Everything that is missing or wrong; also what comes after the sign-offs if it is about to be submitted."""
    return [gap for task in tasks(dossier, financing) if to_submit or not task.last for gap in task.gaps]


def scan_is_outdated(dossier: Dossier) -> bool:
    """Whether the draft was changed after its signed paper was scanned, so that the paper says something else."""
    scans = [stored for stored in dossier.files if stored.purpose == SCAN]
    return bool(scans) and max(stored.uploaded_at for stored in scans) < dossier.application.changed_at


def _waiting(name: str, state: str) -> str:
    if state == PartnerState.DECLINED:
        return _("%(town)s has declined. Remove the partner to go on without it.") % {"town": name}
    return _("%(town)s has not consented yet.") % {"town": name}


def _of_applicant(dossier: Dossier) -> list[Gap]:
    if dossier.master is not None:
        return []
    return [
        Gap(
            _("Enter address, contact and bank account once. They hold for all applications."),
            reverse("cases:applicant"),
        )
    ]


def _of_project(dossier: Dossier) -> list[Gap]:
    here = f"{reverse('cases:about', args=[dossier.application.number])}?check=1"
    return [Gap(lack.text, here) for lack in lacks_of_project(dossier.values, dossier.call)]


def _of_section(dossier: Dossier, keys: set[str], here: str) -> list[Gap]:
    """What the answers lack; what the house answers itself is told once, where it is typed."""
    found = []
    for error in dossier.evaluation.errors:
        if error.question in keys and not _follows_later(error.question, dossier):
            title = told(dossier.definition.by_key[error.question].title).text
            text = with_title(title, reader().text(error.text))
            found.append(Gap(text, f"{here}?check=1#q-{error.question}-box"))
    wrong = {error.question for error in dossier.evaluation.errors}
    for key in dossier.application.again:
        if key in keys and key not in wrong and key in dossier.evaluation.shown:
            title = told(dossier.definition.by_key[key].title).text
            found.append(
                Gap(
                    with_title(title, _("The question has changed, please look at your answer again.")),
                    f"{here}#q-{key}-box",
                )
            )
    return found


def _follows_later(key: str, dossier: Dossier) -> bool:
    """Whether an answer is still empty because what it follows from is."""
    if dossier.values.get(key) not in EMPTY or not is_known(key, dossier.definition):
        return False
    if key in FACTS:
        return not dossier.values.get(FACTS[key])
    return key in OF_PLAN or dossier.master is None


def _of_plan(dossier: Dossier, financing: Financing) -> list[Gap]:
    here = reverse("cases:plan", args=[dossier.application.number])
    return [Gap(reader().text(fault.text), here) for fault in financing.faults]


def _of_scan(dossier: Dossier, here: str) -> list[Gap]:
    if not any(stored.purpose == SCAN for stored in dossier.files):
        return [Gap(_("The scan of the signed application is missing: print it, sign it, add the scan."), here)]
    if scan_is_outdated(dossier):
        return [Gap(_("The draft was changed after the signature. Please print, sign and scan it once more."), here)]
    return []


def _of_documents(dossier: Dossier) -> list[Gap]:
    here = reverse("cases:documents", args=[dossier.application.number])
    there = {stored.purpose for stored in dossier.files}
    found = [
        Gap(_("%(document)s is missing.") % {"document": document.title}, here)
        for document in dossier.call.documents
        if document.required and document_purpose(document.id) not in there
    ]
    waiting = [stored for stored in dossier.files if stored.is_quarantined]
    if waiting:
        found.append(Gap(_("A file is still being checked for malware. Please try again in a few minutes."), here))
    return found
