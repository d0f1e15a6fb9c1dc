"""`kommin restore`."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from kommin.foundation.access import Actor
from kommin.foundation.backup import actions
from kommin.foundation.backup.errors import BackupError
from kommin.foundation.cli import HouseCommand, add_json, existing_file


class Command(HouseCommand):
    help = "Restore the whole house from a backup (web and worker stopped)."
    refusals = (BackupError,)

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=existing_file, help="a file made by kommin backup")
        parser.add_argument("--replace", action="store_true", help="replace the house that is here")
        add_json(parser)

    def perform(self, *, file: Path, replace: bool, json: bool, **_options: Any) -> None:
        with self.progress(_("Restoring")) as advance:
            manifest = actions.restore(
                source=file, by=Actor.command("kommin restore"), replace=replace, advance=advance
            )
        if json:
            self.print_json({"file": str(file), "created": manifest.created, "rows": sum(manifest.rows.values())})
        else:
            self.stdout.write(
                _("Restored the house of %(created)s: %(rows)s rows, compared with the backup. Now run: kommin migrate")
                % {"created": manifest.created, "rows": sum(manifest.rows.values())}
            )
