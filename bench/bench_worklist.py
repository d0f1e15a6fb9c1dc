"""The work list, a search, a case and an export, with 500 and with 50,000 cases, on SQLite and on PostgreSQL.

The reference is a bare response of the same server to the same signed-in person: an empty list in the house's frame.
Beside it stands an answer without person, page or database, which tells how fast the machine is just now.
"""

import json
import os
import random
import statistics
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from bench.harness import Bench, Server, postgres, web

SIZES = (500, 50_000)
EXPORTED = 10_000
REACHED = 10_000
"""So far a list can be paged."""
TIMES = 40
WARMING = 8
ROOT = Path(__file__).parents[1]
BARE = "/runs/"
EMPTY = "/healthz"
PAGES = {
    "list, own cases": "/cases/?tab=mine",
    "list, everything": "/cases/?tab=all",
    "list, filtered and ordered by applicant": "/cases/?tab=all&stage=scoring&sort=applicant",
    "list, page in the middle": "/cases/?tab=all&page={middle}",
    "search, rare word": "/cases/?tab=all&q=Zuckerrübe",
    "search, a number": "/cases/?tab=all&q=2026-000123",
    "search, common word": "/cases/?tab=all&q=Integration",
    "search, two words of many": "/cases/?tab=all&q=Beratung+Quartier",
    "search, beginning of many words": "/cases/?tab=all&q=Int",
    "case page": "/cases/{number}/",
}
LIMITS = {"list": 40.0, "search": 60.0, "case page": 40.0}
"""Milliseconds at the larger size."""


@dataclass
class House:
    """A running server with one person signed in, asked over a connection that is kept open."""

    server: Server
    facts: dict[str, Any]

    def address(self, address: str) -> str:
        """The address of a page in this house."""
        return address.format(number=self.facts["number"], middle=self.facts["middle"]).replace("ü", "%C3%BC")

    def get(self, address: str) -> bytes:
        return self.server.get(address, cookie=f"sessionid={self.facts['session']}")

    def milliseconds(self, address: str) -> float:
        """How long one request takes."""
        start = time.perf_counter()
        self.get(address)
        return (time.perf_counter() - start) * 1000


def run(bench: Bench) -> None:
    """For each database one house with 500 and one with 50,000 cases, asked in turns: both see the same machine."""
    _measure(bench, "SQLite", bench.home / "sqlite", dict.fromkeys(SIZES, ""))
    with postgres(bench.home) as url, psycopg.connect(url, autocommit=True) as connection:
        urls = {}
        for size in SIZES:
            connection.execute(f"CREATE DATABASE cases_{size}")
            urls[size] = url.replace("/postgres?", f"/cases_{size}?")
        _measure(bench, "PostgreSQL", bench.home / "on-postgres", urls)


def _measure(bench: Bench, database: str, home: Path, urls: dict[int, str]) -> None:
    with ExitStack() as stack:
        houses = {}
        for size, url in urls.items():
            at = home / str(size)
            facts = _prepare(at, url, size)
            houses[size] = House(Server(stack.enter_context(web(_environment(at, url), workers=1))), facts)
        for title, address in PAGES.items():
            _page(bench, database, houses, title, address)
        _exports(bench, database, houses[max(SIZES)])


def _page(bench: Bench, database: str, houses: dict[int, House], title: str, address: str) -> None:
    """The same page of each house, beside an empty and a bare answer, in turns."""
    asked = {
        (size, what): (house, house.address(at))
        for size, house in houses.items()
        for what, at in (("page", address), ("bare", BARE), ("empty", EMPTY))
    }
    for house, at in [*asked.values()] * WARMING:
        house.get(at)
    rounds = [{which: house.milliseconds(at) for which, (house, at) in asked.items()} for _round in range(TIMES)]
    taken = {which: statistics.median(one[which] for one in rounds) for which in asked}
    limit = LIMITS[title.partition(",")[0]]
    for size, house in houses.items():
        page, bare = taken[size, "page"], taken[size, "bare"]
        said = f"empty {taken[size, 'empty']:.1f}, bare {bare:.1f} ms, {house.facts['queries'][title]} queries"
        if size > min(houses):
            said += (
                f", limit {limit:.0f} ms, {page / taken[min(houses), 'page']:.2f} times as long as with {min(houses)}"
            )
        bench.tell(f"{database}, {size:,}: {title}", f"{page:.1f} ms", said, page / bare)


def _exports(bench: Bench, database: str, house: House) -> None:
    for form in ("csv", "xlsx"):
        start = time.perf_counter()
        body = house.get(f"/cases/export/{form}/?tab=all&town=051")
        seconds = time.perf_counter() - start
        if len(body) < 100_000:
            raise RuntimeError(f"the export has {len(body)} bytes")
        bench.tell(f"{database}: export of {EXPORTED:,} as {form}", f"{seconds:.1f} s", "limit 10 s", seconds / 10)


def _environment(home: Path, url: str) -> dict[str, str]:
    more = {"KOMMIN_HOME": str(home), "KOMMIN_DEMO": "true", "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    path = os.environ.get("PYTHONPATH", "")
    more["PYTHONPATH"] += f"{os.pathsep}{path}" if path else ""
    return os.environ | more | ({"KOMMIN_DATABASE_URL": url} if url else {})


def _prepare(home: Path, url: str, size: int) -> dict[str, Any]:
    home.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "bench.bench_worklist", str(size)]
    done = subprocess.run(command, env=_environment(home, url), capture_output=True, text=True, cwd=ROOT)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return dict(json.loads(done.stdout.splitlines()[-1]))


# Below: the other process, which fills a house.

COMMON = ("Integration", "Beratung", "Quartier", "Ankommen", "Vernetzung", "Sprache", "Arbeit", "Ehrenamt", "Begegnung")
PLACES = 400


def prepare(size: int) -> None:
    """Fill the house up to so many cases; print a session, a number, and how many queries each page asks."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kommin.site.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext, override_settings

    from kommin.cases.models import Case
    from kommin.foundation.search import engines
    from kommin.people.models import Role

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    authority = _authority()
    person = authority.user(Role.CASEWORKER)
    _fill(authority, Case.objects.count(), size)
    engines.tidy()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE cases_case" if connection.vendor == "postgresql" else "ANALYZE")
    number = Case.objects.filter(authority=authority.organisation).order_by("pk")[size // 2].number
    places = {"number": number, "middle": min(size, REACHED) // 100}
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        client: Client = authority.client(Role.CASEWORKER)
        queries = {}
        for title, address in PAGES.items():
            client.get(address.format(**places))
            with CaptureQueriesContext(connection) as asked:
                client.get(address.format(**places))
            queries[title] = len(asked)
    session = client.cookies["sessionid"].value
    print(json.dumps(places | {"session": session, "queries": queries, "person": person.pk}))


def _authority():  # noqa: ANN202 - of the tests
    """The authority of the bench with one caseworker; made once."""
    from examination.cases_in_hand import Authority
    from kommin.people.models import Kind, Organisation, Role, User

    known = Organisation.objects.filter(kind=Kind.GRANTING_AUTHORITY).first()
    if known is None:
        return Authority("Bezirksregierung Messung")
    return Authority.known(known, (Role.CASEWORKER, User.objects.get(email=f"caseworker.1.{known.pk}@example.org")))


def _fill(authority, have: int, size: int) -> None:  # noqa: ANN001
    """Cases with application and submission, all found by full text, a fixed seed.

    Both houses have as many cases with the rare word, and a page full of cases in the reader's hands: pages of the same
    length are compared.
    """
    from datetime import timedelta

    from django.utils import timezone

    from cases.town import Town, open_call, submitted
    from kommin.cases.finding import all_entries
    from kommin.cases.models import Application, Case, Stage, Submission
    from kommin.foundation.search import index
    from kommin.foundation.search.folding import sort_key
    from kommin.people.models import Role
    from kommin.people.models.dated import today

    if not have:
        submitted(Town("Musterstadt", "05111000"), open_call())
    model = Case.objects.select_related("application__submission").order_by("pk")[0]
    application, submission, chance = model.application, model.application.submission, random.Random(2026 + have)
    caseworker, stages = authority.user(Role.CASEWORKER), [*Stage.values[:8]] * 3 + ["decided"] * 10
    for begun in range(have, size, 1000):
        cases, applications, submissions = [], [], []
        for number in range(begun, min(begun + 1000, size)):
            words = " ".join(chance.choices(COMMON, k=4))
            title, name = f"{words} {number}", f"Stadt {number % PLACES:03}"
            fresh = Application(
                number=f"2026-{number + 10:06}", call_id=application.call_id, version_id=application.version_id,
                organisation_id=application.organisation_id, applicant_key=f"05{1 + number % 5}{number % PLACES:05}",
                applicant_name=name, applicant_kind="town", title=title, once=f"bench-{number}", state="submitted",
                submitted_at=submission.received_at,
            )  # fmt: skip
            values = dict(submission.content["values"])
            seldom = number < min(SIZES)
            aim = " ".join(chance.choices(COMMON, k=60)) + (" Zuckerrübe" if seldom and number % 8 == 7 else "")
            values |= {"aim": f"{aim}. Vorhaben {number} von {name}."}
            applications.append(fresh)
            submissions.append(
                Submission(
                    application=fresh, received_at=submission.received_at, digest=submission.digest,
                    content={**submission.content, "values": values},
                )
            )  # fmt: skip
            mine = number % (5 if seldom else 40) == 3
            cases.append(
                Case(
                    number=fresh.number, application=fresh, programme_id=model.programme_id, call_id=model.call_id,
                    block_id=model.block_id, authority=authority.organisation, organisation_id=model.organisation_id,
                    applicant_key=fresh.applicant_key, applicant_name=name, applicant_kind="town",
                    applicant_sort=sort_key(name), title=title, title_sort=sort_key(title),
                    district_key=fresh.applicant_key[:5], region_key=fresh.applicant_key[:3],
                    stage=chance.choice(stages), received_at=timezone.now() - timedelta(minutes=number),
                    applied=chance.randrange(5_000, 90_000), examiner=caseworker if mine else None,
                    examiner_name=caseworker.name if mine else "",
                    due_on=today() + timedelta(days=number % 300 - 3) if number % 9 == 0 else None,
                )
            )  # fmt: skip
        Application.objects.bulk_create(applications)
        Submission.objects.bulk_create(submissions)
        Case.objects.bulk_create(cases)
    index.index_documents(kind="cases.case", entries=all_entries())


if __name__ == "__main__":
    prepare(int(sys.argv[1]))
