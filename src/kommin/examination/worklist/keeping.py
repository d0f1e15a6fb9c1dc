"""What people keep: views under a name, the columns and the view they begin with, the rules of assignment."""

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import BigIntegerField, BooleanField, ExpressionWrapper, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from kommin.cases.models import Case
from kommin.examination import rules
from kommin.examination.actions.assigning import AssignmentError, examiners_of
from kommin.examination.errors import ExaminationError
from kommin.examination.models import AssignmentRule, ListChoice, SavedView
from kommin.examination.worklist.listing import query_of
from kommin.examination.worklist.places import place_names
from kommin.foundation.access import Actor, require
from kommin.foundation.audit import actions as audit
from kommin.foundation.prepared import Prepared
from kommin.people.models import Organisation, User

MOST_VIEWS, MOST_LISTED, MOST_RULES = 50, 200, 500
LONGEST_QUERY = 4_000
VIEWS_ABOVE_THE_LIST = 12


class ViewError(ExaminationError):
    """A view cannot be kept as asked."""


def choice_of(by: Actor) -> ListChoice | None:
    """What somebody wants to see on opening the list of this organisation."""
    choice: ListChoice | None = _CHOICE.first(organisation=by.organisation_id or 0, person=by.user_id or 0)
    return choice


_CHOICE = Prepared(
    lambda given: (
        ListChoice.objects.filter(organisation=given.organisation, person=given.person)
        .select_related("view")
        .order_by("pk")[:1]
    ),
    organisation=BigIntegerField(),
    person=BigIntegerField(),
)


def views_for(by: Actor) -> QuerySet[SavedView]:
    """One's own views and those that colleagues share, the own ones first."""
    return _views(by.organisation_id or 0, by.user_id or 0).select_related("owner")


def first_views_for(by: Actor) -> list[SavedView]:
    """Those of them that stand above the list."""
    return _FIRST_VIEWS.rows(organisation=by.organisation_id or 0, person=by.user_id or 0)


def _views(organisation: Any, person: Any) -> QuerySet[SavedView]:
    rows = SavedView.objects.filter(Q(owner=person) | Q(shared=True), organisation=organisation)
    return rows.annotate(is_own=ExpressionWrapper(Q(owner=person), BooleanField())).order_by("-is_own", "name", "pk")


_FIRST_VIEWS = Prepared(
    lambda given: _views(given.organisation, given.person)[:VIEWS_ABOVE_THE_LIST],
    organisation=BigIntegerField(), person=BigIntegerField(),
)  # fmt: skip


def address_of(view: SavedView) -> QueryDict:
    """The address of the list that a view stands for, with its columns."""
    return QueryDict(query_of(QueryDict(view.query), {"column": view.columns}))


@transaction.atomic
def save_view(*, name: str, query: str, columns: Sequence[str], shared: bool, begin_with: bool, by: Actor) -> SavedView:
    """Keep filters, order and columns under a name; one's own view of that name is replaced.

    Raises:
        ViewError: there is no name, or there are too many views.
        NotAllowed: `by` has no work list.
    """
    require(rules.may_see_work_list, by=by)
    name = " ".join(name.split())
    if not name:
        raise ViewError(_("Give the view a name."), field="name")
    house = Organisation.objects.select_for_update().get(pk=by.organisation_id or 0)
    own = SavedView.objects.filter(organisation=house, owner=by.user_id)
    if own.exclude(name=name).count() >= MOST_VIEWS:
        raise ViewError(_("You have %(most)s views already. Remove one first.") % {"most": MOST_VIEWS})
    view, _made = SavedView.objects.update_or_create(
        organisation=house, owner_id=by.user_id, name=name,
        defaults={"query": query, "columns": list(columns), "shared": shared, "changed_at": timezone.now()},
    )  # fmt: skip
    if begin_with:
        _choose(by, view=view)
    audit.record(action="examination.view_saved", by=by, target=view, data={"query": query, "shared": shared})
    return view


@transaction.atomic
def remove_view(*, view: SavedView, by: Actor) -> None:
    """Remove one's own view; whoever began with it sees the whole list again.

    Raises:
        ViewError: it is somebody else's.
    """
    if view.owner_id != by.user_id or view.organisation_id != by.organisation_id:
        raise ViewError(_("Only its owner can remove this view."))
    audit.record(action="examination.view_removed", by=by, target=view, data={"name": view.name})
    view.delete()


@transaction.atomic
def begin_with(*, view: SavedView | None, by: Actor) -> None:
    """Open the work list with a view of one's own or a shared one from now on, or with the whole list.

    Raises:
        ViewError: the view is somebody else's and not shared.
    """
    if view is not None and not (
        view.organisation_id == by.organisation_id and (view.shared or view.owner_id == by.user_id)
    ):
        raise ViewError(_("This view is not shared with you."))
    _choose(by, view=view)


def keep_columns(*, columns: Sequence[str], by: Actor) -> None:
    """Show these columns from now on wherever a view names no others."""
    _choose(by, columns=list(columns))


def _choose(by: Actor, **chosen: object) -> None:
    if by.user_id is None or by.organisation_id is None:
        raise ViewError(_("Only a person who acts for an organisation can choose this."))
    require(rules.may_see_work_list, by=by)
    ListChoice.objects.update_or_create(organisation_id=by.organisation_id, person_id=by.user_id, defaults=chosen)


def rules_of(authority: int) -> QuerySet[AssignmentRule]:
    """The rules of an authority by place, those for everywhere first."""
    return (
        AssignmentRule.objects.filter(authority=authority).select_related("person").order_by("area_name", "area", "pk")
    )


@transaction.atomic
def add_rule(*, authority: Organisation, area: str, person: User, by: Actor) -> AssignmentRule:
    """Let somebody examine the cases of a region or district, or of everywhere (`area` empty).

    Raises:
        AssignmentError: the place is unknown, the person does not examine here, or the rule exists.
        NotAllowed: `by` does not assign cases of this authority.
    """
    require(rules.may_assign, by=by, of=Case(authority=authority))
    name = place_names().get(area, "")
    if area and not name:
        raise AssignmentError(_("Choose a region or district."), field="area")
    if person.pk not in {one.pk for one in examiners_of(authority.pk)}:
        raise AssignmentError(
            _("%(name)s does not examine for this authority.") % {"name": person.name}, field="person"
        )
    if AssignmentRule.objects.filter(authority=authority).count() >= MOST_RULES:
        raise AssignmentError(_("There are %(most)s rules already.") % {"most": MOST_RULES})
    try:
        with transaction.atomic():
            rule = AssignmentRule.objects.create(
                authority=authority, area=area, area_name=name, person=person, made_by_name=str(by)[:200]
            )
    except IntegrityError:
        raise AssignmentError(_("This rule exists already."), field="person") from None
    audit.record(
        action="examination.rule_added", by=by, target=rule,
        data={"area": area, "name": name, "person": person.pk, "person_name": person.name},
    )  # fmt: skip
    return rule


@transaction.atomic
def remove_rule(*, rule: AssignmentRule, by: Actor) -> None:
    """Take a rule away; cases stay with whom they are.

    Raises:
        NotAllowed: `by` does not assign cases of this authority.
    """
    require(rules.may_assign, by=by, of=Case(authority=rule.authority))
    audit.record(
        action="examination.rule_removed", by=by, target=rule, data={"area": rule.area, "person": rule.person_id}
    )
    rule.delete()
