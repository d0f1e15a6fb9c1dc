"""The municipality's applications and the calls it can apply to."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from kommin.cases import actions, queries, rules
from kommin.cases.actions.beginning import why_not
from kommin.cases.errors import CannotApplyError
from kommin.cases.forms.drafting import BeginForm
from kommin.cases.views.common import actor, new_mark, own_organisation
from kommin.foundation.access import access, found
from kommin.programmes.frozen import thaw
from kommin.programmes.models import PUBLIC_STATES, Call

PER_PAGE = 50


@access(rules.may_have_applications)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Own applications, joint projects, and open calls."""
    by = actor(request)
    rows = queries.applications_of(by.organisation_id or 0)
    versions = queries.open_versions()
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "calls": [(version.call, thaw(version)) for version in versions],
        "may_begin": rules.may_write.test(by, by.organisation_id),
        "own": by.organisation_id,
    }
    return render(request, "cases/list.html", context)


@access(rules.may_write, of=own_organisation)
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin an application to a call."""
    organisation = found(request)
    call = Call.objects.filter(slug=slug, state__in=PUBLIC_STATES).first()
    if call is None:
        raise Http404
    version = queries.latest_version(call)
    content = thaw(version)
    earlier = queries.previous_applications(organisation.pk)[:20]
    chosen = queries.previous_applications(organisation.pk)
    last = next(iter(earlier), None)
    form = BeginForm(request.POST or None, content=content, earlier=chosen, initial={"once": new_mark(), "copy": last})
    reason = why_not(version, organisation)
    if request.method == "POST" and form.is_valid():
        try:
            begun = actions.begin_application(
                call=call,
                organisation=organisation,
                title=form.cleaned_data["title"],
                block=form.cleaned_data.get("block", ""),
                copy=form.cleaned_data.get("copy"),
                once=form.cleaned_data["once"],
                by=actor(request),
            )
        except CannotApplyError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            return HttpResponseRedirect(begun.get_absolute_url())
    context = {"form": form, "content": content, "reason": reason}
    return render(request, "cases/begin.html", context, status=422 if form.errors else 200)
