"""`kommin law`: the calculators on the command line, and the data they rest on."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from kommin.foundation.access import Actor
from kommin.foundation.cli import BadInput, HouseCommand, Subcommands, add_json, existing_file
from kommin.foundation.ui.formatting import reader
from kommin.law.derivation import Derived
from kommin.law.errors import LawError
from kommin.law.texts import NBSP
from kommin.regimes import presenting, queries
from kommin.regimes.actions import ImportReport, import_base_rates, import_regimes
from kommin.regimes.calculators import CALCULATORS, Calculator, Field, Input
from kommin.regimes.calculators.specs import read
from kommin.regimes.presenting import Shown
from kommin.regimes.reading import said

MANY = {Input.USES, Input.PARTS}


class Command(HouseCommand):
    help = "Compute what the law says: grants, drawdowns, interest, deadlines; keep base rates and regimes."

    def add_subcommands(self, group: Subcommands) -> None:
        for calculator in CALCULATORS:
            parser = group.add(calculator.name, self._runner(calculator), help=str(calculator.lead))
            _add_fields(parser, calculator)
            add_json(parser)
        rates = group.group("rates", help=_("The base rate (Basiszinssatz) by half-year."))
        add_json(rates.add("list", self.list_rates, help=_("The series in force, with sources.")))
        _add_file(rates.add("import", self.import_rates, help=_("Bring in the Bundesbank's CSV file.")))
        regimes = group.group("regimes", help=_("The legal regimes and their parameters."))
        listing = regimes.add("list", self.list_regimes, help=_("Every parameter with its validity and source."))
        listing.add_argument("--regime", metavar="NAME|DATE", help=_("Only what is in force then."))
        add_json(listing)
        _add_file(regimes.add("import", self.import_regimes, help=_("Bring in a regime file (docs/law.md).")))

    def _runner(self, calculator: Calculator) -> Any:
        def run(*, json: bool, regime: str = "", kind: str | None = None, **typed: Any) -> None:
            result = _computed(calculator, typed, kind, regime or "")
            if json:
                self.print_json(result.as_json(reader()))
            else:
                self._print_result(calculator, presenting.present(result, reader()))

        return run

    def _print_result(self, calculator: Calculator, shown: Shown) -> None:
        if calculator.name == "words":
            self.stdout.write(shown.facts[0].value)
            return
        self.print_table(
            [_("Result"), ""], [(fact.label, _spaced(fact.value)) for fact in (*shown.facts, *shown.asides)], right=[1]
        )
        rows = [
            (number, _text_of(step.text, unconfirmed=step.rests_on_unconfirmed), step.source, _spaced(step.value))
            for number, step in enumerate(shown.steps, start=1)
        ]
        self.print_table([_("No."), _("Step"), _("Source"), _("Value")], rows, right=[0, 3])
        if shown.regime:
            self.stdout.write(_("Legal regime: %(regime)s") % {"regime": shown.regime})
        if shown.unconfirmed:
            values = "; ".join(_spaced(value) for value in shown.unconfirmed)
            self.stdout.write(_("Not confirmed yet: %(values)s") % {"values": values})

    def list_rates(self, *, json: bool, **_rest: object) -> None:
        rates = queries.base_rates()
        if json:
            rows = [
                {
                    "valid_from": rate.valid_from,
                    "percent": rate.percent,
                    "source": rate.source,
                    "confirmed": rate.confirmed,
                }
                for rate in rates.rows
            ]
            self.print_json({"rates": rows})
            return
        lines = presenting.rate_lines(rates, reader())
        self.print_table(
            [_("Half-year from"), _("Percent a year"), _("Source"), _("State")],
            [(line.day, _spaced(line.percent), line.source, _state(confirmed=line.confirmed)) for line in lines],
            right=[1],
        )

    def list_regimes(self, *, json: bool, regime: str | None, **_rest: object) -> None:
        try:
            book, chosen = queries.regime_book(), None
            if regime:
                chosen = book.find(regime)
        except LawError as error:
            raise BadInput(said(error)) from error
        values = list(chosen.values.values()) if chosen else book.values
        if json:
            names = [{"name": name.name, "valid_from": name.valid_from} for name in book.names]
            rows = [
                {
                    "jurisdiction": value.jurisdiction,
                    "parameter": value.parameter,
                    "value": value.written,
                    "valid_from": value.valid_from,
                    "valid_until": book.ends(value),
                    "source": value.source,
                    "confirmed": value.confirmed,
                }
                for value in values
            ]
            self.print_json({"regimes": names, "parameters": rows})
            return
        speaks = reader()
        self.print_table(
            [_("Parameter"), _("Value"), _("Validity"), _("Source"), _("State")],
            [
                (
                    speaks.text(value.label),
                    _spaced(speaks.value(value.value)),
                    presenting.validity(value, book, speaks),
                    value.source,
                    _state(confirmed=value.confirmed),
                )
                for value in values
            ],
        )

    def import_rates(self, *, file: Path, json: bool, **_rest: object) -> None:
        self._import(file, import_base_rates, "kommin law rates import", json=json)

    def import_regimes(self, *, file: Path, json: bool, **_rest: object) -> None:
        self._import(file, import_regimes, "kommin law regimes import", json=json)

    def _import(self, file: Path, action: Any, command: str, *, json: bool) -> None:
        try:
            report: ImportReport = action(content=file.read_bytes(), by=Actor.command(command))
        except LawError as error:
            raise BadInput(f"{file}: {said(error)}") from error
        if json:
            self.print_json({"new": report.new, "changed": report.changed, "same": len(report.same)})
            return
        for key in report.new:
            self.stdout.write(_("new: %(key)s") % {"key": key})
        for key in report.changed:
            self.stdout.write(_("changed: %(key)s") % {"key": key})
        counts = {"new": len(report.new), "changed": len(report.changed), "same": len(report.same)}
        self.stdout.write(_("%(new)s new, %(changed)s changed, %(same)s already in force.") % counts)


def _add_fields(parser: CommandParser, calculator: Calculator) -> None:
    if calculator.kinds:
        parser.add_argument("--kind", choices=calculator.kinds, required=True, help=_("Kind of financing"))
    for entry in _each_once(calculator.fields):
        options: dict[str, Any] = {"help": _help(entry)}
        if entry.positional:
            parser.add_argument(entry.name, metavar="AMOUNT", **options)
            continue
        if entry.input is Input.SWITCH:
            options["action"] = "store_true"
        else:
            options["metavar"] = _METAVARS[entry.input]
        if entry.input in MANY:
            options["action"] = "append"
        parser.add_argument(entry.command_name, dest=entry.name, **options)
    if calculator.uses_regime:
        parser.add_argument(
            "--regime", metavar="NAME|DATE", help=_("Such as NRW-2025 or 2025-06-07; default: by the day of the case.")
        )


def _each_once(fields: Iterable[Field]) -> Iterable[Field]:
    """A field that is described for several kinds of financing is one option."""
    once: dict[str, Field] = {}
    for entry in fields:
        once.setdefault(entry.name, entry)
    return once.values()


def _help(entry: Field) -> str:
    said_first = f"{entry.label}. {entry.help}".strip() if entry.help else str(entry.label)
    if entry.input in MANY:
        said_first = str(entry.label) + " (" + _("may be repeated") + ")"
    return said_first.replace("%", "%%")


def _add_file(parser: CommandParser) -> None:
    parser.add_argument("file", type=existing_file, metavar="FILE")
    add_json(parser)


def _computed(calculator: Calculator, typed: Mapping[str, Any], kind: str | None, regime: str) -> Derived:
    entries = {entry.name: entry for entry in calculator.fields}
    entries |= {entry.name: entry for entry in calculator.fields_for(kind)}
    values: dict[str, Any] = {"kind": kind}
    try:
        for name, entry in entries.items():
            values[name] = _value(entry, typed.get(name))
            if values[name] is None and entry.required and entry.belongs_to(kind):
                raise BadInput(_("%(option)s is missing.") % {"option": entry.command_name})
        _refuse_strangers(calculator, values, kind)
        return calculator.run(
            values, book=queries.regime_book(), rates=queries.base_rates(), regime=regime, today=timezone.localdate()
        )
    except LawError as error:
        raise BadInput(_spaced(_with_option(error, entries))) from error


def _value(entry: Field, typed: Any) -> Any:
    if typed is None or typed == "":
        return None
    if entry.input is Input.SWITCH:
        return bool(typed)
    return read(entry, "\n".join(typed) if entry.input in MANY else typed)


def _refuse_strangers(calculator: Calculator, values: Mapping[str, Any], kind: str | None) -> None:
    """An option that means nothing for the kind chosen must not be passed over in silence."""
    known = {entry.name for entry in calculator.fields_for(kind)}
    for entry in calculator.fields:
        if entry.name not in known and values.get(entry.name) is not None:
            raise BadInput(
                _("%(option)s has no meaning for the kind “%(kind)s”.") % {"option": entry.command_name, "kind": kind}
            )


def _with_option(error: LawError, entries: Mapping[str, Field]) -> str:
    if error.field is not None and error.field in entries:
        return f"{entries[error.field].command_name}: {said(error)}"
    return f"--regime: {said(error)}" if error.field == "regime" else said(error)


def _spaced(text: str) -> str:
    """Ordinary blanks, so that the output can be searched."""
    return text.replace(NBSP, " ").replace(presenting.SOFT_HYPHEN, "")


def _text_of(text: str, *, unconfirmed: bool) -> str:
    return _spaced(text) + (f" ({_('unconfirmed')})" if unconfirmed else "")


def _state(*, confirmed: bool) -> str:
    return _("confirmed") if confirmed else _("unconfirmed")


_METAVARS = {
    Input.AMOUNT: "EURO",
    Input.PERCENT: "PERCENT",
    Input.NUMBER: "NUMBER",
    Input.DAY: "DATE",
    Input.USES: "EURO@DATE",
    Input.PARTS: "YEAR=EURO",
    Input.REQUEST: "EURO@YEAR",
}
