"""What supplements have changed, with before and after in words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from kommin.cases.content import SCAN
from kommin.cases.models import Case, Clash, Supplement
from kommin.cases.versions import field_title, versions_in_words
from kommin.examination.dossier import CaseDossier, content_before, documents_in
from kommin.examination.items import DOCUMENT, EXTRA, QUESTION, item_of_key, title_of
from kommin.foundation.files.models import StoredFile
from kommin.questionnaires.reading_view import ReadItem, reading_sections


@dataclass(frozen=True)
class Change:
    """One thing that reads otherwise now."""

    item: str
    title: str
    before: str = ""
    after: str = ""
    added: Sequence[StoredFile] = ()
    dropped: Sequence[StoredFile] = ()


@dataclass(frozen=True)
class Round:
    """What one supplement has changed."""

    round: int
    received_at: datetime
    by: str
    late: bool
    changes: Sequence[Change]
    remarks: Mapping[str, str] = field(default_factory=dict)


def changes_of(case: Case, supplements: Sequence[Supplement]) -> list[Round]:
    """Every round, the latest first."""
    found = []
    for supplement in sorted(supplements, key=lambda one: one.round, reverse=True):
        supplement.case = case
        request = getattr(supplement, "request", None)
        before = CaseDossier(case, content=content_before(supplement))
        after = CaseDossier(case, content=supplement.content)
        remarks = supplement.content.get("handed_in", {}).get("remarks", {})
        titles = {item.item: item.title for item in request.items.all()} if request is not None else {}
        found.append(
            Round(
                supplement.round,
                supplement.received_at,
                supplement.by_name,
                bool(request and request.late),
                between(before, after, supplement.changed, titles),
                {titles.get(key, key): text for key, text in remarks.items()},
            )
        )
    return found


def between(
    before: CaseDossier, after: CaseDossier, keys: Collection[str], titles: Mapping[str, str] | None = None
) -> list[Change]:
    """Before and after of these keys; `titles` names items that the call does not know."""
    old, new = _answers(before), _answers(after)
    changes = []
    for key in keys:
        item = item_of_key(key)
        if key == SCAN or key.startswith((DOCUMENT, EXTRA)):
            changes.append(_of_files(key, before, after, (titles or {}).get(key, "")))
        elif item == f"{QUESTION}{key}":
            title = field_title(key, after)
            changes.append(Change(item, title, _text(old.get(key)), _text(new.get(key))))
        else:
            clash = Clash(key=key, mine=before.values.get(key), theirs=after.values.get(key))
            words, then = versions_in_words(clash, after), versions_in_words(clash, before)
            changes.append(Change(item, words.title, then.mine, words.theirs))
    return [one for one in changes if one.before != one.after or one.added or one.dropped]


def _of_files(purpose: str, before: CaseDossier, after: CaseDossier, title: str) -> Change:
    old, new = before.of_purpose(purpose), after.of_purpose(purpose)
    kept = documents_in(before.content) & after.file_ids
    return Change(
        purpose,
        title or title_of(purpose, after),
        added=[one for one in new if str(one.public_id) not in kept],
        dropped=[one for one in old if str(one.public_id) not in after.file_ids],
    )


def _answers(dossier: CaseDossier) -> dict[str, ReadItem]:
    return {item.key: item for section in reading_sections(dossier.evaluation) for item in section.items}


def _text(item: ReadItem | None) -> str:
    if item is None:
        return ""
    rows = ["; ".join(cell for cell in row if cell) for row in item.rows]
    return "\n".join([*rows, *(file.name for file in item.files)]) or item.text
