"""Legal regimes: the set of parameter values in force on a day.

Every value has its own validity, source and confirmation. A regime is not stored as a set; it is what is in force on
its day, so that one value can change without the others being written again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from kommin.law.dates import parse_date
from kommin.law.derivation import Basis
from kommin.law.errors import LawError
from kommin.law.parameters import PARAMETERS
from kommin.law.texts import Choice, Days, Money, Months, Percent, Points, Text, Value, Years
from kommin.law.texts import gettext_noop as _

T = TypeVar("T")


@dataclass(frozen=True)
class RegimeName:
    """A name people use for the set in force from a day on, such as `NRW-2025`."""

    name: str
    jurisdiction: str
    valid_from: date


@dataclass(frozen=True)
class ParameterValue:
    """One value of one parameter with its validity and source."""

    jurisdiction: str
    parameter: str
    valid_from: date
    value: Value
    source: str
    confirmed: bool
    note: str = ""
    valid_until: date | None = None

    @property
    def label(self) -> Text:
        return PARAMETERS[self.parameter].label

    @property
    def written(self) -> str:
        """The value as data files write it."""
        return PARAMETERS[self.parameter].write(self.value)


@dataclass(frozen=True)
class Regime:
    """The values in force on `day`. Reading one gives a `Basis`, which a step of a derivation keeps."""

    name: str
    jurisdiction: str
    day: date
    values: Mapping[str, ParameterValue]

    def basis(self, parameter: str) -> Basis:
        """The value of a parameter with its source.

        Raises:
            LawError: the regime sets no such value.
        """
        found = self.values.get(parameter)
        if found is None:
            label = PARAMETERS[parameter].label
            raise LawError(
                Text(_("The regime {name} has no value for “{parameter}”."), name=self.name, parameter=label),
                field="regime",
            )
        return Basis(parameter, found.label, found.value, found.source, found.valid_from, found.confirmed, found.note)

    @property
    def unconfirmed(self) -> tuple[ParameterValue, ...]:
        """The values in force that nobody has confirmed."""
        return tuple(value for value in self.values.values() if not value.confirmed)


class RegimeBook:
    """All regimes of all jurisdictions; values added later stand over those of the same parameter and first day."""

    def __init__(self, names: Iterable[RegimeName], values: Iterable[ParameterValue]) -> None:
        self.names = tuple(
            sorted({name.name: name for name in names}.values(), key=lambda name: (name.valid_from, name.name))
        )
        unique = {(value.jurisdiction, value.parameter, value.valid_from): value for value in values}
        self.values = tuple(
            unique[key] for key in sorted(unique, key=lambda key: (key[0], list(PARAMETERS).index(key[1]), key[2]))
        )
        self._by_parameter: dict[tuple[str, str], list[ParameterValue]] = defaultdict(list)
        for value in self.values:
            self._by_parameter[value.jurisdiction, value.parameter].append(value)

    def with_rows(self, names: Iterable[RegimeName], values: Iterable[ParameterValue]) -> RegimeBook:
        """A book with further rows over these."""
        return RegimeBook((*self.names, *names), (*self.values, *values))

    @property
    def jurisdiction(self) -> str:
        """The jurisdiction meant when nobody names one: that of the oldest regime."""
        return self.names[0].jurisdiction if self.names else ""

    def named(self, name: str) -> Regime:
        """The regime of that name, on its first day."""
        for known in self.names:
            if known.name.casefold() == name.casefold():
                return self._regime(known, known.valid_from)
        raise LawError(
            Text(
                _("No regime is called “{name}”. Known are: {names}; a date such as 2025-06-07 does as well."),
                name=name[:40],
                names=", ".join(known.name for known in self.names),
            ),
            field="regime",
        )

    def on(self, day: date, jurisdiction: str | None = None) -> Regime:
        """The regime in force on a day.

        Raises:
            LawError: the day lies before the first regime.
        """
        place = jurisdiction or self.jurisdiction
        names = [name for name in self.names if name.jurisdiction == place]
        known = [name for name in names if name.valid_from <= day]
        if not known:
            first = min((name.valid_from for name in names), default=None)
            if first is None:
                raise LawError(Text(_("No regime is known for “{place}”."), place=place), field="regime")
            raise LawError(
                Text(_("No regime is known for {day}; the first applies from {first}."), day=day, first=first),
                field="regime",
            )
        return self._regime(known[-1], day)

    def find(self, text: str) -> Regime:
        """The regime of a name or of a date, whichever was written."""
        cleaned = text.strip()
        if cleaned[:1].isdigit():
            return self.on(parse_date(cleaned, field="regime"))
        return self.named(cleaned)

    def ends(self, value: ParameterValue) -> date | None:
        """The last day of a value: its own, or the day before the next value begins; None while open."""
        later = [other.valid_from for other in self._by_parameter[value.jurisdiction, value.parameter]]
        following = [day - timedelta(days=1) for day in later if day > value.valid_from]
        return min([*following, *([value.valid_until] if value.valid_until else [])], default=None)

    def _regime(self, name: RegimeName, day: date) -> Regime:
        values = {}
        for parameter in PARAMETERS:
            known = [v for v in self._by_parameter.get((name.jurisdiction, parameter), ()) if v.valid_from <= day]
            if known and (known[-1].valid_until is None or day <= known[-1].valid_until):
                values[parameter] = known[-1]
        return Regime(name.name, name.jurisdiction, day, values)


def money(basis: Basis) -> Money:
    """The value of a basis that is an amount."""
    return _typed(basis, Money)


def count(basis: Basis) -> int:
    """The value of a basis that counts days, months or years."""
    value = basis.value
    if not isinstance(value, Days | Months | Years):
        raise TypeError(basis.name)
    return value.count


def flag(basis: Basis) -> bool:
    """The value of a basis that is yes or no."""
    return _typed(basis, bool)


def choice(basis: Basis) -> Choice:
    """The value of a basis that is one of several possibilities."""
    return _typed(basis, Choice)


def percent(basis: Basis) -> Percent:
    """The value of a basis that is a percentage."""
    return _typed(basis, Percent)


def points(basis: Basis) -> Points:
    """The value of a basis in percentage points."""
    return _typed(basis, Points)


def _typed(basis: Basis, kind: type[T]) -> T:
    if not isinstance(basis.value, kind):
        raise TypeError(basis.name)
    return basis.value
