"""Deadline day over HTTP on PostgreSQL: 200 municipalities submit within one minute, then 200 at the same moment.

Every one has its receipt; the time is that from pressing the button to the answer that says so.
"""

import http.client
import json
import os
import random
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.harness import Bench, Server, postgres, web

TOWNS, SECONDS, SLOWEST = 200, 60.0, 5.0
ROOT = Path(__file__).parents[1]
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass
class Visitor:
    """One signatory in front of the button; `seconds` is what the answer to pressing it took."""

    number: str
    session: str
    token: str = ""
    cookie: str = ""
    seconds: float = 0.0
    receipt: bool = False


def run(bench: Bench) -> None:
    """Arrivals are spread over the minute by a fixed seed; the reference is a bare response of the same server."""
    with postgres(bench.home) as url, _served(bench.home, url) as (port, visitors):
        bare = Server(port).milliseconds("/healthz")
        for visitor in visitors:
            _open(port, visitor)
        for words, crowd, seconds in (
            ("within a minute", visitors[::2], SECONDS),
            ("at the same moment", visitors[1::2], 0.0),
        ):
            _all_submit(port, crowd, seconds)
            _tell(bench, words, crowd, bare)


def _tell(bench: Bench, words: str, visitors: list[Visitor], bare: float) -> None:
    slowest = max(visitor.seconds for visitor in visitors)
    median = sorted(visitor.seconds for visitor in visitors)[len(visitors) // 2]
    receipts = sum(visitor.receipt for visitor in visitors)
    bench.tell(
        f"submitting {words}: median", f"{median * 1000:.0f} ms", f"bare response {bare:.2f} ms", median * 1000 / bare
    )
    bench.tell(f"submitting {words}: slowest", f"{slowest:.2f} s", f"limit {SLOWEST:.0f} s", slowest / SLOWEST)
    bench.tell(f"receipts {words}", f"{receipts} of {len(visitors)}")
    if receipts < len(visitors):
        raise RuntimeError(f"{len(visitors) - receipts} municipalities have no receipt")


def _all_submit(port: int, visitors: list[Visitor], seconds: float) -> None:
    chance = random.Random(2026)
    moments = sorted(chance.uniform(0, seconds) for _visitor in visitors)
    begun = time.monotonic()

    def submit(visitor: Visitor, moment: float) -> None:
        time.sleep(max(0.0, begun + moment - time.monotonic()))
        start = time.perf_counter()
        status, _headers, _body = _ask(port, visitor, "POST", f"/applications/{visitor.number}/submit/")
        visitor.seconds = time.perf_counter() - start
        if status == 302:
            status, _headers, body = _ask(port, visitor, "GET", f"/applications/{visitor.number}/receipt.pdf")
            visitor.receipt = status == 200 and body.startswith(b"%PDF")

    threads = [threading.Thread(target=submit, args=pair) for pair in zip(visitors, moments, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _open(port: int, visitor: Visitor) -> None:
    _status, headers, body = _ask(port, visitor, "GET", f"/applications/{visitor.number}/submit/")
    token = _TOKEN.search(body.decode())
    cookie = re.search(r"csrftoken=([^;]+)", headers.get("Set-Cookie", ""))
    if token is None or cookie is None:
        raise RuntimeError(f"{visitor.number} cannot be submitted")
    visitor.token, visitor.cookie = token[1], cookie[1]


def _ask(port: int, visitor: Visitor, method: str, path: str) -> tuple[int, http.client.HTTPMessage, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    headers = {"Cookie": f"sessionid={visitor.session}; csrftoken={visitor.cookie}"}
    body = None
    if method == "POST":
        body = f"csrfmiddlewaretoken={visitor.token}"
        headers |= {"Content-Type": "application/x-www-form-urlencoded"}
    try:
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


@contextmanager
def _served(home: Path, url: str) -> Iterator[tuple[int, list[Visitor]]]:
    """The house with 200 municipalities whose application waits to be submitted."""
    environment = os.environ | {
        "KOMMIN_HOME": str(home / "house"),
        "KOMMIN_DATABASE_URL": url,
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}",
    }
    command = [sys.executable, "-m", "bench.bench_cases"]
    prepared = subprocess.run(command, env=environment, check=True, capture_output=True, text=True, cwd=ROOT)
    visitors = [Visitor(*pair) for pair in json.loads(prepared.stdout.splitlines()[-1])]
    with web(environment, workers=2) as port:
        yield port, visitors


def prepare() -> None:
    """Fill an empty database and print number and session of every application, as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kommin.site.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.test.utils import override_settings

    from cases.town import Role, Town, begin, complete, nobody_signs, open_call

    call_command("migrate", verbosity=0)
    call = open_call(documents=())
    sessions = []
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        for number in range(TOWNS):
            town = Town(f"Stadt {number}", f"05{number:06d}")
            nobody_signs(town)
            session = town.client(Role.SIGNATORY).cookies["sessionid"].value
            for title in ("Erstes Vorhaben", "Zweites Vorhaben"):
                application = complete(begin(town, call, title), town)
                sessions.append((application.number, session))
    print(json.dumps(sessions))


if __name__ == "__main__":
    prepare()
