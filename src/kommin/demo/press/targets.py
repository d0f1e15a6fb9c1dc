"""Where links of the press desk lead: written as `kind:name`, so that data knows no addresses of the house.

| target | leads to |
|---|---|
| `release:<id>`, `page:<id>`, `topic:<id>`, `download:<id>` | what is read here |
| `project:<number of the case>` | a project of the balance |
| `balance:<day>`, `balance:map`, `balance:projects` | the balance of KOMM-IN NRW as of a day, its map, its projects |
| `https://….example.org/…` | outside; leads nowhere |
"""

import re
from dataclasses import dataclass
from datetime import date

KINDS = ("release", "page", "topic", "download", "project", "balance")
BALANCE_PAGES = ("map", "projects")
_OUTSIDE = re.compile(r"https://(?:[a-z0-9-]+\.)*example\.org(?:/[^\s]*)?")
_PROJECT = re.compile(r"KIN-20\d\d-\d{3}")


class BadTarget(ValueError):
    """A target of no known kind."""


@dataclass(frozen=True, slots=True)
class Target:
    """A target taken apart; `day` is given for a balance of a day, `name` is the address of what lies outside."""

    kind: str
    name: str
    day: date | None = None


def parse(text: str) -> Target:
    """A target taken apart; whether it exists is for `checking` to say."""
    if _OUTSIDE.fullmatch(text):
        return Target("outside", text)
    kind, _, name = text.partition(":")
    if kind not in KINDS or not name:
        raise BadTarget(text)
    if kind == "project" and not _PROJECT.fullmatch(name):
        raise BadTarget(text)
    if kind == "balance" and name not in BALANCE_PAGES:
        try:
            return Target(kind, name, date.fromisoformat(name))
        except ValueError as error:
            raise BadTarget(text) from error
    return Target(kind, name)
