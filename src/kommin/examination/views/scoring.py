"""Scoring a case: one's own sheet, what the others gave once one may see it, the common score."""

import re
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kommin.cases.errors import CaseError
from kommin.cases.models import UNDECIDED, Case
from kommin.examination import rules
from kommin.examination import rules_scoring as may
from kommin.examination.actions import agreeing, appointing, scoring
from kommin.examination.errors import ExaminationError
from kommin.examination.forms.scoring import (
    AnswerForm,
    AppointForm,
    ConsensusForm,
    HandOverForm,
    MeanForm,
    PointsForm,
)
from kommin.examination.models import Consensus, Scorer
from kommin.examination.scoring_shown import Scoring
from kommin.examination.views.at_case import case_of, done, here, new_mark, refused, trail
from kommin.foundation.access import access, acting, found

PAGE = re.compile(r"[0-9a-f]{16}")
FORM = require_http_methods(["GET", "HEAD", "POST"])


@access(may.may_see_scoring, of=case_of)
@require_safe
def scores(request: HttpRequest, number: str) -> HttpResponse:
    """Everything about the scoring of a case that this reader may see."""
    return _page(request, found(request))


@access(rules.may_examine, of=case_of, sees=may.may_see_scoring)
@require_POST
def save_scores(request: HttpRequest, number: str) -> HttpResponse:
    """Keep a draft, by button or while somebody types, or hand in."""
    case: Case = found(request)
    shown = Scoring(case, acting(request))
    mine = shown.mine
    if mine is None:
        return refused(request, ExaminationError(_("You do not score this case.")), here("scores", case))
    typing = request.headers.get("HX-Request") == "true"
    sheet = shown.own_sheet
    form = PointsForm(shown.criteria, sheet.points if sheet else {}, request.POST)
    form.is_valid()
    act = scoring.hand_in_scores if "hand_in" in request.POST and not typing else scoring.save_scores
    try:
        saved = act(
            scorer=mine, typed=form.typed(), comment=form.cleaned_data.get("comment", ""), by=acting(request),
            stamp=_number(request.POST.get("stamp")), page=_mark(request.POST.get("page")),
        )  # fmt: skip
    except CaseError as error:
        if typing:
            return render(
                request,
                "examination/scoring/draft_state.html",
                {"problem": str(error), "stamp": _number(request.POST.get("stamp"))},
            )
        form.add_error(
            getattr(error, "field", None) if getattr(error, "field", None) in form.fields else None, str(error)
        )
        return _page(request, case, form=form)
    if typing:
        return render(request, "examination/scoring/draft_state.html", {"sheet": saved, "stamp": saved.stamp})
    if saved.handed_in_at:
        return done(request, _("Your score is handed in."), here("scores", case))
    return done(request, _("The draft is saved. Nobody else sees it."), here("scores", case))


@access(rules.may_examine, of=case_of, sees=may.may_see_scoring)
@require_POST
def take_back(request: HttpRequest, number: str) -> HttpResponse:
    """Make one's sheet a draft again."""
    case: Case = found(request)
    mine = Scoring(case, acting(request)).mine
    if mine is None:
        return refused(request, ExaminationError(_("You do not score this case.")), here("scores", case))
    try:
        scoring.take_scores_back(scorer=mine, by=acting(request))
    except CaseError as error:
        return refused(request, error, here("scores", case))
    return done(request, _("Your score is a draft again."), here("scores", case))


@access(rules.may_examine, of=case_of, sees=may.may_see_scoring)
@require_POST
def begin(request: HttpRequest, number: str) -> HttpResponse:
    """Open the case for scoring."""
    case: Case = found(request)
    try:
        scoring.begin_scoring(case=case, by=acting(request))
    except CaseError as error:
        return refused(request, error, here("scores", case))
    return done(request, _("The case can be scored now."), here("scores", case))


@access(rules.may_examine, of=case_of, sees=may.may_see_scoring)
@require_POST
def propose(request: HttpRequest, number: str) -> HttpResponse:
    """Propose a common score."""
    case: Case = found(request)
    shown = Scoring(case, acting(request))
    form = ConsensusForm(shown.criteria, {}, request.POST, large=[one.id for one in shown.large], prefix="common")
    form.is_valid()
    try:
        agreeing.propose_consensus(
            case=case, typed=form.typed(), reason=form.cleaned_data.get("reason", ""), by=acting(request)
        )
    except CaseError as error:
        field = getattr(error, "field", None)
        form.add_error(field if field in form.fields else None, str(error))
        return _page(request, case, common=form)
    return done(request, _("The common score is proposed. The other examiners answer it."), here("scores", case))


@access(rules.may_examine, of=case_of, sees=may.may_see_scoring)
@require_POST
def answer(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Agree to a common score, or decline it."""
    case: Case = found(request)
    consensus = get_object_or_404(Consensus, pk=pk, case=case)
    form = AnswerForm(request.POST, prefix="answer")
    form.is_valid()
    agrees = "agree" in request.POST
    try:
        agreeing.answer_consensus(
            consensus=consensus, agrees=agrees, comment=form.cleaned_data.get("comment", ""), by=acting(request)
        )
    except CaseError as error:
        form.add_error("comment" if getattr(error, "field", None) == "comment" else None, str(error))
        return _page(request, case, answer=form)
    sentence = _("You have agreed to the common score.") if agrees else _("You have declined the common score.")
    return done(request, sentence, here("scores", case))


@access(may.may_let_mean_stand, of=case_of, sees=may.may_see_scoring)
@require_POST
def mean(request: HttpRequest, number: str) -> HttpResponse:
    """Let the mean stand."""
    case: Case = found(request)
    form = MeanForm(request.POST, prefix="mean")
    form.is_valid()
    try:
        agreeing.let_mean_stand(case=case, reason=form.cleaned_data.get("reason", ""), by=acting(request))
    except CaseError as error:
        form.add_error("reason" if getattr(error, "field", None) == "reason" else None, str(error))
        return _page(request, case, mean=form)
    return done(request, _("The mean counts."), here("scores", case))


@access(may.may_appoint_scorers, of=case_of, sees=may.may_see_scoring)
@FORM
def scorers(request: HttpRequest, number: str) -> HttpResponse:
    """Appoint further people to score the case."""
    case: Case = found(request)
    shown = Scoring(case, acting(request))
    free = appointing.free_examiners(case)
    form = AppointForm(
        [one.person for one in free if not one.reason],
        appointing.load_of([one.person for one in free]),
        request.POST or None,
    )
    if request.method == "POST" and form.is_valid():
        try:
            appointing.appoint_scorers(case=case, people=list(form.cleaned_data["people"]), by=acting(request))
        except CaseError as error:
            field = getattr(error, "field", None)
            form.add_error(field if field in form.fields else None, str(error))
        else:
            return done(request, _("The examiners are appointed."), here("scores", case))
    context = {
        "case": case,
        "form": form,
        "scoring": shown,
        "trail": [*trail(case), {"label": _("Scoring"), "href": here("scores", case)}],
        "excluded": [one for one in free if one.reason],
    }
    return render(request, "examination/scoring/scorers.html", context)


@access(may.may_appoint_scorers, of=case_of, sees=may.may_see_scoring)
@FORM
def hand_over(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Let somebody else score in a person's place."""
    case: Case = found(request)
    scorer = get_object_or_404(Scorer, pk=pk, case=case, ended_at=None)
    form = HandOverForm([one.person for one in appointing.free_examiners(case) if not one.reason], request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            appointing.hand_over_scoring(
                scorer=scorer, to=form.cleaned_data["to"], reason=form.cleaned_data["reason"], by=acting(request)
            )
        except CaseError as error:
            field = getattr(error, "field", None)
            form.add_error(field if field in form.fields else None, str(error))
        else:
            return done(request, _("Handed over."), here("scores", case))
    context = {
        "case": case,
        "form": form,
        "scorer": scorer,
        "cancel": here("scores", case),
        "trail": [*trail(case), {"label": _("Scoring"), "href": here("scores", case)}],
    }
    return render(request, "examination/scoring/hand_over.html", context)


def _page(request: HttpRequest, case: Case, **forms: Any) -> HttpResponse:
    by = acting(request)
    shown = Scoring(case, by)
    sheet = shown.own_sheet
    if shown.can_score and "form" not in forms:
        forms["form"] = PointsForm(shown.criteria, sheet.points if sheet else {}, words=sheet.comment if sheet else "")
    examines = rules.may_examine.holds(by, case)
    context = {
        "case": case,
        "scoring": shown,
        "trail": trail(case),
        "own": sheet,
        "page_mark": new_mark() if not request.POST else _mark(request.POST.get("page")),
        "stamp": sheet.stamp if sheet else 0,
        "is_undecided": case.stage in UNDECIDED,
        "may_appoint": examines and case.stage in UNDECIDED,
        "may_begin": examines and case.stage in scoring.BEGINNING and bool(shown.criteria),
        "may_take_back": _may_take_back(shown),
        "may_stand": shown.needs_consensus and may.may_let_mean_stand.holds(by, case) and shown.mine is None,
        **_consensus_forms(shown, forms),
        **forms,
    }
    if request.method == "POST" and any(form.errors for form in forms.values()):
        messages.error(request, _("Nothing was saved: see what is missing."))
    return render(request, "examination/scoring/scores.html", context)


def _consensus_forms(shown: Scoring, forms: dict[str, Any]) -> dict[str, Any]:
    """The forms of a common score that this reader can use now."""
    extra: dict[str, Any] = {}
    if not shown.needs_consensus or shown.mine is None:
        return {"mean": MeanForm(prefix="mean")} if shown.needs_consensus else extra
    if shown.proposed is None:
        kept = {str(one.id): {"points": None} for one in shown.criteria.entries}
        extra["common"] = ConsensusForm(shown.criteria, kept, large=[one.id for one in shown.large], prefix="common")
    elif shown.may_answer:
        extra["answer"] = AnswerForm(prefix="answer")
    return extra


def _may_take_back(shown: Scoring) -> bool:
    mine = shown.mine
    return mine is not None and shown.standing.handed_in == {mine.pk} and shown.case.stage in scoring.TAKING_BACK


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 9 else None


def _mark(text: str | None) -> str:
    return text if text and PAGE.fullmatch(text) else ""
