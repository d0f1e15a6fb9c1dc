"""Questionnaires: editors of their own organisation, the court of audit reads, everybody else finds nothing."""

from collections.abc import Callable
from functools import cache
from typing import Any

from access.routes import Row
from access.world import EVERYBODY, World
from kommin.foundation.access import Actor
from kommin.questionnaires import actions
from kommin.questionnaires.models import QuestionnaireVersion
from questionnaires.samples import every_kind

EDITORS = {"programme_officer", "head", "caseworker"}
READERS = EDITORS | {"auditor"}


def made(world: World, whose: str) -> QuestionnaireVersion:
    return actions.create_questionnaire(
        organisation=getattr(world, whose), definition=every_kind(), by=Actor.command("test")
    )


@cache
def of_version(whose: str = "own", **more: Any) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"pk": made(world, whose).pk, **more}


@cache
def of_questionnaire(whose: str = "own") -> Callable[[World], dict[str, Any]]:
    return lambda world: {"pk": made(world, whose).questionnaire_id}


def reading(route: str, **more: Any) -> list[Row]:
    """A page that editors and the auditor read; a foreign one only the auditor."""
    name = f"questionnaires:{route}"
    return [
        Row(route=name, allowed=READERS, of=of_version(**more)),
        Row(route=name, case="foreign", allowed={"auditor"}, of=of_version("foreign", **more)),
    ]


def editing(route: str, **more: Any) -> list[Row]:
    """A form that editors fill in; the auditor is led back to the page that can be read."""
    name = f"questionnaires:{route}"
    return [
        Row(route=name, allowed=EDITORS, other={"auditor": 302}, of=of_version(**more)),
        Row(route=name, case="foreign", allowed=set(), other={"auditor": 302}, of=of_version("foreign", **more)),
        Row(route=name, method="post", allowed=EDITORS, other={"auditor": 403}, of=of_version(**more)),
        Row(
            route=name, method="post", case="foreign", allowed=set(), other={"auditor": 403},
            of=of_version("foreign", **more),
        ),
    ]  # fmt: skip


def pressing(route: str, allowed: set[str], status: int = 302, **more: Any) -> list[Row]:
    """An address that only takes POST."""
    name = f"questionnaires:{route}"
    other = {} if "auditor" in allowed else {"auditor": 403}
    return [
        Row(route=name, allowed=allowed, status=405, other=other, of=of_version(**more)),
        Row(route=name, method="post", allowed=allowed, status=status, other=other, of=of_version(**more)),
        Row(
            route=name, method="post", case="foreign", allowed=allowed & {"auditor"}, status=status, other=other,
            of=of_version("foreign", **more),
        ),
    ]  # fmt: skip


rows = [
    Row(route="questionnaires:schema", allowed=EVERYBODY),
    Row(route="questionnaires:list", allowed=READERS),
    Row(route="questionnaires:create", allowed=EDITORS),
    Row(route="questionnaires:create", method="post", allowed=EDITORS),
    Row(route="questionnaires:versions", allowed=READERS, of=of_questionnaire()),
    Row(route="questionnaires:versions", case="foreign", allowed={"auditor"}, of=of_questionnaire("foreign")),
    Row(
        route="questionnaires:begin_version", allowed=EDITORS, status=405, other={"auditor": 403},
        of=of_questionnaire(),
    ),
    Row(
        route="questionnaires:begin_version", method="post", allowed=EDITORS, status=302, other={"auditor": 403},
        of=of_questionnaire(),
    ),
    Row(
        route="questionnaires:begin_version", method="post", case="foreign", allowed=set(), other={"auditor": 403},
        of=of_questionnaire("foreign"),
    ),
    *reading("version"),
    *reading("try"),
    *reading("try_reading"),
    *reading("try_export", form="json"),
    *reading("print", what="empty"),
    *reading("changes"),
    *reading("export"),
    *editing("texts"),
    *editing("section", key="first"),
    *editing("question", key="name"),
    *editing("import"),
    *pressing("arrange", EDITORS, status=404),
    *pressing("preview", EDITORS, status=200, key="name"),
    *pressing("try_live", READERS, status=200),
    *pressing("try_clear", READERS),
    Row(route="questionnaires:publish", allowed=READERS, of=of_version()),
    Row(route="questionnaires:publish", case="foreign", allowed={"auditor"}, of=of_version("foreign")),
    Row(route="questionnaires:publish", method="post", allowed=EDITORS, other={"auditor": 403}, of=of_version()),
    Row(
        route="questionnaires:publish", method="post", case="foreign", allowed=set(), other={"auditor": 403},
        of=of_version("foreign"),
    ),
]  # fmt: skip
