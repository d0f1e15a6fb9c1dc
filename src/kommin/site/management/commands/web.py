"""`kommin web`: serve the pages."""

import os
import sys
from typing import Any

from django.core.management.base import CommandParser

from kommin.foundation.cli import BadInput, HouseCommand


class Command(HouseCommand):
    help = "Serve the pages (behind a reverse proxy in production)."

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: %(default)s)")
        parser.add_argument("--workers", type=int, default=1, help="number of processes (default: %(default)s)")
        parser.add_argument("--threads", type=int, default=4, help="threads of each process (default: %(default)s)")

    def perform(self, *, host: str, port: int, workers: int, threads: int, **_: Any) -> None:
        if not 1 <= port <= 65535 or workers < 1 or threads < 1:
            raise BadInput("--port must lie between 1 and 65535, --workers and --threads must be at least 1.")
        server = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
            "--workers", str(workers), "--blocking-threads", str(threads), "--backpressure", str(threads * 32),
            "--log-level", "warning", "--respawn-failed-workers", "kommin.site.wsgi:application",
        ]  # fmt: skip
        os.execv(server[0], server)  # noqa: S606 - the server takes this process's place, signals reach it directly
