"""The languages of the house: German without a prefix, English under `/en/`, and how a choice is kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language

OWN_NAMES: Final = {"de": "Deutsch", "en": "English"}


@dataclass(frozen=True)
class LanguageChoice:
    """One language as the switch shows it; `href` is the page one is on, in that language.

    `translated` is false where the text of the page is not there in that language, so that search engines are told of
    true translations only.
    """

    code: str
    name: str
    href: str
    current: bool
    translated: bool = True


def choices(address: str, texts: Mapping[str, str] | None = None) -> list[LanguageChoice]:
    """The switch for the page at `address` (path with query).

    Args:
        address: where the reader is.
        texts: for pages whose text is not in every language: its addresses by language.
    """
    here = get_language() or settings.LANGUAGE_CODE
    known = texts or {}
    return [
        LanguageChoice(
            code=code,
            name=OWN_NAMES.get(code, code),
            href=address if code == here else known.get(code) or in_language(address, code),
            current=code == here,
            translated=texts is None or code in texts,
        )
        for code, _ in settings.LANGUAGES
    ]


def in_language(address: str, code: str) -> str:
    """`address` in another language: every address of the house begins with its language, German with none.

    Looking the route up instead would take a quarter of the time of a small page.
    """
    here = get_language() or settings.LANGUAGE_CODE
    bare = address.removeprefix(f"/{here}") if address.startswith(f"/{here}/") else address
    return bare if code == settings.LANGUAGE_CODE else f"/{code}{bare}"


class RememberedLanguage:
    """Opens the front door in the language chosen last. Every other address says its language itself and is obeyed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        code = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if request.path == "/" and request.method == "GET" and code in OWN_NAMES and code != settings.LANGUAGE_CODE:
            query = request.META.get("QUERY_STRING", "")
            response = HttpResponseRedirect(f"/{code}/" + (f"?{query}" if query else ""))
            response["Vary"] = "Cookie"
            return response
        return self.get_response(request)
