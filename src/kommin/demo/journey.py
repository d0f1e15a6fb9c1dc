"""One case from the call to a final decision, by the actions that people use: `kommin demo journey`.

Plays in a house of its own, in a folder that is removed afterwards; nothing of the house that was asked is touched.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.management import call_command
from django.utils.translation import gettext as _

from kommin.cases.models import Application, Case
from kommin.cases.queries import latest_version
from kommin.decisions import actions, queries
from kommin.decisions.finality import finality_of
from kommin.decisions.means import means_of
from kommin.decisions.models import Decision, Kind
from kommin.demo import cases as applications
from kommin.demo import people, programmes
from kommin.demo.assessing import acting, assess, complete, examiners
from kommin.examination.actions.checking import accept_fine, finish_check
from kommin.examination.actions.ranking import adopt_scenario, make_scenario
from kommin.examination.models import AmountJudgement
from kommin.examination.ranking.engine import Rules
from kommin.foundation.access import Actor
from kommin.foundation.ui.formatting import reader
from kommin.law.words import words
from kommin.people.models import Role
from kommin.programmes.frozen import thaw
from kommin.programmes.models import Call
from kommin.register.actions.loading import load_register

INSIDE = "--in-this-house"
TOWN = ("05914000", "Stadt Hagen")
SCORERS = ("emil.gutachten", "fatma.sorgfalt")
WRITER, HEAD = "emil.gutachten", "hedwig.leitner"


@dataclass(frozen=True)
class Leg:
    """A part of the journey: its title and what happened, each thing in one line."""

    title: str
    lines: list[str]


def play_elsewhere(language: str) -> int:
    """Play the journey in a fresh house of its own and remove it; returns the exit code."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("KOMMIN_")}
    with tempfile.TemporaryDirectory(prefix="kommin-journey-") as home:
        own |= {"KOMMIN_HOME": home, "KOMMIN_DEMO": "true", "KOMMIN_LOG_LEVEL": "WARNING"}
        command = [sys.executable, "-m", "kommin", "demo", "journey", INSIDE, "--lang", language]
        return subprocess.run(command, env=own).returncode


def play() -> Iterator[Leg]:
    """The legs in their order, each after it has happened."""
    call_command("migrate", verbosity=0, interactive=False)
    load_register(by=Actor.command("kommin demo journey"))
    people.load()
    programmes.load()
    call = Call.objects.get(slug=applications.SLUG)
    yield _called(call)
    case = _applied(call)
    yield _application(case)
    _examined(case, call)
    yield _examination(case)
    decision = _drafted(case)
    means = _free(decision)
    decision = _released(decision)
    yield _decision(decision, means)
    yield _delivered(decision)


def _called(call: Call) -> Leg:
    tell, said = reader(), thaw(latest_version(call))
    shares = call.programme.appropriations.order_by("year")
    opens, closes = (tell.moment(moment) if moment else "" for moment in (call.opens_at, call.closes_at))
    return Leg(
        _("1. The call"),
        [
            f"{call.programme.title}: {call.title}",
            _("Open from %(opens)s to %(closes)s, law %(regime)s.")
            % {"opens": opens, "closes": closes, "regime": said.regime},
            *(
                _("Means of %(year)s: %(cash)s of cash, %(commitment)s of commitment authority.")
                % {"year": row.year, "cash": tell.money(row.cash), "commitment": tell.money(row.commitment)}
                for row in shares
            ),
        ],
    )


def _applied(call: Call) -> Case:
    applications.submitted_applications([TOWN], 1, mark="journey")
    return complete(Case.objects.get(call=call))


def _application(case: Case) -> Leg:
    tell, draft = reader(), Application.objects.get(case=case)
    submission = draft.submission
    return Leg(
        _("2. The application"),
        [
            f"{case.number}, {case.applicant_name}: {case.title}",
            _("Signed off by treasurer and signatory, received %(moment)s.")
            % {"moment": tell.moment(submission.received_at)},
            _("Grant applied for: %(amount)s.") % {"amount": tell.money(case.applied)},
            _("Fingerprint of what was handed in: %(digest)s") % {"digest": submission.digest},
            _("The case is handled by %(authority)s.") % {"authority": str(case.authority)},
        ],
    )


def _examined(case: Case, call: Call) -> None:
    """Checked, scored by two, judged, ranked and proposed."""
    caseworker = acting(WRITER)
    accept_fine(case=case, by=caseworker)
    finish_check(case=case, complete=True, reason="", by=caseworker)
    assess(complete(case), examiners(SCORERS, case))
    head = acting(HEAD)
    scenario = make_scenario(call=call, name="Der Reihe nach", rules=Rules(), by=head)
    adopt_scenario(scenario=scenario, reason="Die Mittel reichen.", by=head)


def _examination(case: Case) -> Leg:
    tell, now = reader(), complete(case)
    judged = AmountJudgement.objects.filter(case=case).latest("number")
    return Leg(
        _("3. The examination"),
        [
            _("Complete; scored by two people: %(score)s of 100 points.")
            % {"score": tell.number(now.score or 0, decimals=2)},
            _("Eligible expenditure: %(amount)s.") % {"amount": tell.money(judged.eligible)},
            _("Proposed: %(amount)s.") % {"amount": tell.money(now.proposed or 0)},
        ],
    )


def _drafted(case: Case) -> Decision:
    """What was proposed, drafted and handed over by the caseworker."""
    writer = acting(WRITER)
    row = complete(case)
    kind = Kind.AWARD if (row.proposed or 0) >= row.applied else Kind.PARTIAL
    draft = actions.begin_draft(case=row, kind=kind, by=writer)
    if kind == Kind.PARTIAL:
        reasons = "Nicht alle Ausgaben sind zuwendungsfähig."
        draft = actions.change_draft(decision=draft, revision=draft.revision, by=writer, reasons=reasons)
    return actions.hand_over(decision=draft, revision=draft.revision, by=writer)


def _free(decision: Decision) -> dict[int, str]:
    return {line.year: reader().money(line.free) for line in means_of(decision) if line.amount}


def _released(decision: Decision) -> Decision:
    """Released by the head, who has neither drafted nor examined; the letter waits in the portal."""
    return actions.release_decision(decision=decision, revision=decision.revision, portal=True, by=acting(HEAD))


def _decision(decision: Decision, before: dict[int, str]) -> Leg:
    tell, after = reader(), _free(decision)
    in_force = queries.in_force(decision.case)
    return Leg(
        _("4. The decision"),
        [
            _("%(kind)s %(number)s, drafted by %(writer)s, released by %(head)s.")
            % {
                "kind": decision.get_kind_display(), "number": decision.number, "writer": decision.drafted_by_name,
                "head": decision.released_by_name,
            },
            _("Granted: %(amount)s (%(words)s).")
            % {"amount": tell.money(decision.amount), "words": words(decision.amount).words},
            *(
                _("%(year)s: %(amount)s; of the authority’s means %(before)s were free, now %(after)s.")
                % {"year": year, "amount": tell.money(amount), "before": before[year], "after": after[year]}
                for year, amount in in_force.items()
            ),
            _("Letter of %(pages)s pages, fingerprint %(digest)s")
            % {"pages": decision.document.pages, "digest": decision.document.sha256},
        ],
    )  # fmt: skip


def _delivered(decision: Decision) -> Leg:
    """Opened in the portal by the signatory, who gives up legal remedies."""
    tell = reader()
    signatory = applications.Town(*TOWN).actors[Role.SIGNATORY]
    actions.retrieve_in_portal(decision=decision, by=signatory)
    opened = finality_of(decision)
    actions.sign_waiver(decision=decision, by=signatory)
    final = finality_of(decision)
    lines = [_("Opened in the portal by %(name)s.") % {"name": str(signatory)}]
    if opened.day is not None:
        lines.append(_("Without a waiver it would be final on %(day)s.") % {"day": tell.date(opened.day)})
    if final.result is not None and final.day is not None:
        lines += [tell.text(step.text) for step in final.result.steps]
        lines.append(_("Final and payable from %(day)s.") % {"day": tell.date(final.day)})
    return Leg(_("5. Finality"), lines)
