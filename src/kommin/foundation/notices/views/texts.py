"""The words of mails: read, edit, see, try."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kommin.foundation.access import access
from kommin.foundation.notices.actions import texts
from kommin.foundation.notices.forms.texts import MailTextForm
from kommin.foundation.notices.models import MailText
from kommin.foundation.notices.rules import is_operator, may_edit_texts
from kommin.foundation.notices.texts import KnownText, known_texts
from kommin.foundation.notices.writing import sample_of, words_of
from kommin.foundation.runs.requests import GuardedRequest
from kommin.foundation.ui.languages import OWN_NAMES


def _text(name: str, language: str) -> KnownText:
    if name not in known_texts or language not in OWN_NAMES:
        raise Http404
    return known_texts[name]


@require_safe
@access(may_edit_texts)
def listing(request: GuardedRequest) -> HttpResponse:
    """Every mail the house sends."""
    organisation = texts.organisation_edited_by(request.actor)
    edited = set(MailText.objects.filter(organisation=organisation).values_list("name", "language"))
    rows = [
        {
            "text": text,
            "languages": [
                {"code": code, "name": name, "edited": (text.name, code) in edited} for code, name in OWN_NAMES.items()
            ],
        }
        for text in sorted(known_texts.values(), key=lambda text: str(text.label))
    ]
    context = {"rows": rows, "whole_house": not organisation, "operator": is_operator.holds(request.actor)}
    return render(request, "notices/texts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(may_edit_texts)
def edit(request: GuardedRequest, name: str, language: str) -> HttpResponse:
    """Edit one mail in one language: save it, see it, or send it to oneself."""
    text = _text(name, language)
    organisation = texts.organisation_edited_by(request.actor)
    subject, body = words_of(name, language=language, organisation=organisation)
    form = MailTextForm(request.POST or None, initial={"subject": subject, "body": body}, text=text)
    context: dict[str, Any] = {
        "form": form, "text": text, "language": language, "language_name": OWN_NAMES[language],
        "known": [(f"{{{word}}}", meaning) for word, meaning in sorted(text.known.items())],
        "whole_house": not organisation,
        "edited": MailText.objects.filter(name=name, language=language, organisation=organisation).first(),
    }  # fmt: skip
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        if "save" in request.POST:
            texts.save_mail_text(name=name, language=language, **words, by=request.actor)
            messages.success(request, _("Saved. The next mail uses these words."))
            return redirect("notices:edit_text", name=name, language=language)
        if "test" in request.POST:
            mail = texts.send_test_mail(name=name, language=language, **words, by=request.actor)
            messages.success(request, _("A test mail goes to %(to)s. Nothing is saved yet.") % {"to": mail.to})
        context["preview"] = sample_of(text, words["subject"], words["body"], language=language)
    elif request.method != "POST":
        context["preview"] = sample_of(text, subject, body, language=language)
    return render(request, "notices/edit_text.html", context, status=422 if form.errors else 200)


@require_POST
@access(may_edit_texts)
def reset(request: GuardedRequest, name: str, language: str) -> HttpResponse:
    """Back to the words that came with the house."""
    _text(name, language)
    if texts.reset_mail_text(name=name, language=language, by=request.actor):
        messages.success(request, _("The original words are used again."))
    return redirect("notices:edit_text", name=name, language=language)
