"""`kommin register`: load, find, match, import."""

import json as json_module
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kommin.foundation.access import Actor
from kommin.foundation.cli import BadInput, HouseCommand, Subcommands, add_json, existing_file
from kommin.foundation.tables import TableError, open_workbook, write_csv, write_xlsx
from kommin.register import matching_files, queries
from kommin.register.actions import Difference, compare_edition, create_register, import_edition, load_register
from kommin.register.answers import describe_match
from kommin.register.arguments import day, positive
from kommin.register.editions import Edition, EditionError, check_edition
from kommin.register.editions.gv100ad import read_gv100ad
from kommin.register.editions.mapped import propose_mapping, read_mapped
from kommin.register.editions.shipped import SHIPPED
from kommin.register.errors import RegisterError
from kommin.register.kinds import kind_label
from kommin.register.models import Register

_LISTED = 20
_FORMATS = ("gv100ad", "table")


class Command(HouseCommand):
    help = "The register of municipalities: load, find, match a file, import an edition."
    refusals = (RegisterError, EditionError, TableError)

    def add_subcommands(self, group: Subcommands) -> None:
        load = group.add("load", self.load, help="load the register that ships with the software")
        load.add_argument("code", nargs="?", choices=SHIPPED, default=SHIPPED[0])
        add_json(load)
        find = group.add("find", self.find, help="what a text means, best match first")
        find.add_argument("text")
        find.add_argument("--limit", type=positive, default=10, help="how many matches at most (default: 10)")
        _add_register(find)
        add_json(find)
        match = group.add("match", self.match, help="match every row of a table")
        _add_table_options(match)
        match.add_argument("--column", required=True, help="the column with the names")
        match.add_argument("--output", type=Path, metavar="FILE", help="write the result as CSV or XLSX")
        _add_register(match)
        add_json(match)
        self._add_import(group)

    def _add_import(self, group: Subcommands) -> None:
        take = group.add("import", self.import_, help="take over an edition: GV100AD, or a table with named columns")
        _add_table_options(take)
        take.add_argument("--format", choices=_FORMATS, help="recognised by the file where it is left out")
        take.add_argument("--column", action="append", default=[], metavar="FIELD=COLUMN", help="which column is what")
        take.add_argument("--mapping", type=existing_file, metavar="FILE", help="the same as a JSON object in a file")
        take.add_argument("--as-of", type=day, metavar="DAY", help="the day a table describes")
        take.add_argument("--population-on", type=day, metavar="DAY", help="the day of the population figures")
        take.add_argument("--source", default="", help="whom to name as the source")
        take.add_argument("--only", metavar="KEY", help="only keys that begin so, or “all” (GV100AD)")
        take.add_argument("--name", default="", help="name of a new register")
        take.add_argument("--country", default="", help="country of a new register, two letters")
        take.add_argument("--language", default="de", help="language of a new register's names (default: de)")
        take.add_argument("--partial", action="store_true", help="the file lists only some: what is missing goes on")
        take.add_argument("--many-may-end", action="store_true", help="confirm that many municipalities end")
        take.add_argument("--dry-run", action="store_true", help="show what would change, change nothing")
        _add_register(take)
        add_json(take)

    def load(self, *, code: str, json: bool, **_options: Any) -> None:
        with self.progress(_("Loading the register")):
            difference = load_register(by=Actor.command("kommin register load"), code=code)
        counts = difference.counts() if difference else {}
        if json:
            self.print_json({"register": code, "changed": bool(counts and any(counts.values())), **counts})
        elif difference is None:
            self.stdout.write(_("A newer edition is in use; nothing was changed."))
        elif difference.is_empty:
            self.stdout.write(_("The register is loaded already; nothing was changed."))
        else:
            self._print_difference(difference)

    def find(self, *, text: str, limit: int, register: str, json: bool, **_options: Any) -> None:
        chosen = queries.register_by_code(register)
        answer = queries.find(text, chosen)
        described = [describe_match(match, queries.matcher(chosen)) for match in answer.matches[:limit]]
        if json:
            self.print_json(described)
        elif described:
            self.print_table(
                [_("Key"), _("Name"), _("Kind"), _("District"), _("Confidence")],
                [
                    (row["key"], row["name"], kind_label(row["kind"]), row["district_name"], f"{row['confidence']:.2f}")
                    for row in described
                ],
                right=[4],
            )
        elif answer.other_body:
            self.stdout.write(_("This names a body of its own, not a municipality."))
        else:
            self.stdout.write(_("Nothing in the register fits."))

    def match(
        self, *, file: Path, column: str, output: Path | None, sheet: str | None, encoding: str | None,
        delimiter: str | None, register: str, json: bool, **_options: Any,
    ) -> None:  # fmt: skip
        _refuse_other_endings(output)
        chosen = queries.register_by_code(register)
        table = open_workbook(file, encoding=encoding, delimiter=delimiter).table(sheet)
        position = table.column(column).index
        known = queries.matcher(chosen)
        with self.progress(_("Matching"), len(table.rows)) as advance:
            found = list(matching_files.match_rows(known, table, position, advance))
        rows = [matching_files.as_row(item) for item in found]
        if output:
            _write(output, matching_files.COLUMNS, rows)
        if json:
            self.print_json([dict(zip(matching_files.COLUMNS, row, strict=True)) for row in rows])
        else:
            if not output:
                self.print_table(matching_files.COLUMNS, rows)
            for status, count in matching_files.summary(found):
                self.stdout.write(f"{matching_files.status_label(status)}: {count}")

    def import_(self, *, register: str, dry_run: bool, json: bool, **options: Any) -> None:
        chosen = Register.objects.filter(code=register).first() if register else queries.default_register()
        with self.progress(_("Reading")):
            edition = _read(chosen.code if chosen else register, options)
        check_edition(edition)
        complete = not options["partial"]
        if dry_run:
            difference = compare_edition(chosen, edition, complete=complete)
        else:
            by = Actor.command("kommin register import")
            with self.progress(_("Importing")):
                difference = _import(chosen, register, edition, complete, by, options)
        if json:
            self.print_json(_as_json(difference, dry_run=dry_run))
        else:
            self._print_difference(difference)
            if dry_run:
                self.stdout.write(_("This was a trial run; nothing was changed."))

    def _print_difference(self, difference: Difference) -> None:
        for warning in difference.edition.warnings:
            self.stderr.write(warning)
        if difference.is_empty:
            self.stdout.write(_("Nothing changes."))
            return
        rows: list[tuple[str, str, str, str]] = [
            *((_("appears"), record.key, record.name, "") for _level, record in difference.appears),
            *(
                (pgettext("a place in a new edition", "changes"), change.key, change.name, _words(change.fields))
                for change in difference.changes
            ),
            *((_("ends"), ending.key, ending.name, ", ".join(ending.successors)) for ending in difference.ends),
            *(
                (_("succeeded"), item.change.old_key, item.change.old_name, item.change.new_key)
                for item in difference.successions
            ),
        ]
        self.print_table([_("What"), _("Key"), _("Name"), _("Details")], rows[:_LISTED])
        if len(rows) > _LISTED:
            more = len(rows) - _LISTED
            self.stdout.write(ngettext("and %(more)s more", "and %(more)s more", more) % {"more": more})
        self.stdout.write(
            _(
                "%(appears)s appear, %(changes)s change, %(ends)s end, %(successions)s keys have successors,"
                " %(populations)s population figures are new."
            )
            % difference.counts()
        )


def _add_register(parser: ArgumentParser) -> None:
    parser.add_argument("--register", default="", metavar="CODE", help="another register than the house's own")


def _add_table_options(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=existing_file)
    parser.add_argument("--sheet", help="the sheet of a workbook (default: the first that holds something)")
    parser.add_argument("--encoding", help="overrule the encoding that is recognised")
    parser.add_argument("--delimiter", help="overrule the delimiter that is recognised")


def _read(code: str, options: Mapping[str, Any]) -> Edition:
    """The edition that a file holds, in the format named or recognised."""
    path: Path = options["file"]
    if (options["format"] or _recognise(path)) == "gv100ad":
        with path.open("rb") as file:
            content = file.read(50_000_001)
        only = "" if options["only"] == "all" else options["only"]
        return read_gv100ad(
            content,
            register_code=code,
            only=only,
            population_on=options["population_on"],
            source=options["source"],
        )
    if options["as_of"] is None:
        raise BadInput(_("Please say which day the table describes (--as-of 2024-01-01)."))
    workbook = open_workbook(path, encoding=options["encoding"], delimiter=options["delimiter"])
    table = workbook.table(options["sheet"])
    return read_mapped(
        table, propose_mapping(table) | _mapping(options), register_code=code, as_of=options["as_of"],
        source=options["source"], population_on=options["population_on"],
    )  # fmt: skip


def _recognise(path: Path) -> str:
    """GV100AD begins with a type of record and a day; no table does."""
    with path.open("rb") as file:
        beginning = file.read(13).removeprefix(b"\xef\xbb\xbf")[:10]
    return "gv100ad" if len(beginning) == 10 and beginning.isdigit() and beginning[:1] in b"123456" else "table"


def _mapping(options: Mapping[str, Any]) -> dict[str, str]:
    mapping: dict[str, str] = {}
    if options["mapping"]:
        try:
            given = json_module.loads(options["mapping"].read_text(encoding="utf-8"))
            mapping.update({str(field): str(column) for field, column in given.items()})
        except (ValueError, AttributeError) as error:
            raise BadInput(_('The mapping must be a JSON object: {"key": "AGS", …}.')) from error
    for pair in options["column"]:
        field, mark, column = pair.partition("=")
        if not mark:
            raise BadInput(_("“%(pair)s”: please write FIELD=COLUMN.") % {"pair": pair})
        mapping[field] = column
    return mapping


def _import(
    chosen: Register | None, code: str, edition: Edition, complete: bool, by: Actor, options: Mapping[str, Any]
) -> Difference:
    with transaction.atomic():
        if chosen is None:
            if not options["name"]:
                raise BadInput(_("There is no register “%(code)s”. To add it, give it a --name.") % {"code": code})
            chosen = create_register(
                code=code, name=options["name"], by=by, country=options["country"], language=options["language"]
            )
        return import_edition(
            register=chosen, edition=edition, by=by, complete=complete, many_may_end=options["many_may_end"]
        )


def _as_json(difference: Difference, *, dry_run: bool) -> dict[str, Any]:
    return {
        "register": difference.edition.register_code,
        "as_of": difference.edition.as_of,
        "dry_run": dry_run,
        "warnings": difference.edition.warnings,
        "counts": difference.counts(),
        "appears": [{"level": level, "key": item.key, "name": item.name} for level, item in difference.appears],
        "changes": [
            {"level": c.level, "key": c.key, "name": c.name, "fields": {n: list(pair) for n, pair in c.fields.items()}}
            for c in difference.changes
        ],
        "ends": [{"level": e.level, "key": e.key, "name": e.name, "successors": e.successors} for e in difference.ends],
        "successions": [
            {"old_key": s.change.old_key, "new_key": s.change.new_key, "guessed": s.guessed}
            for s in difference.successions
        ],
    }  # fmt: skip


def _words(fields: Mapping[str, tuple[Any, Any]]) -> str:
    return "; ".join(f"{name}: {before} → {after}" for name, (before, after) in fields.items())


def _refuse_other_endings(output: Path | None) -> None:
    if output and output.suffix.lower() not in {".csv", ".xlsx"}:
        raise BadInput(_("The result can be written as .csv or .xlsx."))
    if output and not output.parent.is_dir():
        raise BadInput(_("There is no folder %(path)s.") % {"path": output.parent})


def _write(output: Path, columns: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    if output.suffix.lower() == ".csv":
        with output.open("w", encoding="utf-8", newline="") as file:
            file.writelines(write_csv(columns, rows))
    else:
        with output.open("wb") as file:
            write_xlsx(file, columns, rows, title=_("Matches"))
