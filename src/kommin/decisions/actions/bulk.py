"""Decide a whole round: start the long work, and do the step of one case (docs/granting.md)."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from kommin.cases.actions.stages import locked_case
from kommin.cases.models import Stage
from kommin.decisions import queries, rules
from kommin.decisions.actions.drafting import begin_draft, change_draft
from kommin.decisions.actions.handing import hand_over
from kommin.decisions.bulk.planning import Plan, kind_of, plan_drafting, plan_release
from kommin.decisions.bulk.wording import Reasons
from kommin.decisions.errors import BulkError, DecisionError
from kommin.decisions.models import Bulk, Decision, Kind
from kommin.examination.models import ProposalLine
from kommin.foundation.access import Actor, require
from kommin.foundation.audit import actions as audit
from kommin.foundation.runs.actions.runs import Item, start_run
from kommin.foundation.runs.models import Run
from kommin.people.standing import standing_key
from kommin.programmes.models import Call

DRAFT_RUN, RELEASE_RUN = "decisions.draft", "decisions.release"


@transaction.atomic
def start_drafting(*, call: Call, seen: str, reasons: Reasons, once: str, by: Actor) -> Bulk:
    """Draft and hand over what the adopted proposal says about every case of the actor's authority.

    Args:
        seen: the stamp of the plan that was shown.
        reasons: why, for refusals and partial awards; they stand in the letters.
        once: the mark of the page; sent twice it is one start.

    Raises:
        BulkError: something would be decided otherwise than was shown, nothing is left, or it is under way already.
        NotAllowed: `by` does not examine cases of the round.
    """
    require(rules.may_draft_round, by=by, of=call)
    known = _locked(call, once)
    if known is not None:
        return known
    plan = plan_drafting(call, by)
    _refuse(plan, seen, call, by)
    missing = reasons.missing(plan)
    if missing:
        raise BulkError(_("Give the reasons: the municipality reads them in the letter."), field=missing[0])
    items = (
        Item(one.label, {"line": one.source, "kind": one.kind, "reasons": reasons.of(one)}) for one in plan.goes
    )  # fmt: skip
    run = start_run(
        kind=DRAFT_RUN, items=items, by=by, parameters=_parameters(call, by),
        title=lambda: _("Drafts of the round “%(call)s”") % {"call": call.title},
    )  # fmt: skip
    return _written(call, plan, run, once, by)


@transaction.atomic
def start_release(*, call: Call, seen: str, once: str, by: Actor, portal: bool = False) -> Bulk:
    """Release every draft of the round that waits in the actor's authority and that the actor may release.

    Args:
        seen: the stamp of the plan that was shown.
        once: the mark of the page; sent twice it is one start.
        portal: have the letters wait in the portal at once, wherever somebody can open them there.

    Raises:
        BulkError: something would be decided otherwise than was shown, nothing is left, or it is under way already.
        NotAllowed: `by` is not head of an authority that handles cases of the round.
    """
    require(rules.may_release_round, by=by, of=call)
    known = _locked(call, once)
    if known is not None:
        return known
    plan = plan_release(call, by)
    _refuse(plan, seen, call, by)
    run = start_run(
        kind=RELEASE_RUN, by=by, parameters=_parameters(call, by),
        items=(
            Item(one.label, {"decision": one.source, "revision": one.revision, "portal": portal and one.portal})
            for one in plan.goes
        ),
        title=lambda: _("Decisions of the round “%(call)s”") % {"call": call.title},
    )  # fmt: skip
    return _written(call, plan, run, once, by)


@transaction.atomic
def draft_as_proposed(*, line: ProposalLine, kind: Kind, reasons: str, by: Actor) -> Decision:
    """Draft what a proposal says about one case, and hand it over. Whoever starts it stands up for the draft.

    Raises:
        DecisionError: the proposal holds no more, somebody drafts the case by hand, or something is missing.
        NotAllowed: `by` does not work on the case.
    """
    case = locked_case(line.case)
    require(rules.may_draft, by=by, of=case)
    now = ProposalLine.objects.select_related("case").filter(pk=line.pk, ended_at__isnull=True).first()
    if now is None or case.stage != Stage.PROPOSED or kind_of(now) != kind:
        raise DecisionError(_("The proposal for this case has changed since. Look at the round again."))
    if queries.open_draft_of(case) is not None:
        raise DecisionError(_("A draft is open already: finish it by hand, or discard it."))
    draft = begin_draft(case=case, kind=kind, by=by)
    if reasons:
        draft = change_draft(decision=draft, revision=draft.revision, by=by, reasons=reasons)
    return hand_over(decision=draft, revision=draft.revision, by=by, tell=False)


def _locked(call: Call, once: str) -> Bulk | None:
    """One start in a round at a time; what the same page has started already, if anything."""
    Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
    return Bulk.objects.filter(once=once, call=call).first()


def _refuse(plan: Plan, seen: str, call: Call, by: Actor) -> None:
    under_way = Bulk.objects.filter(
        call=call, authority=by.organisation_id, step=plan.step, run__state=Run.State.RUNNING
    ).first()
    if under_way is not None:
        raise BulkError(
            _("This is under way already, started by %(name)s. Wait until it has finished.")
            % {"name": under_way.by_name}
        )
    if not plan.goes:
        raise BulkError(_("Nothing is left that could be decided."))
    if plan.stamp != seen:
        raise BulkError(_("Since this page was opened something has changed. Please look again, then start."))


def _parameters(call: Call, by: Actor) -> Mapping[str, object]:
    return {"call": call.pk, "authority": by.organisation_id, "standing": standing_key(by)}


def _written(call: Call, plan: Plan, run: Run, once: str, by: Actor) -> Bulk:
    made = Bulk.objects.create(
        call=call, authority_id=by.organisation_id or 0, step=plan.step, run=run, cases=len(plan.goes), once=once,
        by_id=by.user_id or 0, by_name=str(by)[:200],
    )  # fmt: skip
    audit.record(
        action="decisions.bulk_started", by=by, target=call,
        data={
            "step": plan.step, "run": str(run.pk), "cases": len(plan.goes), "amount": plan.total,
            "years": {str(one.year): one.needs for one in plan.years},
        },
    )  # fmt: skip
    return made
