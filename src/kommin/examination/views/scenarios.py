"""Scenarios: made, looked at, compared, commented, adopted."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kommin.cases.errors import CaseError
from kommin.examination import rules_scoring as may
from kommin.examination.actions import ranking
from kommin.examination.actions.ranking import ChangedError
from kommin.examination.forms.ranking import AdoptForm, CommentForm, RulesForm, ScenarioForm
from kommin.examination.impartiality import excluded_cases
from kommin.examination.models import Scenario, ScenarioLine
from kommin.examination.ranking import presenting
from kommin.examination.ranking.collecting import cases_of
from kommin.examination.ranking.rules import in_words, thawed
from kommin.examination.views.at_case import done, refused
from kommin.examination.views.at_round import page_of, round_of, round_trail, scenario_of, scenarios_for
from kommin.examination.views.rounds import ranking_file
from kommin.foundation.access import Actor, access, acting, found
from kommin.programmes.models import Call

FORM = require_http_methods(["GET", "HEAD", "POST"])
MOST_COMPARED = 4
MOST_DIFFERENCES = 200


@access(may.may_make_scenarios, of=round_of, sees=may.may_read_round)
@FORM
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Try rules over the round."""
    call: Call = found(request)
    form = ScenarioForm(presenting.block_names(call), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = ranking.make_scenario(
                call=call, name=form.cleaned_data["name"], note=form.cleaned_data["note"], rules=form.rules(),
                by=acting(request),
            )  # fmt: skip
        except CaseError as error:
            field = getattr(error, "field", None)
            form.add_error(field if field in form.fields else None, str(error))
        else:
            return HttpResponseRedirect(_address("scenario", made))
    context = {"call": call, "form": form, "trail": round_trail(call), "cancel": round_trail(call)[-1]["href"]}
    return render(request, "examination/rounds/scenario_form.html", context)


@access(may.may_read_scenario, of=scenario_of)
@require_safe
def show(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What follows from a scenario, and what people say about it."""
    return _page(request, found(request))


@access(may.may_change_scenario, of=scenario_of, sees=may.may_read_scenario)
@FORM
def change(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Other rules for a scenario."""
    scenario: Scenario = found(request)
    form = RulesForm(presenting.block_names(scenario.call), request.POST or None, rules=thawed(scenario.rules))
    if request.method == "POST" and form.is_valid():
        try:
            ranking.change_scenario(scenario=scenario, rules=form.rules(), by=acting(request))
        except CaseError as error:
            form.add_error(None, str(error))
        else:
            return HttpResponseRedirect(_address("scenario", scenario))
    context = {
        "call": scenario.call,
        "form": form,
        "scenario": scenario,
        "trail": round_trail(scenario.call, {"label": scenario.name, "href": _address("scenario", scenario)}),
        "cancel": _address("scenario", scenario),
    }
    return render(request, "examination/rounds/scenario_form.html", context)


@access(may.may_change_scenario, of=scenario_of, sees=may.may_read_scenario)
@require_POST
def compute(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Compute a scenario anew with the figures of now."""
    scenario: Scenario = found(request)
    return _act(request, scenario, lambda by: ranking.change_scenario(scenario=scenario, by=by), _("Computed anew."))


@access(may.may_change_scenario, of=scenario_of, sees=may.may_read_scenario)
@require_POST
def comment(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say something about a scenario."""
    scenario: Scenario = found(request)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _page(request, scenario, comment=form)
    return _act(
        request, scenario,
        lambda by: ranking.comment_scenario(scenario=scenario, text=form.cleaned_data["text"], by=by),
        _("Your comment is saved."),
    )  # fmt: skip


@access(may.may_change_scenario, of=scenario_of, sees=may.may_read_scenario)
@require_POST
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a scenario off the list."""
    scenario: Scenario = found(request)
    back = round_trail(scenario.call)[-1]["href"]
    try:
        ranking.remove_scenario(scenario=scenario, by=acting(request))
    except CaseError as error:
        return refused(request, error, back)
    return done(request, _("The scenario was removed."), back)


@access(may.may_adopt_scenario, of=scenario_of, sees=may.may_read_scenario)
@FORM
def adopt(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say once more what adopting does, then do it."""
    scenario: Scenario = found(request)
    form = AdoptForm(request.POST if request.method == "POST" else None)
    changes = []
    if request.method == "POST" and form.is_valid():
        try:
            made = ranking.adopt_scenario(scenario=scenario, reason=form.cleaned_data["reason"], by=acting(request))
        except ChangedError as error:
            changes = error.changes
        except CaseError as error:
            messages.error(request, str(error))
        else:
            return done(
                request,
                _("The scenario is the proposal now."),
                reverse("examination:proposal", args=[scenario.call.slug, made.number]),
            )
    if request.method != "POST":
        round_, result = ranking.computed(scenario)
        changes = ranking.changes_since(scenario, round_, result)
    context = {
        "call": scenario.call,
        "scenario": scenario,
        "form": form,
        "changes": changes[:MOST_DIFFERENCES],
        "change_count": len(changes),
        "refusals": scenario.summary["ranked"] - scenario.summary["awarded"],
        "cancel": _address("scenario", scenario),
        "trail": round_trail(scenario.call, {"label": scenario.name, "href": _address("scenario", scenario)}),
    }
    return render(request, "examination/rounds/adopt.html", context)


@access(may.may_read_round, of=round_of)
@require_safe
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """Up to four scenarios side by side: who is in, with how much, what is left."""
    call: Call = found(request)
    by = acting(request)
    wanted = [int(text) for text in request.GET.getlist("s") if text.isdecimal() and len(text) < 10][:MOST_COMPARED]
    known = scenarios_for(call, by)
    chosen = list(known.filter(pk__in=wanted)) if wanted else list(known)[:MOST_COMPARED]
    hidden = excluded_cases(by.user_id, cases_of(call, chosen[0].authority_id)) if chosen and by.user_id else {}
    names = presenting.authority_names(pot["authority"] for one in chosen for pot in one.summary.get("pots", []))
    blocks = presenting.block_names(call)
    context = {
        "call": call,
        "known": list(known[:50]),
        "chosen": chosen,
        "rules": [in_words(thawed(one.rules), blocks) for one in chosen],
        "pots": _aligned(
            [{(pot.year, pot.authority): pot for pot in presenting.pots_shown(one.summary, names)} for one in chosen]
        ),
        "groups": [
            (_("Per building block"), _groups(chosen, "blocks", blocks, _("without building block"))),
            (
                _("Per district"),
                _groups(chosen, "districts", presenting.district_names(
                    key for one in chosen for key in one.summary.get("districts", {})
                ), _("district not known")),
            ),
        ],
        "differences": _differences(chosen, hidden),
        "most": MOST_DIFFERENCES,
        "trail": round_trail(call),
    }  # fmt: skip
    return render(request, "examination/rounds/compare.html", context)


@access(may.may_read_scenario, of=scenario_of)
@require_safe
def export(request: HttpRequest, slug: str, pk: int, form: str) -> HttpResponseBase:
    """A scenario as a file, with the figures of now; the sheet “Info” says by which rules."""
    scenario: Scenario = found(request)
    by = acting(request)
    _round, result = ranking.computed(scenario)
    hidden = excluded_cases(by.user_id, cases_of(scenario.call, scenario.authority_id)) if by.user_id else {}
    lines = [line for line in result.lines if line.row.id not in hidden]
    notes = (scenario.name, *in_words(thawed(scenario.rules), presenting.block_names(scenario.call)))
    return ranking_file(scenario.call, lines, form, scenario.name, notes)


def _page(request: HttpRequest, scenario: Scenario, **forms: Any) -> HttpResponse:
    by, call, summary = acting(request), scenario.call, scenario.summary
    hidden = excluded_cases(by.user_id, cases_of(call, scenario.authority_id)) if by.user_id else {}
    page = page_of(request, scenario.lines.exclude(case__in=list(hidden)).select_related("case__block"))
    blocks = presenting.block_names(call)
    names = presenting.authority_names(row["authority"] for row in summary.get("pots", []))
    districts = presenting.district_names(summary.get("districts", {}))
    changing = may.may_change_scenario.holds(by, scenario)
    context = {
        "call": call,
        "scenario": scenario,
        "rules": in_words(thawed(scenario.rules), blocks),
        "page": page,
        "places": presenting.places(page.object_list),
        "pots": presenting.pots_shown(summary, names),
        "blocks": presenting.groups_shown(summary.get("blocks", {}), blocks, _("without building block")),
        "districts": presenting.groups_shown(summary.get("districts", {}), districts, _("district not known")),
        "comments": list(scenario.comments.order_by("pk")[:200]),
        "comment": CommentForm() if changing else None,
        "may_change": changing,
        "may_adopt": may.may_adopt_scenario.holds(by, scenario),
        "why_not_adopt": may.may_adopt_scenario.explain(by, scenario),
        "proposals": list(scenario.proposals.order_by("-number")[:5]),
        "hidden": hidden,
        "trail": round_trail(call),
        **forms,
    }
    return render(request, "examination/rounds/scenario.html", context)


def _act(request: HttpRequest, scenario: Scenario, act: Callable[[Actor], Any], sentence: str) -> HttpResponse:
    back = _address("scenario", scenario)
    try:
        act(acting(request))
    except CaseError as error:
        return refused(request, error, back)
    return done(request, sentence, back)


def _address(route: str, scenario: Scenario) -> str:
    return reverse(f"examination:{route}", args=[scenario.call.slug, scenario.pk])


def _aligned(tables: list[dict[Any, Any]]) -> list[tuple[Any, list[Any]]]:
    """One row for each key of any table, with the entry of each table or None."""
    keys = sorted({key for one in tables for key in one})
    return [(key, [one.get(key) for one in tables]) for key in keys]


def _groups(chosen: list[Scenario], part: str, names: dict[str, str], nameless: str) -> list[tuple[Any, list[Any]]]:
    return _aligned([
        {group.title: group for group in presenting.groups_shown(one.summary.get(part, {}), names, nameless)}
        for one in chosen
    ])  # fmt: skip


def _differences(chosen: list[Scenario], hidden: dict[int, str]) -> list[tuple[Any, list[ScenarioLine | None]]]:
    """The cases that the scenarios treat differently, the best ranked first."""
    if len(chosen) < 2:
        return []
    by_case: dict[int, dict[int, tuple[bool, Any]]] = {}
    rows = ScenarioLine.objects.filter(scenario__in=chosen).order_by("place", "pk")
    for case, scenario, award, amount in rows.values_list("case", "scenario", "award", "amount"):
        if case not in hidden:
            by_case.setdefault(case, {})[scenario] = (award, amount)
    wanted = [case for case, said in by_case.items() if len(said) < len(chosen) or len(set(said.values())) > 1]
    shown = wanted[:MOST_DIFFERENCES]
    found_lines: dict[tuple[int, int], ScenarioLine] = {
        (line.case_id, line.scenario_id): line
        for line in ScenarioLine.objects.filter(scenario__in=chosen, case__in=shown).select_related("case")
    }
    aligned = []
    for case in shown:
        lines = [found_lines.get((case, one.pk)) for one in chosen]
        aligned.append((next(line.case for line in lines if line), lines))
    return aligned
