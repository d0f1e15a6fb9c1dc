"""How the sentence begins with which a release is sent out: “Das Ministerium … teilt mit:”."""

from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from kommin.people.models import Organisation

_NEUTER = ("ministerium", "institut", "amt", "präsidium", "büro", "justizministerium")
_MASCULINE = ("kreis", "rechnungshof", "betrieb", "verband", "rhein-kreis", "beauftragter")


def article(name: str) -> str:
    """The German article before the name of an authority, told by the end of its first word."""
    first = name.split()[0].lower() if name.split() else ""
    if first.endswith(_NEUTER):
        return "Das"
    return "Der" if first.endswith(_MASCULINE) else "Die"


def sentence(organisation: Organisation, day: date, language: str) -> str:
    """Who announces it, under the name in force on that day, in the language of the text."""
    name = organisation.name_on(day)
    if language == "de":
        return f"{article(name)} {name} teilt mit:"
    with translation.override(language if language == "en" else "en"):
        return _("Announced by %(sender)s:") % {"sender": name}
