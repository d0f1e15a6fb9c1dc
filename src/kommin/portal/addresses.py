"""Where a page of the portal is read: in the interface language of the reader, whatever language it speaks itself."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from kommin.foundation.notices.writing import absolute

_LEADS = re.compile(r"(?:https?|ftps?)://|mailto:|tel:|/(?![/\\])", re.IGNORECASE)
_WEB = URLValidator(schemes=["http", "https"])


def bare_path(page: Page) -> str:
    """The address without language: `/presse/2010/fachtagung/`."""
    return href_of(page.url_path, settings.LANGUAGE_CODE)


def href(page: Page, language: str = "") -> str:
    """The address for readers of this interface language (that of the request, if none is named); costs no query."""
    return href_of(page.url_path, language)


def href_of(url_path: str, language: str = "") -> str:
    """The same of a page of which only its path in the tree is known: `/start/presse/2010/fachtagung/`."""
    code = language or get_language() or settings.LANGUAGE_CODE
    bare = "/" + url_path.lstrip("/").partition("/")[2]
    return bare if code == settings.LANGUAGE_CODE else f"/{code}{bare}"


def canonical(page: Page) -> str:
    """The one full address that search engines and mails name: in the language of the branch the page stands in."""
    return absolute(href(page, page.locale.language_code))


def check_address(address: str) -> None:
    """A link leads to a site of the web or to a page of this house.

    Raises:
        ValidationError: it does neither.
    """
    of_this_house = address.startswith("/") and not address.startswith(("//", "/\\"))
    try:
        _WEB("https://example.org" + address if of_this_house else address)
    except ValidationError:
        raise ValidationError(_("Give an address that begins with https:// or, in this house, with /.")) from None


def leads(address: str) -> str:
    """An address behind which a page can lie, whatever was written into the database; empty for any other."""
    return address if _LEADS.match(address) else ""


def for_reader(address: str) -> str:
    """An address of this house, noted without language, for readers of the request's language; others as they are."""
    address, code = leads(address), get_language() or settings.LANGUAGE_CODE
    return f"/{code}{address}" if address.startswith("/") and code != settings.LANGUAGE_CODE else address
