# ruff: noqa: N999 - the command is called so
"""`kommin import`: take over grants of earlier years from a spreadsheet, list what was taken over, take it back."""

import json as json_module
import sys
from argparse import ArgumentParser
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from kommin.foundation.access import Actor
from kommin.foundation.cli import BadInput, HouseCommand, Subcommands, add_json, existing_file
from kommin.foundation.tables import TableError, write_csv, write_xlsx
from kommin.foundation.ui.formatting import reader
from kommin.imports import exports, queries
from kommin.imports.actions import discard_import, take_back_import
from kommin.imports.actions.loading import load_ready, ready_to_load
from kommin.imports.actions.preparing import Draft, draft, keep_draft
from kommin.imports.answers import answer
from kommin.imports.arguments import control_total as amount
from kommin.imports.core.doubts import KINDS
from kommin.imports.core.mapping import Mapping, read_mapping
from kommin.imports.core.preparing import LIMITS
from kommin.imports.errors import ImportFileError, ImportStateError
from kommin.imports.models import GrantImport
from kommin.programmes.models import Programme
from kommin.register.errors import RegisterError
from kommin.register.queries import register_by_code

_LISTED = 20
NO = 1
BY = "kommin import grants"


class Command(HouseCommand):
    help = "Take over grants of earlier years from a spreadsheet; list, export or take back what was taken over."
    refusals = (ImportFileError, ImportStateError, TableError, RegisterError)

    def add_subcommands(self, group: Subcommands) -> None:
        take = group.add("grants", self.grants, help="read a file of grants, say what is doubtful, load what is sure")
        take.add_argument("file", type=existing_file)
        _add_reading(take)
        take.add_argument("--dry-run", action="store_true", help="show what would be loaded, change nothing")
        add_json(take)
        listed = group.add("list", self.list, help="the imports of a programme")
        listed.add_argument("--programme", required=True, metavar="SLUG")
        add_json(listed)
        out = group.add("export", self.export, help="write what was taken over, as CSV or XLSX")
        out.add_argument("number", type=int)
        out.add_argument("--output", type=Path, required=True, metavar="FILE")
        back = group.add("take-back", self.take_back, help="undo an import whole; every figure is as before")
        back.add_argument("number", type=int)
        back.add_argument("--reason", required=True, help="why; stays in the record")
        add_json(back)

    def grants(self, *, file: Path, programme: str, dry_run: bool, json: bool, **options: Any) -> None:
        chosen = _programme(programme)
        register = register_by_code(options["register"])
        content = _content(file)
        given = _given(options, _remembered(chosen, options["source"] or file.stem))
        with self.progress(_("Reading")):
            made = draft(
                programme=chosen, content=content, file_name=file.name, given=given, source=options["source"],
                control_total=options["control_total"], register=register,
            )  # fmt: skip
        number = None
        if not dry_run and not made.is_blocked and not made.changes_nothing:
            number = self._load(made, content, file.name, options["control_total"])
        if json:
            self.print_json({"import": number, "dry_run": dry_run, **answer(made, loaded=number is not None)})
        else:
            self._tell(made, number, dry_run=dry_run)
        if made.is_blocked:
            sys.exit(NO)

    def _load(self, made: Draft, content: bytes, name: str, total: Decimal | None) -> int:
        """Keep, make ready, load: three bars, because each takes its time. What cannot be loaded is put aside."""
        from django.db import transaction

        by = Actor.command(BY)
        rows = len(made.prepared.read.rows)
        with self.progress(_("Keeping the rows"), rows) as advance:
            kept = keep_draft(made, content=content, file_name=name, control_total=total, by=by, advance=advance)
        try:
            with ExitStack() as stack:
                with self.progress(_("Making ready"), kept.count("ready")) as advance:
                    ready = stack.enter_context(ready_to_load(grant_import=kept, by=by, advance=advance))
                with self.progress(_("Loading"), kept.count("ready")) as advance, transaction.atomic():
                    load_ready(ready, advance=advance)
        except BaseException:
            discard_import(grant_import=kept, by=by)
            raise
        return kept.pk

    def _tell(self, made: Draft, number: int | None, *, dry_run: bool) -> None:
        told = answer(made, loaded=number is not None)
        money = reader().money
        self._tell_mapping(made)
        self.print_table(
            [_("Column"), _("In the file"), _("Of grants"), _("Loaded"), _("Explained difference")],
            [
                (each.column, money(each.before), money(each.of_grants), money(each.after), money(each.difference))
                for each in made.prepared.sums
            ],
            right=[1, 2, 3, 4],
        )
        for control in told["control_totals"]:
            where = control["text"] or _("the control total given")
            verdict = _("fits") if control["fits"] else _("does not fit: %(much)s") % {"much": control["difference"]}
            self.stdout.write(_("Row %(row)s, “%(where)s”: %(verdict)s") % {"row": control["row"], "where": where,
                                                                        "verdict": verdict})  # fmt: skip
        self._tell_problems(told["problems"])
        self.stdout.write(
            _("%(rows)s rows: %(ready)s ready, %(needs_choice)s to be chosen, %(skipped)s left out.") % told
        )
        self.stdout.write(_outcome(made, number, told, dry_run=dry_run))

    def _tell_mapping(self, made: Draft) -> None:
        mapping = made.prepared.mapping
        where = _("header in line %(line)s") % {"line": mapping.header_line}
        self.stdout.write(f"{mapping.sheet}, {where}" if mapping.sheet else where)
        self.print_table([_("Field"), _("Column")], list(mapping.columns.items()))

    def _tell_problems(self, problems: list[dict[str, Any]]) -> None:
        if not problems:
            return
        self.print_table(
            [_("Row"), _("Column"), _("What"), _("Reason")],
            [
                (each["row"] or "", each["column"], str(KINDS[each["kind"]].label), each["reason"])
                for each in problems[:_LISTED]
            ],
            right=[0],
        )
        if len(problems) > _LISTED:
            self.stdout.write(_("and %(more)s more (--json has them all)") % {"more": len(problems) - _LISTED})

    def list(self, *, programme: str, json: bool, **_options: Any) -> None:
        rows = list(queries.imports_of(_programme(programme)))
        if json:
            self.print_json([_as_json(row) for row in rows])
            return
        self.print_table(
            [_("Number"), _("File"), _("Source"), _("State"), _("Rows"), _("Loaded")],
            [
                (row.pk, row.file_name, row.source, row.get_state_display(), row.count("rows"), row.loaded_at or "")
                for row in rows
            ],
            right=[0, 4],
        )

    def export(self, *, number: int, output: Path, **_options: Any) -> None:
        row = _import(number)
        if output.suffix.lower() not in {".csv", ".xlsx"}:
            raise BadInput(_("The result can be written as .csv or .xlsx."))
        if not output.parent.is_dir():
            raise BadInput(_("There is no folder %(path)s.") % {"path": output.parent})
        if output.suffix.lower() == ".csv":
            with output.open("w", encoding="utf-8", newline="") as file:
                file.writelines(write_csv(exports.COLUMNS, exports.rows_of(row)))
        else:
            with output.open("wb") as file:
                write_xlsx(file, exports.COLUMNS, exports.rows_of(row), title=row.source)

    def take_back(self, *, number: int, reason: str, json: bool, **_options: Any) -> None:
        row = _import(number)
        with self.progress(_("Taking back"), row.count("ready")) as advance:
            row = take_back_import(
                grant_import=row, reason=reason, by=Actor.command("kommin import take-back"), advance=advance
            )
        if json:
            self.print_json(_as_json(row))
        else:
            self.stdout.write(_("Import %(number)s is taken back; every figure is as before.") % {"number": row.pk})


def _add_reading(parser: ArgumentParser) -> None:
    parser.add_argument("--programme", required=True, metavar="SLUG", help="the programme the grants belong to")
    parser.add_argument(
        "--mapping", type=existing_file, metavar="FILE", help="what --json answered as mapping, changed"
    )
    parser.add_argument("--column", action="append", default=[], metavar="FIELD=COLUMN", help="which column is what")
    parser.add_argument("--decide", action="append", default=[], metavar="KIND=DECISION", help="what holds for a doubt")
    parser.add_argument(
        "--sheet",
        metavar="N",
        help="the sheet of a workbook, by name or number (default: the one most like a list of grants)",
    )
    parser.add_argument("--header-line", type=int, metavar="N", help="the line of the header, if it is not recognised")
    parser.add_argument("--control-total", type=amount, metavar="N", help="what all grants of the file add up to")
    parser.add_argument("--source", default="", help="where the file comes from (default: the file's name)")
    parser.add_argument("--year", type=int, help="the budget year of rows that say neither day nor year")
    parser.add_argument("--currency", help="the currency the programme counts in (default: EUR)")
    parser.add_argument("--encoding", help="overrule the encoding that is recognised")
    parser.add_argument("--delimiter", help="overrule the delimiter that is recognised")
    parser.add_argument("--register", default="", metavar="CODE", help="another register than the house's own")


def _content(file: Path) -> bytes:
    """The bytes; of a file that is too large only so many that the refusal can tell."""
    try:
        with file.open("rb") as opened:
            return opened.read(LIMITS.bytes + 1)
    except OSError as error:
        raise BadInput(_("The file cannot be read: %(reason)s.") % {"reason": error.strerror}) from error


def _remembered(programme: Programme, source: str) -> dict[str, Any]:
    from kommin.imports.actions.preparing import remembered

    return remembered(programme, source).to_json()


def _given(options: dict[str, Any], parts: dict[str, Any]) -> Mapping | None:
    """The mapping out of a file and single options; None leaves all to what is remembered and recognised."""
    changed = {
        name: options[name]
        for name in ("sheet", "header_line", "year", "currency", "encoding", "delimiter")
        if options[name] is not None
    }
    columns, decisions = _pairs(options["column"]), _pairs(options["decide"])
    if options["mapping"]:
        try:
            parts = json_module.loads(options["mapping"].read_text(encoding="utf-8"))
        except ValueError as error:
            raise BadInput(_("%(path)s is no JSON file.") % {"path": options["mapping"]}) from error
        if isinstance(parts, dict) and isinstance(parts.get("mapping"), dict):
            parts = parts["mapping"]  # the whole answer of --json does as well
    elif not changed and not columns and not decisions:
        return None
    read = read_mapping(parts).to_json()
    read |= changed
    read["columns"] |= columns
    read["decisions"] |= decisions
    return read_mapping(read)


def _pairs(given: "list[str]") -> dict[str, str]:
    found = {}
    for pair in given:
        name, mark, value = pair.partition("=")
        if not mark:
            raise BadInput(_("“%(pair)s”: please write NAME=VALUE.") % {"pair": pair})
        found[name.strip()] = value.strip()
    return found


def _programme(slug: str) -> Programme:
    found = Programme.objects.filter(slug=slug).first()
    if found is None:
        known = ", ".join(Programme.objects.order_by("slug").values_list("slug", flat=True)[:20]) or "–"
        raise BadInput(_("There is no programme “%(slug)s”. There are: %(known)s.") % {"slug": slug, "known": known})
    return found


def _import(number: int) -> GrantImport:
    found = GrantImport.objects.filter(pk=number).first()
    if found is None:
        raise BadInput(_("There is no import %(number)s.") % {"number": number})
    return found


def _as_json(row: GrantImport) -> dict[str, Any]:
    return {
        "import": row.pk, "programme": row.programme.slug, "file": row.file_name, "source": row.source,
        "state": row.state, "counts": row.summary.get("counts", {}), "loaded_at": row.loaded_at,
        "taken_back_at": row.taken_back_at, "reason": row.reason,
    }  # fmt: skip


def _outcome(made: Draft, number: int | None, told: dict[str, Any], *, dry_run: bool) -> str:
    if made.is_blocked:
        return _("Nothing was loaded: a total does not fit or too much is missing. Decide with --decide KIND=DECISION.")
    if dry_run:
        return _("This was a trial run; nothing was changed.")
    if number is None:
        return _("Everything in this file that is ready is loaded already; nothing was changed.")
    return _("Import %(number)s: %(imported)s rows loaded, %(amount)s in force.") % {
        "number": number, "imported": told["imported"], "amount": reader().money(Decimal(told["amount_eur"])),
    }  # fmt: skip
