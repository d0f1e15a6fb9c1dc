"""Releases and pages in the house's full-text index: only what is published, in the moment in which it is.

Each version of a text is a document of its own. Its scopes name the readers who get it: a text without an English
version is found by readers of English too, one that has leads them to that.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.db.models import Model
from wagtail.models import Page

from kommin.foundation.search.index import Entry, index_documents, remove_document
from kommin.portal.models import HomePage, PressIndexPage, PressRelease
from kommin.portal.models.base import PortalPage

RELEASE: Final = "portal.release"
PAGE: Final = "portal.page"
_TEXTS: Final = ("kicker", "subheadline", "place", "opening", "lead", "problem")
_BODIES: Final = ("body", "done", "worked", "did_not_work")
_NOT_FOUND: Final = (HomePage, PressIndexPage)
"""Lists of what is found anyway."""


def scope_of(language: str) -> str:
    """The name within which a reader of a language searches."""
    return f"reader:{language}"


def kind_of(page: Page) -> str:
    """The kind of document a page is; empty for pages that are not looked for."""
    if isinstance(page, PressRelease):
        return RELEASE
    return PAGE if isinstance(page, PortalPage) and not isinstance(page, _NOT_FOUND) else ""


def text_of(page: Page) -> str:
    """All words of a page below its title."""
    words = [str(getattr(page, name, "")) for name in _TEXTS]
    for name in _BODIES:
        body = getattr(page, name, None)
        if body is not None:
            words += body.stream_block.get_searchable_content(body)
    return " · ".join(word for word in words if word)


def entry_of(page: Any, languages: set[str]) -> Entry:
    """A live page as it is found; `languages` are those in which the same text is live."""
    own = page.locale.language_code
    readers = [code for code, _name in settings.LANGUAGES if code == own or code not in languages]
    return Entry(
        key=str(page.pk), title=page.title, text=text_of(page), public=True, language=own,
        scopes=[scope_of(code) for code in readers],
    )  # fmt: skip


def note_page(instance: Page, **_: Any) -> None:
    """Receiver of `page_published` and `page_unpublished`: the page and its versions in other languages are found as
    they are now."""
    page = instance.specific
    kind = kind_of(page)
    if not kind:
        return
    versions = type(page).objects.filter(translation_key=page.translation_key).select_related("locale")
    live = [version for version in versions if version.live]
    if page.pk not in {version.pk for version in live}:
        remove_document(kind=kind, key=page.pk)
    languages = {version.locale.language_code for version in live}
    index_documents(kind=kind, entries=[entry_of(version, languages) for version in live])


def forget_page(sender: type[Model], instance: Any, **_: Any) -> None:
    """Receiver of `post_delete`."""
    kind = kind_of(instance) if issubclass(sender, PortalPage) else ""
    if not kind:
        return
    remove_document(kind=kind, key=instance.pk)
    others = list(sender.objects.live().filter(translation_key=instance.translation_key).select_related("locale"))  # type: ignore[attr-defined]
    languages = {version.locale.language_code for version in others}
    index_documents(kind=kind, entries=[entry_of(version, languages) for version in others])


def releases() -> Iterator[Entry]:
    """Every published release, for `kommin search rebuild`."""
    return _entries([PressRelease])


def pages() -> Iterator[Entry]:
    """Every other published page that can be found."""
    return _entries(_page_models())


def count_releases() -> int:
    return PressRelease.objects.live().count()


def count_pages() -> int:
    return sum(model.objects.live().count() for model in _page_models())


def _page_models() -> list[Any]:
    known = apps.get_app_config("portal").get_models()
    return [one for one in known if issubclass(one, PortalPage) and not issubclass(one, (PressRelease, *_NOT_FOUND))]


def _entries(models: Iterable[Any]) -> Iterator[Entry]:
    for model in models:
        live: dict[Any, set[str]] = {}
        for key, code in model.objects.live().values_list("translation_key", "locale__language_code"):
            live.setdefault(key, set()).add(code)
        rows = model.objects.live().select_related("locale").order_by("pk")
        for page in rows.iterator(chunk_size=500):
            yield entry_of(page, live[page.translation_key])
