"""Overruling what was recognised, and deciding doubts; each answer reads the file again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kommin.foundation.access import access, acting, found
from kommin.imports import queries, rules
from kommin.imports.actions.background import change_or_start
from kommin.imports.core.mapping import OUTSIDE, Mapping
from kommin.imports.errors import ImportFileError
from kommin.imports.forms import DecisionForm, PlacesForm, ReadingForm
from kommin.imports.models import GrantImport
from kommin.imports.presenting import kinds_of
from kommin.imports.views.common import FORM, PER_PAGE, attempt, frame, go_on, import_of
from kommin.register.matching import SURE
from kommin.register.queries import matcher


@access(rules.may_import, of=import_of, sees=rules.may_read_imports)
@FORM
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    """Sheet, header, columns and formats."""
    row: GrantImport = found(request)
    form = ReadingForm(request.POST or None, of=row)
    if request.method == "POST" and attempt(
        form,
        lambda: _change(request, row, form.as_mapping(), total=True, form=form),
    ):
        return _on_to(request, row, _("The file was read again."))
    context = frame(request, row, "reading") | {"form": form, "above": row.summary.get("above", [])}
    return render(request, "imports/reading.html", context)


@access(rules.may_import, of=import_of, sees=rules.may_read_imports)
@FORM
def doubts(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision for all rows of a kind; a building block for each category."""
    row: GrantImport = found(request)
    form = DecisionForm(request.POST or None, of=row)
    if request.method == "POST" and attempt(form, lambda: _change(request, row, form.as_mapping())):
        return _on_to(request, row, _("The decisions are kept, the file was read again."))
    return render(
        request, "imports/doubts.html", frame(request, row, "doubts") | {"form": form, "kinds": kinds_of(row)}
    )


@access(rules.may_import, of=import_of, sees=rules.may_read_imports)
@FORM
def places(request: HttpRequest, pk: int) -> HttpResponse:
    """A municipality for each text that can mean several or none."""
    row: GrantImport = found(request)
    waiting = queries.texts_to_place(row)
    form = PlacesForm(request.POST or None, of=row, texts=waiting[:PER_PAGE])
    if request.method == "POST" and attempt(form, lambda: _change(request, row, _with_places(row, form))):
        if _is_read_by_worker(row):
            return _on_to(request, row, "")
        left = len(queries.texts_to_place(row))
        sentence = ngettext("Kept. %(left)s recipient is still to be chosen.",
                            "Kept. %(left)s recipients are still to be chosen.", left) % {"left": left}  # fmt: skip
        to = reverse("imports:places", args=[row.pk]) if left else row.get_absolute_url()
        return go_on(request, sentence if left else _("Kept. Every recipient is placed."), to)
    context = frame(request, row, "places") | {"form": form, "waiting": len(waiting), "shown": len(form.texts)}
    return render(request, "imports/places.html", context)


def _change(
    request: HttpRequest, row: GrantImport, mapping: Mapping, *, total: bool = False, form: ReadingForm | None = None
) -> None:
    control_total = form.cleaned_data["control_total"] if total and form else row.control_total
    posted = request.POST.get("revision", "")
    change_or_start(
        grant_import=row, mapping=mapping, by=acting(request), control_total=control_total,
        register=form.cleaned_data.get("register") if form else None,
        revision=int(posted) if posted.isdigit() else None,
    )  # fmt: skip


def _is_read_by_worker(row: GrantImport) -> bool:
    row.refresh_from_db(fields=["work"])
    return row.is_at_work


def _on_to(request: HttpRequest, row: GrantImport, done: str) -> HttpResponse:
    """To the import: with what was done, or with the word that a worker does it."""
    if _is_read_by_worker(row):
        done = _("The file is read again in the background. It is large, so this takes a moment.")
    return go_on(request, done, row.get_absolute_url())


def _with_places(row: GrantImport, form: PlacesForm) -> Mapping:
    """The mapping with the places chosen; a name typed in must be one that the register is sure about.

    Raises:
        ImportFileError: it is not.
    """
    chosen: dict[str, str] = {}
    search = matcher(row.register)
    for text, (place, typed) in form.chosen().items():
        if not typed:
            chosen[text] = place
            continue
        matches = search.find(typed).matches
        if not matches or matches[0].confidence < SURE:
            raise ImportFileError(
                _("“%(text)s” is no municipality the register is sure about. Type its key or its full name.")
                % {"text": typed}
            )
        chosen[text] = matches[0].entry.key
    unknown = [key for key in chosen.values() if key != OUTSIDE and key not in search.index.entries]
    if unknown:
        raise ImportFileError(_("The register has no key “%(key)s”.") % {"key": unknown[0]})
    return row.given.with_(places={**row.given.places, **chosen})
