"""Draft a decision and change the draft."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from kommin.cases.actions.stages import locked_case
from kommin.cases.content import EARLY_FROM, FROM, UNTIL
from kommin.cases.models import UNDECIDED, Case, Stage
from kommin.decisions import queries, rules
from kommin.decisions.actions.locking import locked_draft, note, void_hand_over
from kommin.decisions.errors import DecisionError, IncompleteDraftError
from kommin.decisions.grounds import Grounds
from kommin.decisions.models import AWARDS, LATER, Decision, DecisionState, Kind, StepKind
from kommin.foundation.access import Actor, require
from kommin.foundation.audit import actions as audit
from kommin.foundation.ui.formatting import reader
from kommin.law.budget import budget
from kommin.law.deadlines import deadlines
from kommin.law.errors import LawError

FIRST_YEAR, LAST_YEAR = 1990, 2100
DAYS = (
    "grant_from", "grant_until", "project_from", "project_until", "early_start_from", "earmarked_until", "report_due",
)  # fmt: skip
TEXTS = ("amount_reason", "plan_text", "payment_text", "reasons", "legal_basis", "conditions")
EDITABLE = (*DAYS, *TEXTS, "kind", "amount", "amounts", "eligible", "clauses_off")
SAME_GROUP = (frozenset(AWARDS), frozenset({Kind.REVOCATION, Kind.RENUNCIATION}))
"""Within these, a draft may become the other kind."""


@transaction.atomic
def begin_draft(*, case: Case, kind: Kind, by: Actor) -> Decision:
    """Begin the draft of a decision; everything known already stands in it. The open draft of the same kind stays one.

    Raises:
        DecisionError: another draft is open, or this kind cannot be decided as the case stands.
        NotAllowed: `by` does not work on the case, or is excluded by a conflict of interest.
    """
    row = locked_case(case)
    require(rules.may_draft, by=by, of=row)
    known = queries.open_draft_of(row)
    if known is not None:
        if known.kind == kind:
            return known
        raise DecisionError(
            _("There is a draft already: %(kind)s. Release it or discard it first.")
            % {"kind": known.get_kind_display()}
        )
    refuse_unless_possible(row, kind)
    decision = Decision(case=row, kind=kind, authority_id=row.authority_id or 0, drafted_by_id=by.user_id,
                        drafted_by_name=str(by)[:200])  # fmt: skip
    _fill_in(decision, row)
    decision.save(force_insert=True)
    note(decision, StepKind.DRAFTED, by)
    audit.record(
        action="decisions.drafted", by=by, target=decision, case=row.number, data={"kind": kind, **_told(decision)}
    )
    return decision


@transaction.atomic
def change_draft(*, decision: Decision, revision: int, by: Actor, **values: Any) -> Decision:
    """Change the draft. Whatever was handed over for release is void; saving what stands there already changes nothing.

    Args:
        revision: the one the caller has read.
        values: any of `EDITABLE`. `amounts` maps budget years to amounts after the decision; together with `amount`,
            the grant, it must add up.

    Raises:
        DecisionError: an amount, a year or a clause is impossible, or the years don't make up the grant.
        StaleDraftError: somebody else has changed it since.
        NotAllowed: `by` does not work on the case.
    """
    row = locked_draft(decision, rules.may_draft, by, revision=revision)
    before = {name: getattr(row, name) for name in EDITABLE}
    for name, value in _checked(row, values).items():
        setattr(row, name, value)
    changed = [name for name in EDITABLE if getattr(row, name) != before[name]]
    if not changed:
        return row
    voided = void_hand_over(row)
    row.revision += 1
    row.save()
    note(row, StepKind.CHANGED, by)
    audit.record(
        action="decisions.draft_changed", by=by, target=row, case=row.case.number,
        data={"revision": row.revision, "changed": changed, "hand_over_void": voided, **_told(row)},
    )  # fmt: skip
    return row


@transaction.atomic
def discard_draft(*, decision: Decision, reason: str, by: Actor) -> Decision:
    """Give a draft up; it stays readable with the reason.

    Raises:
        DecisionError: no reason is given, or it is released.
        NotAllowed: `by` does not work on the case.
    """
    row = locked_draft(decision, rules.may_draft, by)
    reason = reason.strip()
    if not reason:
        raise DecisionError(_("Say why."), field="reason")
    void_hand_over(row)
    row.state = DecisionState.DISCARDED
    row.save()
    note(row, StepKind.DISCARDED, by, reason[:2000])
    audit.record(action="decisions.discarded", by=by, target=row, case=row.case.number, data={"kind": row.kind},
                 reason=reason)  # fmt: skip
    return row


def refuse_unless_possible(case: Case, kind: Kind) -> None:
    """Raise the sentence why a kind cannot be decided as the case stands.

    Raises:
        DecisionError: see above.
    """
    if case.authority_id is None:
        raise DecisionError(_("No authority handles this case yet. The ministry has to choose one."))
    if case.stage == Stage.WITHDRAWN:
        raise DecisionError(_("The application was withdrawn; there is nothing to decide."))
    granted = queries.is_granted(case)
    if kind in LATER:
        if not granted:
            raise DecisionError(_("Nothing is granted yet that could be changed."))
        if kind != Kind.CHANGE and not case.granted:
            raise DecisionError(_("Nothing is in force any more that could be taken back."))
        return
    if granted:
        raise DecisionError(_("This case has an award. Draft a change instead."))
    if kind in (Kind.REFUSAL, Kind.EARLY_START) and case.stage not in UNDECIDED:
        raise DecisionError(_("This case is decided."))
    if kind in AWARDS and case.stage not in (Stage.ASSESSED, Stage.PROPOSED, Stage.DECIDED):
        raise DecisionError(
            _("The examination is not finished: the case has to be assessed or proposed before a grant is drafted.")
        )


def possible_kinds(case: Case) -> list[Kind]:
    """What can be drafted now."""
    found = []
    for kind in Kind:
        try:
            refuse_unless_possible(case, kind)
        except DecisionError:
            continue
        found.append(kind)
    return found


def _fill_in(decision: Decision, case: Case) -> None:
    grounds = Grounds(case)
    if decision.kind in LATER:
        _as_before(decision, case)
    elif decision.kind in AWARDS:
        years = grounds.suggested
        decision.amounts = _stored(years)
        decision.amount = sum(years.values(), Decimal(0))
        decision.eligible = grounds.eligible
        decision.project_from = grounds.day_of(FROM) or case.starts_on
        decision.project_until = grounds.day_of(UNTIL) or case.ends_on
        decision.grant_from, decision.grant_until = decision.project_from, decision.project_until
        decision.report_due = report_day(grounds, decision.grant_until)
        with translation.override("de"):  # the letter's language
            decision.plan_text = _("The financing plan of your application of %(day)s is binding.") % {
                "day": reader().date(case.received_at)
            }
            decision.payment_text = _(
                "The grant is paid on request, as far as it is needed for payments due within two months."
            )
    elif decision.kind == Kind.EARLY_START:
        decision.early_start_from = grounds.day_of(EARLY_FROM) or grounds.day


def _as_before(decision: Decision, case: Case) -> None:
    """A later decision begins with what is in force."""
    last = queries.last_grant_of(case)
    for name in (*DAYS, "eligible", "plan_text", "payment_text", "clauses_off", "conditions"):
        if last is not None:
            setattr(decision, name, getattr(last, name))
    if last is None:
        decision.project_from, decision.project_until = case.starts_on, case.ends_on
        decision.grant_from, decision.grant_until = case.starts_on, case.ends_on
        decision.eligible = case.eligible
    years = queries.in_force(case)
    if decision.kind != Kind.CHANGE:
        years = dict.fromkeys(years, Decimal("0.00"))
        decision.legal_basis = "§ 49 Abs. 3 VwVfG NRW" if decision.kind == Kind.REVOCATION else ""
    decision.amounts = _stored(years)
    decision.amount = sum(years.values(), Decimal(0))


def report_day(grounds: Grounds, end: date | None) -> date | None:
    """The day the final report is due by the law of the call; None without an end or without such a rule."""
    if end is None:
        return None
    try:
        return deadlines(regime=grounds.regime, grant_period_end=end).report_due
    except LawError:
        return None


def _checked(decision: Decision, values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(values) - set(EDITABLE)
    if unknown:
        raise TypeError(f"not editable: {sorted(unknown)}")
    found = dict(values)
    if "kind" in found:
        _refuse_other_kind(decision, found["kind"])
    if "clauses_off" in found:
        found["clauses_off"] = _clauses(decision, found["clauses_off"])
    for name in TEXTS:
        if name in found:
            found[name] = str(found[name]).strip().replace("\r\n", "\n")
    if "amounts" in found or "amount" in found:
        years = found.get("amounts", decision.per_year)
        total = found.get("amount", sum(years.values(), Decimal(0)))
        _refuse_unless_adding_up(decision, total, years)
        found["amounts"], found["amount"] = _stored(years), total
    return found


def _refuse_other_kind(decision: Decision, kind: str) -> None:
    if kind != decision.kind and not any({kind, decision.kind} <= group for group in SAME_GROUP):
        raise DecisionError(_("This draft cannot become a decision of another kind. Discard it and begin a new one."))


def _refuse_unless_adding_up(decision: Decision, total: Decimal, years: Mapping[int, Decimal]) -> None:
    if not decision.has_amounts and (total or any(years.values())):
        raise DecisionError(_("This kind of decision grants no amount."), field="amount")
    if any(not FIRST_YEAR <= year <= LAST_YEAR for year in years):
        raise DecisionError(_("Enter a budget year between 1990 and 2100."), field="amounts")
    try:
        budget(total=total, parts=years, regime=Grounds(decision.case).regime)
    except LawError as error:
        raise DecisionError(reader().text(error.text), field="amounts") from error


def _clauses(decision: Decision, off: Any) -> list[str]:
    clauses = {clause.number: clause for clause in Grounds(decision.case).clauses}
    chosen = sorted(set(off))
    unknown = [number for number in chosen if number not in clauses]
    fixed = [number for number in chosen if number in clauses and not clauses[number].switchable]
    if unknown or fixed:
        raise IncompleteDraftError(
            _("These clauses cannot be switched off: %(numbers)s.") % {"numbers": ", ".join(unknown + fixed)}, []
        )
    return [number for number in clauses if number in chosen]


def _stored(years: Mapping[int, Decimal]) -> dict[str, str]:
    return {str(year): f"{amount:.2f}" for year, amount in sorted(years.items())}


def _told(decision: Decision) -> dict[str, Any]:
    return {"amount": decision.amount, "years": decision.amounts}
