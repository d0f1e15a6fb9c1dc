"""The work list, its views and files, and who assigns cases: who may open which page."""

from collections.abc import Callable
from typing import Any

from access.routes import Row
from access.tables.examination_ranking import EXAMINERS, INSIDE, number
from access.world import World
from kommin.examination.models import AssignmentRule, SavedView
from kommin.people.models import Organisation, User


def view_of(owner: Callable[[World], User], house: str = "own", *, shared: bool) -> Callable[[World], dict[str, Any]]:
    def make(world: World) -> dict[str, Any]:
        organisation: Organisation = getattr(world, house)
        made = SavedView.objects.create(organisation=organisation, owner=owner(world), name="A", shared=shared)
        return {"pk": made.pk}

    return make


def rule_of(house: str) -> Callable[[World], dict[str, Any]]:
    def make(world: World) -> dict[str, Any]:
        made = AssignmentRule.objects.create(authority=getattr(world, house), person=world.colleague)
        return {"pk": made.pk}

    return make


def case_first(rest: dict[str, Any]) -> Callable[[World], dict[str, Any]]:
    """A list with a case in it, so that the page draws a row."""

    def make(world: World) -> dict[str, Any]:
        number()(world)
        return rest

    return make


rows = [
    Row(route="examination:worklist", allowed=INSIDE, of=case_first({})),
    Row(route="examination:export_worklist", allowed=INSIDE, of=case_first({"form": "xlsx"})),
    Row(route="examination:export_worklist", case="other kind", allowed=(), of=lambda _world: {"form": "pdf"}),
    Row(route="examination:worklist_columns", allowed=INSIDE),
    Row(route="examination:worklist_views", allowed=INSIDE),
    Row(route="examination:begin_with_no_view", allowed=INSIDE, status=405),
    *(
        row
        for route in ("begin_with_view", "remove_view")
        for row in (
            Row(route=f"examination:{route}", case="shared", allowed=INSIDE, status=405,
                of=view_of(lambda world: world.colleague, shared=True)),
            Row(route=f"examination:{route}", case="of a colleague", allowed=(),
                of=view_of(lambda world: world.colleague, shared=False)),
            Row(route=f"examination:{route}", case="foreign", allowed=(),
                of=view_of(lambda world: world.stranger, "foreign", shared=True)),
        )
    ),
    Row(route="examination:assign", allowed=EXAMINERS, status=302, of=case_first({})),
    Row(route="examination:assignment_rules", allowed=EXAMINERS),
    Row(route="examination:remove_assignment_rule", case="own", allowed=EXAMINERS, status=405, of=rule_of("own")),
    Row(route="examination:remove_assignment_rule", case="foreign", allowed=(), of=rule_of("foreign")),
]  # fmt: skip
