"""The budget: what there is, what is committed and what is free, per year and authority."""

from collections.abc import Callable, Iterator, Sequence
from io import BytesIO

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from kommin.decisions import actions, budgeting, rules
from kommin.decisions.actions.transferring import Place
from kommin.decisions.forms.budget import TransferForm
from kommin.decisions.models import Basis
from kommin.decisions.views.common import actor, attempt, done, new_mark
from kommin.foundation.access import access, found
from kommin.foundation.tables import write_csv, write_xlsx
from kommin.programmes import rules as programme_rules
from kommin.programmes.models import Programme
from kommin.programmes.queries import programme_page, programmes_for

PER_PAGE = 50
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def programme_of(_request: HttpRequest, slug: str, **_rest: object) -> Programme:
    programme = programme_page(slug)
    if programme is None:
        raise Http404
    return programme


@access(programme_rules.may_read_programmes)
@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    """The programmes whose budget one may see."""
    page = Paginator(programmes_for(actor(request)), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "decisions/budget/programmes.html", {"page": page})


@access(rules.may_see_budget, of=programme_of)
@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """All years of a programme; an authority sees its own shares."""
    programme, by = found(request), actor(request)
    years = budgeting.years_of_means(programme, budgeting.only_authority(by))
    context = {
        "programme": programme,
        "page": Paginator(years, 10).get_page(request.GET.get("page")),
        "may_move": rules.may_move_means.holds(by, programme),
        "own_only": budgeting.only_authority(by) is not None,
        "trail": _trail(),
    }
    return render(request, "decisions/budget/overview.html", context)


@access(rules.may_see_budget, of=programme_of)
@require_safe
def rows(request: HttpRequest, slug: str, year: int, authority: int | None = None) -> HttpResponse:
    """The decisions behind what an authority has committed in a year, or all of them: those of one's own authority."""
    programme, by = found(request), actor(request)
    only = budgeting.only_authority(by)
    if only is not None and authority is None:
        authority = only
    house = budgeting.authority_named(authority) if authority is not None else _("All granting authorities")
    if house is None or only not in (None, authority):
        raise Http404
    basis = request.GET.get("basis", "")
    lines = [line for line in budgeting.share_lines(programme, authority) if line.year == year]
    if not lines and (authority is not None or not budgeting.has_means(programme, year)):
        raise Http404
    committed = budgeting.commitments_of(programme, year, authority, basis)
    context = {
        "programme": programme,
        "year": year,
        "house": str(house),
        "of_all": authority is None,
        "basis": Basis(basis).label if basis in Basis.values else "",
        "lines": lines,
        "page": Paginator(committed, PER_PAGE).get_page(request.GET.get("page")),
        "total": budgeting.sum_of(committed),
        "trail": [*_trail(), {"label": programme.title, "href": _address(programme)}],
        "tabs": [
            {"label": label, "href": f"?basis={value}", "current": basis == value}
            for value, label in (
                ("", pgettext("commitments", "All")), (Basis.CASH.value, Basis.CASH.label),
                (Basis.COMMITMENT.value, Basis.COMMITMENT.label),
            )
        ],
    }  # fmt: skip
    return render(request, "decisions/budget/rows.html", context)


@access(rules.may_move_means, sees=rules.may_see_budget, of=programme_of)
@require_http_methods(["GET", "HEAD", "POST"])
def transfer(request: HttpRequest, slug: str) -> HttpResponse:
    """Move means between authorities and years."""
    programme = found(request)
    form = TransferForm(request.POST or None, programme=programme, initial={"once": new_mark()})

    def move() -> None:
        data = form.cleaned_data
        actions.transfer_means(
            source=Place(*form.places[data["source"]]), target=Place(*form.places[data["target"]]),
            basis=Basis(data["basis"]), amount=data["amount"], reason=data["reason"], once=data["once"],
            by=actor(request),
        )  # fmt: skip

    if request.method == "POST" and attempt(form, move):
        return done(request, _("The means are transferred."), _address(programme))
    context = {
        "programme": programme,
        "form": form,
        "trail": [*_trail(), {"label": programme.title, "href": _address(programme)}],
        "cancel": _address(programme),
    }
    return render(request, "decisions/budget/transfer.html", context, status=422 if form.errors else 200)


@access(rules.may_see_budget, of=programme_of)
@require_safe
def transfers(request: HttpRequest, slug: str) -> HttpResponse:
    """What was moved, when, by whom and why."""
    programme = found(request)
    moved = budgeting.transfers_of(programme, budgeting.only_authority(actor(request)))
    context = {
        "programme": programme,
        "page": Paginator(moved, PER_PAGE).get_page(request.GET.get("page")),
        "trail": [*_trail(), {"label": programme.title, "href": _address(programme)}],
    }
    return render(request, "decisions/budget/transfers.html", context)


@access(rules.may_see_budget, of=programme_of)
@require_safe
def export(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    """The shares (or, with `?rows=commitments`, every commitment) as a table for office programs."""
    programme = found(request)
    if kind not in CONTENT_TYPES:
        raise Http404
    only = budgeting.only_authority(actor(request))
    commitments = request.GET.get("rows") == "commitments"
    make: Callable[[Programme, int | None], tuple[Sequence[str], Iterator[Sequence[object]]]]
    make = _commitments if commitments else _shares
    columns, lines = make(programme, only)
    title = _("Commitments") if commitments else _("Budget")
    name = f"{programme.slug}-{'commitments' if commitments else 'budget'}.{kind}"
    response: HttpResponseBase
    if kind == "csv":
        response = StreamingHttpResponse(write_csv(columns, lines), content_type=CONTENT_TYPES["csv"])
    else:
        buffer = BytesIO()
        write_xlsx(buffer, columns, lines, title=title, notes=[programme.title])
        buffer.seek(0)
        response = FileResponse(buffer, content_type=CONTENT_TYPES["xlsx"])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _shares(programme: Programme, authority: int | None) -> tuple[Sequence[str], Iterator[Sequence[object]]]:
    columns = [
        _("Budget year"), _("Chapter"), _("Title of the budget"), _("Granting authority"), _("Cash"),
        _("Commitment authority"), _("Committed out of cash"), _("Committed out of commitment authority"),
        _("Free cash"), _("Free commitment authority"), _("Closed"),
    ]  # fmt: skip

    def lines() -> Iterator[Sequence[object]]:
        for line in budgeting.share_lines(programme, authority):
            share, row = line.share, line.share.appropriation
            yield [
                row.year, row.chapter, row.title, line.authority, share.cash, share.commitment, share.committed_cash,
                share.committed_commitment, share.free_cash, share.free_commitment, _("yes") if line.closed else "",
            ]  # fmt: skip

    return columns, lines()


def _commitments(programme: Programme, authority: int | None) -> tuple[Sequence[str], Iterator[Sequence[object]]]:
    columns = [
        _("Budget year"), _("Chapter"), _("Title of the budget"), _("Granting authority"), _("Case"),
        _("Municipality"), _("Decision"), _("Date of the decision"), _("Out of"), _("Amount"),
    ]  # fmt: skip

    def lines() -> Iterator[Sequence[object]]:
        for one in budgeting.all_commitments(programme, authority).iterator(chunk_size=500):
            row = one.share.appropriation
            house: str = one.house_name  # type: ignore[attr-defined]  # annotated
            yield [
                one.year, row.chapter, row.title, house, one.case.number, one.case.applicant_name,
                one.decision.number, one.decision.decided_on, str(Basis(one.basis).label), one.amount,
            ]  # fmt: skip

    return columns, lines()


def _trail() -> list[dict[str, str]]:
    return [{"label": _("Budget"), "href": reverse("decisions:budgets")}]


def _address(programme: Programme) -> str:
    return reverse("decisions:budget", args=[programme.slug])
