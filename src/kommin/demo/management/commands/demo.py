"""`kommin demo load`, `kommin demo serve` and `kommin demo journey`."""

from argparse import SUPPRESS
from typing import Any

from django.conf import settings
from django.core.management import CommandError, get_commands
from django.db import connection
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kommin.demo import journey, loading, people, serving
from kommin.foundation.cli import BadInput, HouseCommand, Subcommands
from kommin.programmes.models import Programme


class Command(HouseCommand):
    help = "The demonstration: load it, load and serve it, or play one case through."

    def add_subcommands(self, group: Subcommands) -> None:
        group.add("load", self.load, help="load the demonstration data (a second run changes nothing)")
        travel = group.add(
            "journey", self.journey, help="play one case from the call to a final decision in a house of its own"
        )
        travel.add_argument(journey.INSIDE, action="store_true", help=SUPPRESS)
        serve = group.add("serve", self.serve, help="load, then serve web and worker until Ctrl-C")
        serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
        serve.add_argument("--port", type=int, default=8000, help="port to listen on (default: %(default)s)")

    def load(self, **_options: Any) -> None:
        if settings.PRODUCTION:
            raise BadInput(_("This house is in production; the demonstration is not loaded into it."))
        for step in loading.load():
            self.stderr.write(f"  {_(step.title)} …")
        self.stderr.write(_("The demonstration is loaded: %(home)s") % {"home": settings.KOMMIN.home})

    def journey(self, *, in_this_house: bool, **_options: Any) -> None:
        if not in_this_house:
            code = journey.play_elsewhere(get_language() or settings.LANGUAGE_CODE)
            if code:
                raise CommandError(_("The journey ended early; see the message above."))
            return
        if Programme.objects.exists() if "programmes_programme" in connection.introspection.table_names() else False:
            raise BadInput(_("The journey needs an empty house."))
        for leg in journey.play():
            self.stdout.write("\n".join([leg.title, *(f"   {line}" for line in leg.lines), ""]))
            self.stdout.flush()

    def serve(self, *, host: str, port: int, **options: Any) -> None:
        if not settings.KOMMIN.demo:
            raise BadInput(_("Set KOMMIN_DEMO=true to serve the demonstration, or run: make demo"))
        serving.require_free(host, port)
        self.load(**options)
        address = f"http://{serving.reachable(host)}:{port}"
        processes = [serving.start("web", "--host", host, "--port", str(port), address=address)]
        if "worker" in get_commands():
            processes.append(serving.start("worker", address=address))
        try:
            serving.wait_until_answering(host, port, processes)
            self.stdout.write(self._welcome(f"{address}/"))
            self.stdout.flush()
            serving.wait_until_one_ends(processes)
        finally:
            serving.stop(processes)
        self.stdout.write(_("Stopped. The data stay for the next time."))

    def _welcome(self, address: str) -> str:
        lines = [f"{email:<36}{role}, {organisation}" for email, role, organisation in people.accounts()]
        return "\n".join([
            "",
            _("Accounts, all with the password “%(password)s”:") % {"password": settings.DEMO_PASSWORD},
            *(f"  {line}" for line in lines),
            "",
            _("KOMM-IN is running at %(address)s (stop with Ctrl-C)") % {"address": address},
            "",
        ])  # fmt: skip
