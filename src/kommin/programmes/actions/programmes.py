"""Programmes and their building blocks."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kommin.foundation.access import Actor, NotAllowed, require
from kommin.foundation.audit import actions as audit
from kommin.law.errors import LawError
from kommin.people.models import Kind, Organisation
from kommin.programmes import rules
from kommin.programmes.actions.saving import apply
from kommin.programmes.errors import ProgrammeError
from kommin.programmes.models import BuildingBlock, Programme
from kommin.regimes.queries import regime_book
from kommin.regimes.reading import said

LONGEST_LINE_OF_PREDECESSORS = 50


@transaction.atomic
def create_programme(*, ministry: Organisation, by: Actor, **values: Any) -> Programme:
    """Begin a programme of a ministry.

    Raises:
        ProgrammeError: a value cannot be used.
        NotAllowed: `by` is no programme officer of this ministry.
    """
    require(rules.may_create_programme, by=by)
    if not by.is_the_house and by.organisation_id != ministry.pk:
        raise NotAllowed(_("You need to act for the ministry in charge of this programme."))
    if ministry.kind != Kind.MINISTRY:
        raise ProgrammeError(_("A programme belongs to a ministry."))
    programme = Programme(ministry=ministry)
    _apply(programme, values)
    programme.save(force_insert=True)
    audit.record(
        action="programmes.programme_created", by=by, target=programme, data={"slug": programme.slug, **_told(values)}
    )
    return programme


@transaction.atomic
def change_programme(*, programme: Programme, by: Actor, **values: Any) -> Programme:
    """Change what a programme says about itself. Published calls keep what they said.

    Raises:
        ProgrammeError: a value cannot be used.
        NotAllowed: `by` is no programme officer of its ministry.
    """
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    require(rules.may_edit_programme, by=by, of=programme)
    changed = _apply(programme, values)
    if changed:
        programme.save()
        audit.record(action="programmes.programme_changed", by=by, target=programme, data=changed)
    return programme


@transaction.atomic
def save_block(*, programme: Programme, by: Actor, block: BuildingBlock | None = None, **values: Any) -> BuildingBlock:
    """Add or change a building block.

    Raises:
        ProgrammeError: a value cannot be used.
        NotAllowed: `by` is no programme officer of its ministry.
    """
    require(rules.may_edit_programme, by=by, of=programme)
    Programme.objects.select_for_update().get(pk=programme.pk)
    row = block or BuildingBlock(programme=programme)
    changed = apply(row, values)
    if changed:
        row.save()
        data = {"block": row.pk, **changed}
        audit.record(action="programmes.block_saved", by=by, target=programme, data=data)
    return row


@transaction.atomic
def remove_block(*, block: BuildingBlock, by: Actor) -> None:
    """Take a building block away that nothing uses yet.

    Raises:
        ProgrammeError: a call or a financing rule uses it.
        NotAllowed: `by` is no programme officer of its ministry.
    """
    require(rules.may_edit_programme, by=by, of=block)
    if block.calls.exists() or block.programme.guidelines.filter(financing__block=block).exists():
        raise ProgrammeError(_("A call or a financing rule uses this building block. Give it a last day instead."))
    data = {"block": block.pk, "code": block.code, "title": block.title_de}
    block.delete()
    audit.record(action="programmes.block_removed", by=by, target=block.programme, data=data)


def _apply(programme: Programme, values: dict[str, Any]) -> dict[str, list[Any]]:
    changed = apply(programme, values)
    if programme.regime:
        try:
            regime_book().find(programme.regime)
        except LawError as error:
            raise ProgrammeError(said(error), field="regime") from error
    _refuse_circle(programme)
    return changed


def _refuse_circle(programme: Programme) -> None:
    """A line of predecessors that leads back would never end."""
    earlier, steps = programme.predecessor, 0
    while earlier is not None:
        if (programme.pk is not None and earlier.pk == programme.pk) or steps > LONGEST_LINE_OF_PREDECESSORS:
            raise ProgrammeError(_("This programme would follow itself."), field="predecessor")
        earlier, steps = earlier.predecessor, steps + 1


def _told(values: dict[str, Any]) -> dict[str, Any]:
    return {name: getattr(value, "pk", value) for name, value in values.items()}
