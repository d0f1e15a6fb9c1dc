"""What each figure means, as data: shown beside it, printed by the command, frozen with every published balance."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class Definition:
    """The name of a figure and the sentence that says how it is counted."""

    label: str | Promise
    text: str | Promise


DEFINITIONS: Mapping[str, Definition] = {
    "participants": Definition(
        _("Participating municipalities and districts"),
        _(
            "Different municipalities and districts with at least one project that counts. However many projects one"
            " has, it is counted once. In a joint project only the lead counts. A place that a reform has changed stays"
            " one."
        ),
    ),
    "towns": Definition(
        _("of these towns and municipalities"),
        _("Participants that are municipalities, cities without a district included."),
    ),
    "cities": Definition(
        _("of these cities without a district"), _("Participants that are cities belonging to no district today.")
    ),
    "districts": Definition(_("of these districts"), _("Participants that are districts or city regions.")),
    "new_participants": Definition(
        _("First-time participants of the year"),
        _("Participants whose first project that counts has its first decision in the budget year of the chosen day."),
    ),
    "projects": Definition(
        pgettext_lazy("balance", "Projects"),
        _(
            "Cases whose amount in force was above zero on the chosen day. A project counts from the day of its first"
            " decision; one that was withdrawn or revoked leaves from that date on, never backwards."
        ),
    ),
    "granted": Definition(
        _("Granted"),
        _(
            "The sum of what was in force on the chosen day: grants plus later increases, minus reductions, withdrawals"
            " and revocations, each from its own date on."
        ),
    ),
    "paid": Definition(_("Paid out"), _("Payments to projects up to the chosen day, as far as they are recorded.")),
    "returned": Definition(
        _("Paid back"), _("Repayments by municipalities up to the chosen day, as far as they are recorded.")
    ),
    "per_inhabitant": Definition(
        _("Granted per inhabitant"),
        _("Granted, divided by the inhabitants of all municipalities in the figures nearest to the chosen day."),
    ),
    "duration": Definition(
        _("Days until the decision"),
        _("The mean number of days from arrival to first decision, of the counted projects whose arrival is recorded."),
    ),
    "by_year": Definition(
        _("By year"),
        _(
            "A project belongs to the budget year of its first decision, with all that is granted for it. Participants"
            " of a year have a project of that year; new ones have none of an earlier year."
        ),
    ),
    "by_means": Definition(
        _("By budget year of the means"),
        _("The same amounts by the budget year from which they are paid (committed), and what was paid and paid back."),
    ),
    "by_block": Definition(_("By building block"), _("A project belongs to the building block it was granted for.")),
    "by_kind": Definition(
        _("By kind"),
        _("Kinds are those of today. Bodies outside the register have projects, but are no participants."),
    ),
    "by_district": Definition(
        _("By district"),
        _("Projects of the district itself and of its municipalities. A city without a district is its own."),
    ),
    "by_region": Definition(
        _("By administrative region"), _("Projects by the administrative region in which the participant lies today.")
    ),
    "by_size": Definition(
        _("By size"),
        _("Municipalities by their inhabitants in the figures nearest to the chosen day. Districts have no class."),
    ),
    "repeat": Definition(
        _("Repeated participation"), _("Participants by the number of their projects that count on the chosen day.")
    ),
}


def in_both_languages() -> dict[str, dict[str, dict[str, str]]]:
    """All definitions in German and English, as a published balance keeps them."""
    found = {}
    for language in ("de", "en"):
        with translation.override(language):
            found[language] = {
                code: {"label": str(each.label), "text": str(each.text)} for code, each in DEFINITIONS.items()
            }
    return found
