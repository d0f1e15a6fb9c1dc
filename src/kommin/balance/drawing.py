"""Rows and choices drawn in Python: a template takes most of the time of a page with a hundred of them.

Every text goes through `_shown`, which leaves only what was made safe elsewhere.
"""

from collections.abc import Iterable
from html import escape
from typing import Final

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kommin.balance.charts import Line
from kommin.balance.facets import Choice, Facet
from kommin.balance.lines import ProjectLine
from kommin.foundation.ui.formatting import PageReader, reader

MOST_WITHOUT_SCROLLING: Final = 9


def facet_lists(facets: Iterable[Facet]) -> SafeString:
    """Each facet folded, its choices with what they would leave; a long list of them scrolls, also by keyboard."""
    read = reader()
    return _joined(_facet(facet, read) for facet in facets)


def project_rows(rows: Iterable[ProjectLine]) -> SafeString:
    """Projects with title, applicant, building block, day and amount; what is invented says so."""
    read, invented = reader(), f" · {_shown(_('demonstration data'))}"
    return _joined(
        f'<li><div><h3><a href="{_shown(row.href)}">{_shown(row.title)}</a></h3>'
        f"<p>{_shown(row.applicant)}{f' · {_shown(row.block)}' if row.block else ''}"
        f" · {_shown(read.date(row.first_on))}{invented if row.invented else ''}</p></div>"
        f'<p class="hits__amount">{_shown(read.money(row.amount))}</p></li>'
        for row in rows
    )


def breakdown_rows(rows: Iterable[tuple[Line, str]], *, with_participants: bool) -> SafeString:
    """The lines of a breakdown, each with the address of what is behind it."""
    read = reader()
    projects, granted = _shown(pgettext("balance", "Projects")), _shown(_("Granted"))
    participants = _shown(_("Participants"))

    def cell(heading: str, text: str, kind: str = "numeric") -> str:
        return f'<td class="{kind}" data-label="{heading}">{_shown(text)}</td>'

    def drawn(line: Line, href: str) -> str:
        part, label = line.part, _shown(line.label)
        linked = f'<a href="{_shown(href)}">{label}</a>' if href else label
        counted = cell(participants, read.number(part.participants)) if with_participants else ""
        return (
            f'<tr><th scope="row">{linked}</th>{cell(projects, read.number(part.projects))}{counted}'
            f"{cell(granted, read.money(part.granted), 'money')}</tr>"
        )

    return _joined(drawn(line, href) for line, href in rows)


def _facet(facet: Facet, read: PageReader) -> str:
    label = _shown(facet.label)
    is_open = facet.chosen or facet.name == "block"
    scrolling = f' tabindex="0" aria-label="{label}"' if len(facet.choices) > MOST_WITHOUT_SCROLLING else ""
    choices = "".join(_choice(choice, read) for choice in facet.choices)
    return (
        f'<details class="facet"{" open" if is_open else ""}><summary>{label}</summary>'
        f"<ul{scrolling}>{choices}</ul></details>"
    )


def _choice(choice: Choice, read: PageReader) -> str:
    current, mark = (' aria-current="true"', "✓ ") if choice.chosen else ("", "")
    return (
        f'<li><a href="{_shown(choice.href)}"{current} rel="nofollow"><span>{mark}{_shown(choice.label)}</span>'
        f' <span class="facet__count">{_shown(read.number(choice.count))}</span></a></li>'
    )


def _shown(text: str | Promise) -> str:
    return text if isinstance(text, SafeString) else escape(str(text))


def _joined(parts: Iterable[str]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 - every text in them was escaped
