"""Save what was typed. Nobody's text is overwritten in silence: where two wrote the same field, both versions stay."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kommin.cases import queries, rules
from kommin.cases.actions.consents import reopen_consents
from kommin.cases.actions.locking import locked_draft
from kommin.cases.content import OWNER, PLAN, TITLE, Dossier, question_purpose
from kommin.cases.deadlines import follow_draft
from kommin.cases.errors import ClashError
from kommin.cases.known import with_facts, with_known
from kommin.cases.missing import financing_of
from kommin.cases.models import Application, Change, Clash, SignOff, State
from kommin.cases.plan import filled_up
from kommin.foundation.access import Actor
from kommin.foundation.audit import actions as audit
from kommin.foundation.files.actions import remove_file
from kommin.foundation.files.queries import files_of
from kommin.foundation.notices.actions import notify
from kommin.questionnaires.answering import AnswerSheet, merge
from kommin.questionnaires.definition.questions import Files


@dataclass(frozen=True)
class Saved:
    """What became of a save: the draft as it stands now, the keys that changed, and the conflicts that arose."""

    application: Application
    changed: frozenset[str]
    clashes: tuple[Clash, ...] = ()

    @property
    def revision(self) -> int:
        return self.application.sheet.revision


@transaction.atomic
def save_fields(*, application: Application, fields: Mapping[str, Any], seen: int, page: str, by: Actor) -> Saved:
    """Save the fields that stood on a page; all others stay. Sent twice, the second time changes nothing.

    Args:
        fields: every field of the page with its value, None for empty.
        seen: the revision of the sheet when the page was opened.
        page: the open page's own mark; what it saved itself is no conflict.

    Raises:
        StateError: the application is no draft any more.
        NotAllowed: `by` does not work on it.
    """
    row = locked_draft(application, rules.may_work_on, by)
    sheet = row.sheet
    definition = Dossier(row).definition
    base = dict(sheet.values) | _seen_values(row, sheet, fields, seen, page, by)
    mine = {**base, **fields}
    merged = merge(definition, base=_present(base), mine=_present(mine), theirs=sheet.values)
    clashing = {conflict.question for conflict in merged.conflicts}
    swapped: Mapping[str, Any] = {}
    if clashing:
        swapped = merge(definition, base=_present(base), mine=sheet.values, theirs=_present(mine)).values
    changed = write_values(row, sheet, merged.values, page=page, by=by)
    _remove_left_out(row, sheet, changed, by)
    clashes = tuple(_keep(row, key, swapped.get(key), merged.values.get(key), page, by) for key in sorted(clashing))
    if changed or clashes:
        _record(row, changed, by, clashes=clashing)
    return Saved(row, changed, clashes)


@transaction.atomic
def settle_clash(*, clash: Clash, keep_mine: bool, by: Actor) -> Saved:
    """Choose between the two versions of a field.

    Raises:
        ClashError: the field has changed again, so that other versions have to be compared.
        StateError, NotAllowed: as for saving.
    """
    row = locked_draft(clash.application, rules.may_work_on, by)
    waiting = Clash.objects.filter(pk=clash.pk, settled_at__isnull=True).first()
    if waiting is None:
        return Saved(row, frozenset())
    sheet = row.sheet
    if sheet.values.get(waiting.key) != waiting.theirs:
        _stands_now(row, waiting, sheet)
        return Saved(row, frozenset(), (waiting,))
    changed: frozenset[str] = frozenset()
    if keep_mine:
        changed = write_values(row, sheet, _present({**sheet.values, waiting.key: waiting.mine}), page="", by=by)
        _remove_left_out(row, sheet, changed, by)
    Clash.objects.filter(pk=waiting.pk).update(settled_at=timezone.now())
    audit.record(
        action="cases.conflict_settled",
        by=by,
        target=row,
        case=row.number,
        data={"field": waiting.key, "kept": "mine" if keep_mine else "theirs", "revision": row.sheet.revision},
    )
    return Saved(row, changed)


@transaction.atomic
def fill_up_plan(*, application: Application, by: Actor) -> Saved:
    """Write the grant and the own means of each year into the plan as they follow from the other lines.

    Raises:
        ClashError: no grant follows yet.
        StateError, NotAllowed: as for saving.
    """
    row = locked_draft(application, rules.may_work_on, by)
    financing = financing_of(Dossier(row))
    plan, result = financing.plan, financing.outcome
    if result.grant is None or not plan.expenditure:
        raise ClashError(_("No grant follows from the plan yet. Enter the expenditure first."))
    changed = write_values(row, row.sheet, _present({**row.sheet.values, **filled_up(plan, result)}), page="", by=by)
    if changed:
        _record(row, changed, by)
    return Saved(row, changed)


def void_sign_offs(application: Application, by: Actor) -> bool:
    """A change after a sign-off voids it; whoever had signed off is told. Within the caller's transaction."""
    signed = list(queries.sign_offs(application))
    if not signed:
        return False
    SignOff.objects.filter(pk__in=[one.pk for one in signed]).update(
        voided_at=timezone.now(), voided_by_name=str(by)[:200]
    )
    application.state = State.DRAFT
    application.save(update_fields=["state"])
    follow_draft(application)
    notify(
        recipients=[one.by_id for one in signed if one.by_id and one.by_id != by.user_id],
        kind="cases.to_sign_off",
        title=lambda: _("Your sign-off is void: application %(number)s was changed") % {"number": application.number},
        url=application.get_absolute_url(),
        key=f"cases.voided:{application.pk}:{application.sheet.revision}:{signed[-1].pk}",
        context={"number": application.number},
    )
    return True


def _seen_values(
    row: Application, sheet: AnswerSheet, keys: Collection[str], seen: int, page: str, by: Actor
) -> dict[str, Any]:
    """What the page began with, for those fields that others have changed since."""
    later = {key for key in keys if sheet.revisions.get(key, 0) > seen}
    if not later:
        return {}
    own = Q(revision__lte=seen)
    if page:
        own |= Q(page=page, by_id=by.user_id)
    known: dict[str, Any] = dict.fromkeys(later)
    for change in Change.objects.filter(own, application=row, key__in=later).order_by("revision", "pk"):
        known[change.key] = change.value
    return known


def write_values(
    row: Application, sheet: AnswerSheet, values: Mapping[str, Any], *, page: str, by: Actor
) -> frozenset[str]:
    """Store new values, each change with who made it; void sign-offs, and consents to shares that have changed.

    Within the caller's transaction. Returns the keys that changed.
    """
    dossier = Dossier(row)
    saved = sheet.saving(
        with_known(
            with_facts(values, sheet.values, dossier.definition),
            sheet.values,
            definition=dossier.definition,
            content=dossier.call,
            applicant_key=row.applicant_key,
            master=dossier.master,
        )
    )
    if saved is sheet:
        return frozenset()
    changed = frozenset(saved.changed_since(sheet.revision))
    row.content = saved.as_json()
    row.title = str(saved.values.get(TITLE) or row.title)[:250]
    row.changed_at, row.changed_by_name = timezone.now(), str(by)[:200]
    row.again = {key: value for key, value in row.again.items() if key not in changed}
    row.save(update_fields=["content", "title", "changed_at", "changed_by_name", "again"])
    Change.objects.bulk_create(
        Change(
            application=row, revision=saved.revision, key=key, value=saved.values.get(key), page=page,
            by_id=by.user_id, by_name=str(by)[:200],
        )
        for key in sorted(changed)
    )  # fmt: skip
    void_sign_offs(row, by)
    reopen_consents(row, changed, by)
    return changed


def _remove_left_out(row: Application, before: AnswerSheet, changed: Collection[str], by: Actor) -> None:
    """A file that was taken out of an answer is no longer among the documents."""
    asked = Dossier(row).definition.by_key
    for key in changed:
        if isinstance(asked.get(key), Files):
            left_out = {*(before.values.get(key) or ())} - {*(row.sheet.values.get(key) or ())}
            for stored in files_of(OWNER, row.pk, purpose=question_purpose(key)):
                if str(stored.public_id) in left_out:
                    remove_file(stored=stored, by=by)


def _keep(row: Application, key: str, mine: Any, theirs: Any, page: str, by: Actor) -> Clash:
    last = Change.objects.filter(application=row, key=key).order_by("-revision").first()
    values = {"mine": mine, "theirs": theirs, "theirs_by_name": last.by_name if last else "", "at": timezone.now()}
    clash, _made = Clash.objects.update_or_create(
        application=row,
        key=key,
        by_id=by.user_id,
        page=page,
        settled_at=None,
        defaults=values | {"by_name": str(by)[:200]},
    )
    return clash


def _stands_now(row: Application, clash: Clash, sheet: AnswerSheet) -> None:
    """Show what stands in the draft now beside the version that waits."""
    last = Change.objects.filter(application=row, key=clash.key).order_by("-revision").first()
    clash.theirs, clash.theirs_by_name = sheet.values.get(clash.key), last.by_name if last else ""
    clash.save(update_fields=["theirs", "theirs_by_name"])


def _record(row: Application, changed: Collection[str], by: Actor, *, clashes: Collection[str] = ()) -> None:
    audit.record(
        action="cases.draft_saved",
        by=by,
        target=row,
        case=row.number,
        data={
            "revision": row.sheet.revision,
            "fields": sorted(key for key in changed if not key.startswith(PLAN)),
            "plan": any(key.startswith(PLAN) for key in changed),
            "conflicts": sorted(clashes),
        },
    )


def _present(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in (None, "", [], {})}
