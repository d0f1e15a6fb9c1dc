"""When the final report is due, how long vouchers are kept, until when a grant can be revoked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kommin.law.dates import add_months, add_years, calendar_named, check_date, next_working_day
from kommin.law.derivation import Derived, Fact, Input, Step
from kommin.law.errors import LawError
from kommin.law.regimes import Regime, count, flag
from kommin.law.texts import Text
from kommin.law.texts import gettext_noop as _


@dataclass(frozen=True)
class Deadlines(Derived):
    """The days that follow from what is known; None where its beginning was not given."""

    report_due: date | None
    keep_until: date | None
    revoke_until: date | None

    def facts(self) -> Mapping[str, Fact]:
        return {
            "report_due": Fact(Text(_("Final report due on")), self.report_due),
            "keep_until": Fact(Text(_("Keep the vouchers until")), self.keep_until),
            "revoke_until": Fact(Text(_("Revocation possible until")), self.revoke_until),
        }


def deadlines(
    *,
    regime: Regime,
    grant_period_end: date | None = None,
    fulfilled: date | None = None,
    submitted: date | None = None,
    knowledge: date | None = None,
) -> Deadlines:
    """The deadlines of a case.

    The final report is due some months after the purpose was `fulfilled`, at the latest as many after the end of the
    grant period; vouchers are kept for years after the report was `submitted`; a grant can be revoked for a year
    after the `knowledge` of the facts that justify it.

    Raises:
        LawError: no day was given at all, or one lies outside the calendar.
    """
    days = {
        "grant_period_end": grant_period_end,
        "fulfilled": fulfilled,
        "submitted": submitted,
        "knowledge": knowledge,
    }
    for name, day in days.items():
        if day is not None:
            check_date(day, field=name)
    if not any(days.values()):
        raise LawError(Text(_("Give at least one day from which a period runs.")), field="grant_period_end")
    steps: list[Step] = []
    report_due = _report_due(grant_period_end, fulfilled, regime, steps)
    keep_until = revoke_until = None
    if submitted:
        keep_until = _years_after(
            submitted,
            "retention",
            Text(_("Vouchers are kept for {period} after the report was handed in.")),
            regime,
            steps,
        )
    if knowledge:
        revoke_until = _years_after(
            knowledge,
            "revocation",
            Text(_("A grant can be revoked for {period} after the facts are known.")),
            regime,
            steps,
        )
    return Deadlines(report_due, keep_until, revoke_until, steps=tuple(steps), regime=regime.name)


def _report_due(period_end: date | None, fulfilled: date | None, regime: Regime, steps: list[Step]) -> date | None:
    months = regime.basis("report_months")
    candidates = []
    for name, label, text, day in (
        (
            "fulfilled",
            Text(_("Purpose fulfilled on")),
            Text(_("{months} after the purpose was fulfilled."), months=months.value),
            fulfilled,
        ),
        (
            "grant_period_end",
            Text(_("Grant period ends on")),
            Text(_("At the latest {months} after the grant period."), months=months.value),
            period_end,
        ),
    ):
        if day:
            end = add_months(day, count(months))
            candidates.append(end)
            steps.append(
                Step(
                    f"report-{name.replace('_', '-')}", text, months.source, end, (Input(name, label, day),), (months,)
                )
            )
    if not candidates:
        return None
    due = min(candidates)
    if len(candidates) > 1:
        steps.append(Step("report-earlier", Text(_("The earlier day counts.")), months.source, due))
    return _moved(due, "report_due_moves", regime, steps)


def _years_after(day: date, what: str, text: Text, regime: Regime, steps: list[Step]) -> date:
    years = regime.basis(f"{what}_years")
    end = add_years(day, count(years))
    steps.append(
        Step(
            what,
            Text(text.template, period=years.value),
            years.source,
            end,
            (Input("start", Text(_("Beginning")), day),),
            (years, regime.basis(f"{what}_end_moves")),
        )
    )
    return _moved(end, f"{what}_end_moves", regime, steps)


def _moved(end: date, parameter: str, regime: Regime, steps: list[Step]) -> date:
    moves, days_off = regime.basis(parameter), regime.basis("holiday_calendar")
    if not flag(moves):
        return end
    moved = next_working_day(end, calendar_named(str(days_off.value)))
    if moved != end:
        steps.append(
            Step(
                "working-day",
                Text(
                    _("{day} is a Saturday, Sunday or public holiday: the end moves to the next working day."), day=end
                ),
                moves.source,
                moved,
                bases=(moves, days_off),
            )
        )
    return moved
