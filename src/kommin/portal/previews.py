"""A release as readers will meet it: on the page, on paper, in a mail with and without layout."""

from typing import TYPE_CHECKING, Final

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kommin.foundation.notices.writing import Written, absolute, base_url, write
from kommin.foundation.ui.formatting import reader

if TYPE_CHECKING:
    from kommin.portal.models import PressRelease

MODES: Final[list[tuple[str, str | Promise]]] = [
    ("", _("As a page")),
    ("print", _("On paper")),
    ("mail", _("As a mail")),
    ("mail-plain", _("As a mail in plain text")),
]


def as_mail(release: "PressRelease") -> Written:
    """What subscribers get: the short text with the way to the whole release, in the house's mail look."""
    language = release.locale.language_code
    with translation.override(language):
        day = reader().date(release.date)
        words = translation.gettext("Read the whole release")
        dateline = f"{release.place}, {day}" if release.place else day
    values = {
        "title": release.title,
        "dateline": dateline,
        "opening": release.opening,
        "link": absolute(release.short_address),
        "words": words,
    }
    # Each paragraph is a value: braces or brackets in a text are never read as a placeholder or a link.
    paragraphs = [part for part in release.text_for_mail.splitlines() if part.strip()]
    values |= {f"text{number}": part for number, part in enumerate(paragraphs)}
    lines = ["{title}", "{dateline}", *(["{opening}"] if release.opening else [])]
    lines += [f"{{text{number}}}" for number in range(len(paragraphs))]
    return write("{title}", "\n\n".join([*lines, "[{words}]({link})"]), values, language=language, settings_link=False)


def serve_preview(release: "PressRelease", request: HttpRequest, mode: str) -> HttpResponse:
    """One of the modes but the page itself, which the page draws."""
    if mode == "print":
        context = release.get_context(request) | {"house": base_url()}
        return TemplateResponse(request, "portal/release/on_paper.html", context)
    mail = as_mail(release)
    if mode == "mail":
        return HttpResponse(mail.html)
    return TemplateResponse(request, "portal/release/plain_mail.html", {"mail": mail})
