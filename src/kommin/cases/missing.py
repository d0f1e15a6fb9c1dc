"""What a draft still lacks, each thing with the page where it is mended."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from kommin.cases import queries
from kommin.cases.content import (
    BLOCK,
    EARLY,
    EARLY_FROM,
    EARLY_REASON,
    FROM,
    TITLE,
    UNTIL,
    Dossier,
    day_in,
    document_purpose,
)
from kommin.cases.errors import Gap
from kommin.cases.models import PartnerState
from kommin.cases.plan import MOST_YEARS, Outcome, Plan, faults, outcome, read_plan, years_between
from kommin.foundation.ui.formatting import reader
from kommin.law.regimes import Regime
from kommin.programmes.legal import with_judgements
from kommin.questionnaires.wording import told
from kommin.regimes.queries import regime_book


@dataclass(frozen=True)
class Task:
    """One part of the application and what it lacks."""

    title: str
    href: str
    gaps: Sequence[Gap]

    @property
    def done(self) -> bool:
        return not self.gaps


@dataclass(frozen=True)
class Financing:
    """The plan of a draft with the grant that follows and the law it follows from."""

    plan: Plan
    outcome: Outcome
    regime: Regime


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
    return Financing(plan, result, regime)


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
    partners = list(dossier.application.partners.all())
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
    return found


def gaps(dossier: Dossier, financing: Financing | None = None) -> list[Gap]:
    """Everything that is missing or wrong."""
    return [gap for task in tasks(dossier, financing) for gap in task.gaps]


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
    here, values = reverse("cases:about", args=[dossier.application.number]), dossier.values
    start, end = day_in(values, FROM), day_in(values, UNTIL)
    wanted = [
        (not values.get(TITLE), _("Give the project a title.")),
        (bool(dossier.call.blocks) and values.get(BLOCK) not in {entry.code for entry in dossier.call.blocks},
         _("Choose a building block.")),
        (start is None, _("Say when the project begins.")),
        (end is None, _("Say when the project ends.")),
        (bool(start and end and end < start), _("The project ends before it begins.")),
        (bool(start and end and end.year - start.year >= MOST_YEARS), _("A project lasts at most six budget years.")),
        (bool(values.get(EARLY)) and day_in(values, EARLY_FROM) is None,
         _("Say from which day on you want to begin early.")),
        (bool(values.get(EARLY)) and not values.get(EARLY_REASON), _("Say why the project cannot wait.")),
    ]  # fmt: skip
    return [Gap(sentence, here) for lacking, sentence in wanted if lacking]


def _of_section(dossier: Dossier, keys: set[str], here: str) -> list[Gap]:
    found = []
    for error in dossier.evaluation.errors:
        if error.question in keys:
            title = told(dossier.definition.by_key[error.question].title).text
            found.append(Gap(f"{title}: {reader().text(error.text)}", f"{here}?check=1#q-{error.question}-box"))
    wrong = {error.question for error in dossier.evaluation.errors}
    for key in dossier.application.again:
        if key in keys and key not in wrong and key in dossier.evaluation.shown:
            title = told(dossier.definition.by_key[key].title).text
            found.append(
                Gap(
                    _("%(question)s: the question has changed, please look at your answer again.")
                    % {"question": title},
                    f"{here}#q-{key}-box",
                )
            )
    return found


def _of_plan(dossier: Dossier, financing: Financing) -> list[Gap]:
    here = reverse("cases:plan", args=[dossier.application.number])
    return [
        Gap(reader().text(fault.text), here) for fault in faults(financing.plan, financing.outcome, financing.regime)
    ]


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
