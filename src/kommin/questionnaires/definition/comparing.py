"""What a new version changes, and which answers have to be given again."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kommin.law.texts import Text
from kommin.law.texts import gettext_noop as _
from kommin.questionnaires.definition.questions import AnyQuestion, Choice, Column, Matrix, SeveralChoices, Table
from kommin.questionnaires.definition.structure import Definition


class ChangeKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One question that differs between two versions.

    `fields` names what differs ("title", "choices" …, "section" when it moved). `again` says why an earlier answer no
    longer counts; empty when it is kept.
    """

    kind: ChangeKind
    key: str
    old: AnyQuestion | None = None
    new: AnyQuestion | None = None
    fields: tuple[str, ...] = ()
    again: tuple[Text, ...] = ()

    @property
    def question(self) -> AnyQuestion:
        """The question as it is now, or was before it was removed."""
        found = self.new or self.old
        assert found is not None  # noqa: S101 - one of the two is always given
        return found


def compare(old: Definition, new: Definition) -> list[Change]:
    """Every question added, changed or removed, in the order of the new version, removed ones last."""
    return list(_changes(old, new))


def must_be_answered_again(old: AnyQuestion, new: AnyQuestion) -> list[Text]:
    """Why an answer to `old` may not stand for `new`; empty when it stays valid.

    Kind, choices or limits became narrower, or the editor asked for it.
    """
    if new.ask_again and not old.ask_again:
        return [Text(_("The question was changed so that everybody has to answer it again."))]
    if old.kind != new.kind:
        return [Text(_("The kind of the question changed."))]
    return list(_narrower(old, new))


def _changes(old: Definition, new: Definition) -> Iterator[Change]:
    for key, question in new.by_key.items():
        before = old.by_key.get(key)
        if before is None:
            yield Change(ChangeKind.ADDED, key, new=question)
            continue
        fields = tuple(_different(before, question))
        if old.section_of[key].key != new.section_of[key].key:
            fields = (*fields, "section")
        if fields:
            again = tuple(must_be_answered_again(before, question)) if question.is_answerable else ()
            yield Change(ChangeKind.CHANGED, key, before, question, fields, again)
    for key, question in old.by_key.items():
        if key not in new.by_key:
            yield Change(ChangeKind.REMOVED, key, old=question)


def _different(old: AnyQuestion, new: AnyQuestion) -> Iterator[str]:
    if old.kind != new.kind:
        yield "kind"
        return
    for name in type(new).model_fields:
        if getattr(old, name) != getattr(new, name):
            yield name


_LIMITS = Text(_("The limits became narrower."))
_COLUMNS = Text(_("Columns of the table changed."))


def _narrower(old: Any, new: AnyQuestion) -> Iterator[Text]:
    """Why answers that were right may be wrong now, for two questions of one kind."""
    match new:
        case Choice() | SeveralChoices():
            yield from _missing(old.choices, new.choices)
        case Matrix():
            yield from _missing(old.rows, new.rows)
            yield from _missing(new.rows, old.rows, added=True)
            yield from _missing(old.columns, new.columns)
        case Table():
            if _columns_narrower(old, new):
                yield _COLUMNS
    has_narrower_limits = _NARROWER_LIMITS.get(new.kind)
    if has_narrower_limits and has_narrower_limits(old, new):
        yield _LIMITS


def _text_narrower(old: Any, new: Any) -> bool:
    if getattr(new, "format", "any") not in ("any", getattr(old, "format", "any")):
        return True
    return bool(new.max_length < old.max_length or new.min_length > old.min_length)


def _number_narrower(old: Any, new: Any) -> bool:
    return _bounds_narrower(old, new) or bool(new.decimals < old.decimals)


def _days_narrower(old: Any, new: Any) -> bool:
    return _above(new.earliest, old.earliest) or _below(new.latest, old.latest)


def _count_narrower(old: Any, new: Any) -> bool:
    return bool(new.at_least > old.at_least) or _below(new.at_most, old.at_most)


def _scale_changed(old: Any, new: Any) -> bool:
    return bool((new.lowest, new.highest) != (old.lowest, old.highest))


def _rows_narrower(old: Any, new: Any) -> bool:
    return bool(new.max_rows < old.max_rows or new.min_rows > old.min_rows)


def _files_narrower(old: Any, new: Any) -> bool:
    fewer_types = set(old.types) - set(new.types)
    return bool(new.at_most < old.at_most or fewer_types or new.max_megabytes < old.max_megabytes)


def _bounds_narrower(old: Any, new: Any) -> bool:
    return _above(new.minimum, old.minimum) or _below(new.maximum, old.maximum)


def _columns_narrower(old: Table, new: Table) -> bool:
    before = {column.key: column for column in old.columns}
    after = {column.key: column for column in new.columns}
    removed = set(before) - set(after)
    added = [column for key, column in after.items() if key not in before]
    changed = [key for key, column in after.items() if key in before and _column_narrower(before[key], column)]
    return bool(removed or changed or any(column.required for column in added))


def _column_narrower(old: Column, new: Column) -> bool:
    offered = {option.key for option in new.choices}
    return (
        old.kind != new.kind
        or (new.required and not old.required)
        or new.max_length < old.max_length
        or new.decimals < old.decimals
        or _bounds_narrower(old, new)
        or any(option.key not in offered for option in old.choices)
    )


def _missing(before: list[Any], after: list[Any], *, added: bool = False) -> Iterator[Text]:
    offered = {option.key for option in after}
    if any(option.key not in offered for option in before):
        yield Text(_("Rows were added.")) if added else Text(_("Something that could be chosen was removed."))


def _bound(narrower: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    return lambda new, old: new is not None and (old is None or narrower(new, old))


_above = _bound(lambda new, old: new > old)
_below = _bound(lambda new, old: new < old)

_NARROWER_LIMITS: Mapping[str, Callable[[Any, Any], bool]] = {
    "short_text": _text_narrower,
    "long_text": _text_narrower,
    "number": _number_narrower,
    "money": _bounds_narrower,
    "date": _days_narrower,
    "choices": _count_narrower,
    "scale": _scale_changed,
    "table": _rows_narrower,
    "files": _files_narrower,
    "yes_no": lambda old, new: new.must_be_yes and not old.must_be_yes,
}
