"""A call publishes a new version while a draft is open."""

from django.db import transaction
from django.utils import timezone

from kommin.cases import queries, rules
from kommin.cases.actions.locking import locked_draft
from kommin.cases.actions.saving import void_sign_offs
from kommin.cases.content import answers_in, questions_of
from kommin.cases.models import Application, Change
from kommin.foundation.access import Actor
from kommin.foundation.audit import actions as audit
from kommin.programmes.frozen import thaw
from kommin.questionnaires.answering import AnswerSheet, carry_over
from kommin.questionnaires.answering.sheets import CarriedOver


@transaction.atomic
def take_over_version(*, application: Application, by: Actor) -> CarriedOver | None:
    """Move a draft to what the call says now. Returns what became of the answers, None when nothing was newer.

    Nothing is lost: answers to questions that are gone or asked anew are kept in `again` and shown beside them.

    Raises:
        StateError, NotAllowed: as for saving.
    """
    row = locked_draft(application, rules.may_work_on, by)
    version = queries.latest_version(row.call_id)
    if version.pk == row.version_id:
        return None
    before, after = thaw(row.version), thaw(version)
    sheet = row.sheet
    moved = carry_over(
        AnswerSheet(answers_in(sheet.values), sheet.revisions, sheet.revision),
        questions_of(before),
        questions_of(after),
    )
    others = {key: value for key, value in sheet.values.items() if "/" in key}
    saved = sheet.saving({**moved.sheet.values, **others})
    row.version, row.content = version, saved.as_json()
    row.again = row.again | {key: moved.previous.get(key) for key in {*moved.again, *moved.previous}}
    row.changed_at, row.changed_by_name = timezone.now(), str(by)[:200]
    row.save(update_fields=["version", "content", "again", "changed_at", "changed_by_name"])
    Change.objects.bulk_create(
        Change(application=row, revision=saved.revision, key=key, value=saved.values.get(key), by_id=by.user_id,
               by_name=str(by)[:200])
        for key in sorted(saved.changed_since(sheet.revision))
    )  # fmt: skip
    void_sign_offs(row, by)
    audit.record(
        action="cases.version_taken_over",
        by=by,
        target=row,
        case=row.number,
        data={"version": version.number, "again": sorted(moved.again), "gone": sorted(moved.previous)},
    )
    return moved
