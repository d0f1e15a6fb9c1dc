"""What this room puts on the page of a case: the chain of decisions, what comes next, what has happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from kommin.cases.models import Case, Stage
from kommin.cases.sections import (
    Event,
    NextStep,
    Section,
    register_events,
    register_next_steps,
    register_section,
)
from kommin.decisions import queries, rules
from kommin.decisions.models import OPEN, Decision, DecisionState, StepKind
from kommin.decisions.views.presenting import badge, difference_in_words
from kommin.foundation.access import acting
from kommin.foundation.ui.formatting import reader


@dataclass(frozen=True)
class _Step:
    """What somebody did with a decision."""

    kind: str
    at: datetime
    by_name: str


def register() -> None:
    """Called in the app's `ready`."""
    register_section(
        Section(
            anchor="decisions",
            title=gettext_lazy("Decisions"),
            order=200,
            template="decisions/core/on_case.html",
            context=section,
        )
    )
    register_next_steps(next_steps)
    register_events(events)


def section(request: HttpRequest, case: Case) -> Mapping[str, Any] | None:
    """The amount in force, how it came about, and for the authority the open draft."""
    by = acting(request)
    inside = rules.reads_inside.holds(by, case)
    chain = [one for one in _decisions_of(case) if one.state == DecisionState.RELEASED]
    draft = _draft_of(case) if inside else None
    if not inside and not chain and not case.granted:
        return None
    untouched = case.is_undecided and not chain and not case.granted
    ledger = [] if untouched else queries.granting_lines(case)
    years = queries.in_force(case, ledger)
    return {
        "case": case,
        "granted_any": bool(case.granted or any(one.has_amounts for one in chain)),
        "in_force": reader().money(case.granted),
        "note": _("the sum of all decisions so far") if len(chain) > 1 else "",
        "lines": _lines(case, chain, ledger),
        "years": {
            "columns": [pgettext("amounts of a decision", "In force")],
            "rows": [{"label": str(year), "amounts": [amount]} for year, amount in years.items()],
        },
        "draft": draft,
        "draft_badge": badge(draft) if draft else None,
        "may_draft": inside and case.stage != Stage.WITHDRAWN and rules.may_draft.holds(by, case),
    }


def _decisions_of(case: Case) -> list[Decision]:
    """Every decision about the case with its steps, without its content; read once for a page, with one query."""
    known: list[Decision] | None = getattr(case, "_decisions_shown", None)
    if known is None:
        rows = Decision.objects.filter(case=case).defer("content").order_by("position", "pk", "steps__pk")
        found: dict[int, Decision] = {}
        for row in rows.annotate(step=F("steps__kind"), step_at=F("steps__at"), step_by=F("steps__by_name")):
            one = found.setdefault(row.pk, row)
            one.case = case
            steps = one.__dict__.setdefault("_steps_shown", [])
            if row.step is not None:
                steps.append(_Step(row.step, row.step_at, row.step_by))
        known = case._decisions_shown = list(found.values())  # type: ignore[attr-defined] # noqa: SLF001 - kept with the row it is about
    return known


def _draft_of(case: Case) -> Decision | None:
    return next((one for one in _decisions_of(case) if one.state in OPEN), None)


def _lines(case: Case, chain: Sequence[Decision], ledger: Sequence[queries.GrantingLine]) -> list[dict[str, Any]]:
    """Every decision in its order with what it changed; what was taken over from elsewhere stands before."""
    derived = {line.source: line for line in queries.how_it_came_about(case, chain, ledger)}
    found = []
    for source, line in derived.items():
        if line.decision is None:
            text = difference_in_words("", line.difference, line.after)
            found.append({"when": "", "title": _words_of(source), "text": text})
    for one in chain:
        mine = derived.get(f"decision:{one.pk}")
        found.append(
            {
                "when": reader().date(one.decided_on) if one.decided_on else "",
                "title": f"{one.get_kind_display()}, {one.number}",
                "href": one.get_absolute_url(),
                "text": difference_in_words(one.kind, mine.difference, mine.after) if mine else "",
                "kind": "success" if mine and mine.difference > 0 else "",
            }
        )
    return found


def _words_of(source: str) -> str:
    return _("Taken over from earlier records") if source.startswith("import:") else source


def next_steps(request: HttpRequest, case: Case) -> Sequence[NextStep]:
    """Draft, hand over, release: for the authority alone."""
    by = acting(request)
    if not rules.reads_inside.holds(by, case):
        return []
    draft = _draft_of(case)
    if draft is None:
        if case.stage != Stage.PROPOSED:
            return []
        url = reverse("decisions:begin", args=[case.number]) if rules.may_draft.holds(by, case) else ""
        return [NextStep(text=_("Draft the decision."), who=case.examiner_name or _("the authority"), url=url)]
    url = draft.get_absolute_url()
    if draft.state == DecisionState.HANDED_OVER:
        text = _("Release the decision, or return it.")
        return [NextStep(text=text, who=_("the head of the authority"), url=url, urgent=True)]
    text = (
        _("Rework the draft: it was returned.") if draft.returned_comment else _("Finish the draft and hand it over.")
    )
    return [NextStep(text=text, who=draft.drafted_by_name, url=url)]


def events(case: Case) -> Sequence[Event]:
    """Releases for everybody, the way there for the authority."""
    found = []
    for one in _decisions_of(case):
        for step in one.__dict__["_steps_shown"]:
            if step.kind == StepKind.RELEASED:
                text = f"{one.get_kind_display()}: {one.number}"
                found.append(Event(at=step.at, text=text, by=one.released_by_name, url=one.get_absolute_url()))
            elif step.kind != StepKind.CHANGED:
                text = pgettext("event of a case", "%(step)s: %(kind)s") % {
                    "step": StepKind(step.kind).label, "kind": one.get_kind_display(),
                }  # fmt: skip
                found.append(Event(at=step.at, text=text, by=step.by_name, url=one.get_absolute_url(), internal=True))
    return found
