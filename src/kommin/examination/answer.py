"""The municipality's answer to a request while it is being written: what can be changed, and what it says so far.

It can change exactly what was asked, and what follows from that: questions that appear because of a changed answer, and
the plan if the project's years have changed.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kommin.cases.content import ABOUT, FROM, PLAN, UNTIL, answers_in, day_in
from kommin.cases.current import current_content
from kommin.cases.missing import Financing, financing_of
from kommin.cases.models import Case
from kommin.cases.plan import UNITS, cells, years_between
from kommin.cases.project import lacks_of_project
from kommin.cases.shares import share_cells
from kommin.examination.dossier import REQUEST_OWNER, CaseDossier, documents_in
from kommin.examination.items import ABOUT_ITEM, PLAN_ITEM, QUESTION, items_of_keys
from kommin.examination.models import InformationRequest, RequestedItem
from kommin.foundation.files.models import StoredFile
from kommin.foundation.files.queries import files_of
from kommin.foundation.ui.formatting import reader
from kommin.questionnaires.answering import evaluate
from kommin.questionnaires.definition.questions import Files
from kommin.questionnaires.wording import told

REMARK, DROPPED = "remark/", "dropped/"


@dataclass(frozen=True)
class Lack:
    """What keeps an answer from being handed in, and the item it is about."""

    item: str
    text: str


class AnswerDossier:
    """A request with the answer as it stands: the dossier of what the application would say."""

    def __init__(self, request: InformationRequest, case: Case) -> None:
        self.request, self.case = request, case
        self.items: list[RequestedItem] = list(request.items.all())
        self.asked = {item.item for item in self.items}
        self.before = current_content(case)
        self.sheet = request.sheet
        stored: Mapping[str, Any] = self.sheet.values or self.before.get("values", {})
        self.stored = stored
        self.values = {key: value for key, value in stored.items() if not key.startswith((REMARK, DROPPED))}
        self.new_files: list[StoredFile] = list(files_of(REQUEST_OWNER, request.pk))
        self.dropped = {key.removeprefix(DROPPED) for key in stored if key.startswith(DROPPED)}
        kept = (documents_in(self.before) | {str(one.public_id) for one in self.new_files}) - self.dropped
        self.dossier = CaseDossier(case, content=self.before, values=self.values, files=kept)
        self.earlier = CaseDossier(case, content=self.before)

    @property
    def financing(self) -> Financing:
        return financing_of(self.dossier)

    @property
    def opens_plan(self) -> bool:
        """Whether the plan can be changed: it was asked for, or the years of the project are others now."""
        return PLAN_ITEM in self.asked or _years(self.values) != _years(self.before.get("values", {}))

    def questions(self, values: Mapping[str, Any] | None = None) -> set[str]:
        """The keys of the questions that can be changed under these values."""
        definition = self.dossier.definition
        asked = {key.removeprefix(QUESTION) for key in self.asked if key.startswith(QUESTION)}
        now = (
            self.dossier.evaluation
            if values is None
            else evaluate(definition, answers_in(values), self.dossier.lookups)
        )
        appeared = set(now.shown) - set(self.earlier.evaluation.shown)
        return {key for key in asked | appeared if key in definition.by_key and definition.by_key[key].is_answerable}

    def allowed(self, fields: Mapping[str, Any]) -> set[str]:
        """Of these keys of the sheet, those that can be changed."""
        merged = {**self.values, **{key: value for key, value in fields.items() if value is not None}}
        found = {key for key in fields if key in self.questions(merged)}
        if ABOUT_ITEM in self.asked:
            found |= {key for key in fields if key in ABOUT}
        if self.opens_plan or _years(merged) != _years(self.before.get("values", {})):
            years = years_between(day_in(merged, FROM), day_in(merged, UNTIL))
            plan = {*cells(self.dossier.call, years), UNITS, *share_cells(self.dossier.parties)}
            found |= {key for key in fields if key in plan}
        found |= {key for key in fields if key.startswith(REMARK) and key.removeprefix(REMARK) in self.asked}
        droppable = {str(stored.public_id) for item in self.asked for stored in self.earlier.of_purpose(item)}
        return found | {key for key in fields if key.startswith(DROPPED) and key.removeprefix(DROPPED) in droppable}

    def remark(self, item: str) -> str:
        """What the municipality says to an item so far."""
        return str(self.stored.get(f"{REMARK}{item}", ""))

    def files_for(self, item: str) -> list[StoredFile]:
        """The new files for an item."""
        return [stored for stored in self.new_files if stored.purpose == item]

    def changed_keys(self) -> list[str]:
        """The keys of the sheet, and the purposes of files, that would differ from what is in force."""
        before = self.before.get("values", {})
        keys = {key for key in {*before, *self.values} if before.get(key) != self.values.get(key)}
        keys |= {stored.purpose for stored in self.new_files if not stored.purpose.startswith(QUESTION)}
        keys |= {stored.purpose for stored in self.earlier.files if str(stored.public_id) in self.dropped}
        return sorted(keys)

    def lacks(self) -> list[Lack]:
        """What is asked for and neither given nor explained."""
        found = [lack for item in self.items if (lack := self._lack_of(item)) is not None]
        found += self._follow_up_lacks()
        if any(stored.is_quarantined for stored in self.new_files):
            found.append(Lack("", _("A file is still being checked for malware. Please try again in a few minutes.")))
        return found

    def _lack_of(self, item: RequestedItem) -> Lack | None:
        key = item.item
        if self.remark(key):
            return None
        if key == ABOUT_ITEM:
            lacks = [lack.text for lack in lacks_of_project(self.values, self.dossier.call)]
            return Lack(key, f"{item.title}: {lacks[0]}") if lacks else self._untouched(item)
        if key == PLAN_ITEM:
            return self._untouched(item)
        if key.startswith(QUESTION):
            errors = self.dossier.evaluation.errors_of(key.removeprefix(QUESTION))
            if errors:
                return Lack(key, f"{item.title}: {reader().text(errors[0].text)}")
        return self._untouched(item)

    def _untouched(self, item: RequestedItem) -> Lack | None:
        if item.item in items_of_keys(self.changed_keys()):
            return None
        return Lack(item.item, _("%(item)s: nothing has been changed and no remark written.") % {"item": item.title})

    def _follow_up_lacks(self) -> list[Lack]:
        found = []
        asked = {key.removeprefix(QUESTION) for key in self.asked}
        for key in sorted(self.questions() - asked):
            errors = self.dossier.evaluation.errors_of(key)
            if errors:
                title = told(self.dossier.definition.by_key[key].title).text
                found.append(Lack(f"{QUESTION}{key}", f"{title}: {reader().text(errors[0].text)}"))
        if (self.opens_plan and any(key.startswith(PLAN) for key in self.changed_keys())) or self._years_moved():
            found += [Lack(PLAN_ITEM, reader().text(fault.text)) for fault in self.financing.faults]
        return found

    def _years_moved(self) -> bool:
        return _years(self.values) != _years(self.before.get("values", {}))

    def takes_files(self, purposes: Collection[str]) -> set[str]:
        """Of these purposes, those for which files can be added now."""
        definition = self.dossier.definition
        questions = {f"{QUESTION}{key}" for key in self.questions() if isinstance(definition.by_key[key], Files)}
        others = {key for key in self.asked if key not in (ABOUT_ITEM, PLAN_ITEM) and not key.startswith(QUESTION)}
        return set(purposes) & (questions | others)


def _years(values: Mapping[str, Any]) -> tuple[int, ...]:
    return years_between(day_in(values, FROM), day_in(values, UNTIL))
