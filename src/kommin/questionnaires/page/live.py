"""Keeps a page in step while somebody fills it in: the same reading and the same checks as on saving."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language

from kommin.questionnaires.answering import Lookups, evaluate
from kommin.questionnaires.definition.structure import Definition
from kommin.questionnaires.page.boxes import Page
from kommin.questionnaires.page.reading import PREFIX, Read, read_form
from kommin.questionnaires.page.views import build_page


def live_response(
    request: HttpRequest,
    definition: Definition,
    stored: Mapping[str, Any],
    *,
    lookups: Lookups,
    notes: Mapping[str, Sequence[str]] | None = None,
) -> HttpResponse:
    """Answer a changed field: its errors, questions that appear or disappear, figures that follow, new rows.

    Stores nothing. The view that serves it declares the same access rule as the page.
    """
    read = read_form(definition, stored, request.POST, language=get_language() or "de")
    evaluation = evaluate(definition, read.values, lookups)
    sections = request.POST.getlist(f"{PREFIX}-section")
    page = build_page(evaluation, read.values, only=sections, live_url=request.path, notes=notes)
    changed = request.POST.get("changed", "") or read.only_rows
    return HttpResponse(_fragments(request, page, read, changed))


def _fragments(request: HttpRequest, page: Page, read: Read, changed: str) -> str:
    """Pieces of the page, each put in place of the element with its id. Focus stays where it is."""
    pieces = []
    for section in page.sections:
        visible = [box for box in section.boxes if box.shown]
        moved = [box for box in section.boxes if box.shown != (box.key in read.asked)]
        if moved:
            pieces.append(_render(request, "section_head", page, section=section, swap=True))
        pieces += [_render(request, "box", page, box=box, swap=True) for box in moved]
        for box in visible:
            if box in moved:
                continue
            if box.key == read.only_rows:
                pieces.append(_render(request, "box", page, box=box, swap=True))
            elif box.kind == "calculated":
                pieces.append(_render(request, "outcome", page, box=box, swap=True))
            elif box.key == changed:
                pieces.append(_render(request, "messages", page, box=box, swap=True))
                if box.kind == "table":
                    pieces.append(f"<template>{_render(request, 'totals', page, box=box, swap=True)}</template>")
    cells = [
        cell
        for section in page.sections
        for box in section.boxes
        if box.shown
        for row in box.rows
        for cell in row.cells
        if cell.errors
    ]
    pieces.append(_render(request, "live_errors", page, cells=cells))
    return "".join(pieces)


def _render(request: HttpRequest, name: str, page: Page, **context: Any) -> str:
    return render_to_string(f"questionnaires/page/{name}.html", {"page": page, **context}, request)
