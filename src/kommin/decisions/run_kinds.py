"""What workers do with the decisions of a round, one case at a time and each exactly once."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kommin.cases.errors import CaseError
from kommin.decisions import actions, queries
from kommin.decisions.actions.bulk import DRAFT_RUN, RELEASE_RUN
from kommin.decisions.errors import DecisionError
from kommin.decisions.models import Decision, Kind
from kommin.examination.models import ProposalLine
from kommin.foundation.access import Actor, NotAllowed
from kommin.foundation.notices.actions import notify
from kommin.foundation.runs.errors import ItemRefusedError
from kommin.foundation.runs.models import Run, RunItem
from kommin.foundation.runs.registry import ResultFile, register_run_kind
from kommin.foundation.tables import write_xlsx
from kommin.people.standing import acting_again
from kommin.programmes.models import Call

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def draft_one(item: RunItem) -> dict[str, Any]:
    """Draft what was proposed for a case and hand it over."""
    with _told():
        line = ProposalLine.objects.select_related("case").get(pk=item.payload["line"])
        made = actions.draft_as_proposed(
            line=line, kind=Kind(item.payload["kind"]), reasons=item.payload["reasons"], by=_starter(item.run)
        )
    return {"decision": made.pk, "kind": made.kind, "amount": f"{made.amount:.2f}"}


def release_one(item: RunItem) -> dict[str, Any]:
    """Release one decision as it was seen."""
    with _told():
        stands = actions.release_decision(
            decision=Decision.objects.get(pk=item.payload["decision"]), revision=item.payload["revision"],
            portal=item.payload["portal"], by=_starter(item.run),
        )  # fmt: skip
    return {
        "decision": stands.pk, "kind": stands.kind, "amount": f"{stands.amount:.2f}", "number": stands.number,
        "portal": item.payload["portal"],
    }  # fmt: skip


def finish_drafting(run: Run) -> ResultFile:
    """Tell those who release, once for all, and list what became of each case."""
    made = run.items.filter(state=RunItem.State.DONE).count()
    call = Call.objects.filter(pk=run.parameters["call"]).first()
    if made and call is not None:
        notify(
            recipients=queries.heads_of(run.parameters["authority"]) - {run.started_by_id or 0},
            kind="decisions.round_to_release",
            title=lambda: _("%(count)s decisions wait for release") % {"count": made},
            url=reverse("decisions:release_round", args=[call.slug]),
            key=f"decisions.round_to_release:{run.pk}:{made}",
            context={"count": made},
        )
    return list_of(run)


def list_of(run: Run) -> ResultFile:
    """What became of each case, those that failed with the reason."""
    columns = [_("Case"), _("Result"), _("Kind"), _("Number"), _("Amount"), _("Letter"), _("Why it failed")]
    rows = (_row(item) for item in run.items.order_by("number").iterator(chunk_size=500))
    target = BytesIO()
    write_xlsx(target, columns, rows, title=_("Decisions"), notes=[run.title])
    return ResultFile(_("decisions") + ".xlsx", XLSX, target.getvalue())


def _row(item: RunItem) -> list[object]:
    done = item.outcome if isinstance(item.outcome, dict) else {}
    kind = Kind(done["kind"]).label if done else ""
    letter = ""
    if "number" in done:
        letter = _("waits in the portal") if done["portal"] else _("to be sent")
    return [
        item.label, item.get_state_display(), str(kind), done.get("number", ""), done.get("amount", ""), letter,
        item.error,
    ]  # fmt: skip


def _starter(run: Run) -> Actor:
    """Whoever started the work, in the same role, as long as it lasts."""
    found = acting_again(run.started_by_id, run.parameters["standing"])
    if found is None:
        raise NotAllowed(_("Whoever started this does not act in that role any more. Somebody else has to start anew."))
    return found


@contextmanager
def _told() -> Iterator[None]:
    """A refusal is final for the item and says why; trying it again by itself would not help."""
    try:
        yield
    except (DecisionError, CaseError, NotAllowed) as error:
        raise ItemRefusedError(str(error)) from error


register_run_kind(DRAFT_RUN, label=gettext_lazy("Drafts of a round"), step=draft_one, finish=finish_drafting)
register_run_kind(RELEASE_RUN, label=gettext_lazy("Release of a round"), step=release_one, finish=list_of)
