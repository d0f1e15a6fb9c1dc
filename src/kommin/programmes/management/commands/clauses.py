"""`kommin clauses`: the sets of conditions that guidelines can choose."""

from pathlib import Path

from django.db.models import Count
from django.utils.translation import gettext as _

from kommin.foundation.access import Actor
from kommin.foundation.cli import HouseCommand, Subcommands, add_json, existing_file
from kommin.programmes.actions import load_clause_set
from kommin.programmes.errors import ProgrammeError
from kommin.programmes.models import ClauseSet


class Command(HouseCommand):
    help = "Keep the sets of general conditions (ANBest) that guidelines can choose."
    refusals = (ProgrammeError,)

    def add_subcommands(self, group: Subcommands) -> None:
        add_json(group.add("list", self.list_sets, help=_("The sets this house has.")))
        load = group.add("load", self.load, help=_("Add the set of a JSON file (docs/programmes.md)."))
        load.add_argument("file", type=existing_file, metavar="FILE")

    def list_sets(self, *, json: bool, **_rest: object) -> None:
        sets = ClauseSet.objects.annotate(count=Count("clauses")).order_by("code")
        if json:
            self.print_json(
                [
                    {"code": each.code, "title": each.title, "clauses": each.count, "source": each.source,
                     "confirmed": each.confirmed}
                    for each in sets
                ]
            )  # fmt: skip
            return
        rows = [(each.code, each.count, each.title) for each in sets]
        self.print_table([_("Code"), _("Clauses"), _("Title")], rows, right=[1])

    def load(self, *, file: Path, **_rest: object) -> None:
        made = load_clause_set(path=file, by=Actor.command("kommin clauses load"))
        self.stdout.write(_("Added: %(title)s") % {"title": made.title})
