"""Messages between municipality and authority; internal notes."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kommin.cases.errors import CaseError
from kommin.cases.models import Case
from kommin.examination import rules
from kommin.examination.actions.messaging import mark_read, send_message, write_note
from kommin.examination.dossier import MESSAGE_OWNER
from kommin.examination.forms.checking import MessageForm, NoteForm
from kommin.examination.models import Message, Note, Side
from kommin.examination.parts import files_by_owner
from kommin.examination.recipients import told_of_message
from kommin.examination.views.at_case import case_of, done, new_mark, reader_of, trail
from kommin.foundation.access import access, acting, found, require

PER_PAGE = 50


def with_files(rows: Any) -> list[tuple[Message, list[Any]]]:
    """Messages with their files, one query for all."""
    listed = list(rows)
    owners = [(MESSAGE_OWNER, str(one.pk)) for one in listed if one.files]
    files = files_by_owner(owners) if owners else {}
    return [(one, list(files.get((MESSAGE_OWNER, str(one.pk)), ()))) for one in listed]


@access(rules.may_read_case, of=case_of)
@require_http_methods(["GET", "HEAD", "POST"])
def conversation(request: HttpRequest, number: str) -> HttpResponse:
    """Every message of the case, and the form for the next."""
    row: Case = found(request)
    who = reader_of(request, row)
    if request.method == "POST":
        return _send(request, row, who.side)
    page = Paginator(Message.objects.filter(case=row), PER_PAGE).get_page(request.GET.get("page"))
    context = _context(request, row, MessageForm(initial={"once": new_mark()})) | {
        "page": page,
        "messages_here": with_files(page),
    }
    if who.side is not None and request.method == "GET":
        unread = row.unread_authority if who.side == Side.AUTHORITY else row.unread_applicant
        if unread:
            mark_read(case=row, side=who.side, by=acting(request))
    return render(request, "examination/messages/conversation.html", context)


def _send(request: HttpRequest, row: Case, side: Side | None) -> HttpResponse:
    by = acting(request)
    if side is None:
        require(rules.may_write_as["authority"], by=by, of=row)
        raise Http404
    form = MessageForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            send_message(
                case=row, side=side, text=form.cleaned_data["text"], once=form.cleaned_data["once"], by=by,
                uploads=form.cleaned_data["uploads"] or (),
            )  # fmt: skip
        except CaseError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            return done(request, _("Your message was sent."), f"{row.get_absolute_url()}#messages")
    page = Paginator(Message.objects.filter(case=row), PER_PAGE).get_page(1)
    context = _context(request, row, form) | {"page": page, "messages_here": with_files(page)}
    return render(request, "examination/messages/conversation.html", context, status=422)


def _context(request: HttpRequest, row: Case, form: MessageForm) -> dict[str, Any]:
    who = reader_of(request, row)
    return {
        "case": row,
        "who": who,
        "message_form": form,
        "channels": told_of_message(row, who.side) if who.side else [],
        "trail": trail(row),
        "post_url": reverse("examination:messages", args=[row.number]),
    }


@access(rules.may_read_inside, of=case_of, post=rules.may_write_notes)
@require_http_methods(["GET", "HEAD", "POST"])
def notes(request: HttpRequest, number: str) -> HttpResponse:
    """Every internal note, and the form for the next."""
    row: Case = found(request)
    form = NoteForm(request.POST or None, initial={"once": new_mark()})
    if request.method == "POST" and form.is_valid():
        try:
            write_note(case=row, text=form.cleaned_data["text"], once=form.cleaned_data["once"], by=acting(request))
        except CaseError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            return done(request, _("Noted. The municipality does not see it."), f"{row.get_absolute_url()}#notes")
    context = {
        "case": row,
        "who": reader_of(request, row),
        "note_form": form,
        "page": Paginator(Note.objects.filter(case=row), PER_PAGE).get_page(request.GET.get("page")),
        "trail": trail(row),
        "post_url": reverse("examination:notes", args=[row.number]),
    }
    return render(request, "examination/messages/notes.html", context, status=422 if form.errors else 200)
