"""The balance: figures of any day and public pages with 360, 50,000 and 1,000,000 grants, on SQLite and PostgreSQL.

Figures are asked in the process, of days spread over all years, and held against the plain sum. Pages are asked over
HTTP: kept ones as a visitor gets them, others with a cookie of a session that has ended, which has each page made anew.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from bench.harness import Bench, Server, postgres, web

SIZES = (360, 50_000, 1_000_000)
PAGES_UP_TO = 50_000
FIRST, DAYS = date(2005, 5, 2), 2_800
LIMIT_FIGURES, LIMIT_PAGE, LIMIT_KEPT = 50.0, 40.0, 2.0
NOBODY = "sessionid=ended"
KEPT = {"overview": "", "overview of a past day": "?as_of=2009-03-14", "project database": "projects/", "map": "map/"}
MADE = KEPT | {
    "project database, filtered": "projects/?year=2008&block=netz", "project database, searched": "projects/?q=koeln",
    "project database, late page": "projects/?page={late}", "participants": "participants/",
    "project database, largest amounts of a past day": "projects/?as_of=2009-03-14&sort=-amount",
    "municipality": "municipalities/05315000/", "district": "districts/05382/", "building block": "blocks/netz/",
    "comparison": "comparison/?first=2008-12-31",
}  # fmt: skip
ROOT = Path(__file__).parents[1]


def run(bench: Bench) -> None:
    """Both databases, one after the other; each holds all three programmes at once."""
    _measure(bench, "SQLite", bench.home / "sqlite", "")
    with postgres(bench.home) as url:
        _measure(bench, "PostgreSQL", bench.home / "postgresql", url)


def _measure(bench: Bench, database: str, home: Path, url: str) -> None:
    paths = os.pathsep.join(str(ROOT / folder) for folder in ("", "src", "tests"))
    environment = os.environ | {"KOMMIN_HOME": str(home), "PYTHONPATH": paths}
    if url:
        environment["KOMMIN_DATABASE_URL"] = url
    command = [sys.executable, "-m", "bench.bench_balance"]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, text=True, cwd=ROOT)
    told = json.loads(done.stdout.splitlines()[-1])
    with web(environment, workers=1) as port:
        server = Server(port)
        for size, found in told.items():
            grants = f"{database}, {int(size):,} grants"
            bare = server.milliseconds("/healthz")
            bench.tell(
                f"{grants}: figures of a day, median", f"{found['median']:.1f} ms",
                f"plain sum {found['plain']:.0f} ms, limit {LIMIT_FIGURES:.0f} ms", found["median"] / LIMIT_FIGURES,
            )  # fmt: skip
            bench.tell(
                f"{grants}: figures of a day, slowest", f"{found['slowest']:.1f} ms", f"bare response {bare:.2f} ms",
                found["slowest"] / bare,
            )  # fmt: skip
            bench.tell(f"{grants}: rollup made anew", f"{found['rebuild']:.1f} s")
            if int(size) <= PAGES_UP_TO:
                _pages(bench, server, grants, int(size))


def _pages(bench: Bench, server: Server, grants: str, size: int) -> None:
    for words, address in KEPT.items():
        bare = server.milliseconds("/healthz")
        kept = server.milliseconds(f"/balance/bench-{size}/{address}")
        limit = f"bare response {bare:.2f} ms, limit {LIMIT_KEPT:.0f} times as long"
        bench.tell(f"{grants}: {words}, kept", f"{kept:.2f} ms", limit, kept / bare)
    for words, address in MADE.items():
        bare = server.milliseconds("/healthz")
        query = address.format(late=max(size // 25, 1))
        made = server.milliseconds(f"/balance/bench-{size}/{query}", times=40, cookie=NOBODY)
        limit = f"bare response {bare:.2f} ms, limit {LIMIT_PAGE:.0f} ms"
        bench.tell(f"{grants}: {words}, made anew", f"{made:.1f} ms", limit, made / bare)


def prepare() -> None:
    """Fill an empty house and print how long its figures take, as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kommin.site.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from kommin.foundation.access import Actor
    from kommin.register.actions.loading import load_register

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    load_register(by=Actor.clock())
    print(json.dumps({size: _programme(size) for size in SIZES}))


def _programme(size: int) -> dict[str, float]:
    """A programme with so many grants: seconds to make its rollup, milliseconds for the figures of a day."""
    from django.db import connection

    from balance.grants import make_programme
    from kommin.balance import queries
    from kommin.balance.actions import rolling
    from kommin.balance.geography import geography
    from kommin.balance.state import state_at
    from kommin.site.garbage import search_less

    programme = make_programme(slug=f"bench-{size}")
    _write(programme, size)
    start = time.perf_counter()
    rolling.rebuild_figures(programme=programme)
    rebuilt = time.perf_counter() - start
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    if size <= PAGES_UP_TO:
        rolling.rebuild(programme=programme)
    places = geography()
    days = [FIRST + timedelta(days=(step * 997) % DAYS) for step in range(60)]
    for day in days[:3]:
        if queries.computed_balance(programme, day, places) != _plainly(programme, day):
            raise RuntimeError(f"the rollup of {day} is not the plain sum")
    search_less()  # as the process does that answers pages
    taken = list(_milliseconds(lambda day: queries.computed_balance(programme, day, places), days))
    plain = list(_milliseconds(lambda day: state_at(programme.pk, day, checkpoints=False), days[:5]))
    return {
        "rebuild": rebuilt, "median": statistics.median(taken), "slowest": max(taken),
        "plain": statistics.median(plain),
    }  # fmt: skip


def _plainly(programme: object, day: date) -> object:
    from kommin.balance import queries
    from kommin.balance.figures import balance_of_state
    from kommin.balance.geography import geography

    return balance_of_state(queries.plain_state(programme, day), geography(), day)  # type: ignore[arg-type]


def _milliseconds(ask: Callable[[date], object], days: list[date]) -> Iterator[float]:
    for day in days:
        start = time.perf_counter()
        ask(day)
        yield (time.perf_counter() - start) * 1000


def _write(programme: object, size: int) -> None:
    """Cases and entries, written by the database itself: no way through actions would take a million in minutes.

    Every municipality has about as many. Each grant has a payment, every fiftieth a reduction, every hundredth ends.
    """
    from django.core.management.color import no_style
    from django.db import connection

    from balance.grants import make_case
    from kommin.cases.models import Case, LedgerEntry
    from kommin.programmes.models import BuildingBlock
    from kommin.register.models import Municipality

    sqlite = connection.vendor == "sqlite"
    model = make_case(programme, number=f"model-{size}", title="Integration vor Ort")
    number = "CAST(n.i AS TEXT)"
    day = f"(((n.i %% {DAYS}) * 7919) %% {DAYS})"
    values = {
        "id": f"{model.pk} + n.i", "number": f"'B{size}-' || {number}", "applicant_key": "m.key",
        "applicant_name": "'Stadt ' || m.name", "applicant_sort": "m.sort_key",
        "title": f"'Integration vor Ort ' || {number}", "title_sort": f"'integration vor ort ' || {number}",
        "starts_on": f"date('{FIRST}', '+' || {day} || ' days')" if sqlite else f"DATE '{FIRST}' + CAST({day} AS INT)",
        "block_id": "b.id",
    }  # fmt: skip
    columns = [str(field.column) for field in Case._meta.concrete_fields]  # noqa: SLF001 - documented by Django
    towns, blocks = Municipality._meta.db_table, BuildingBlock._meta.db_table  # noqa: SLF001
    cases, entries = Case._meta.db_table, LedgerEntry._meta.db_table  # noqa: SLF001
    year = "CAST(strftime('%%Y', {0}) AS INTEGER)" if sqlite else "CAST(EXTRACT(YEAR FROM {0}) AS INTEGER)"
    later = "date(c.starts_on, '+{0} days')" if sqlite else "c.starts_on + {0}"
    amount = "(20000 + (c.id * 37) %% 60000)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {cases} ({', '.join(columns)})"
            " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s), m AS ("
            f"SELECT key, name, sort_key, ROW_NUMBER() OVER (ORDER BY key) AS place, COUNT(*) OVER () AS all_of_them"
            f" FROM {towns} WHERE valid_until IS NULL)"
            f" SELECT {', '.join(values.get(column, f'c.{column}') for column in columns)} FROM n"
            " JOIN m ON m.place = (n.i * 31) %% m.all_of_them + 1"
            f" JOIN {blocks} b ON b.programme_id = %s AND b.position = n.i %% 2 + 1 JOIN {cases} c ON c.id = %s",
            [size, programme.pk, model.pk],  # type: ignore[attr-defined]
        )
        for statement in connection.ops.sequence_reset_sql(no_style(), [Case]):
            cursor.execute(statement)
        for kind, sign, when, which in (
            ("granted", "", "c.starts_on", "1"), ("paid", "", later.format(40), "1"),
            ("changed", "-0.1 * ", later.format(200), "50"), ("revoked", "-0.9 * ", later.format(400), "100"),
        ):  # fmt: skip
            cursor.execute(
                f"INSERT INTO {entries} (case_id, programme_id, block_id, authority_id, applicant_key, applicant_kind,"
                " kind, amount, budget_year, effective_on, recorded_at, source, by_name)"
                f" SELECT c.id, c.programme_id, c.block_id, NULL, c.applicant_key, c.applicant_kind, '{kind}',"
                f" {sign}{amount}, {year.format('c.starts_on')}, {when}, c.received_at,"
                f" 'bench:' || CAST(c.id AS TEXT), '' FROM {cases} c WHERE c.programme_id = %s AND c.id > %s"
                f" AND c.id %% {which} = 0",
                [programme.pk, model.pk],  # type: ignore[attr-defined]
            )


if __name__ == "__main__":
    prepare()
