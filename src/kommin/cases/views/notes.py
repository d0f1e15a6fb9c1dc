"""Sentences beside single questions: where an answer comes from, and that the question has changed."""

from django.utils.translation import gettext as _

from kommin.cases.content import Dossier
from kommin.cases.known import EMPTY, FACTS, OF_PLAN, is_known, known


def notes_of(dossier: Dossier) -> dict[str, list[str]]:
    """By key of the question, for those about which there is something to say."""
    notes: dict[str, list[str]] = {}
    answered = known(dossier.values, dossier.call, dossier.application.applicant_key, dossier.master)
    for key in dossier.definition.by_key:
        if is_known(key, dossier.definition):
            notes[key] = [_where_from(key)]
            if dossier.values.get(key) not in (*EMPTY, answered.get(key)) and key in answered:
                notes[key].append(_("Something else was written here. Empty the field to take it over from there."))
    for key, before in dossier.application.again.items():
        if key in dossier.definition.by_key:
            notes.setdefault(key, []).append(_("This question has changed since you answered it."))
            if isinstance(before, str):
                notes[key].append(_("Your former answer: %(answer)s") % {"answer": before})
    return notes


def _where_from(key: str) -> str:
    if key in FACTS:
        return _("You write this once: it is the same as in “The project”.")
    if key in OF_PLAN:
        return _("This follows from “Costs and financing”. Enter the figures there.")
    return _("This is known from the data of your municipality.")
