"""What this room puts on the page of a case: the chain of decisions, what comes next, what has happened."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, prefetch_related_objects
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
from kommin.decisions.delivered import Delivered, counting, offered_until, today
from kommin.decisions.finality import finality_of
from kommin.decisions.models import OPEN, Decision, DecisionState, Kind, StepKind
from kommin.decisions.queries import ChainLine
from kommin.decisions.views.delivered import in_one_line, steps_of
from kommin.decisions.views.presenting import badge, difference_in_words
from kommin.examination.ranking.following import Onward, register_onward
from kommin.foundation.access import Actor, acting
from kommin.foundation.prepared import Prepared
from kommin.foundation.ui.formatting import reader
from kommin.programmes.models import Call


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
    register_onward(decide_round)


def decide_round(request: HttpRequest, call: Call) -> Onward | None:
    """From a proposal to deciding it, for those who can."""
    if not rules.may_see_round.holds(acting(request), call):
        return None
    return Onward(_("Decide this round"), reverse("decisions:round", args=[call.slug]))


def section(request: HttpRequest, case: Case) -> Mapping[str, Any] | None:
    """The amount in force, how it came about, and for the authority the open draft."""
    by = acting(request)
    inside = rules.reads_inside.holds(by, case)
    chain = _chain_for(case, inside=inside)
    draft = _draft_of(case) if inside else None
    if not inside and not chain and not case.granted:
        return None
    untouched = case.is_undecided and not chain and not case.granted
    ledger = [] if untouched else queries.granting_lines(case)
    lines = _derived(case, chain, ledger, inside=inside)
    granted = case.granted if inside else (lines[-1].after if lines else Decimal(0))
    years = queries.in_force(case, ledger) if inside or granted == case.granted else {}
    return {
        "case": case,
        "granted_any": bool(granted or any(one.has_amounts for one in chain)),
        "in_force": reader().money(granted),
        "note": _("the sum of all decisions so far") if len(chain) > 1 else "",
        "lines": _lines(chain, lines),
        "final": _final(chain, inside=inside),
        "years": {
            "columns": [pgettext("amounts of a decision", "In force")],
            "rows": [{"label": str(year), "amounts": [amount]} for year, amount in years.items()],
        },
        "draft": draft,
        "draft_badge": badge(draft) if draft else None,
        "may_draft": inside and case.stage != Stage.WITHDRAWN and rules.may_draft.holds(by, case),
    }


def _decisions_of(case: Case) -> list[Decision]:
    """Every decision about the case with its steps and the entries of its delivery; read once for a page."""
    known: list[Decision] | None = getattr(case, "_decisions_shown", None)
    if known is None:
        known = case._decisions_shown = _DECISIONS.rows(case=case.pk)  # type: ignore[attr-defined] # noqa: SLF001 - kept with the row it is about
        prefetch_related_objects(known, "steps", "delivery")
        for one in known:
            one.case = case
    return known


_DECISIONS = Prepared(
    lambda given: Decision.objects.filter(case=given.case).order_by("position", "pk"), case=BigIntegerField()
)


def _chain_for(case: Case, *, inside: bool) -> list[Decision]:
    """The released decisions a reader knows of: the authority all, the municipality those whose letter was sent."""
    released = [one for one in _decisions_of(case) if one.state == DecisionState.RELEASED]
    return queries.known_to_reader(released, inside=inside)


def _draft_of(case: Case) -> Decision | None:
    return next((one for one in _decisions_of(case) if one.state in OPEN), None)


def _derived(
    case: Case, chain: Sequence[Decision], ledger: Sequence[queries.GrantingLine], *, inside: bool
) -> list[ChainLine]:
    """How the amount came about, as far as this reader knows of it."""
    lines = queries.how_it_came_about(case, chain, ledger)
    if inside:
        return lines
    return [line for line in lines if line.decision is not None or not line.source.startswith("decision:")]


def _final(chain: Sequence[Decision], *, inside: bool) -> dict[str, Any]:
    """From when the latest decision is final, and why."""
    if not chain:
        return {}
    standing = finality_of(chain[-1])
    return {
        "decision": chain[-1],
        "text": in_one_line(chain[-1], standing),
        "steps": steps_of(standing, inside=inside),
    }


def _lines(chain: Sequence[Decision], lines: Sequence[ChainLine]) -> list[dict[str, Any]]:
    """Every decision in its order with what it changed; what was taken over from elsewhere stands before."""
    derived = {line.source: line for line in lines}
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
                "text": difference_in_words(one.kind, mine.difference, mine.after) if mine else _unchanged(one),
                "by": in_one_line(one, finality_of(one)),
                "kind": "success" if mine and mine.difference > 0 else "",
            }
        )
    return found


def _unchanged(decision: Decision) -> str:
    """What a change of periods or plan alone says of the amount."""
    if decision.kind != Kind.CHANGE or decision.amount != decision.amount_before:
        return ""
    return difference_in_words(decision.kind, Decimal(0), decision.amount)


def _words_of(source: str) -> str:
    return _("Taken over from earlier records") if source.startswith("import:") else source


def next_steps(request: HttpRequest, case: Case) -> Sequence[NextStep]:
    """Draft, hand over, release, send: the authority; open the letter: the municipality."""
    by = acting(request)
    chain = _chain_for(case, inside=True)
    if not rules.reads_inside.holds(by, case):
        return [step for one in chain for step in _to_open(one, by)]
    return [*_drafting(case, by), *(step for one in chain for step in _to_send(one, by))]


def _to_send(decision: Decision, by: Actor) -> list[NextStep]:
    """A letter that nobody has sent, or that waited in the portal in vain."""
    delivered = Delivered.of(decision)
    if delivered.is_announced:
        return []
    until = offered_until(decision, delivered)
    if until is not None and until >= today():
        text = _("Open the letter %(number)s in the portal") % {"number": decision.number}
        return [NextStep(text=text, who=decision.case.applicant_name, due=until)]
    url = reverse("decisions:deliver", args=[decision.pk]) if rules.may_deliver.holds(by, decision) else ""
    text = _("Send the letter %(number)s") % {"number": decision.number}
    if until is not None:
        text = _("Send the letter %(number)s again: nobody opened it in the portal") % {"number": decision.number}
    return [NextStep(text=text, who=decision.drafted_by_name, url=url, urgent=True)]


def _to_open(decision: Decision, by: Actor) -> list[NextStep]:
    """A letter that waits for the municipality."""
    delivered = Delivered.of(decision)
    until = offered_until(decision, delivered)
    if delivered.is_announced or until is None or until < today():
        return []
    url = reverse("decisions:retrieve", args=[decision.pk]) if rules.may_retrieve.holds(by, decision) else ""
    return [NextStep(text=_("Open the letter"), who=decision.case.applicant_name, due=until, url=url, urgent=True)]


def _drafting(case: Case, by: Actor) -> list[NextStep]:
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
    """Releases and what became of the letters for everybody, the way there for the authority."""
    found = []
    for one in _decisions_of(case):
        found += _delivery_events(one)
        told = Delivered.of(one).is_announced
        for step in one.steps.all():
            if step.kind == StepKind.RELEASED:
                text = f"{one.get_kind_display()}: {one.number}"
                found.append(
                    Event(at=step.at, text=text, by=one.released_by_name, url=one.get_absolute_url(), internal=not told)
                )
            elif step.kind != StepKind.CHANGED:
                text = pgettext("event of a case", "%(step)s: %(kind)s") % {
                    "step": step.get_kind_display(), "kind": one.get_kind_display(),
                }  # fmt: skip
                found.append(Event(at=step.at, text=text, by=step.by_name, url=one.get_absolute_url(), internal=True))
    return found


def _delivery_events(decision: Decision) -> list[Event]:
    """What became of the letter: each entry that counts, and every correction for the authority."""
    rows = list(decision.delivery.all())
    valid = {row.pk for row in counting(rows)}
    found = []
    for row in rows:
        text = pgettext("event of a case", "%(what)s on %(day)s: %(number)s") % {
            "what": row.get_kind_display(), "day": reader().date(row.day), "number": decision.number,
        }  # fmt: skip
        if row.corrects_id:
            text = pgettext("event of a case", "Correction: %(text)s") % {"text": text}
        found.append(
            Event(at=row.at, text=text, by=row.by_name, url=decision.get_absolute_url(), internal=row.pk not in valid)
        )
    return found
