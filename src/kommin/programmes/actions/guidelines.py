"""Versions of the guideline with their financing rules and cost categories."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kommin.foundation.access import Actor, require
from kommin.foundation.audit import actions as audit
from kommin.programmes import rules
from kommin.programmes.actions.saving import apply
from kommin.programmes.errors import GuidelineLockedError, InvalidError
from kommin.programmes.models import ApplicantKind, CostCategory, FinancingRule, Guideline, Programme

Part = FinancingRule | CostCategory
SAVED = {FinancingRule: "programmes.financing_saved", CostCategory: "programmes.cost_category_saved"}
REMOVED = {FinancingRule: "programmes.financing_removed", CostCategory: "programmes.cost_category_removed"}


@transaction.atomic
def create_guideline(
    *, programme: Programme, by: Actor, copied_from: Guideline | None = None, **values: Any
) -> Guideline:
    """Begin a version of the guideline, with the rules of an earlier one if given.

    Raises:
        ProgrammeError: a value cannot be used.
        NotAllowed: `by` is no programme officer of the ministry.
    """
    require(rules.may_edit_programme, by=by, of=programme)
    Programme.objects.select_for_update().get(pk=programme.pk)
    last = programme.guidelines.aggregate(last=Max("number"))["last"] or 0
    guideline = Guideline(programme=programme, number=last + 1)
    if copied_from is not None:
        for name in ("applicants", "minimum_grant", "clause_set", "signed_scan"):
            setattr(guideline, name, getattr(copied_from, name))
    _apply(guideline, values)
    guideline.save(force_insert=True)
    if copied_from is not None:
        _copy_parts(copied_from, guideline)
    audit.record(
        action="programmes.guideline_created",
        by=by,
        target=guideline,
        data={"number": guideline.number, "copied_from": copied_from.number if copied_from else None},
    )
    return guideline


@transaction.atomic
def change_guideline(*, guideline: Guideline, by: Actor, **values: Any) -> Guideline:
    """Change a version on which no published call rests; its last day can be set at any time.

    Raises:
        GuidelineLockedError: a published call rests on it.
        ProgrammeError: a value cannot be used.
        NotAllowed: `by` is no programme officer of the ministry.
    """
    guideline = _locked(guideline, by)
    changed = _apply(guideline, values)
    if guideline.locked_at and set(changed) - {"valid_until"}:
        raise _is_locked()
    if changed:
        guideline.save()
        audit.record(action="programmes.guideline_changed", by=by, target=guideline, data=changed)
    return guideline


@transaction.atomic
def save_rule_part(*, part: Part, by: Actor, **values: Any) -> Part:
    """Add (a new row with its guideline set) or change a financing rule or a cost category.

    Raises:
        GuidelineLockedError: a published call rests on the guideline.
        ProgrammeError: a value cannot be used.
        NotAllowed: `by` is no programme officer of the ministry.
    """
    guideline = _open(part.guideline, by)
    block = values.get("block")
    if block is not None and block.programme_id != guideline.programme_id:
        raise InvalidError({"block": [_("This building block belongs to another programme.")]})
    changed = apply(part, values)
    if changed:
        part.save()
        audit.record(action=SAVED[type(part)], by=by, target=guideline, data={"row": part.pk, **changed})
    return part


@transaction.atomic
def remove_rule_part(*, part: Part, by: Actor) -> None:
    """Take a financing rule or a cost category away.

    Raises:
        GuidelineLockedError: a published call rests on the guideline.
        NotAllowed: `by` is no programme officer of the ministry.
    """
    guideline = _open(part.guideline, by)
    data = {"row": part.pk}
    part.delete()
    audit.record(action=REMOVED[type(part)], by=by, target=guideline, data=data)


def _locked(guideline: Guideline, by: Actor) -> Guideline:
    row = Guideline.objects.select_for_update(of=("self",)).select_related("programme").get(pk=guideline.pk)
    require(rules.may_edit_programme, by=by, of=row)
    return row


def _open(guideline: Guideline, by: Actor) -> Guideline:
    row = _locked(guideline, by)
    if row.locked_at:
        raise _is_locked()
    return row


def _is_locked() -> GuidelineLockedError:
    return GuidelineLockedError(
        _("A published call rests on this version. Make a new version of the guideline instead.")
    )


def _apply(guideline: Guideline, values: dict[str, Any]) -> dict[str, list[Any]]:
    unknown = set(values.get("applicants") or ()) - set(ApplicantKind.values)
    if unknown:
        raise InvalidError({"applicants": [_("Choose from the list.")]})
    return apply(guideline, values)


def _copy_parts(source: Guideline, target: Guideline) -> None:
    rules_of_source, costs = list(source.financing.all()), list(source.cost_categories.all())
    for rule in rules_of_source:
        rule.pk, rule.guideline = None, target
    for cost in costs:
        cost.pk, cost.guideline = None, target
    FinancingRule.objects.bulk_create(rules_of_source)
    CostCategory.objects.bulk_create(costs)
