"""In which language a page speaks. German and English have branches of their own; any other language is one page's."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

FURTHER_LANGUAGES: Final = (
    ("ar", "العربية"),
    ("bg", "Български"),
    ("ckb", "کوردیی ناوەندی"),
    ("el", "Ελληνικά"),
    ("es", "Español"),
    ("fa", "فارسی"),
    ("fr", "Français"),
    ("hr", "Hrvatski"),
    ("it", "Italiano"),
    ("kmr", "Kurmancî"),
    ("nl", "Nederlands"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("ro", "Română"),
    ("ru", "Русский"),
    ("sq", "Shqip"),
    ("sr", "Srpski"),
    ("ti", "ትግርኛ"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
    ("vi", "Tiếng Việt"),
)
"""Languages a single page can have, each called as its speakers call it."""

RIGHT_TO_LEFT: Final = frozenset({"ar", "ckb", "fa"})

OWN_NAMES: Final = {"de": "Deutsch", "en": "English", **dict(FURTHER_LANGUAGES)}


def direction_of(language: str) -> str:
    """Whether a language is written from the left or from the right, as the attribute `dir` says it."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


class InLanguage(models.Model):
    """A page that may speak another language than the branch it stands in, and knows the page that says the same."""

    text_language = models.CharField(
        _("language of the text"),
        max_length=8,
        choices=FURTHER_LANGUAGES,
        blank=True,
        help_text=_("Only for texts that are neither German nor English. Menus stay in the reader’s language."),
    )
    says_the_same_as = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("says the same as"),
        help_text=_("The page of which this one is a translation; readers then find the way between both."),
    )

    class Meta:
        abstract = True

    @property
    def content_language(self) -> str:
        """The code of the language the text is written in."""
        return self.text_language or self.locale.language_code  # type: ignore[attr-defined]

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return direction_of(self.content_language)
