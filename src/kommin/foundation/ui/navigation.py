"""What stands in the header and the footer of every page, without the look knowing a single room.

A room registers its entries once, in `AppConfig.ready()`:

    from kommin.foundation.ui import navigation

    navigation.register(
        navigation.Entry(label=_("Municipalities"), url_name="register:list", order=30),
        navigation.Entry(label=_("Audit"), url_name="audit:records", order=80, visible=is_auditor_request),
    )
    navigation.fill("account", "people/account_menu.html")

`visible` is asked on every page with the request, so it must cost no query beyond what the request already knows.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

Section = Literal["main", "footer"]
Slot = Literal["account", "head", "footer", "call"]
MOST_IN_A_ROW = 9


def everybody(_: HttpRequest) -> bool:
    """The predicate of entries that are open to the public."""
    return True


@dataclass(frozen=True)
class Entry:
    """One link of the navigation; `order` sorts (10 for the front, 90 for the back)."""

    label: str | Promise
    url_name: str
    order: int = 50
    section: Section = "main"
    visible: Callable[[HttpRequest], bool] = everybody


@dataclass(frozen=True)
class Link:
    """An entry as one page shows it. `current` is `page` here, `true` in a page below it, empty elsewhere."""

    label: str | Promise
    href: str
    current: str


_entries: dict[str, Entry] = {}
_slots: dict[str, list[str]] = {}


def register(*entries: Entry) -> None:
    """Add entries; registering the same address again replaces the entry, so `ready()` may run twice."""
    _entries.update({entry.url_name: entry for entry in entries})


def fill(slot: Slot, template: str) -> None:
    """Show `template` in a slot: `account` (right end of the header of every page), `head` (inside `<head>`),
    `footer` (further links at the foot of every page), or a slot that a room's page offers to the rooms above it,
    such as `call` (actions of a public call)."""
    templates = _slots.setdefault(slot, [])
    if template not in templates:
        templates.append(template)


def templates_for(slot: str) -> tuple[str, ...]:
    """The templates rooms have put into a slot, in the order they came."""
    return tuple(_slots.get(slot, ()))


@dataclass(frozen=True)
class Menu:
    """The main navigation of one page: what stands in its row, and what is behind “More”."""

    row: list[Link]
    more: list[Link]

    @property
    def is_in_more(self) -> bool:
        """Whether the page is one of those behind “More”."""
        return any(link.current for link in self.more)


def menu(request: HttpRequest) -> Menu:
    """The main navigation; a row that would not fit on one line keeps its first `MOST_IN_A_ROW` entries."""
    found = list(links(request))
    return Menu(found, []) if len(found) <= MOST_IN_A_ROW + 1 else Menu(found[:MOST_IN_A_ROW], found[MOST_IN_A_ROW:])


def links(request: HttpRequest, section: Section = "main") -> Iterator[Link]:
    """The entries of a section that this person may see, in order. An entry without a mounted address is left out."""
    chosen = (entry for entry in _entries.values() if entry.section == section and entry.visible(request))
    for entry in sorted(chosen, key=lambda entry: (entry.order, str(entry.label))):
        try:
            href = reverse(entry.url_name)
        except NoReverseMatch:
            continue
        yield Link(label=entry.label, href=href, current=_current(request.path, href))


def _current(path: str, href: str) -> str:
    if path == href:
        return "page"
    return "true" if href.rstrip("/") and path.startswith(href.rstrip("/") + "/") and href != reverse("home") else ""
