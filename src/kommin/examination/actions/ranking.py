"""Try scenarios of a round, talk about them, and adopt one as the proposal.

A scenario changes no case. Adopting computes it anew under the lock of all its cases and refuses when anything would
come out otherwise than what was shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from kommin.cases.models import Case, Stage
from kommin.examination import rules_scoring as may
from kommin.examination.errors import ExcludedError, RankingError
from kommin.examination.impartiality import excluded_cases
from kommin.examination.models import Proposal, ProposalLine, Scenario, ScenarioComment, ScenarioLine
from kommin.examination.ranking.collecting import Round, cases_of, collect
from kommin.examination.ranking.engine import Line, Result, Rules, compute
from kommin.examination.ranking.means import means_of, pots
from kommin.examination.ranking.rules import kept, thawed
from kommin.examination.ranking.summary import summary_of
from kommin.foundation.access import Actor, require
from kommin.foundation.audit import actions as audit
from kommin.foundation.ui.formatting import reader
from kommin.people.models import Kind
from kommin.programmes.models import Call

BATCH = 500
MOST_TOLD = 5


@dataclass(frozen=True)
class Change:
    """What is otherwise for one case than when the scenario was computed; no number where it concerns the means."""

    text: str
    number: str = ""


class Before(NamedTuple):
    """A case when the scenario was computed, and the stage it is in now."""

    number: str
    stage: str
    asked: Decimal
    score: Decimal | None
    award: bool
    amount: Decimal
    years: Mapping[str, str]


class ChangedError(RankingError):
    """Cases or means have changed since the scenario was computed; `changes` say which and how."""

    def __init__(self, changes: Sequence[Change]) -> None:
        super().__init__(
            _("The round has changed since this scenario was computed. Look at the changes and compute it anew.")
        )
        self.changes = list(changes)


def scope_of(by: Actor) -> int | None:
    """The authority whose cases somebody ranks; None for the whole round."""
    return by.organisation_id if by.organisation_kind == Kind.GRANTING_AUTHORITY else None


@transaction.atomic
def make_scenario(
    *, call: Call, name: str, rules: Rules, note: str = "", by: Actor, authority: int | None = None
) -> Scenario:
    """Compute rules over the round as it is now and keep what came out under a name.

    Args:
        authority: whose cases, for commands; people rank those of their own authority, the ministry the whole round.

    Raises:
        RankingError: the name is taken or missing, or nothing can be ranked yet.
        ExcludedError: a conflict of interest concerns one of the cases.
        NotAllowed: `by` does not rank this round.
    """
    require(may.may_make_scenarios, by=by, of=call)
    scope = authority if by.is_the_house else scope_of(by)
    refuse_excluded_from_round(call, scope, by)
    if not name.strip():
        raise RankingError(_("Give the scenario a name."), field="name")
    try:
        with transaction.atomic():
            row = Scenario.objects.create(
                call=call, authority_id=scope, name=name.strip()[:120], note=note.strip(), rules=kept(rules),
                created_by_id=by.user_id, created_by_name=str(by)[:200],
            )  # fmt: skip
    except IntegrityError:
        raise RankingError(_("There is a scenario of this name already."), field="name") from None
    _compute_into(row)
    audit.record(action="examination.scenario_made", by=by, target=row, data={"call": call.slug, "rules": row.rules})
    return row


@transaction.atomic
def change_scenario(*, scenario: Scenario, rules: Rules | None = None, note: str | None = None, by: Actor) -> Scenario:
    """Compute a scenario anew, with other rules if given. Proposals that came from it keep what they said.

    Raises:
        RankingError: it was removed.
        NotAllowed: `by` does not rank for this authority.
    """
    row = _locked(scenario)
    require(may.may_change_scenario, by=by, of=row)
    refuse_excluded_from_round(row.call, row.authority_id, by)
    if rules is not None:
        row.rules = kept(rules)
    if note is not None:
        row.note = note.strip()
    row.save(update_fields=["rules", "note"])
    _compute_into(row)
    audit.record(action="examination.scenario_computed", by=by, target=row, data={"rules": row.rules})
    return row


@transaction.atomic
def remove_scenario(*, scenario: Scenario, by: Actor) -> None:
    """Take a scenario off the list; what was adopted from it stays.

    Raises:
        NotAllowed: `by` does not rank for this authority.
    """
    row = _locked(scenario)
    require(may.may_change_scenario, by=by, of=row)
    Scenario.objects.filter(pk=row.pk).update(hidden_at=timezone.now())
    audit.record(action="examination.scenario_removed", by=by, target=row)


@transaction.atomic
def comment_scenario(*, scenario: Scenario, text: str, by: Actor) -> ScenarioComment:
    """Say something about a scenario.

    Raises:
        RankingError: nothing was written.
        NotAllowed: `by` does not rank for this authority.
    """
    row = _locked(scenario)
    require(may.may_change_scenario, by=by, of=row)
    if not text.strip():
        raise RankingError(_("Write something first."), field="text")
    made = ScenarioComment.objects.create(scenario=row, text=text.strip(), by_id=by.user_id, by_name=str(by)[:200])
    audit.record(action="examination.scenario_commented", by=by, target=row, data={"comment": made.pk})
    return made


@transaction.atomic
def adopt_scenario(*, scenario: Scenario, reason: str = "", by: Actor) -> Proposal:
    """Make a scenario the proposal: every ranked case is proposed for an award or for refusal.

    Sets `Case.proposed` and the stage “proposed”. Cases that cannot be ranked yet stay as they are. An earlier
    proposal is replaced case by case and stays visible. Adopted twice, the second time changes nothing.

    Raises:
        ChangedError: something would come out otherwise now; `changes` say what. Nothing is adopted then.
        ExcludedError: a conflict of interest concerns one of the cases.
        NotAllowed: `by` is neither head of the authority nor programme officer of the ministry, as the scenario needs.
    """
    row = _locked(scenario)
    require(may.may_adopt_scenario, by=by, of=row)
    _lock(cases_of(row.call, row.authority_id))
    refuse_excluded_from_round(row.call, row.authority_id, by)
    round_, result = computed(row)
    changes = changes_since(row, round_, result)
    if changes:
        raise ChangedError(changes)
    if not result.lines:
        raise RankingError(_("No case of this round can be ranked yet."))
    again = _adopted_already(row, result)
    if again is not None:
        return again
    made = _written(row, result, reason, by)
    audit.record(
        action="examination.scenario_adopted", by=by, target=row.call, reason=reason.strip(),
        data={
            "proposal": made.number, "scenario": row.name, "authority": row.authority_id, "rules": row.rules,
            "awarded": {line.row.number: line.amount for line in result.awarded},
            "refused": [line.row.number for line in result.lines if not line.award],
        },
    )  # fmt: skip
    return made


def computed(scenario: Scenario) -> tuple[Round, Result]:
    """What the scenario's rules give now; changes nothing."""
    round_ = collect(scenario.call, authority=scenario.authority_id)
    return round_, result_of(round_, thawed(scenario.rules), authority=scenario.authority_id)


def result_of(round_: Round, rules: Rules, *, authority: int | None) -> Result:
    """What rules give over a round with the means of now."""
    return compute(round_.rows, rules, pots(means_of(round_.call, authority=authority)), round_.minimum)


def changes_since(scenario: Scenario, round_: Round, result: Result) -> list[Change]:
    """What is otherwise now than when the scenario was computed."""
    before = {
        one[0]: Before(*one[1:])
        for one in scenario.lines.values_list(
            "case_id", "case__number", "case__stage", "asked", "score", "award", "amount", "years"
        )
    }
    now = {line.row.id: line for line in result.lines}
    waiting = {one.id: one.why for one in round_.waiting}
    found = [
        Change(waiting.get(pk) or _stage_words(line.stage), line.number) for pk, line in before.items() if pk not in now
    ]
    for pk, line in now.items():
        kept_line = before.get(pk)
        if kept_line is None:
            found.append(Change(_("can be ranked only since then"), line.row.number))
        elif text := _difference(kept_line, line):
            found.append(Change(text, line.row.number))
    return found


def refuse_excluded_from_round(call: Call, authority: int | None, by: Actor) -> None:
    """Whoever is excluded from one of the cases ranks none of them: its place depends on the others.

    Raises:
        ExcludedError: names the cases.
    """
    if by.user_id is None:
        return
    numbers = sorted(excluded_cases(by.user_id, cases_of(call, authority)).values())
    if numbers:
        raise ExcludedError(
            _("A conflict of interest (§§ 20, 21 VwVfG) excludes you from %(cases)s, so somebody else has to rank this "
              "round.") % {"cases": ", ".join(numbers[:MOST_TOLD])}
        )  # fmt: skip


def _lock(cases: QuerySet[Case]) -> None:
    """Hold all these cases, in the order of their numbers, until the transaction ends."""
    list(cases.order_by("pk").select_for_update(of=("self",)).values_list("pk"))


def _locked(scenario: Scenario) -> Scenario:
    row = Scenario.objects.select_for_update(of=("self",)).select_related("call__programme").get(pk=scenario.pk)
    if row.hidden_at is not None:
        raise RankingError(_("This scenario was removed."))
    return row


def _compute_into(row: Scenario) -> None:
    round_, result = computed(row)
    row.lines.all().delete()
    ScenarioLine.objects.bulk_create((_scenario_line(row, line) for line in result.lines), batch_size=BATCH)
    row.summary, row.computed_at = summary_of(round_, result), timezone.now()
    row.save(update_fields=["summary", "computed_at"])


def _scenario_line(row: Scenario, line: Line) -> ScenarioLine:
    return ScenarioLine(
        scenario=row, case_id=line.row.id, place=line.place, award=line.award, why=line.why, amount=line.amount,
        years=_years(line.years), score=line.row.score, asked=line.row.amount,
    )  # fmt: skip


def _years(years: Mapping[int, Decimal]) -> dict[str, Any]:
    return {str(year): f"{amount:.2f}" for year, amount in sorted(years.items()) if amount}


def _difference(before: Before, now: Line) -> str:
    say = reader()
    if before.asked != now.row.amount:
        return _("amount judged: %(before)s then, %(after)s now") % {
            "before": say.money(before.asked), "after": say.money(now.row.amount),
        }  # fmt: skip
    if before.score != now.row.score:
        return _("score: %(before)s then, %(after)s now") % {"before": before.score, "after": now.row.score}
    if before.award != now.award:
        return _("would be awarded now") if now.award else _("would not be awarded any more")
    if before.years != _years(now.years):
        return _("other amounts: %(before)s then, %(after)s now") % {
            "before": say.money(before.amount), "after": say.money(now.amount),
        }  # fmt: skip
    return ""


def _stage_words(stage: str) -> str:
    return _("now in the stage “%(stage)s”") % {"stage": Stage(stage).label}


def _adopted_already(row: Scenario, result: Result) -> Proposal | None:
    latest = Proposal.objects.filter(call=row.call, scenario=row).order_by("-number").first()
    if latest is None or latest.rules != row.rules:
        return None
    in_force = {
        line.case_id: (line.award, line.years) for line in latest.lines.filter(ended_at__isnull=True, proposal=latest)
    }
    wanted = {line.row.id: (line.award, _years(line.years)) for line in result.lines}
    return latest if in_force == wanted else None


def _written(row: Scenario, result: Result, reason: str, by: Actor) -> Proposal:
    now = timezone.now()
    number = (Proposal.objects.filter(call=row.call).aggregate(last=Max("number"))["last"] or 0) + 1
    made = Proposal.objects.create(
        call=row.call, authority_id=row.authority_id, scenario=row, number=number, reason=reason.strip(),
        rules=row.rules, adopted_at=now, adopted_by_id=by.user_id, adopted_by_name=str(by)[:200],
        deputising_for=by.deputising_for[:200],
    )  # fmt: skip
    cases = cases_of(row.call, row.authority_id)
    ProposalLine.objects.filter(case__in=cases, ended_at__isnull=True).update(
        ended_at=now, ended_why=_("Replaced by proposal %(number)s.") % {"number": number}
    )
    ProposalLine.objects.bulk_create(
        (
            ProposalLine(proposal=made, case_id=line.row.id, place=line.place, award=line.award, why=line.why,
                         amount=line.amount, years=_years(line.years))
            for line in result.lines
        ),
        batch_size=BATCH,
    )  # fmt: skip
    ids = cases.filter(proposal_lines__proposal=made)
    ids.exclude(stage=Stage.PROPOSED).update(stage_since=now)
    amount = ProposalLine.objects.filter(proposal=made, case=OuterRef("pk")).values("amount")[:1]
    ids.update(proposed=Subquery(amount), changed_at=now, stage=Stage.PROPOSED)
    return made
