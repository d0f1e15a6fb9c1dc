"""`kommin boundaries`: take over the shapes of the municipalities."""

from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from kommin.foundation.access import Actor
from kommin.foundation.cli import HouseCommand, Subcommands, add_json, existing_file
from kommin.register import queries
from kommin.register.actions import import_boundaries
from kommin.register.actions.boundaries import LARGEST_FILE
from kommin.register.arguments import day
from kommin.register.errors import RegisterError


class Command(HouseCommand):
    help = "The boundaries that maps draw: replace them by an official file."
    refusals = (RegisterError,)

    def add_subcommands(self, group: Subcommands) -> None:
        take = group.add("import", self.import_, help="take over a TopoJSON or GeoJSON file in degrees (WGS 84)")
        take.add_argument("file", type=existing_file)
        take.add_argument("--key-property", default="", metavar="NAME", help="the property that holds the key")
        take.add_argument("--as-of", type=day, metavar="DAY", help="the day the boundaries describe")
        take.add_argument("--source", default="", help="where the file comes from")
        take.add_argument("--attribution", default="", help="who must be named beside every map")
        take.add_argument("--register", default="", metavar="CODE", help="another register than the house's own")
        add_json(take)

    def import_(
        self, *, file: Path, key_property: str, as_of: date | None, source: str, attribution: str, register: str,
        json: bool, **_options: Any,
    ) -> None:  # fmt: skip
        with self.progress(_("Importing")), file.open("rb") as opened:
            boundaries = import_boundaries(
                register=queries.register_by_code(register),
                content=opened.read(LARGEST_FILE + 1),
                by=Actor.command("kommin boundaries import"),
                key_property=key_property,
                as_of=as_of,
                source=source,
                attribution=attribution,
            )
        answer = {
            "register": boundaries.register.code,
            "as_of": boundaries.as_of,
            "attribution": boundaries.attribution,
            "bytes": len(boundaries.topology),
            "digest": boundaries.digest,
        }
        if json:
            self.print_json(answer)
        else:
            self.stdout.write(_("The maps now draw these boundaries: %(attribution)s") % answer)
