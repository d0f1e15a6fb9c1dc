"""Real worker processes on the database of a test."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection, connections

import kommin

TESTS = Path(__file__).parents[1]
SOURCE = Path(kommin.__file__).parents[1]
PATIENCE = 180.0


def database_url() -> str:
    """The address of the database this test works in."""
    name = str(connections["default"].settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["KOMMIN_DATABASE_URL"])._replace(path=f"/{name}").geturl()


class Workers:
    """Workers that are started and killed; none outlives the test."""

    def __init__(self, home: Path, **environment: str) -> None:
        self.home = home
        self.environment = environment
        self.alive: list[subprocess.Popen[bytes]] = []

    def start(self, *options: str) -> "subprocess.Popen[bytes]":
        keep = {name: value for name, value in os.environ.items() if not name.startswith(("KOMMIN_", "DJANGO_"))}
        house = {
            "KOMMIN_HOME": str(self.home),
            "KOMMIN_DATABASE_URL": database_url(),
            "KOMMIN_LOG_LEVEL": "WARNING",
            "DJANGO_SETTINGS_MODULE": "runs.workshop.settings",
            "PYTHONPATH": os.pathsep.join([str(TESTS), str(SOURCE)]),
        }
        with (self.home / "worker.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "kommin", "worker", "--lease", "2", *options],
                env=keep | house | self.environment, stdout=subprocess.DEVNULL, stderr=log,
            )  # fmt: skip
        self.alive.append(process)
        return process

    def kill(self, process: "subprocess.Popen[bytes]") -> None:
        process.kill()
        process.wait(PATIENCE)
        self.alive.remove(process)

    def end(self, process: "subprocess.Popen[bytes]") -> int:
        process.send_signal(signal.SIGTERM)
        self.alive.remove(process)
        return process.wait(PATIENCE)

    def kill_all(self) -> None:
        for process in list(self.alive):
            self.kill(process)


@contextlib.contextmanager
def workers(home: Path, **environment: str) -> Iterator[Workers]:
    home.mkdir(parents=True, exist_ok=True)
    started = Workers(home, **environment)
    try:
        yield started
    finally:
        started.kill_all()


def wait_until(true: Callable[[], object], what: str, log: Path) -> None:
    """Ask again and again; the patience is only there so that a broken test ends."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, f"{what} did not come about\n{log.read_text()[-4000:]}"
        time.sleep(0.05)
