"""Freezing a balance for publication: one person prepares it, another one releases it."""

import gzip
import hashlib
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kommin.balance import queries, rules
from kommin.balance.actions.rolling import mark_changed
from kommin.balance.answers import as_json
from kommin.balance.definitions import in_both_languages
from kommin.balance.errors import BalanceError
from kommin.balance.geography import geography
from kommin.balance.models import Snapshot
from kommin.balance.publications import as_csv, held_back
from kommin.balance.sentence import sentence
from kommin.foundation.access import Actor, require
from kommin.foundation.audit import actions as audit
from kommin.programmes.models import Programme


@transaction.atomic
def prepare_snapshot(*, programme: Programme, as_of: date, occasion: str, by: Actor) -> Snapshot:
    """Freeze the figures of a day with their definitions and the rows behind them. Nobody but the ministry sees it yet.

    Raises:
        BalanceError: the day has no figures, or the occasion is missing.
        NotAllowed: `by` is no programme officer of the ministry in charge.
    """
    require(rules.may_prepare_snapshots, by=by, of=programme)
    occasion = occasion.strip()
    if not occasion:
        raise BalanceError(_("Say what the balance is for, such as “Press release of 27 October 2010”."))
    queries.check_day(programme, as_of)
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    rows = as_csv(_rows(programme, as_of))
    content = _content(programme, as_of, rows)
    last = Snapshot.objects.filter(programme=programme).aggregate(last=Max("number"))["last"] or 0
    made = Snapshot.objects.create(
        programme=programme, number=last + 1, as_of=as_of, occasion=occasion[:200], content=content,
        rows=gzip.compress(rows, mtime=0), digest=hashlib.sha256(content.encode()).hexdigest(),
        prepared_by_id=by.user_id, prepared_by_name=str(by)[:200],
    )  # fmt: skip
    audit.record(
        action="balance.snapshot_prepared", by=by, target=made,
        data={"number": made.number, "as_of": as_of, "digest": made.digest},
    )  # fmt: skip
    return made


@transaction.atomic
def release_snapshot(*, snapshot: Snapshot, digest: str, by: Actor) -> Snapshot:
    """Publish a frozen balance under an address that stays. It cannot be changed or taken back afterwards.

    `digest` is that of the figures the person has seen.

    Raises:
        BalanceError: it was released or discarded already, or is not what was seen.
        NotAllowed: `by` prepared it, or is neither programme nor budget officer of the ministry in charge.
    """
    require(rules.may_release_snapshot, by=by, of=snapshot)
    row = _open(snapshot)
    if row.digest != digest:
        raise BalanceError(_("These are not the figures you have seen. Open the page again."))
    row.released_at = timezone.now()
    row.released_by_id, row.released_by_name = by.user_id, str(by)[:200]
    row.save(update_fields=["released_at", "released_by_id", "released_by_name"])
    mark_changed(row.programme_id)
    audit.record(
        action="balance.snapshot_released", by=by, target=row, data={"number": row.number, "digest": row.digest}
    )
    return row


@transaction.atomic
def discard_snapshot(*, snapshot: Snapshot, by: Actor) -> Snapshot:
    """Put a prepared balance aside that is not to be published. It stays in the record.

    Raises:
        BalanceError: it was released or discarded already.
        NotAllowed: `by` is neither programme nor budget officer of the ministry in charge.
    """
    require(rules.may_discard_snapshot, by=by, of=snapshot)
    row = _open(snapshot)
    row.discarded_at = timezone.now()
    row.save(update_fields=["discarded_at"])
    audit.record(action="balance.snapshot_discarded", by=by, target=row, data={"number": row.number})
    return row


def _open(snapshot: Snapshot) -> Snapshot:
    row = Snapshot.objects.select_for_update(of=("self",)).select_related("programme").get(pk=snapshot.pk)
    if not row.is_open:
        raise BalanceError(_("This balance was released or discarded already."))
    return row


def _content(programme: Programme, as_of: date, rows: bytes) -> str:
    places = geography()
    figures = queries.balance(programme, as_of, places)
    with translation.override("de"):
        answer = as_json(programme, figures, places, invented=queries.is_invented(programme), definitions=False)
    content: dict[str, Any] = {
        "format": "kommin-balance-1",
        "figures": answer,
        "sentence": {language: _sentence(programme, figures, language) for language in ("de", "en")},
        "definitions": in_both_languages(),
        "rows_sha256": hashlib.sha256(rows).hexdigest(),
        "known_at": timezone.now().isoformat(timespec="seconds"),
    }
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)


def _sentence(programme: Programme, figures: Any, language: str) -> str:
    with translation.override(language):
        return sentence(programme, figures)


def _rows(programme: Programme, as_of: date) -> Iterator[tuple[object, ...]]:
    """One for each project behind the figures; of one that is not shown, only what counts."""
    projects = queries.counted_projects(programme, as_of).select_related("case", "block").order_by("first_on", "pk")
    amounts = queries.amounts_of_programme(programme, as_of)
    for project in projects.iterator(chunk_size=2000):
        case = project.case
        row = (
            case.number, project.applicant_key, case.applicant_name, case.title,
            project.block.code if project.block else "", project.year, project.first_on,
            f"{amounts.get(project.pk, 0) / 100:.2f}", "yes" if project.invented else "no",
        )  # fmt: skip
        yield row if case.is_public else held_back(row)
