"""The sentence in which ministries tell what a programme has achieved, with the right word before a rounded amount."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext, pgettext

from kommin.balance.figures import Balance
from kommin.foundation.ui.formatting import reader
from kommin.law.words import Rounding, rounding
from kommin.programmes.models import Programme

_MILLION = Decimal(1_000_000)
_DIGITS = 2


def sentence(programme: Programme, figures: Balance) -> str:
    """One sentence in the active language. It says so, if nothing had been granted by that day."""
    if not figures.projects:
        return _("As of %(day)s no grant had been given in %(programme)s.") % {
            "day": reader().date(figures.as_of),
            "programme": programme.title,
        }
    number = reader().number
    projects = npgettext("sentence", "%(number)s project", "a total of %(number)s projects", figures.projects)
    words = {
        "period": _period(programme, figures),
        "participants": number(figures.participants),
        "projects": projects % {"number": number(figures.projects)},
        "parts": _parts(figures),
        "amount": about(figures.granted),
    }
    return (
        ngettext(
            "%(period)s %(participants)s municipality or district has taken part with %(projects)s%(parts)s, worth"
            " %(amount)s.",
            "%(period)s %(participants)s municipalities and districts have taken part with %(projects)s%(parts)s, worth"
            " %(amount)s.",
            figures.participants,
        )
        % words
    )


def about(amount: Decimal) -> str:
    """An amount as people say it: the word, then two digits that matter (three from a hundred million on)."""
    printed = _rounded(amount)
    if printed >= _MILLION:
        millions = printed / _MILLION
        said = ngettext("%(number)s million euros", "%(number)s million euros", 1 if millions == 1 else 2)
        text = said % {"number": reader().number(millions)}
    else:
        text = pgettext("amount in words", "%(number)s euros") % {"number": reader().number(printed)}
    match rounding(amount, printed):
        case Rounding.EXACT:
            return text
        case Rounding.JUST_UNDER:
            return pgettext("rounded", "just under %(amount)s") % {"amount": text}
        case Rounding.JUST_OVER:
            return pgettext("rounded", "more than %(amount)s") % {"amount": text}
    return pgettext("rounded", "about %(amount)s") % {"amount": text}


def _rounded(amount: Decimal) -> Decimal:
    digits = _DIGITS + 1 if amount >= 100 * _MILLION else _DIGITS
    step = Decimal(1).scaleb(max(amount.adjusted() - digits + 1, -2))
    return (amount / step).to_integral_value(ROUND_HALF_UP) * step


def _period(programme: Programme, figures: Balance) -> str:
    first, last = programme.valid_from, programme.valid_until
    begun = {"month": MONTHS[first.month], "year": first.year}
    if last is None or figures.as_of <= last:
        return _("Since %(month)s %(year)s") % begun
    return _("From %(month)s %(year)s to %(last_month)s %(last_year)s") % {
        **begun, "last_month": MONTHS[last.month], "last_year": last.year,
    }  # fmt: skip


def _parts(figures: Balance) -> str:
    """“, among them 100 towns and 23 districts”; nothing where there is only one kind."""
    if not (figures.towns and figures.districts):
        return ""
    number = reader().number
    towns = ngettext("%(number)s town", "%(number)s towns", figures.towns)
    districts = ngettext("%(number)s district", "%(number)s districts", figures.districts)
    return _(", among them %(towns)s and %(districts)s") % {
        "towns": towns % {"number": number(figures.towns)},
        "districts": districts % {"number": number(figures.districts)},
    }
