"""Where a page of the portal is read: in the interface language of the reader, whatever language it speaks itself."""

from django.conf import settings
from django.utils.translation import get_language
from wagtail.models import Page

from kommin.foundation.notices.writing import absolute


def bare_path(page: Page) -> str:
    """The address without language: `/presse/2010/fachtagung/`."""
    return "/" + page.url_path.lstrip("/").partition("/")[2]


def href(page: Page, language: str = "") -> str:
    """The address for readers of this interface language (that of the request, if none is named); costs no query."""
    code = language or get_language() or settings.LANGUAGE_CODE
    return bare_path(page) if code == settings.LANGUAGE_CODE else f"/{code}{bare_path(page)}"


def canonical(page: Page) -> str:
    """The one full address that search engines and mails name: in the language of the branch the page stands in."""
    return absolute(href(page, page.locale.language_code))
