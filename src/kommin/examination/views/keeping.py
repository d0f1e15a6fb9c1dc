"""What people keep of their work list: columns, views, and what it opens with."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kommin.cases.errors import CaseError
from kommin.examination import rules
from kommin.examination.forms.worklist import ColumnsForm, SaveViewForm
from kommin.examination.models import SavedView
from kommin.examination.views.at_case import done, refused
from kommin.examination.views.worklist import listing_of
from kommin.examination.worklist import keeping
from kommin.examination.worklist.listing import Listing, query_of
from kommin.foundation.access import access, acting, found


def _query(request: HttpRequest) -> str:
    """The address of the list from which a form was sent, in its usual form."""
    return query_of(QueryDict(request.POST.get("query", "")[: keeping.LONGEST_QUERY]), {})


def _list(query: str = "") -> str:
    return f"{reverse('examination:worklist')}{f'?{query}' if query else ''}"


@access(rules.may_see_work_list)
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest) -> HttpResponse:
    """Choose what the list shows from now on."""
    if request.method == "POST":
        query, form = _query(request), ColumnsForm(request.POST)
        if form.is_valid():
            keeping.keep_columns(columns=form.cleaned_data["column"], by=acting(request))
            sentence = _("The list shows these columns from now on.")
            return done(request, sentence, _list(query_of(QueryDict(query), {"column": None})))
    else:
        listing = listing_of(request)
        query, form = listing.query(), ColumnsForm(initial={"column": [column.key for column in listing.columns]})
    trail = [{"label": _("Work list"), "href": _list()}]
    context = {"form": form, "query": query, "back": _list(query), "trail": trail}
    return render(request, "examination/worklist/columns.html", context, status=422 if form.errors else 200)


@access(rules.may_see_work_list)
@require_http_methods(["GET", "HEAD", "POST"])
def views(request: HttpRequest) -> HttpResponse:
    """One's own views and shared ones; a new one comes with the address of the list that it shall keep."""
    by = acting(request)
    query = _query(request) if request.method == "POST" else listing_of(request).query()
    form = SaveViewForm(request.POST or None, auto_id="view_%s")
    if request.method == "POST" and form.is_valid():
        address = QueryDict(query)
        wanted = address.getlist("column") or (choice.columns if (choice := keeping.choice_of(by)) else [])
        try:
            view = keeping.save_view(
                query=query_of(address, {"column": None}), columns=wanted, by=by, **form.cleaned_data
            )
        except CaseError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            sentence = _("The view “%(name)s” is saved.") % {"name": view.name}
            return done(request, sentence, _list(keeping.address_of(view).urlencode()))
    choice = keeping.choice_of(by)
    context = {
        "form": form,
        "query": query,
        "described": Listing(by, QueryDict(query)).described(),
        "views": [
            (view, keeping.address_of(view).urlencode()) for view in keeping.views_for(by)[: keeping.MOST_LISTED]
        ],
        "begins_with": choice.view_id if choice else None,
        "me": by.user_id,
        "trail": [{"label": _("Work list"), "href": _list()}],
    }
    return render(request, "examination/worklist/views.html", context, status=422 if form.errors else 200)


def _view(request: HttpRequest, pk: int) -> SavedView:
    return get_object_or_404(keeping.views_for(acting(request)), pk=pk)


@access(rules.may_see_work_list, of=_view)
@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the work list with this view from now on."""
    view: SavedView = found(request)
    keeping.begin_with(view=view, by=acting(request))
    sentence = _("The work list opens with “%(name)s” from now on.") % {"name": view.name}
    return done(request, sentence, reverse("examination:worklist_views"))


@access(rules.may_see_work_list)
@require_POST
def begin_bare(request: HttpRequest) -> HttpResponse:
    """Open the work list without a view again."""
    keeping.begin_with(view=None, by=acting(request))
    return done(request, _("The work list opens without a view again."), reverse("examination:worklist_views"))


@access(rules.may_see_work_list, of=_view)
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove one's own view."""
    view: SavedView = found(request)
    back = reverse("examination:worklist_views")
    try:
        keeping.remove_view(view=view, by=acting(request))
    except CaseError as error:
        return refused(request, error, back)
    return done(request, _("The view “%(name)s” is removed.") % {"name": view.name}, back)
