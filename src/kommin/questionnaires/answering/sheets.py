"""Answers as they are kept: JSON per question, with the number of the revision in which each last changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from kommin.law.texts import Text
from kommin.questionnaires.answering.cleaning import Known, clean
from kommin.questionnaires.answering.evaluation import Evaluation, evaluate
from kommin.questionnaires.answering.lookups import Lookups
from kommin.questionnaires.definition.comparing import must_be_answered_again
from kommin.questionnaires.definition.questions import Files, Municipality
from kommin.questionnaires.definition.structure import Definition


@dataclass(frozen=True)
class AnswerSheet:
    """The answers to one questionnaire. Whoever stores it keeps `as_json()` in a JSON field.

    `revision` rises with every save that changed something; `revisions` says in which one a question last changed, so
    that a page knows what others wrote since it was opened.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    revisions: Mapping[str, int] = field(default_factory=dict)
    revision: int = 0

    @classmethod
    def from_json(cls, data: Any) -> Self:
        """The sheet in stored JSON; nothing stored is an empty sheet."""
        if not isinstance(data, dict) or not isinstance(data.get("values"), dict):
            return cls()
        revisions = data.get("revisions")
        revision = data.get("revision")
        return cls(
            values=data["values"],
            revisions=revisions if isinstance(revisions, dict) else {},
            revision=revision if isinstance(revision, int) else 0,
        )

    def as_json(self) -> dict[str, Any]:
        """What to store."""
        return {"values": dict(self.values), "revisions": dict(self.revisions), "revision": self.revision}

    def saving(self, values: Mapping[str, Any]) -> Self:
        """The sheet with new answers in place of all former ones; what did not change keeps its revision."""
        kept = {key: value for key, value in values.items() if value not in (None, "", [], {})}
        changed = {key for key in {*kept, *self.values} if kept.get(key) != self.values.get(key)}
        if not changed:
            return self
        revision = self.revision + 1
        return type(self)(kept, {**self.revisions, **dict.fromkeys(changed, revision)}, revision)

    def changed_since(self, revision: int) -> set[str]:
        """The questions that changed after a revision."""
        return {key for key, number in self.revisions.items() if number > revision}

    def evaluate(self, definition: Definition, lookups: Lookups | None = None) -> Evaluation:
        """What the answers say; see `evaluate`."""
        return evaluate(definition, self.values, lookups)


@dataclass(frozen=True)
class CarriedOver:
    """Answers moved to a new version. `again` says per question why it has to be answered again; `previous` keeps the
    answers that were taken out, to be shown beside the question."""

    sheet: AnswerSheet
    again: Mapping[str, tuple[Text, ...]]
    previous: Mapping[str, Any]


def carry_over(sheet: AnswerSheet, old: Definition, new: Definition) -> CarriedOver:
    """Move answers from one version to another.

    An answer is taken out when the question is gone, is of another kind now, or is flagged to be answered again. An
    answer that no longer fits narrower limits stays as it was written, so that nothing is lost, and is reported.
    """
    values: dict[str, Any] = {}
    again: dict[str, tuple[Text, ...]] = {}
    previous: dict[str, Any] = {}
    for key, value in sheet.values.items():
        before, question = old.by_key.get(key), new.by_key.get(key)
        if before is None or question is None:
            previous[key] = value
            continue
        reasons = tuple(must_be_answered_again(before, question))
        if reasons and (before.kind != question.kind or (question.ask_again and not before.ask_again)):
            previous[key], again[key] = value, reasons
            continue
        values[key] = value
        if reasons and _no_longer_fits(question, value):
            again[key] = reasons
    return CarriedOver(sheet.saving(values), again, previous)


def _no_longer_fits(question: Any, value: Any) -> bool:
    if isinstance(question, Municipality | Files):
        return False
    cleaned = clean(question, value, Known({}, {}))
    return bool(cleaned.faults or cleaned.incomplete)
