"""The rounds, one round against its means, dealing out who scores, and proposals."""

from datetime import datetime
from io import BytesIO
from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kommin.cases.errors import CaseError
from kommin.cases.models import UNDECIDED, Case
from kommin.examination import rules_scoring as may
from kommin.examination.actions import appointing
from kommin.examination.actions.ranking import result_of, scope_of
from kommin.examination.blindness import rules_of
from kommin.examination.forms.scoring import DealOutForm, ScoringRulesForm
from kommin.examination.impartiality import excluded_cases
from kommin.examination.models import Proposal, ProposalLine
from kommin.examination.ranking import presenting
from kommin.examination.ranking.collecting import cases_of, collect
from kommin.examination.ranking.engine import Line, Rules
from kommin.examination.ranking.following import onward_for
from kommin.examination.ranking.means import means_of
from kommin.examination.views.at_case import done
from kommin.examination.views.at_round import page_of, round_of, round_trail, scenarios_for
from kommin.foundation.access import Actor, access, acting, found
from kommin.foundation.tables.writing import write_csv, write_xlsx
from kommin.people.models import Kind, Organisation, Role
from kommin.programmes.models import PUBLIC_STATES, Call
from kommin.programmes.rules import predecessors_of

FORM = require_http_methods(["GET", "HEAD", "POST"])
MOST_ROUNDS = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@access(may.may_list_rounds)
@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """The calls with cases in reach."""
    by = acting(request)
    rows = Call.objects.filter(state__in=PUBLIC_STATES)
    mine = Q()
    if by.organisation_kind == Kind.GRANTING_AUTHORITY:
        mine = Q(cases__authority=by.organisation_id)
        rows = rows.filter(pk__in=Case.objects.filter(authority=by.organisation_id).values("call"))
    elif by.organisation_kind == Kind.MINISTRY and by.role != Role.AUDITOR:
        own = by.organisation_id or 0
        rows = rows.filter(programme__ministry_id__in={own, *predecessors_of(own)})
    rows = rows.annotate(
        open_cases=Count("cases", filter=Q(cases__stage__in=UNDECIDED) & mine),
        ready_cases=Count("cases", filter=Q(cases__stage__in=("assessed", "proposed")) & mine),
    ).select_related("programme")
    context = {"rounds": rows.order_by("-closes_at", "-pk")[:MOST_ROUNDS]}
    return render(request, "examination/rounds/rounds.html", context)


@access(may.may_read_round, of=round_of)
@require_safe
def table(request: HttpRequest, slug: str) -> HttpResponse:
    """The ranking as the scores stand, against the means; where the money ends is marked."""
    call: Call = found(request)
    by = acting(request)
    scope = scope_of(by)
    round_ = collect(call, authority=scope)
    means = means_of(call, authority=scope)
    result = result_of(round_, Rules(), authority=scope)
    page = page_of(request, result.lines)
    hidden = excluded_cases(by.user_id, cases_of(call, scope)) if by.user_id else {}
    names = presenting.authority_names([one.authority for one in means])
    context = {
        "call": call,
        "page": page,
        "places": _places(page.object_list, hidden),
        "waiting": round_.waiting[:200],
        "waiting_count": len(round_.waiting),
        "awarded": result.awarded,
        "total": result.total,
        "means": presenting.means_rows(means, names),
        "minimum": round_.minimum,
        "scenarios": list(scenarios_for(call, by)[:50]),
        "proposals": _proposals(call, by),
        "may_make": may.may_make_scenarios.holds(by, call),
        "may_deal_out": may.may_deal_out_round.holds(by, call),
        "may_set_rules": may.may_set_scoring_rules.holds(by, call),
        "scoring_rules": rules_of(call.pk),
        "whole": scope is None,
        "hidden": hidden,
        "trail": round_trail(call)[:1],
    }
    return render(request, "examination/rounds/round.html", context)


@access(may.may_read_round, of=round_of)
@require_safe
def export(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """The ranking as a file: the same rows in the same order as the page."""
    call: Call = found(request)
    by = acting(request)
    scope = scope_of(by)
    result = result_of(collect(call, authority=scope), Rules(), authority=scope)
    hidden = excluded_cases(by.user_id, cases_of(call, scope)) if by.user_id else {}
    return ranking_file(call, [line for line in result.lines if line.row.id not in hidden], form, _("Ranking"))


def ranking_file(call: Call, lines: list[Line], form: str, title: str, notes: tuple[str, ...] = ()) -> HttpResponseBase:
    """Lines of a ranking as XLSX or CSV.

    Raises:
        Http404: another kind of file.
    """
    years = sorted({year for line in lines for year in line.row.years})
    columns = [
        _("Place"), _("Number"), _("Applicant"), _("Title"), _("Building block"), _("District"), _("Authority"),
        _("Received"), _("Score"), _("Amount judged"), _("Proposal"), _("Why"), _("Amount"),
        *(str(year) for year in years),
    ]  # fmt: skip
    cases = Case.objects.filter(call=call, stage__in=UNDECIDED).values_list("pk", "applicant_name", "title")
    known = {pk: (name, words) for pk, name, words in cases}
    houses = presenting.authority_names(line.row.authority for line in lines)
    blocks = presenting.block_names(call)
    districts = presenting.district_names(line.row.district for line in lines)
    rows = (
        [
            line.place, line.row.number, *known.get(line.row.id, ("", "")),
            blocks.get(line.row.block, line.row.block), districts.get(line.row.district, line.row.district),
            houses.get(line.row.authority or 0, ""), _day(line.row.received_at), line.row.score, line.row.amount,
            _("award") if line.award else _("refuse"), presenting.why_words(line.why), line.amount,
            *(line.years.get(year) for year in years),
        ]
        for line in lines
    )  # fmt: skip
    name = f"{call.slug}-{timezone.localdate().isoformat()}.{form}"
    answer: HttpResponseBase
    if form == "csv":
        answer = StreamingHttpResponse(write_csv(columns, rows), content_type="text/csv; charset=utf-8")
    elif form == "xlsx":
        target = BytesIO()
        write_xlsx(target, columns, rows, title=title, notes=(call.title, *notes))
        answer = HttpResponse(target.getvalue(), content_type=XLSX)
    else:
        raise Http404
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@access(may.may_deal_out_round, of=round_of, sees=may.may_read_round)
@FORM
def deal_out(request: HttpRequest, slug: str) -> HttpResponse:
    """Give every case of the round its examiners, in turn; a look first, then for good."""
    call: Call = found(request)
    by = acting(request)
    authority = get_object_or_404(Organisation, pk=by.organisation_id)
    people = appointing.examiners_of(authority)
    loads = appointing.load_of(people)
    form = DealOutForm(people, loads, request.POST or None, initial={"per_case": rules_of(call.pk).scorers_per_case})
    preview = None
    if request.method == "POST" and form.is_valid():
        try:
            preview = appointing.deal_out_round(
                call=call, authority=authority, people=list(form.cleaned_data["people"]),
                per_case=form.cleaned_data["per_case"], by=by, apply="apply" in request.POST,
            )  # fmt: skip
        except CaseError as error:
            field = getattr(error, "field", None)
            form.add_error(field if field in form.fields else None, str(error))
        else:
            if "apply" in request.POST:
                sentence = _("%(count)s cases were dealt out.") % {"count": preview.cases}
                return done(request, sentence, round_trail(call)[-1]["href"])
    context = {
        "call": call,
        "form": form,
        "preview": preview,
        "appointed": sorted(preview.appointed.items()) if preview else [],
        "trail": round_trail(call),
        "cancel": round_trail(call)[-1]["href"],
    }
    return render(request, "examination/rounds/deal_out.html", context)


@access(may.may_set_scoring_rules, of=round_of, sees=may.may_read_round)
@FORM
def scoring_rules(request: HttpRequest, slug: str) -> HttpResponse:
    """How many score a case, and what counts as far apart."""
    call: Call = found(request)
    known = rules_of(call.pk)
    form = ScoringRulesForm(
        request.POST or None,
        initial={"scorers_per_case": known.scorers_per_case, "spread_percent": known.spread_percent},
    )
    if request.method == "POST" and form.is_valid():
        appointing.set_scoring_rules(call=call, by=acting(request), **form.cleaned_data)
        return done(request, _("The rules of scoring are set."), round_trail(call)[-1]["href"])
    context = {"call": call, "form": form, "trail": round_trail(call), "cancel": round_trail(call)[-1]["href"]}
    return render(request, "examination/rounds/scoring_rules.html", context)


@access(may.may_read_round, of=round_of)
@require_safe
def proposal(request: HttpRequest, slug: str, count: int) -> HttpResponse:
    """What was proposed when a scenario was adopted, and what holds of it."""
    call: Call = found(request)
    by = acting(request)
    rows = Proposal.objects.filter(call=call).select_related("scenario")
    scope = scope_of(by)
    if scope is not None:
        rows = rows.filter(Q(authority=scope) | Q(lines__case__authority=scope)).distinct()
    made = get_object_or_404(rows, number=count)
    lines = ProposalLine.objects.filter(proposal=made).select_related("case").order_by("place")
    if scope is not None:
        lines = lines.filter(case__authority=scope)
    hidden = excluded_cases(by.user_id, cases_of(call, scope)) if by.user_id else {}
    page = page_of(request, lines.exclude(case__in=list(hidden)))
    for line in page.object_list:
        line.words = presenting.why_words(line.why)
    sums = lines.aggregate(
        awards=Count("pk", filter=Q(award=True)), refusals=Count("pk", filter=Q(award=False)),
        holding=Count("pk", filter=Q(ended_at__isnull=True)),
    )  # fmt: skip
    context = {
        "call": call,
        "proposal": made,
        "page": page,
        "sums": sums,
        "onward": onward_for(request, call),
        "trail": round_trail(call),
    }
    return render(request, "examination/rounds/proposal.html", context)


def _places(lines: Any, hidden: dict[int, str]) -> list[dict[str, Any]]:
    """The lines of one page with their cases; figures of cases from which the reader is excluded stay out."""
    cases = Case.objects.select_related("block").in_bulk([line.row.id for line in lines])
    return [
        {
            "line": line,
            "case": cases[line.row.id],
            "why": presenting.why_words(line.why),
            "hidden": line.row.id in hidden,
        }
        for line in lines
        if line.row.id in cases
    ]


def _proposals(call: Call, by: Actor) -> list[Proposal]:
    """The adopted proposals that concern somebody's cases, the latest first."""
    rows = Proposal.objects.filter(call=call).select_related("scenario").order_by("-number")
    scope = scope_of(by)
    if scope is not None:
        rows = rows.filter(Q(authority=scope) | Q(authority__isnull=True))
    return list(rows[:20])


def _day(moment: datetime) -> Any:
    return timezone.localtime(moment).date()
