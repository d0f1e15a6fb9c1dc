"""`kommin backup`."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from kommin.foundation.access import Actor
from kommin.foundation.backup import actions
from kommin.foundation.backup.errors import BackupError
from kommin.foundation.cli import HouseCommand, add_json


class Command(HouseCommand):
    help = "Back up the whole house, database and files, into one proven file."
    refusals = (BackupError,)

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="where to write it, for example kommin-2026-01-31.tar.gz")
        parser.add_argument("--verify", action="store_true", help="only prove that an existing backup is whole")
        add_json(parser)

    def perform(self, *, file: Path, verify: bool, json: bool, **_options: Any) -> None:
        title = _("Verifying") if verify else _("Backing up")
        with self.progress(title) as advance:
            manifest = (
                actions.verify(source=file, advance=advance)
                if verify
                else actions.back_up(target=file, by=Actor.command("kommin backup"), advance=advance)
            )
        if json:
            self.print_json(
                {
                    "file": str(file),
                    "created": manifest.created,
                    "version": manifest.version,
                    "members": len(manifest.members),
                    "rows": sum(manifest.rows.values()),
                }
            )
        else:
            self.stdout.write(
                _("%(file)s is whole: %(members)s files, %(rows)s rows, made %(created)s by version %(version)s.")
                % {
                    "file": file,
                    "members": len(manifest.members),
                    "rows": sum(manifest.rows.values()),
                    "created": manifest.created,
                    "version": manifest.version,
                }
            )
