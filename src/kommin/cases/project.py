"""What the facts about the project lack or have wrong: the same sentences beside the fields and in the task list."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kommin.cases.content import BLOCK, EARLY, EARLY_FROM, EARLY_REASON, FROM, TITLE, UNTIL, day_in
from kommin.cases.plan import MOST_YEARS
from kommin.programmes.frozen import FrozenCall


@dataclass(frozen=True)
class Lack:
    """One sentence and the field it is about; `missing` where nothing was written yet."""

    key: str
    text: str
    missing: bool = False


def lacks_of_project(values: Mapping[str, Any], call: FrozenCall) -> list[Lack]:
    """Everything that keeps the facts about the project from being handed in."""
    start, end = day_in(values, FROM), day_in(values, UNTIL)
    early, first = bool(values.get(EARLY)), day_in(values, EARLY_FROM)
    blocks = {entry.code for entry in call.blocks}
    wanted = [
        (not values.get(TITLE), Lack(TITLE, _("Give the project a title."), missing=True)),
        (bool(blocks) and values.get(BLOCK) not in blocks, Lack(BLOCK, _("Choose a building block."), missing=True)),
        (start is None, Lack(FROM, _("Say when the project begins."), missing=True)),
        (end is None, Lack(UNTIL, _("Say when the project ends."), missing=True)),
        (bool(start and end and end < start), Lack(UNTIL, _("The project ends before it begins."))),
        (bool(start and end and end.year - start.year >= MOST_YEARS),
         Lack(UNTIL, _("A project lasts at most six budget years."))),
        (early and first is None,
         Lack(EARLY_FROM, _("Say from which day on you want to begin early."), missing=True)),
        (bool(early and first and end and first > end),
         Lack(EARLY_FROM, _("The early start lies after the end of the project."))),
        (early and not values.get(EARLY_REASON),
         Lack(EARLY_REASON, _("Say why the project cannot wait."), missing=True)),
    ]  # fmt: skip
    return [lack for lacking, lack in wanted if lacking]
