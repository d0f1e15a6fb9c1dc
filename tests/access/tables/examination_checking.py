"""The page of a case, its check, requests, answers, messages and notes: who may open which page."""

from collections.abc import Callable
from functools import cache
from typing import Any
from uuid import UUID

from access.routes import Row
from access.tables.examination_ranking import EXAMINERS, INSIDE, MINISTRY, case_of, seen
from access.world import TOWN, World
from kommin.cases.models import Case
from kommin.examination.models import InformationRequest, RequestedItem
from kommin.people.models import Kind
from kommin.people.models.dated import today

Example = Callable[[World], dict[str, Any]]
NO_FILE = UUID(int=0)


def of_both_sides(world: World, of: str = "own") -> Case:
    """A case of the actor's authority or municipality, or of a foreign one."""
    case = case_of(world, of)
    if world.kind == Kind.MUNICIPALITY:
        case.organisation = case.application.organisation = getattr(world, of)  # type: ignore[union-attr]
        case.application.save()  # type: ignore[union-attr]
        case.save()
    return case


@cache
def number(of: str = "own") -> Example:
    return lambda world: {"number": of_both_sides(world, of).number}


@cache
def asked(of: str = "own", **more: Any) -> Example:
    """A request that waits for an answer."""

    def make(world: World) -> dict[str, Any]:
        case = of_both_sides(world, of)
        Case.objects.filter(pk=case.pk).update(stage="awaiting")
        row = InformationRequest.objects.create(
            case=case, round=1, text="x", due_on=today(), first_due_on=today(), once="x", by_name="x", by_house="x"
        )
        RequestedItem.objects.create(request=row, item="about", titles={"de": "x", "en": "x"}, verdict="missing")
        return {"number": case.number, "round": 1, **more}

    return make


def read(route: str, of: Callable[..., Example]) -> list[Row]:
    """Pages that both sides read, each its own."""
    return [
        Row(route=f"examination:{route}", case="own", allowed=INSIDE | TOWN, of=of()),
        Row(route=f"examination:{route}", case="foreign", allowed=MINISTRY | {"auditor"}, of=of("foreign")),
    ]


def inside(route: str) -> list[Row]:
    """Pages of the authority's side."""
    return [
        Row(route=f"examination:{route}", case="own", allowed=INSIDE, of=number()),
        Row(route=f"examination:{route}", case="foreign", allowed=MINISTRY | {"auditor"}, of=number("foreign")),
    ]


def examining(route: str, of: Example, *, seen_by: set[str] = INSIDE) -> Row:
    """What examiners alone do; whoever sees the page from which it is done reads why not."""
    return Row(route=f"examination:{route}", allowed=EXAMINERS, of=of, other=seen(EXAMINERS, seen_by))


def answering(route: str, of: Example, status: int = 200) -> Row:
    """What the municipality alone does."""
    return Row(route=f"examination:{route}", allowed=TOWN, status=status, of=of, other=seen(set(TOWN), INSIDE))


rows = [
    *read("case", number),
    *read("application", number),
    *read("messages", number),
    *read("request", asked),
    Row(route="examination:print", case="foreign", allowed=MINISTRY | {"auditor"}, of=number("foreign")),
    *inside("check"),
    *inside("notes"),
    *inside("similar"),
    examining("finish_check", number()),
    examining("reopen_check", number()),
    examining("ask", number()),
    examining("extend_request", asked(), seen_by=INSIDE | TOWN),
    examining("withdraw_request", asked(), seen_by=INSIDE | TOWN),
    answering("answer", asked()),
    answering("hand_in", asked()),
    answering("remove_answer_file", asked(public_id=NO_FILE), 405),
]
