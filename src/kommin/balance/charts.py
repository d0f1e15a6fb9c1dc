"""Figures as pictures and lines of tables."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kommin.balance.definitions import DEFINITIONS
from kommin.balance.figures import MOST_REPEATS, Balance, Part
from kommin.balance.geography import DISTRICTS, OUTSIDE, Geography
from kommin.foundation.ui import charts
from kommin.foundation.ui.formatting import reader
from kommin.programmes.models import Programme
from kommin.programmes.words import ApplicantKind
from kommin.register.kinds import SIZE_CLASSES


@dataclass(frozen=True)
class Line:
    """One line of a breakdown as pages and files show it; `href` leads to what is behind it."""

    code: str
    label: str | Promise
    part: Part
    href: str = ""


@dataclass(frozen=True)
class Breakdown:
    """A way to divide the whole."""

    code: str
    lines: list[Line]
    with_participants: bool = True

    @property
    def definition(self) -> Any:
        return DEFINITIONS[self.code]

    @property
    def total(self) -> Part:
        """What the lines add up to; participants are counted where each belongs to one line only."""
        return Part(
            sum(line.part.projects for line in self.lines),
            sum(line.part.participants for line in self.lines),
            sum((line.part.granted for line in self.lines), Decimal(0)),
        )


def projects_by_year(figures: Balance, years: Iterable[int]) -> charts.Chart:
    """Projects of each year as columns."""
    return charts.columns(
        _("Projects by year"),
        [(str(year), figures.by_year[year].projects if year in figures.by_year else 0) for year in years],
        label_heading=_("Year"), value_heading=pgettext("balance", "Projects"),
    )  # fmt: skip


def granted_by_year(figures: Balance, years: Iterable[int]) -> charts.Chart:
    """Amounts of each year as columns, in thousands of euros."""
    return charts.columns(
        _("Granted by year, in thousand euros"),
        [(str(year), figures.by_year[year].granted / 1000 if year in figures.by_year else 0) for year in years],
        label_heading=_("Year"), value_heading=_("Granted, in thousand euros"),
        write=lambda value: reader().number(value, decimals=0),
    )  # fmt: skip


def growth(figures: Balance, years: Iterable[int]) -> charts.Chart:
    """Participants of all years so far as a line."""
    total, points = 0, []
    for year in years:
        total += figures.by_year[year].new_participants if year in figures.by_year else 0
        points.append((str(year), total))
    return charts.line(_("Participants so far"), points, label_heading=_("Year"), value_heading=_("Participants"))


def granted_by_block(lines: Iterable[Line]) -> charts.Chart:
    """Amounts of the building blocks side by side."""
    return charts.bars(
        _("Granted by building block"),
        [(line.label, line.part.granted) for line in lines],
        label_heading=_("Building block"), value_heading=_("Granted"), write=lambda value: reader().money(value),
    )  # fmt: skip


def of_programme(programme: Programme, figures: Balance) -> Mapping[str, charts.Chart]:
    """The charts of a programme, by the names under which they can be fetched; none while there is no project."""
    if not figures.projects:
        return {}
    return {
        **of_block(programme, figures),
        "participants": growth(figures, years_of(programme, figures)),
        "granted-by-block": granted_by_block(block_lines(programme, figures)),
    }


def of_block(programme: Programme, figures: Balance) -> Mapping[str, charts.Chart]:
    """Those that one building block has as well, from its figures alone."""
    if not figures.projects:
        return {}
    years = years_of(programme, figures)
    return {
        "projects-by-year": projects_by_year(figures, years),
        "granted-by-year": granted_by_year(figures, years),
    }


def years_of(programme: Programme, figures: Balance) -> list[int]:
    """Every year from the programme's first to the last with a project, without a gap."""
    last = max([*figures.by_year, programme.valid_from.year])
    return list(range(min([*figures.by_year, programme.valid_from.year]), last + 1))


def breakdowns(programme: Programme, figures: Balance, places: Geography) -> Iterator[Breakdown]:
    """Every way to divide the whole, for pages and files."""
    yield Breakdown("by_year", [Line(str(year), str(year), part) for year, part in figures.by_year.items()])
    yield Breakdown("by_block", list(block_lines(programme, figures)), with_participants=False)
    yield Breakdown("by_kind", [Line(code, kind_label(code), part) for code, part in figures.by_kind.items()])
    yield Breakdown("by_size", list(_size_lines(figures)))
    yield Breakdown("by_region", _place_lines(figures.by_region, places.regions))
    yield Breakdown("by_district", _place_lines(figures.by_district, places.districts))


def block_lines(programme: Programme, figures: Balance) -> Iterator[Line]:
    """In the programme's order; projects without a building block last."""
    for block in programme.blocks.all():
        if block.pk in figures.by_block:
            yield Line(block.code, block.title, figures.by_block[block.pk])
    if None in figures.by_block:
        yield Line("", _("without a building block"), figures.by_block[None])


_KINDS: Final = {kind.value: kind for kind in ApplicantKind}


def kind_label(code: str) -> str:
    """What readers call a kind of participant."""
    return str(_KINDS[code].label) if code in _KINDS else _("Bodies outside the register")


def size_label(code: str) -> str:
    """What readers call a class of size."""
    known = {size.code: str(size.label) for size in SIZE_CLASSES}
    return known.get(code) or (
        _("Districts, without a class") if code == DISTRICTS else _("Bodies outside the register")
    )


def repeat_label(count: int) -> str:
    """“with 2 projects”, the last one open upwards."""
    if count >= MOST_REPEATS:
        return _("with %(count)s or more projects") % {"count": count}
    return ngettext("with %(count)s project", "with %(count)s projects", count) % {"count": count}


def _size_lines(figures: Balance) -> Iterator[Line]:
    for code in (*(size.code for size in SIZE_CLASSES), DISTRICTS, OUTSIDE):
        if code in figures.by_size:
            yield Line(code, size_label(code), figures.by_size[code])


def _place_lines(parts: Any, names: Any) -> list[Line]:
    lines = [Line(code, names.get(code) or _("Bodies outside the register"), part) for code, part in parts.items()]
    return sorted(lines, key=lambda line: -line.part.granted)
