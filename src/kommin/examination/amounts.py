"""What a plan is worth once the authority has judged its lines: the same arithmetic as for the application.

`cases.plan` adds up and asks `law.financing` under the call's regime with what was confirmed for it; here the
accepted amounts take the place of those applied for. Nobody gets more than was applied for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kommin.cases.content import BLOCK, FROM, UNTIL, day_in
from kommin.cases.current import current_content
from kommin.cases.models import Case, Submission, Supplement
from kommin.cases.plan import GRANT, PREFIX, Line, Outcome, Plan, filled_up, outcome, read_plan, years_between
from kommin.examination.errors import AmountError
from kommin.examination.models import Verdict
from kommin.foundation.ui.formatting import reader
from kommin.law.derivation import Input, Step
from kommin.law.financing import Grant
from kommin.law.money import ZERO, round_cents
from kommin.law.regimes import Regime
from kommin.law.texts import Money, Text
from kommin.law.texts import gettext_noop as noop
from kommin.programmes.frozen import FrozenCall, thaw
from kommin.programmes.legal import with_judgements
from kommin.regimes.presenting import present
from kommin.regimes.queries import regime_book

LANGUAGES = ("de", "en")


@dataclass(frozen=True)
class Applied:
    """What was applied for, as it stands now, with everything the grant follows from."""

    content: Mapping[str, Any]
    digest: str
    call: FrozenCall
    version: int
    plan: Plan
    regime: Regime
    grant: Decimal
    outcome: Outcome

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines with expenditure."""
        return tuple(line for line in self.plan.costs if line.total)

    @property
    def to_judge(self) -> tuple[Line, ...]:
        """The lines on which something can be granted."""
        return tuple(line for line in self.lines if line.eligible)


@dataclass(frozen=True)
class Judged:
    """What is said about one line: the verdict, the accepted amounts per year, and why."""

    key: str
    verdict: str
    accepted: Mapping[int, Decimal]
    reason: str = ""


@dataclass(frozen=True)
class Recomputed:
    """The grant on the accepted lines."""

    plan: Plan
    grant: Grant
    amount: Decimal
    years: Mapping[int, Decimal]
    shares: Sequence[Mapping[str, str]]

    @property
    def eligible(self) -> Decimal:
        return self.plan.eligible_total


def applied_of(case: Case) -> Applied:
    """The plan of a case, under the version of the call the application was made for.

    Raises:
        AmountError: the case has no application on this platform.
    """
    if case.application is None:
        raise AmountError(_("This case has no application on the platform, so there is no plan to judge."))
    content = current_content(case)
    version = case.application.version
    call = thaw(version)
    values = content.get("values", {})
    plan = read_plan(values, call, years_between(day_in(values, FROM), day_in(values, UNTIL)))
    regime = with_judgements(regime_book().find(call.regime), call.overrides)
    return Applied(
        content, _digest(case), call, version.number, plan, regime, Decimal(content.get("grant", "0")),
        _outcome(plan, call, regime, content, case),
    )  # fmt: skip


def recompute(applied: Applied, judged: Sequence[Judged], case: Case) -> Recomputed:
    """The grant when only what was accepted counts.

    Raises:
        AmountError: the guideline has no rate for the applicant.
    """
    accepted = {one.key: one.accepted for one in judged}
    costs = tuple(
        replace(line, amounts={year: accepted[line.key].get(year, ZERO) for year in applied.plan.years})
        if line.key in accepted
        else line
        for line in applied.plan.costs
    )
    plan = replace(applied.plan, costs=costs)
    result = _outcome(plan, applied.call, applied.regime, applied.content, case)
    if result.grant is None:
        raise AmountError(reader().text(result.refusal) if result.refusal else _("No grant follows from this plan."))
    amount = min(result.grant.amount, applied.grant)
    grant = replace(
        result.grant, amount=amount, steps=(*_line_steps(applied, judged), *result.grant.steps, _limit(applied, amount))
    )
    return Recomputed(plan, grant, amount, _by_year(plan, replace(result, grant=grant)), _shares(applied, amount))


def checked(applied: Applied, judged: Sequence[Judged]) -> list[Judged]:
    """The judgement of every line, with what is not accepted set to zero.

    Raises:
        AmountError: a line is missing or unknown, an amount above what was applied for, or a reason is missing.
    """
    given = {one.key: one for one in judged}
    unknown = set(given) - {line.key for line in applied.to_judge}
    if unknown:
        raise AmountError(_("The plan has changed since. Look at it again."))
    return [_checked(line, given.get(line.key)) for line in applied.to_judge]


def derivation_of(result: Recomputed) -> dict[str, Any]:
    """The steps written out in every language of the house, to be kept as they were."""
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            shown = present(result.grant, reader())
        found[language] = [
            {
                "text": step.text, "value": step.value, "source": step.source,
                "inputs": [
                    {"label": one.label, "value": one.value, "unconfirmed": one.unconfirmed} for one in step.inputs
                ],
            }
            for step in shown.steps
        ]  # fmt: skip
    return found


def _checked(line: Line, one: Judged | None) -> Judged:
    label = reader().text(line.label)
    if one is None or one.verdict not in Verdict.values:
        raise AmountError(_("%(line)s: say whether it is accepted.") % {"line": label}, field=f"verdict-{line.key}")
    if one.verdict == Verdict.ACCEPTED and any(
        one.accepted.get(year, was) != was for year, was in line.amounts.items()
    ):
        raise AmountError(
            _("%(line)s: another amount than applied for was entered. Choose “%(reduced)s” and give the reason.")
            % {"line": label, "reduced": Verdict.REDUCED.label},
            field=f"verdict-{line.key}",
        )
    if one.verdict == Verdict.ACCEPTED:
        return Judged(line.key, one.verdict, dict(line.amounts), one.reason.strip())
    if not one.reason.strip():
        raise AmountError(_("%(line)s: give the reason.") % {"line": label}, field=f"reason-{line.key}")
    if one.verdict == Verdict.REJECTED:
        return Judged(line.key, one.verdict, dict.fromkeys(line.amounts, ZERO), one.reason.strip())
    accepted = {year: one.accepted.get(year, ZERO) for year in line.amounts}
    for year, amount in accepted.items():
        if not ZERO <= amount <= line.amounts[year]:
            raise AmountError(
                _("%(line)s: enter at most the amount applied for, %(amount)s.")
                % {"line": label, "amount": reader().money(line.amounts[year])},
                field=f"amount-{line.key}-{year}",
            )
    if not ZERO < sum(accepted.values(), ZERO) < line.total:
        raise AmountError(
            _("%(line)s: a reduced amount lies between nothing and what was applied for.") % {"line": label},
            field=f"verdict-{line.key}",
        )
    return Judged(line.key, one.verdict, accepted, one.reason.strip())


def _outcome(plan: Plan, call: FrozenCall, regime: Regime, content: Mapping[str, Any], case: Case) -> Outcome:
    return outcome(
        plan,
        call,
        regime,
        applicant=content.get("applicant", {}).get("kind") or case.applicant_kind,
        consolidation=_consolidates(content, timezone.localtime(case.received_at).date()),
        block=content.get("values", {}).get(BLOCK) or "",
    )


def _digest(case: Case) -> str:
    """Of what was handed in first or, after a round of requests, last."""
    later = Supplement.objects.filter(case=case).order_by("-round").values_list("digest", flat=True).first()
    if later is not None:
        return later
    return Submission.objects.filter(application=case.application_id).values_list("digest", flat=True).first() or ""


def _consolidates(content: Mapping[str, Any], on: date) -> bool:
    said = content.get("applicant", {})
    start, end = day_in(said, "consolidation_from"), day_in(said, "consolidation_until")
    return start is not None and start <= on and (end is None or on <= end)


def _line_steps(applied: Applied, judged: Sequence[Judged]) -> list[Step]:
    found = []
    for one in judged:
        if one.verdict == Verdict.ACCEPTED:
            continue
        line = applied.plan.line(one.key)
        kept = sum(one.accepted.values(), ZERO)
        sentence = (
            Text(noop("{line}: reduced from {before} to {after}."), line=line.label, before=Money(line.total),
                 after=Money(kept))
            if one.verdict == Verdict.REDUCED
            else Text(noop("{line}: not accepted, {before} less."), line=line.label, before=Money(line.total))
        )  # fmt: skip
        found.append(
            Step(f"line-{one.key}", sentence, one.reason, Money(kept),
                 (Input("applied", Text(noop("Applied for")), Money(line.total)),))
        )  # fmt: skip
    return found


def _limit(applied: Applied, amount: Decimal) -> Step:
    return Step(
        "not-above-application",
        Text(noop("Never above the grant applied for, {applied}."), applied=Money(applied.grant)),
        "",
        Money(amount),
    )


def _by_year(plan: Plan, result: Outcome) -> dict[int, Decimal]:
    parts = filled_up(plan, result)
    return {year: Decimal(parts[f"{PREFIX}{GRANT}/{year}"]) for year in plan.years}


def _shares(applied: Applied, amount: Decimal) -> list[dict[str, str]]:
    """What each town of a joint project receives: in the proportion applied for, the lead what rounding leaves."""
    rows = applied.content.get("shares") or []
    whole = sum((Decimal(row["grant"]) for row in rows), ZERO)
    if len(rows) < 2 or not whole:
        return []
    parts = [round_cents(Fraction(amount) * Fraction(Decimal(row["grant"])) / Fraction(whole)) for row in rows[1:]]
    left = amount - sum(parts, ZERO)
    return [
        {"key": row["key"], "name": row["name"], "grant": f"{part:.2f}"}
        for row, part in zip(rows, [left, *parts], strict=True)
    ]
