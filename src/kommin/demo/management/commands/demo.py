"""`kommin demo load` and `kommin demo serve`."""

from typing import Any

from django.conf import settings
from django.core.management import get_commands
from django.utils.translation import gettext as _

from kommin.demo import loading, people, serving
from kommin.foundation.cli import BadInput, HouseCommand, Subcommands


class Command(HouseCommand):
    help = "The demonstration: load it, or load and serve it."

    def add_subcommands(self, group: Subcommands) -> None:
        group.add("load", self.load, help="load the demonstration data (a second run changes nothing)")
        serve = group.add("serve", self.serve, help="load, then serve web and worker until Ctrl-C")
        serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
        serve.add_argument("--port", type=int, default=8000, help="port to listen on (default: %(default)s)")

    def load(self, **_options: Any) -> None:
        if settings.PRODUCTION:
            raise BadInput(_("This house is in production; the demonstration is not loaded into it."))
        for step in loading.load():
            self.stderr.write(f"  {_(step.title)} …")
        self.stderr.write(_("The demonstration is loaded: %(home)s") % {"home": settings.KOMMIN.home})

    def serve(self, *, host: str, port: int, **options: Any) -> None:
        if not settings.KOMMIN.demo:
            raise BadInput(_("Set KOMMIN_DEMO=true to serve the demonstration, or run: make demo"))
        serving.require_free(host, port)
        self.load(**options)
        processes = [serving.start("web", "--host", host, "--port", str(port))]
        if "worker" in get_commands():
            processes.append(serving.start("worker"))
        try:
            serving.wait_until_answering(host, port, processes)
            self.stdout.write(self._welcome(f"http://{serving.reachable(host)}:{port}/"))
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
