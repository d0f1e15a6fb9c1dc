"""Words that are stored now and read later, each reader in their own language; what audit records call actions."""

from collections.abc import Callable, Mapping

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise | Callable[[], str]
"""A text: as it is, lazily translated, or made by a function that is asked once in each language."""

ACTIONS = {
    "runs.job_retried": _("Background job tried again"),
    "runs.resumed": _("Long work resumed"),
    "runs.retried": _("Failed items tried again"),
    "runs.started": _("Long work started"),
    "runs.stopped": _("Long work stopped"),
}


def in_each_language(words: Words) -> dict[str, str]:
    """The text in every language of the house, for a JSON field."""
    texts = {}
    for code, _own_name in settings.LANGUAGES:
        with translation.override(code):
            texts[code] = str(words() if callable(words) and not isinstance(words, Promise) else words)
    return texts


def in_current_language(texts: Mapping[str, str]) -> str:
    """What `in_each_language` stored, for the reader of now."""
    code = translation.get_language() or settings.LANGUAGE_CODE
    return texts.get(code) or texts.get(settings.LANGUAGE_CODE) or next(iter(texts.values()), "")
