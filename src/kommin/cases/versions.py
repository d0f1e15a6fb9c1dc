"""Two versions of one field in words, for the person who has to choose."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kommin.cases.content import (
    BLOCK,
    EARLY,
    EARLY_FROM,
    EARLY_REASON,
    FROM,
    TITLE,
    UNTIL,
    Dossier,
    answers_in,
    day_in,
    questions_of,
)
from kommin.cases.models import Clash
from kommin.cases.plan import LABELS, UNITS
from kommin.cases.shares import LABELS as SHARES
from kommin.cases.shares import key_in
from kommin.foundation.ui.formatting import reader
from kommin.law.errors import LawError
from kommin.law.money import parse_amount
from kommin.programmes.frozen import thaw
from kommin.programmes.models import CallVersion
from kommin.questionnaires.answering import evaluate
from kommin.questionnaires.definition import Definition
from kommin.questionnaires.reading_view import reading_sections
from kommin.questionnaires.wording import told

NAMES = {
    TITLE: gettext_lazy("Title of the project"),
    BLOCK: gettext_lazy("Building block"),
    FROM: gettext_lazy("The project begins"),
    UNTIL: gettext_lazy("The project ends"),
    EARLY: gettext_lazy("We want to begin before the decision"),
    EARLY_FROM: gettext_lazy("Begin early from"),
    EARLY_REASON: gettext_lazy("Why the project cannot wait"),
    UNITS: gettext_lazy("Number of units"),
}


@dataclass(frozen=True)
class Versions:
    """A conflict as it is shown."""

    clash: Clash
    title: str
    mine: str
    theirs: str


def versions_in_words(clash: Clash, dossier: Dossier) -> Versions:
    """Both versions of the field as readable text."""
    return Versions(
        clash,
        field_title(clash.key, dossier),
        _in_words(clash.key, clash.mine, dossier),
        _in_words(clash.key, clash.theirs, dossier),
    )


def no_longer_asked(dossier: Dossier) -> list[tuple[str, str]]:
    """What was answered to questions that the call has dropped since: their titles and the answers in words.

    Costs queries only if there is something to tell: two for each earlier version of the call.
    """
    left = {key: value for key, value in dossier.application.again.items() if key not in dossier.definition.by_key}
    found: list[tuple[str, str]] = []
    if not left:
        return found
    for version in CallVersion.objects.filter(call=dossier.application.call_id).order_by("-number"):
        definition = questions_of(thaw(version))
        for key in [key for key in left if key in definition.by_key]:
            text = _answer_in_words(key, left.pop(key), dossier, definition)
            if text:
                found.append((told(definition.by_key[key].title).text, text))
    return found


def field_title(key: str, dossier: Dossier) -> str:
    """What a field of the sheet is called."""
    if key in NAMES:
        return str(NAMES[key])
    if key in dossier.definition.by_key:
        return told(dossier.definition.by_key[key].title).text
    share = key_in(key)
    if share:
        name = next((one.name for one in dossier.partners if one.key == share[0]), share[0])
        return f"{name}: {reader().text(SHARES[share[1]])}" if share[1] in SHARES else name
    _plan, _slash, rest = key.partition("/")
    line, _slash, year = rest.partition("/")
    titles = {f"cost-{cost.id}": str(cost.title) for cost in dossier.call.costs}
    label = reader().text(LABELS[line]) if line in LABELS else titles.get(line, line)
    return f"{label}, {year}" if year else label


def _in_words(key: str, value: Any, dossier: Dossier) -> str:
    if value in (None, "", [], {}):
        return ""
    if key in dossier.definition.by_key:
        return _answer_in_words(key, value, dossier, dossier.definition)
    if key == BLOCK:
        return next((str(entry.title) for entry in dossier.call.blocks if entry.code == value), str(value))
    if value is True:
        return _("Yes")
    day = day_in({key: value}, key) if key in (FROM, UNTIL, EARLY_FROM) else None
    if day:
        return reader().date(day)
    if key.startswith("plan/") and key != UNITS:
        try:
            return reader().money(parse_amount(str(value), field=key))
        except LawError:
            return str(value)
    return str(value)


def _answer_in_words(key: str, value: Any, dossier: Dossier, definition: Definition) -> str:
    evaluation = evaluate(definition, {**answers_in(dossier.values), key: value}, dossier.lookups)
    for section in reading_sections(evaluation):
        for item in section.items:
            if item.key != key:
                continue
            rows = ["; ".join(cell for cell in row if cell) for row in item.rows]
            files = [file.name for file in item.files]
            return "\n".join([*rows, *files]) or item.text or (value if isinstance(value, str) else "")
    return value if isinstance(value, str) else ""
