"""Texts that stand in two languages, and the kinds of applicants."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kommin.register.kinds import OWN_DISTRICT


class ApplicantKind(models.TextChoices):
    """Who may apply; coarser than the kinds of a register, because guidelines speak of these three."""

    TOWN = "town", _("Town or municipality within a district")
    CITY = "city", _("City without a district")
    DISTRICT = "district", _("District")


_OF_REGISTER = {
    OWN_DISTRICT: ApplicantKind.CITY,
    "stadt": ApplicantKind.TOWN,
    "gemeinde": ApplicantKind.TOWN,
    "markt": ApplicantKind.TOWN,
    "kreis": ApplicantKind.DISTRICT,
    "staedteregion": ApplicantKind.DISTRICT,
    "regionalverband": ApplicantKind.DISTRICT,
}


def applicant_kind(register_kind: str) -> ApplicantKind | None:
    """What a place of the register is as an applicant; None for kinds that cannot apply (an area without a council)."""
    return _OF_REGISTER.get(register_kind)


def in_language(german: str, english: str) -> str:
    """The text in the reader's language, or the other one while that is missing."""
    return (english or german) if (get_language() or "de").startswith("en") else (german or english)


class Titled(models.Model):
    """Something with a title in German and English."""

    title_de = models.CharField(_("title (German)"), max_length=250)
    title_en = models.CharField(_("title (English)"), max_length=250, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title_de

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return in_language(self.title_de, self.title_en)


class Described(Titled):
    """The same with a text below the title."""

    text_de = models.TextField(_("text (German)"), max_length=10_000, blank=True)
    text_en = models.TextField(_("text (English)"), max_length=10_000, blank=True)

    class Meta(Titled.Meta):
        abstract = True

    @property
    def text(self) -> str:
        """The text in the reader's language."""
        return in_language(self.text_de, self.text_en)
