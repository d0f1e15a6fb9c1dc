"""Answers that the house knows: a municipality types nothing twice.

Questions with these keys are filled in from master data, the project and the financing plan, as long as nobody has
written something else there. docs/applications.md lists the keys for whoever builds a form.
"""

from collections.abc import Mapping
from typing import Any

from kommin.cases.content import FROM, LONGEST_TITLE, TITLE, UNTIL, day_in
from kommin.cases.models import MasterData
from kommin.cases.plan import GRANT, OWN, PUBLIC, THIRD, read_plan, years_between
from kommin.people.models.dated import today
from kommin.programmes.frozen import FrozenCall
from kommin.questionnaires.definition import Definition

KINDS = {
    "municipality": "municipality",
    "address": "long_text",
    "contact_name": "short_text",
    "contact_phone": "short_text",
    "contact_email": "short_text",
    "iban": "short_text",
    "budget_consolidation": "yes_no",
    "project_title": "short_text",
    "starts_on": "date",
    "ends_on": "date",
    "plan": "table",
    "grant_applied_for": "money",
}
"""The keys with the kind of question that fits each."""
FACTS = {"project_title": TITLE, "starts_on": FROM, "ends_on": UNTIL}
"""Answers that are facts of the project: whoever writes the one has written the other."""
OF_PLAN = frozenset({"plan", "grant_applied_for"})
EMPTY: tuple[Any, ...] = (None, "", [], {})
DECLARATIONS = frozenset({"not_begun", "true_and_complete"})
"""Declared anew with every application, never copied from an earlier one."""


def is_known(key: str, definition: Definition) -> bool:
    """Whether the house answers this question of a form by itself."""
    question = definition.by_key.get(key)
    return question is not None and question.kind == KINDS.get(key)


def of_the_project(key: str, definition: Definition) -> bool:
    """Whether an answer is about this one project and means nothing for the next."""
    return is_known(key, definition) and (key in FACTS or key in OF_PLAN)


def with_facts(values: Mapping[str, Any], before: Mapping[str, Any], definition: Definition) -> dict[str, Any]:
    """The values with the facts of the project that somebody has just written as an answer.

    A fact follows its answer where both were the same before, or the fact was empty; not where somebody wrote both.
    """
    found = dict(values)
    for key, fact in FACTS.items():
        answer = values.get(key)
        untouched = values.get(fact) == before.get(fact) and before.get(fact) in (*EMPTY, before.get(key))
        if untouched and answer != before.get(key) and is_known(key, definition) and _can_be(fact, answer):
            found[fact] = answer
    return found


def _can_be(fact: str, answer: Any) -> bool:
    if fact == TITLE:
        return isinstance(answer, str) and 0 < len(answer) <= LONGEST_TITLE
    return day_in({fact: answer}, fact) is not None


def with_known(
    values: Mapping[str, Any],
    before: Mapping[str, Any],
    *,
    definition: Definition,
    content: FrozenCall,
    applicant_key: str,
    master: MasterData | None,
) -> dict[str, Any]:
    """The values with what follows from them; an answer that somebody has written stays.

    Args:
        before: the values as they were; an answer that followed from these still follows.
    """
    followed = known(before, content, applicant_key, master)
    found = dict(values)
    for key, value in known(values, content, applicant_key, master).items():
        if is_known(key, definition) and found.get(key) in (*EMPTY, followed.get(key)):
            found[key] = value
    return found


def known(
    values: Mapping[str, Any], content: FrozenCall, applicant_key: str, master: MasterData | None
) -> dict[str, Any]:
    """What the house can answer by itself."""
    found: dict[str, Any] = {
        "municipality": applicant_key,
        "project_title": values.get(TITLE),
        "starts_on": values.get(FROM),
        "ends_on": values.get(UNTIL),
        **_of_plan(values, content),
    }
    if master is not None:
        found |= {
            "address": f"{master.street}\n{master.postcode} {master.town}",
            "contact_name": master.contact_name,
            "contact_phone": master.contact_phone,
            "contact_email": master.contact_email,
            "iban": master.iban_in_groups,
            "budget_consolidation": master.consolidates_on(today()),
        }
    return {key: value for key, value in found.items() if value not in EMPTY}


def _of_plan(values: Mapping[str, Any], content: FrozenCall) -> dict[str, Any]:
    plan = read_plan(values, content, years_between(day_in(values, FROM), day_in(values, UNTIL)))
    if not plan.expenditure:
        return {}
    rows = [
        {
            "id": f"y{year}",
            "cells": {
                "year": str(year),
                "total": f"{plan.spent(year):.2f}",
                "eligible": f"{plan.eligible(year):.2f}",
                "third_party": f"{plan.line(THIRD).amounts[year]:.2f}",
                "other_public": f"{plan.line(PUBLIC).amounts[year]:.2f}",
                "own": f"{plan.line(OWN).amounts[year]:.2f}",
            },
        }
        for year in plan.years
    ]
    return {"plan": rows, "grant_applied_for": f"{plan.line(GRANT).total:.2f}"}
