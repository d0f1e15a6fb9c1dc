"""`kommin audit`: prove that the record is whole, hand it out, seal it, protect it."""

import os
import re
import secrets
from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kommin.foundation.access import Actor
from kommin.foundation.audit import triggers
from kommin.foundation.audit.actions import NothingToErase, erase_payload, seal
from kommin.foundation.audit.export import export
from kommin.foundation.audit.models import Record
from kommin.foundation.audit.verification import Report, verify
from kommin.foundation.cli import BadInput, HouseCommand, Subcommands, add_json


class Command(HouseCommand):
    help = "The record of all actions: verify, export, seal, protect, erase."
    refusals = (NothingToErase,)

    def add_subcommands(self, group: Subcommands) -> None:
        check = group.add("verify", self.verify, help="recompute every hash and name the first that does not fit")
        check.add_argument("--case", help="only the chain of this case")
        check.add_argument("--anchor", type=_anchor, metavar="NUMBER:HASH", help="a seal noted elsewhere must be there")
        add_json(check)
        out = group.add("export", self.export, help="write everything as JSON lines that anybody can verify")
        out.add_argument("file", type=Path)
        out.add_argument("--case", help="only the chain of this case")
        out.add_argument("--personal", action="store_true", help="with personal data that is not erased")
        out.add_argument("--force", action="store_true", help="replace the file if it exists")
        add_json(out)
        add_json(group.add("seal", self.seal, help="seal now what the worker seals each minute"))
        add_json(group.add("protect", self.protect, help="restore missing triggers of append-only tables"))
        erase = group.add("erase", self.erase, help="erase the personal data of one record for good")
        erase.add_argument("record", type=int, metavar="RECORD")
        erase.add_argument("--reason", required=True, help="why; stays in the record")
        add_json(erase)

    def verify(self, *, case: str | None, anchor: tuple[int, str] | None, json: bool, **_options: Any) -> None:
        self._refuse_unknown(case)
        total = _records(case).count()
        with self.progress(_("Verifying"), total) as advance:
            report = verify(case=case, anchor=anchor, advance=advance)
        if json:
            self.print_json(report.as_json())
        else:
            self._print(report)
        if not report.is_whole:
            raise CommandError(_("The record is broken."), returncode=1)

    def export(self, *, file: Path, case: str | None, personal: bool, force: bool, json: bool, **_options: Any) -> None:
        self._refuse_unknown(case)
        if file.exists() and not force:
            raise BadInput(_("%(path)s exists already; --force replaces it.") % {"path": file})
        if not file.parent.is_dir():
            raise BadInput(_("There is no folder %(path)s.") % {"path": file.parent})
        unfinished = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
        try:
            with self.progress(_("Writing"), _records(case).count()) as advance, _private(unfinished) as target:
                count, digest = export(target, case=case, personal=personal, advance=advance)
            unfinished.replace(file)
        except OSError as error:
            raise BadInput(
                _("%(path)s cannot be written: %(reason)s.") % {"path": file, "reason": error.strerror}
            ) from None
        finally:
            unfinished.unlink(missing_ok=True)
        if json:
            self.print_json({"file": str(file), "records": count, "sha256": digest})
        else:
            self.stdout.write(_records_written(count) % {"count": localize(count), "path": file})
            self.stdout.write(f"SHA-256 {digest}")

    def seal(self, *, json: bool, **_options: Any) -> None:
        sealed = seal(timezone.now())
        if json:
            self.print_json({"chains_sealed": sealed})
        else:
            text = ngettext("%(count)s chain sealed.", "%(count)s chains sealed.", sealed)
            self.stdout.write(text % {"count": localize(sealed)})

    def protect(self, *, json: bool, **_options: Any) -> None:
        restored = triggers.missing(connection)
        triggers.install(connection)
        if json:
            self.print_json({"restored": restored})
        else:
            self.stdout.write(
                _("Restored: %(names)s") % {"names": ", ".join(restored)} if restored else _("All in place.")
            )

    def erase(self, *, record: int, reason: str, json: bool, **_options: Any) -> None:
        if not reason.strip():
            raise BadInput(_("Give a reason; it stays in the record."))
        by = Actor.command("kommin audit erase")
        written = erase_payload(record_id=record, by=by, reason=reason.strip())
        if json:
            self.print_json({"erased": record, "recorded_as": written.pk})
        else:
            text = _("The personal data of record %(number)s is erased; record %(new)s says so.")
            self.stdout.write(text % {"number": record, "new": written.pk})

    def _print(self, report: Report) -> None:
        counted = {
            "records": localize(report.records),
            "chains": localize(report.chains),
            "seals": localize(report.seals),
        }
        self.stdout.write(_("Checked. Records: %(records)s, chains: %(chains)s, seals: %(seals)s.") % counted)
        if report.erased:
            text = ngettext(
                "The personal data of %(count)s record was erased, and that is recorded.",
                "The personal data of %(count)s records was erased, and that is recorded.",
                report.erased,
            )
            self.stdout.write(text % {"count": localize(report.erased)})
        if report.unsealed:
            text = ngettext(
                "%(count)s record is not yet sealed.", "%(count)s records are not yet sealed.", report.unsealed
            )
            self.stdout.write(text % {"count": localize(report.unsealed)})
        for name in report.missing_triggers:
            self.stdout.write(_("The trigger %(name)s is missing; kommin audit protect restores it.") % {"name": name})
        for finding in report.findings:
            self.stdout.write(str(finding))
        if report.broken > len(report.findings):
            rest = report.broken - len(report.findings)
            self.stdout.write(_("… and %(count)s more broken chains.") % {"count": localize(rest)})
        if report.is_whole:
            self.stdout.write(_("Everything fits."))
        if report.last_seal:
            self.stdout.write(_("Last seal, to be noted elsewhere: %(seal)s") % {"seal": report.last_seal})

    @staticmethod
    def _refuse_unknown(case: str | None) -> None:
        if case is not None and not _records(case).exists():
            raise BadInput(_("There is no record of a case %(case)s.") % {"case": case})


def _records(case: str | None) -> Any:
    return Record.objects.filter(chain=f"case:{case}") if case is not None else Record.objects.all()


def _records_written(count: int) -> str:
    return ngettext("%(count)s record written to %(path)s.", "%(count)s records written to %(path)s.", count)


def _private(path: Path) -> Any:
    """A new file that only its owner can read."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _anchor(text: str) -> tuple[int, str]:
    match = re.fullmatch(r"(\d{1,9}):([0-9a-f]{64})", text)
    if not match:
        raise ArgumentTypeError(_("give the number of the seal, a colon and its 64 hexadecimal digits"))
    return int(match[1]), match[2]
