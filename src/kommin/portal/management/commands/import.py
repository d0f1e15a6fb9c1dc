# ruff: noqa: N999 - the command is called so
"""`kommin import releases …`: old press releases, beside what the room below takes over under the same command."""

import json as json_module
from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from kommin.foundation.access import Actor
from kommin.foundation.cli import BadInput, Subcommands, add_json, existing_file
from kommin.foundation.ui.formatting import reader
from kommin.portal.actions.taking_over import (
    begin_import,
    finish_loading,
    load_entry,
    start_loading,
    take_back_import,
)
from kommin.portal.actions.taking_over.preparing import answer
from kommin.portal.models import ReleaseImport, TopicPage
from kommin.portal.old_releases.bundle import Bundle, open_bundle
from kommin.portal.old_releases.errors import OldReleasesError
from kommin.portal.old_releases.mapping import Mapping, read_mapping
from kommin.portal.taking_over import queries
from kommin.portal.taking_over.drafting import LIMITS, Draft, draft, remembered, source_named
from kommin.portal.taking_over.errors import ReleaseImportError

Below = import_module("kommin.imports.management.commands.import").Command
BY = "kommin import releases"
_LISTED = 20


class Command(Below):  # type: ignore[misc, valid-type]  # a module of this name cannot be imported by a statement
    help = "Take over grants or press releases of earlier years; list, export or take back what was taken over."
    refusals = (*Below.refusals, OldReleasesError, ReleaseImportError)

    def add_subcommands(self, group: Subcommands) -> None:
        super().add_subcommands(group)
        take = group.add(
            "releases", self.releases, help="read a file of old press releases, say what is doubtful, load"
        )
        take.add_argument("file", type=existing_file)
        _add_reading(take)
        take.add_argument("--dry-run", action="store_true", help="show what would be loaded, change nothing")
        add_json(take)
        listed = group.add("releases-list", self.releases_list, help="the imports of press releases")
        add_json(listed)
        told = group.add("releases-report", self.releases_report, help="the doubts of an import, as JSON")
        told.add_argument("number", type=int)
        back = group.add("releases-take-back", self.releases_take_back, help="undo an import of releases whole")
        back.add_argument("number", type=int)
        back.add_argument("--reason", required=True, help="why; stays in the record")
        add_json(back)

    def releases(self, *, file: Path, dry_run: bool, json: bool, **options: Any) -> None:
        source = options["source"].strip() or source_named(file.name)
        content = _content(file)
        given: dict[str, Any] = {
            "source": source, "content": content, "language": options["language"],
            "given": _given(options, source), "topics": _topics(options["topic"], options["language"]),
        }  # fmt: skip
        bundle = open_bundle(options["files"]) if options["files"] else Bundle()
        with self.progress(_("Reading")):
            made = draft(bundle=bundle, **given)
        number = None
        if not dry_run and not made.changes_nothing:
            number = self._take_over(given, file.name, options["files"], bundle)
        if json:
            self.print_json({"import": number, "dry_run": dry_run, **answer(made)})
        else:
            self._tell_draft(made, number, dry_run=dry_run)

    def _take_over(self, given: dict[str, Any], name: str, files: Path | None, bundle: Bundle) -> int:
        """Entry by entry: whoever stops it and gives the command again goes on where it stopped."""
        by = Actor.command(BY)
        row = begin_import(file_name=name, by=by, files=files, keep_files=False, **given)
        start_loading(release_import=row, by=by)
        waiting = list(queries.waiting(row).values_list("pk", flat=True))
        with self.progress(_("Loading"), len(waiting)) as advance:
            for entry in waiting:
                load_entry(entry=entry, by=by, bundle=bundle)
                advance(1)
        finish_loading(release_import=row, by=by)
        return row.pk

    def _tell_draft(self, made: Draft, number: int | None, *, dry_run: bool) -> None:
        fields = made.reading.mapping.fields
        self.print_table(
            [_("Field"), _("In the file")], [(name, ", ".join(several)) for name, several in fields.items()]
        )
        kinds = made.plan.doubts_by_kind()
        rows = [(doubts[0].label, len(doubts), doubts[0].text) for doubts in kinds.values()]
        self.print_table([_("Doubt"), _("Number"), _("For example")], rows[:_LISTED], right=[1])
        counts = made.summary["counts"]
        self.stdout.write(
            _("Releases in the file: %(entries)s. New: %(new)s, changed: %(changed)s, unchanged: %(same)s,"
              " held back: %(held)s, no longer in the file: %(gone)s.") % counts
        )  # fmt: skip
        if dry_run:
            self.stdout.write(_("This was a trial run; nothing was changed."))
        elif number is None:
            self.stdout.write(_("Everything in this file that can be taken over is here already; nothing was changed."))
        else:
            told = {"number": number, "ready": counts["ready"]}
            self.stdout.write(_("Import %(number)s is loaded. Releases taken over: %(ready)s.") % told)

    def releases_list(self, *, json: bool, **_options: Any) -> None:
        rows = list(queries.imports())
        if json:
            self.print_json([_as_json(row) for row in rows])
            return
        self.print_table(
            [_("Number"), _("File"), _("Source"), _("State"), _("Releases"), _("Loaded")],
            [
                (
                    row.pk,
                    row.file_name,
                    row.source,
                    row.get_state_display(),
                    row.count("entries"),
                    reader().moment(row.loaded_at) if row.loaded_at else "",
                )
                for row in rows
            ],
            right=[0, 4],
        )

    def releases_report(self, *, number: int, **_options: Any) -> None:
        self.print_json(queries.report(_import(number)))

    def releases_take_back(self, *, number: int, reason: str, json: bool, **_options: Any) -> None:
        by = Actor.command("kommin import releases-take-back")
        row = take_back_import(release_import=_import(number), reason=reason, by=by)
        if json:
            self.print_json(_as_json(row))
            return
        told = {"number": row.pk, "edited": row.summary["edited"]}
        self.stdout.write(_("Import %(number)s is taken back; edited since and left as they are: %(edited)s.") % told)


def _add_reading(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--files", type=_existing, metavar="PATH", help="images and documents: a folder or a ZIP archive"
    )
    parser.add_argument("--source", default="", help="where the file comes from (default: the file's name)")
    parser.add_argument("--language", choices=["de", "en"], default="de", help="language of the releases")
    parser.add_argument("--mapping", type=existing_file, metavar="FILE", help="what --json answered, changed")
    parser.add_argument("--field", action="append", default=[], metavar="FIELD=NAME", help="which field is what")
    parser.add_argument("--topic", action="append", default=[], metavar="OLD=SLUG", help="which topic an old one is")


def _existing(text: str) -> Path:
    path = Path(text)
    if not path.exists():
        raise BadInput(_("There is no file or folder “%(name)s”.") % {"name": text})
    return path


def _content(file: Path) -> bytes:
    """The bytes; of a file that is too large only so many that the refusal can tell."""
    try:
        with file.open("rb") as opened:
            return opened.read(LIMITS.bytes + 1)
    except OSError as error:
        raise BadInput(_("The file cannot be read: %(reason)s.") % {"reason": error.strerror}) from error


def _given(options: dict[str, Any], source: str) -> Mapping | None:
    """The mapping out of a file and single options; None leaves all to what is remembered and recognised."""
    if not options["mapping"] and not options["field"]:
        return None
    parts: Any = remembered(source)[0].to_json()
    if options["mapping"]:
        try:
            parts = json_module.loads(options["mapping"].read_text(encoding="utf-8"))
        except ValueError as error:
            raise BadInput(_("%(path)s is no JSON file.") % {"path": options["mapping"]}) from error
        if isinstance(parts, dict) and isinstance(parts.get("mapping"), dict):
            parts = parts["mapping"]  # the whole answer of --json does as well
    read = read_mapping(parts).to_json()
    for field, name in _pairs(options["field"]).items():
        read["fields"][field] = [name] if name else []
    return read_mapping(read)


def _topics(given: list[str], language: str) -> dict[str, int]:
    ours = dict(TopicPage.objects.filter(locale__language_code=language).values_list("slug", "pk"))
    found = {}
    for old, slug in _pairs(given).items():
        if slug and slug not in ours:
            known = ", ".join(sorted(ours)) or "–"
            raise BadInput(_("There is no topic “%(slug)s”. There are: %(known)s.") % {"slug": slug, "known": known})
        found[old] = ours.get(slug, 0)
    return found


def _pairs(given: list[str]) -> dict[str, str]:
    found = {}
    for pair in given:
        name, mark, value = pair.partition("=")
        if not mark:
            raise BadInput(_("“%(pair)s”: please write NAME=VALUE.") % {"pair": pair})
        found[name.strip()] = value.strip()
    return found


def _import(number: int) -> ReleaseImport:
    found = ReleaseImport.objects.filter(pk=number).first()
    if found is None:
        raise BadInput(_("There is no import %(number)s.") % {"number": number})
    return found


def _as_json(row: ReleaseImport) -> dict[str, Any]:
    return {
        "import": row.pk, "file": row.file_name, "source": row.source, "state": row.state,
        "counts": row.summary.get("counts", {}), "loaded_at": row.loaded_at, "taken_back_at": row.taken_back_at,
        "reason": row.reason,
    }  # fmt: skip
