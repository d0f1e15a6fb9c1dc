"""`kommin worker`: do what is due."""

import logging
import os
from datetime import timedelta
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from kommin.foundation.cli import BadInput, HouseCommand
from kommin.foundation.runs.leases import LONGEST_LEASE
from kommin.foundation.runs.worker import Worker


class Command(HouseCommand):
    help = "Do the jobs, ticks and long work of the house (start as many as you like, on as many machines)."

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--threads", type=int, default=2, help="things done at the same time (default: %(default)s)"
        )
        parser.add_argument(
            "--lease", type=int, default=60, metavar="SECONDS",
            help="after how long another worker takes over when this one is killed (default: %(default)s)",
        )  # fmt: skip
        parser.add_argument(
            "--grace", type=int, default=30, metavar="SECONDS",
            help="how long to finish what is in hand when told to end (default: %(default)s)",
        )  # fmt: skip
        parser.add_argument("--once", action="store_true", help="do what is due now, then end")

    def perform(self, *, threads: int, lease: int, grace: int, once: bool, **_options: Any) -> None:
        longest = int(LONGEST_LEASE.total_seconds()) // 2
        if not (1 <= threads <= 32 and 2 <= lease <= longest and 0 <= grace <= 3600):
            raise BadInput(
                _("--threads must be 1 to 32, --lease 2 to %(longest)s and --grace 0 to 3600.") % {"longest": longest}
            )
        if logging.getLogger().level <= logging.INFO:
            logging.getLogger("kommin.foundation.runs").setLevel(logging.INFO)
        worker = Worker(threads=threads, lease=timedelta(seconds=lease), grace=grace)
        if once:
            self.stdout.write(_("Done: %(number)d pieces of work.") % {"number": worker.run_once()})
        elif not worker.run():
            logging.shutdown()
            os._exit(0)  # a thread hangs in something that was handed back; waiting for it would keep the process
