"""Loading, discarding and taking back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kommin.foundation.access import access, acting, found
from kommin.imports import rules
from kommin.imports.actions import discard_import, take_back_import
from kommin.imports.actions.background import load_or_start
from kommin.imports.actions.reversing import obstacles
from kommin.imports.forms import TakeBackForm
from kommin.imports.models import GrantImport
from kommin.imports.views.common import FORM, REFUSALS, attempt, frame, go_on, import_of


@access(rules.may_import, of=import_of, sees=rules.may_read_imports)
@require_POST
def load(request: HttpRequest, pk: int) -> HttpResponse:
    """Load what is ready: at once, or as long work with progress when there are thousands of rows."""
    row: GrantImport = found(request)
    posted = request.POST.get("revision", "")
    try:
        run = load_or_start(grant_import=row, by=acting(request), revision=int(posted) if posted.isdigit() else None)
    except REFUSALS as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(row.get_absolute_url())
    if run:
        return HttpResponseRedirect(row.get_absolute_url())
    number = row.count("ready")
    sentence = ngettext("%(number)s row is loaded.", "%(number)s rows are loaded.", number) % {"number": number}
    return go_on(request, sentence, row.get_absolute_url())


@access(rules.may_import, of=import_of, sees=rules.may_read_imports)
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Put an import aside."""
    row: GrantImport = found(request)
    try:
        discard_import(grant_import=row, by=acting(request))
    except REFUSALS as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(row.get_absolute_url())
    return go_on(request, _("The import is discarded; nothing of it counts."), row.get_absolute_url())


@access(rules.may_import, of=import_of, sees=rules.may_read_imports)
@FORM
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo an import whole."""
    row: GrantImport = found(request)
    form = TakeBackForm(request.POST or None)
    if request.method == "POST" and attempt(
        form,
        lambda: take_back_import(grant_import=row, reason=form.cleaned_data["reason"], by=acting(request)),
    ):
        return go_on(request, _("The import is taken back; every figure is as before."), row.get_absolute_url())
    context = frame(request, row, "detail") | {"form": form, "obstacles": obstacles(row)}
    return render(request, "imports/take_back.html", context)
