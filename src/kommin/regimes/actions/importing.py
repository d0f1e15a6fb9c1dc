"""Bring base rates and regimes into the house, over what is shipped. Nothing is overwritten: newer rows are added."""

from dataclasses import dataclass

from django.db import transaction

from kommin.foundation.access import Actor, require
from kommin.foundation.audit.actions import record
from kommin.law.errors import LawError
from kommin.law.rates import BUNDESBANK, BaseRate, read_rates
from kommin.law.regime_files import read_regime_file
from kommin.law.regimes import ParameterValue, RegimeName
from kommin.law.texts import Text
from kommin.law.texts import gettext_noop as _
from kommin.regimes.models import BaseRateRow, ParameterRow, RegimeRow
from kommin.regimes.queries import base_rates, regime_book
from kommin.regimes.rules import may_import_law

LARGEST_FILE = 2_000_000
"""Bytes; the Bundesbank's whole series has some twenty thousand."""


@dataclass(frozen=True)
class ImportReport:
    """What an import found: keys of rows that were new, that changed, and that were in force already."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    same: tuple[str, ...]

    @property
    def written(self) -> int:
        return len(self.new) + len(self.changed)


def import_base_rates(*, content: bytes, by: Actor, source: str = BUNDESBANK) -> ImportReport:
    """Add the base rates of a CSV file that are not in force yet; run twice, the second run adds nothing.

    Raises:
        LawError: a line is wrong (named, with the reason); then nothing is added.
        NotAllowed: `by` may not do this.
    """
    require(may_import_law, by=by)
    rates = read_rates(_decoded(content), source=source)
    with transaction.atomic():
        known = {rate.valid_from: rate for rate in base_rates().rows}
        report = _compared({rate.valid_from.isoformat(): _differs(rate, known.get(rate.valid_from)) for rate in rates})
        fresh = [rate for rate in rates if rate.valid_from.isoformat() not in report.same]
        BaseRateRow.objects.bulk_create(
            BaseRateRow(
                valid_from=rate.valid_from,
                percent=rate.percent,
                confirmed=rate.confirmed,
                source=source,
                imported_by=str(by),
            )
            for rate in fresh
        )
        if fresh:
            rows = {rate.valid_from.isoformat(): rate.percent for rate in fresh}
            record(action="regimes.base_rates_imported", by=by, data={"rows": rows, "source": source})
    return report


def import_regimes(*, content: bytes, by: Actor) -> ImportReport:
    """Add the names and values of a regime file that are not in force yet; run twice, the second run adds nothing.

    Raises:
        LawError: the file is wrong somewhere (the place is named); then nothing is added.
        NotAllowed: `by` may not do this.
    """
    require(may_import_law, by=by)
    book = read_regime_file(_decoded(content))
    with transaction.atomic():
        in_force = regime_book()
        names = {name.name: name for name in in_force.names}
        values = {_key(value): value for value in in_force.values}
        report = _compared(
            {name.name: _differs(name, names.get(name.name)) for name in book.names}
            | {_key(value): _differs(value, values.get(_key(value))) for value in book.values}
        )
        fresh_names = [name for name in book.names if name.name not in report.same]
        fresh_values = [value for value in book.values if _key(value) not in report.same]
        RegimeRow.objects.bulk_create(_regime_row(name, by) for name in fresh_names)
        ParameterRow.objects.bulk_create(_parameter_row(value, by) for value in fresh_values)
        if report.written:
            rows = {_key(value): value.written for value in fresh_values}
            data = {"names": [name.name for name in fresh_names], "values": rows}
            record(action="regimes.regimes_imported", by=by, data=data)
    return report


def _decoded(content: bytes) -> str:
    if len(content) > LARGEST_FILE:
        raise LawError(Text(_("The file is too large for this.")), field="file")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("iso-8859-1")


def _differs(found: object, known: object | None) -> bool | None:
    """None for something new, else whether it says something other than what is in force."""
    if known is None:
        return None
    if isinstance(found, BaseRate) and isinstance(known, BaseRate):
        return (found.percent, found.confirmed) != (known.percent, known.confirmed)
    return found != known


def _compared(found: dict[str, bool | None]) -> ImportReport:
    return ImportReport(
        new=tuple(key for key, differs in found.items() if differs is None),
        changed=tuple(key for key, differs in found.items() if differs is True),
        same=tuple(key for key, differs in found.items() if differs is False),
    )


def _key(value: ParameterValue) -> str:
    return f"{value.jurisdiction} {value.parameter} {value.valid_from.isoformat()}"


def _regime_row(name: RegimeName, by: Actor) -> RegimeRow:
    return RegimeRow(
        name=name.name,
        jurisdiction=name.jurisdiction,
        valid_from=name.valid_from,
        source=name.jurisdiction,
        imported_by=str(by),
    )


def _parameter_row(value: ParameterValue, by: Actor) -> ParameterRow:
    return ParameterRow(
        jurisdiction=value.jurisdiction,
        parameter=value.parameter,
        valid_from=value.valid_from,
        valid_until=value.valid_until,
        value=value.written,
        confirmed=value.confirmed,
        note=value.note,
        source=value.source,
        imported_by=str(by),
    )
