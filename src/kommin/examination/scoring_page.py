"""What scoring, amounts and proposals put on the page of a case. For readers inside alone."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kommin.cases.models import Case, Stage
from kommin.cases.sections import Event, NextStep, Section, register_events, register_next_steps, register_section
from kommin.examination.models import AmountJudgement
from kommin.examination.parts import parts_of
from kommin.examination.ranking.presenting import why_words
from kommin.examination.scoring_shown import Scoring
from kommin.examination.views.at_case import reader_of
from kommin.foundation.access import acting

TO_JUDGE = (Stage.CHECKING, Stage.SCORING, Stage.ASSESSED)


def scoring_of(request: HttpRequest, case: Case) -> Scoring | None:
    """The scoring for this reader, made once for a page; None for the municipality and for cases without a call."""
    if not reader_of(request, case).inside or case.call_id is None:
        return None
    known: Scoring | None = getattr(case, "_scoring_shown", None)
    if known is None:
        known = Scoring(case, acting(request), appointments=parts_of(case).appointments)
        case._scoring_shown = known  # type: ignore[attr-defined] # noqa: SLF001 - kept with the row it is about
    return known


def latest_judgement(case: Case) -> AmountJudgement | None:
    """The judgement in force."""
    return next(iter(parts_of(case).judgements), None)


def scoring_section(request: HttpRequest, case: Case) -> Mapping[str, Any] | None:
    """Who scores, and the score once there is one."""
    shown = scoring_of(request, case)
    if shown is None or not shown.criteria:
        return None
    return {"case": case, "scoring": shown}


def amount_section(request: HttpRequest, case: Case) -> Mapping[str, Any] | None:
    """What was judged of the plan, and the proposal."""
    if scoring_of(request, case) is None or case.application_id is None:
        return None
    line = next((one for one in parts_of(case).proposal_lines if one.ended_at is None), None)
    return {
        "case": case,
        "judgement": latest_judgement(case),
        "proposal": line if case.stage != Stage.WITHDRAWN else None,
        "why": why_words(line.why) if line else "",
    }


def next_steps(request: HttpRequest, case: Case) -> Sequence[NextStep]:
    """Who has to score, agree, judge."""
    shown = scoring_of(request, case)
    if shown is None or not case.is_undecided:
        return []
    return [*_scoring_steps(request, case, shown), *_amount_steps(request, case)]


def _scoring_steps(request: HttpRequest, case: Case, shown: Scoring) -> list[NextStep]:
    if case.stage != Stage.SCORING or not shown.criteria:
        return []
    url = reverse("examination:scores", args=[case.number])
    by = acting(request)
    if not shown.standing.scorers:
        appoint = reverse("examination:scorers", args=[case.number]) if _examines(request, case) else ""
        return [NextStep(_("Appoint who scores the case"), _("caseworker or head"), url=appoint)]
    if shown.can_score:
        return [NextStep(_("Score the case"), by.name, url=f"{url}#own", urgent=True)]
    if shown.standing.open:
        names = ", ".join(one.name for one in shown.standing.open)
        return [NextStep(_("Scores are still open"), names)]
    if shown.may_answer:
        return [NextStep(_("Answer the proposed common score"), by.name, url=f"{url}#common", urgent=True)]
    if case.score is None:
        names = ", ".join(one.name for one in shown.standing.scorers)
        return [NextStep(_("Agree on a common score"), names, url=f"{url}#common" if shown.mine else "")]
    return []


def _amount_steps(request: HttpRequest, case: Case) -> list[NextStep]:
    if case.stage in TO_JUDGE and case.application_id is not None and latest_judgement(case) is None:
        url = reverse("examination:amount", args=[case.number]) if _examines(request, case) else ""
        return [NextStep(_("Judge the financing plan"), case.examiner_name or _("an examiner"), url=url)]
    if case.stage == Stage.ASSESSED and case.call is not None:
        url = reverse("examination:round", args=[case.call.slug])
        return [NextStep(_("Rank the round and adopt a proposal"), _("head of the authority or ministry"), url=url)]
    return []


def _examines(request: HttpRequest, case: Case) -> bool:
    return reader_of(request, case).examines


def events(case: Case) -> Sequence[Event]:
    """Appointments, scores handed in (never what they say), judgements, proposals: all internal."""
    scores = reverse("examination:scores", args=[case.number])
    amount = reverse("examination:amount", args=[case.number])
    parts, found = parts_of(case), []
    for one in parts.appointments.scorers:
        found.append(
            Event(one.assigned_at, _("%(name)s was appointed to score") % {"name": one.name}, one.assigned_by_name,
                  scores, internal=True)
        )  # fmt: skip
        if one.ended_at:
            text = _("%(name)s does not score any more: %(reason)s") % {"name": one.name, "reason": one.ended_reason}
            found.append(Event(one.ended_at, text, one.ended_by_name, scores, internal=True))
    found += [
        Event(sheet.at, _("A score was handed in"), sheet.by_name, scores, internal=True)
        for sheet in parts.appointments.handed_in
    ]
    for judged in parts.judgements:
        text = _("The financing plan was judged (%(number)s)") % {"number": judged.number}
        found.append(Event(judged.at, text, judged.by_name, amount, internal=True))
    for line in parts.proposal_lines:
        text = _("Proposed for an award") if line.award else _("Proposed for refusal")
        url = reverse("examination:proposal", args=[line.proposal.call.slug, line.proposal.number])
        found.append(Event(line.proposal.adopted_at, text, line.proposal.adopted_by_name, url, internal=True))
        if line.ended_at:
            found.append(Event(line.ended_at, line.ended_why, url=url, internal=True))
    return found


def register() -> None:
    """Put all of this on the page of every case."""
    register_section(
        Section("scoring", gettext_lazy("Scoring"), 320, "examination/scoring/section.html", scoring_section)
    )
    register_section(
        Section(
            "amount", gettext_lazy("Eligibility and amount"), 330, "examination/amount/section.html", amount_section
        )
    )
    register_next_steps(next_steps)
    register_events(events)
