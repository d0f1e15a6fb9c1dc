"""Rows of lists drawn in Python: a template of its own for each row takes most of the time of a long list."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language

from kommin.foundation.ui.formatting import reader
from kommin.portal.addresses import href
from kommin.portal.lines import ReleaseLine
from kommin.portal.models import PressRelease
from kommin.portal.models.languages import OWN_NAMES

WORDS_OF_LEAD: Final = 40
_ROW: Final = (
    '<li class="release-item"{}><p class="release-item__when"><time datetime="{}">{}</time>{}</p>'
    '<h{} class="release-item__title"><a href="{}">{}</a></h{}>{}</li>'
)
_CHOICE: Final = '<li><a href="{}"{}><span>{}</span> <span class="archive__count">{}</span></a></li>'


def release_rows(releases: Iterable[ReleaseLine | PressRelease], *, level: int, short: bool) -> SafeString:
    """Releases as a list shows them: day, kicker and headline (of that level), and the beginning of the lead."""
    language, read = get_language(), reader()
    return _joined(
        format_html(
            _ROW, _in_own_language(one, language or ""), one.date.isoformat(), read.date(one.date),
            _beside_the_day(one, language or ""), level, href(one), one.title, level,
            "" if short or not one.lead else _lead(one.lead),
        )
        for one in releases
    )  # fmt: skip


def choice_rows(choices: Sequence[Mapping[str, Any]]) -> SafeString:
    """The choices of one filter, each with its number of releases."""
    read = reader()
    return _joined(
        format_html(
            _CHOICE, one["href"], SafeString(' aria-current="true"' if one["chosen"] else ""), one["label"],
            read.number(one["count"]),
        )
        for one in choices
    )  # fmt: skip


def _lead(text: str) -> SafeString:
    return format_html('<p class="release-item__lead">{}</p>', Truncator(text).words(WORDS_OF_LEAD, truncate=" …"))


def _beside_the_day(one: ReleaseLine | PressRelease, language: str) -> str:
    """The kicker, and the name of the release's language where it is not the reader's."""
    own = one.content_language
    return "".join(f" · {text}" for text in (one.kicker, OWN_NAMES.get(own, own) if own != language else "") if text)


def _in_own_language(one: ReleaseLine | PressRelease, language: str) -> SafeString | str:
    own = one.content_language
    return "" if own == language else format_html(' lang="{}" dir="{}"', own, one.direction)


def _joined(rows: Iterable[SafeString]) -> SafeString:
    return SafeString("".join(rows))
