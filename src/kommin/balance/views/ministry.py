"""Where a ministry prepares a balance for publication and a second person releases it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kommin.balance import actions, queries, rules
from kommin.balance.errors import BalanceError
from kommin.balance.forms import PrepareForm
from kommin.balance.models import Snapshot
from kommin.balance.publications import Rows
from kommin.balance.views.snapshots import frozen, frozen_file
from kommin.foundation.access import access, acting, found
from kommin.programmes.models import Programme


def _programme(_request: HttpRequest, slug: str) -> Programme:
    programme = Programme.objects.select_related("ministry").filter(slug=slug).first()
    if programme is None:
        raise Http404
    return programme


def _snapshot(_request: HttpRequest, pk: int) -> Snapshot:
    snapshot = Snapshot.objects.select_related("programme__ministry").filter(pk=pk).first()
    if snapshot is None:
        raise Http404
    return snapshot


@access(rules.may_read_snapshots, post=rules.may_prepare_snapshots, of=_programme)
def listing(request: HttpRequest, slug: str) -> HttpResponse:
    """All balances of a programme, prepared and published, with the form for a new one."""
    programme: Programme = found(request)
    form = PrepareForm(request.POST or None, initial={"as_of": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.prepare_snapshot(programme=programme, by=acting(request), **form.cleaned_data)
        except BalanceError as error:
            form.add_error(None, str(error))
        else:
            return redirect("balance:ministry_snapshot", pk=made.pk)
    snapshots = Snapshot.objects.filter(programme=programme).defer("rows", "content").order_by("-pk")[:200]
    context = {
        "programme": programme,
        "trail": _trail(programme),
        "snapshots": list(snapshots),
        "form": form,
        "may_prepare": rules.may_prepare_snapshots.holds(acting(request), programme),
    }
    return render(request, "balance/ministry/snapshots.html", context)


@access(rules.may_read_snapshots, of=_snapshot)
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A prepared balance: what would be published, and who may do it."""
    return _shown(request, found(request))


@access(rules.may_read_snapshots, of=_snapshot)
@require_safe
def rows(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows behind a balance exactly as they were frozen, for whoever proves the hash."""
    snapshot: Snapshot = found(request)
    return frozen_file(snapshot, Rows(snapshot).frozen, "rows.csv")


@access(rules.may_read_snapshots, post=rules.may_discard_snapshot, of=_snapshot)
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a prepared balance aside."""
    snapshot: Snapshot = found(request)
    try:
        actions.discard_snapshot(snapshot=snapshot, by=acting(request))
    except BalanceError as error:
        messages.error(request, str(error))
        return redirect("balance:ministry_snapshot", pk=pk)
    messages.success(request, _("The balance was put aside. It stays in the record."))
    return redirect("balance:ministry", slug=snapshot.programme.slug)


@access(rules.may_read_snapshots, post=rules.may_release_snapshot, of=_snapshot)
@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish a prepared balance."""
    snapshot: Snapshot = found(request)
    try:
        actions.release_snapshot(snapshot=snapshot, digest=request.POST.get("digest", ""), by=acting(request))
    except BalanceError as error:
        messages.error(request, str(error))
        return redirect("balance:ministry_snapshot", pk=pk)
    messages.success(request, _("The balance is published. Its address stays."))
    return redirect(snapshot.get_absolute_url())


def _shown(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    actor, programme = acting(request), snapshot.programme
    context: dict[str, Any] = frozen(programme, snapshot) | {
        "programme": programme,
        "trail": [
            *_trail(programme),
            {"label": _("Balances"), "href": reverse("balance:ministry", kwargs={"slug": programme.slug})},
        ],
        "invented": queries.is_invented(programme),
        "may_release": rules.may_release_snapshot.holds(actor, snapshot),
        "why_not": rules.may_release_snapshot.explain(actor, snapshot),
        "may_discard": rules.may_discard_snapshot.holds(actor, snapshot),
        "public_address": request.build_absolute_uri(snapshot.get_absolute_url()),
    }
    return render(request, "balance/ministry/snapshot.html", context)


def _trail(programme: Programme) -> list[dict[str, Any]]:
    return [
        {"label": _("Programmes"), "href": reverse("programmes:list")},
        {"label": programme.title, "href": reverse("programmes:detail", kwargs={"slug": programme.slug})},
    ]
