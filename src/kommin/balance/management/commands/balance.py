"""`kommin balance`: the figures of a programme as of a day, and their rollup."""

import argparse
from datetime import date
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kommin.balance import queries
from kommin.balance.actions import rolling
from kommin.balance.answers import as_json
from kommin.balance.definitions import DEFINITIONS
from kommin.balance.errors import BalanceError
from kommin.balance.figures import Balance
from kommin.balance.geography import geography
from kommin.balance.models import Project
from kommin.balance.sentence import sentence
from kommin.foundation.cli import BadInput, HouseCommand, add_json
from kommin.foundation.ui.formatting import reader
from kommin.programmes.models import Programme

SHOW, REBUILD = "show", "rebuild"


class Command(HouseCommand):
    help = "What a programme has achieved, as of any day; or `rebuild`: make the rollup anew from the ledger."
    refusals = (BalanceError,)

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument("what", nargs="?", choices=[SHOW, REBUILD], default=SHOW, help="default: show")
        parser.add_argument("--programme", metavar="NAME", help="short name of the programme, such as komm-in-nrw")
        parser.add_argument("--as-of", type=_day, metavar="YYYY-MM-DD", help="day of the figures (default: today)")
        parser.add_argument("--sentence", choices=["de", "en"], help="only the sentence, in German or English")
        parser.add_argument("--definitions", action="store_true", help="say how each figure is counted")
        add_json(parser)

    def perform(self, **options: Any) -> None:
        if options["what"] == REBUILD:
            self._rebuild(options["programme"])
        else:
            self._show(**options)

    def _show(self, *, programme: str | None, as_of: date | None, json: bool, **options: Any) -> None:
        language = options["sentence"]
        chosen = _programme(programme)
        day = queries.check_day(chosen, as_of or timezone.localdate())
        places = geography()
        figures = queries.balance(chosen, day, places)
        invented = queries.is_invented(chosen)
        if json:
            self.print_json(as_json(chosen, figures, places, invented=invented))
            return
        with translation.override(language or translation.get_language()):
            if language:
                self.stdout.write(sentence(chosen, figures))
            else:
                self._tables(chosen, figures, with_definitions=options["definitions"])
            if invented:
                self.stderr.write(_("Demonstration data: projects and amounts are invented."))

    def _tables(self, programme: Programme, figures: Balance, *, with_definitions: bool) -> None:
        who = reader()
        self.stdout.write(
            _("%(programme)s as of %(day)s") % {"programme": programme.title, "day": who.date(figures.as_of)}
        )
        per_head = figures.per_inhabitant
        main = {
            "participants": who.number(figures.participants),
            "towns": who.number(figures.towns),
            "cities": who.number(figures.cities),
            "districts": who.number(figures.districts),
            "new_participants": who.number(figures.new_participants),
            "projects": who.number(figures.projects),
            "granted": who.money(figures.granted),
            "paid": who.money(figures.paid),
            "returned": who.money(figures.returned),
            "per_inhabitant": "–" if per_head is None else who.money(per_head),
            "duration": "–" if figures.duration is None else who.number(figures.duration),
        }
        columns = [_("Figure"), _("Value"), *([_("How it is counted")] if with_definitions else [])]
        self.print_table(
            columns,
            [
                (DEFINITIONS[code].label, value, *([DEFINITIONS[code].text] if with_definitions else []))
                for code, value in main.items()
            ],
            right=[1],
        )
        years = [
            (year, who.number(row.projects), who.number(row.participants), who.number(row.new_participants),
             who.money(row.granted))
            for year, row in figures.by_year.items()
        ]  # fmt: skip
        heads = [_("Year"), _("Projects"), _("Participants"), _("for the first time"), _("Granted")]
        self.print_table(heads, years, right=[1, 2, 3, 4])
        self.stdout.write(sentence(programme, figures))

    def _rebuild(self, slug: str | None) -> None:
        chosen = [_programme(slug)] if slug else list(Programme.objects.order_by("pk"))
        for programme in chosen:
            with self.progress(programme.title, total=Project.objects.filter(programme=programme).count()) as advance:
                number = rolling.rebuild(programme=programme, advance=advance)
            self.stdout.write(
                _("%(programme)s: %(number)s projects")
                % {"programme": programme.slug, "number": reader().number(number)}
            )


def _programme(slug: str | None) -> Programme:
    found = queries.programme_by_slug(slug) if slug else None
    if found is not None:
        return found
    known = ", ".join(Programme.objects.order_by("slug").values_list("slug", flat=True)[:50]) or "–"
    if slug:
        raise BadInput(_("There is no programme “%(name)s”. There are: %(known)s.") % {"name": slug, "known": known})
    raise BadInput(_("Name the programme with --programme. There are: %(known)s.") % {"known": known})


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        sentence_ = _("“%(text)s” is no day. Write it as year-month-day, such as 2010-10-27.") % {"text": text}
        raise BadInput(sentence_) from argparse.ArgumentTypeError(text)
