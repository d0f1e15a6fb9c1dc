"""What is looked at before a press release is released.

Most findings warn; what is compulsory (alternative texts, a sender) holds the release up until it is there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from kommin.portal.models import PortalDocument, PressRelease
from kommin.portal.queries import page_at
from kommin.portal.texts import Link, links_of, sentences_of

LONGEST_SENTENCE = 30
WORDS_NAMED = 7


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to put right, in a whole sentence."""

    kind: str
    text: str | Promise
    is_compulsory: bool = False


def compulsory(release: PressRelease) -> list[Finding]:
    """What holds the release up."""
    return [*_alternative_texts(release), *_sender(release)]


def findings(release: PressRelease) -> list[Finding]:
    """Everything, what is compulsory first."""
    checks = (_contact, _short_text, _photo_words, _links, _long_sentences, _english, _correction)
    return [*compulsory(release), *(one for check in checks for one in check(release))]


def _alternative_texts(release: PressRelease) -> Iterator[Finding]:
    for photo in release.photos.all():
        if not photo.alt.strip():
            yield _without_alternative(photo.image.title)
    for block in release.body:
        if block.block_type == "image" and block.value.get("image"):
            image = block.value["image"]
            if not (block.value.get("alt_text") or image.alt_text).strip():
                yield _without_alternative(image.title)


def _without_alternative(title: str) -> Finding:
    words = _("The image “%(title)s” has no alternative text: say what it shows.") % {"title": title}
    return Finding("alternative", words, is_compulsory=True)


def _sender(release: PressRelease) -> Iterator[Finding]:
    if release.sender_id is None and not release.sender_line.strip():
        yield Finding("sender", _("The sender is missing: who announces this?"), is_compulsory=True)


def _contact(release: PressRelease) -> Iterator[Finding]:
    if not release.contacts.all():
        yield Finding("contact", _("There is no press contact. Whom can journalists ask?"))


def _short_text(release: PressRelease) -> Iterator[Finding]:
    if not release.mail_text.strip():
        text = _("There is no short text for mail; the lead is sent.")
        if not release.lead.strip():
            text = _("There is neither a lead nor a short text for mail.")
        yield Finding("short text", text)


def _photo_words(release: PressRelease) -> Iterator[Finding]:
    for photo in release.photos.all():
        image = photo.image
        if not image.photographer.strip():
            yield Finding("photo", _("The photo “%(title)s” names no photographer.") % {"title": image.title})
        if not image.rights.strip():
            yield Finding(
                "photo", _("The photo “%(title)s” does not say who holds the rights.") % {"title": image.title}
            )


def _links(release: PressRelease) -> Iterator[Finding]:
    for row in release.links.all():
        wrong = _wrong(Link(row.text, page=row.page_id or 0, address=row.address))
        if wrong:
            yield Finding("link", wrong)
    for link in links_of(release.body):
        wrong = _wrong(link)
        if wrong:
            yield Finding("link", wrong)
    for row in release.related.all():
        if not row.other.live:
            text = _("The related release “%(title)s” is not public and will not be shown.")
            yield Finding("link", text % {"title": row.other.title})


def _wrong(link: Link) -> str:
    """What is wrong with a link inside the house; empty for a good one and for all that lead outside."""
    if link.document and not PortalDocument.objects.filter(pk=link.document).exists():
        return _("The link “%(text)s” leads to a document that was deleted.") % {"text": link.text}
    if link.page:
        page = Page.objects.filter(pk=link.page).first()
        if page is None:
            return _("The link “%(text)s” leads to a page that was deleted.") % {"text": link.text}
        if not page.live:
            return _("The link “%(text)s” leads to “%(page)s”, which is not public.") % {
                "text": link.text, "page": page.title,
            }  # fmt: skip
        return ""
    path = _own_path(link.address)
    return _wrong_path(link, path) if path else ""


def _own_path(address: str) -> str:
    """The path of an address of this house; empty for others."""
    parts = urlsplit(address)
    own = urlsplit(settings.KOMMIN.base_url).netloc
    if parts.scheme in ("http", "https") and parts.netloc == own:
        return parts.path or "/"
    return parts.path if not parts.scheme and not parts.netloc and parts.path.startswith("/") else ""


def _wrong_path(link: Link, path: str) -> str:
    language, bare = settings.LANGUAGE_CODE, path
    for code, _name in settings.LANGUAGES:
        if path.startswith(f"/{code}/"):
            language, bare = code, path[len(code) + 1 :]
    try:
        found = resolve(path)
    except Resolver404:
        return _unknown(link, path)
    if found.view_name == "portal:short":
        return "" if Page.objects.live().filter(pk=found.kwargs["pk"]).exists() else _unknown(link, path)
    if found.view_name not in ("portal:release", "wagtail_serve") or page_at(bare.lstrip("/"), language) is not None:
        return ""
    if Redirect.objects.filter(old_path=Redirect.normalise_path(path)).exists():
        return _("The link “%(text)s” leads to %(path)s, an old address. Please use the new one.") % {
            "text": link.text, "path": path,
        }  # fmt: skip
    return _unknown(link, path)


def _unknown(link: Link, path: str) -> str:
    return _("The link “%(text)s” leads to %(path)s, where there is nothing.") % {"text": link.text, "path": path}


def _long_sentences(release: PressRelease) -> Iterator[Finding]:
    for sentence in sentences_of(release):
        words = sentence.split()
        if len(words) > LONGEST_SENTENCE:
            text = _("A sentence of %(number)s words: “%(beginning)s …”. Please divide it.")
            values = {"number": len(words), "beginning": " ".join(words[:WORDS_NAMED])}
            yield Finding("sentence", text % values)


def _english(release: PressRelease) -> Iterator[Finding]:
    is_german = release.locale.language_code == "de" and not release.text_language
    if is_german and not release.get_translations().filter(locale__language_code="en").exists():
        yield Finding("english", _("There is no English version."))


def _correction(release: PressRelease) -> Iterator[Finding]:
    """A changed text without a word about it."""
    if not release.live:
        return
    before = PressRelease.objects.get(pk=release.pk)
    if len(release.corrections.all()) <= before.corrections.count():
        text = _("The release is public already. Say in a correction notice what has changed.")
        yield Finding("correction", text)
