"""The portal with 5,000 releases: list and release kept and made anew, search for rare and common words.

Each database has a house of its own, filled before it is served as in operation. Pages are asked over HTTP: kept ones
as a visitor gets them, others with a cookie of a session that has ended, which has each page made anew. So that reads
kept by the process do not flatter, releases made anew are asked one after the other, each for the first time.
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
from typing import Any

from bench.harness import Bench, Server, postgres, web

RELEASES = 5_000
LIMIT_KEPT, LIMIT_PAGE, LIMIT_SEARCH = 2.0, 25.0, 50.0
NOBODY = "sessionid=ended"
LISTS = {
    "list": "/presse/", "list of a year": "/presse/2008/", "list of a topic": "/presse/?topic=thema-3",
    "last page of the list": "/presse/?page=250",
}  # fmt: skip
WORDS = {
    "a word of one release": "Quastenflosser17", "a word of 50 releases": "Sprachmittlung", "a word of every release":
    "Gemeinden", "the beginning of a word": "Integr", "three words": "Gemeinden Netzwerk Integration",
}  # fmt: skip
ROOT = Path(__file__).parents[1]
SENTENCES = (
    "Die Gemeinden im Land bauen mit dem Programm Netzwerke der Integration auf.",
    "Der Minister übergab heute den Bescheid an die Bürgermeisterin.",
    "Ehrenamtliche begleiten Familien bei Wegen zu Ämtern, Schulen und Ärzten.",
    "Das Vorhaben verbindet Wohnen, Bildung und Nachbarschaft in den Quartieren.",
    "Die Fachtagung zeigte, was gelungen ist und was noch zu tun bleibt.",
    "Mit den Mitteln werden Lotsinnen geschult und Räume für Begegnung geschaffen.",
)


def run(bench: Bench) -> None:
    """Both databases, one after the other."""
    _measure(bench, "SQLite", bench.home / "sqlite", "")
    with postgres(bench.home) as url:
        _measure(bench, "PostgreSQL", bench.home / "postgresql", url)


def _measure(bench: Bench, database: str, home: Path, url: str) -> None:
    paths = os.pathsep.join(str(ROOT / folder) for folder in ("", "src", "tests"))
    environment = os.environ | {"KOMMIN_HOME": str(home), "PYTHONPATH": paths}
    if url:
        environment["KOMMIN_DATABASE_URL"] = url
    command = [sys.executable, "-m", "bench.bench_portal"]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, text=True, cwd=ROOT)
    releases: list[str] = json.loads(done.stdout.splitlines()[-1])
    with web(environment, workers=1) as port:
        server = Server(port)
        for words, address in {**LISTS, "release": releases[0], "feed": "/presse/atom.xml"}.items():
            bare = server.milliseconds("/healthz")
            kept = server.milliseconds(address)
            limit = f"bare response {bare:.2f} ms, limit {LIMIT_KEPT:.0f} times as long"
            bench.tell(f"{database}: {words}, kept", f"{kept:.2f} ms", limit, kept / bare)
        for words, address in LISTS.items():
            _made(bench, server, f"{database}: {words}, made anew", [address] * 40, LIMIT_PAGE)
        _made(bench, server, f"{database}: release, made anew for the first time", releases[100:140], LIMIT_PAGE)
        _made(bench, server, f"{database}: release, made anew", [releases[50]] * 40, LIMIT_PAGE)
        for words, query in WORDS.items():
            _made(
                bench,
                server,
                f"{database}: search, {words}",
                [f"/suche/?q={query.replace(' ', '+')}"] * 40,
                LIMIT_SEARCH,
            )


def _made(bench: Bench, server: Server, what: str, addresses: list[str], limit: float) -> None:
    bare = server.milliseconds("/healthz")
    server.get(addresses[0], cookie=NOBODY)
    taken = []
    for address in addresses[1:]:
        start = time.perf_counter()
        server.get(address, cookie=NOBODY)
        taken.append((time.perf_counter() - start) * 1000)
    median = statistics.median(taken)
    bench.tell(what, f"{median:.1f} ms", f"bare response {bare:.2f} ms, limit {limit:.0f} ms", median / bare)


def prepare() -> None:
    """Fill an empty house and print the addresses of its releases, as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kommin.site.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction

    from balance.grants import make_programme
    from kommin.foundation.access import Actor
    from kommin.foundation.search.rebuilding import rebuild
    from kommin.foundation.search.sources import sources
    from kommin.portal import alike
    from kommin.portal.finding import indexing
    from kommin.register.actions.loading import load_register
    from portal import making

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    load_register(by=Actor.clock())
    with transaction.atomic():
        topics = [making.make_topic(f"Thema {number}", slug=f"thema-{number}") for number in range(12)]
        parts = {"sender": making.make_sender(), "programme": make_programme(slug="bench-portal"), "topics": topics}
        addresses = _write(parts)
    for kind in (indexing.RELEASE, indexing.PAGE):
        rebuild(sources[kind])
    while alike.keep_up(most=200):
        pass
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(json.dumps(addresses))


def _write(parts: dict[str, Any]) -> list[str]:
    """Releases in bulk, with the columns that the tree needs; nothing is measured of how they come about."""
    from django.contrib.contenttypes.models import ContentType
    from django.utils import timezone
    from treebeard.mp_tree import MP_Node

    from kommin.portal.models import PressRelease
    from portal import making

    archive, now = making.archive(), timezone.now()
    kind = ContentType.objects.get_for_model(PressRelease)
    releases = []
    for number, day in enumerate(_days()):
        place = MP_Node._int2str(number + 1).rjust(archive.steplen, "0")  # noqa: SLF001 - the tree's own way of counting
        words = SENTENCES[number % 6].split(" ", 1)[1]
        release = PressRelease(
            title=f"Mitteilung {number}: {words}", slug=f"mitteilung-{number}", date=day, lead=_lead(number),
            depth=archive.depth + 1, path=archive.path + place, numchild=0, live=True, locale=archive.locale,
            content_type=kind, first_published_at=now, last_published_at=now, sender=parts["sender"],
            programme=parts["programme"] if number % 3 else None, body=_body(number), kicker="Integration",
        )  # fmt: skip
        release.draft_title = release.title
        release.url_path = f"{archive.url_path}{day.year}/{release.slug}/"
        releases.append(release)
    _insert(releases)
    archive.numchild = len(releases)
    archive.save()
    through = PressRelease.topics.through
    through.objects.bulk_create(
        through(pressrelease_id=release.pk, topicpage_id=parts["topics"][(number * step) % 12].pk)
        for number, release in enumerate(releases)
        for step in {1, 5}
        if step == 1 or (number * 5) % 12 != number % 12
    )
    _put_beside(releases)
    return [f"/presse/{release.date.year}/{release.slug}/" for release in reversed(releases)]


def _put_beside(releases: list[Any]) -> None:
    """What stands beside a release in daily life: contact, photo, download, links, a town, one chosen by hand."""
    from kommin.portal.models import (
        PressPhoto,
        RelatedRelease,
        ReleaseContact,
        ReleaseDownload,
        ReleaseLink,
        ReleasePlace,
    )
    from kommin.register.models import Municipality
    from portal import making

    contact, image, document = making.make_contact(), making.make_image(), making.make_document()
    towns = list(Municipality.objects.filter(valid_until=None).order_by("key").values_list("key", flat=True)[:50])
    parts: dict[Any, Callable[[int], dict[str, Any]]] = {
        ReleaseContact: lambda _number: {"contact": contact},
        PressPhoto: lambda _number: {"image": image},
        ReleaseDownload: lambda _number: {"document": document},
        ReleaseLink: lambda _number: {"text": "Fachstelle", "address": "https://fachstelle.example.org/"},
        ReleasePlace: lambda number: {"key": towns[number % len(towns)]},
        RelatedRelease: lambda number: {"other": releases[(number * 31) % len(releases)]},
    }
    for model, values in parts.items():
        rows = (model(release=release, sort_order=0, **values(number)) for number, release in enumerate(releases))
        model.objects.bulk_create(rows, batch_size=500)


def _insert(releases: list[Any]) -> None:
    """Rows of pages and of releases; bulk writing knows one table at a time."""
    from wagtail.models import Page

    from kommin.portal.models import PressRelease

    names = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]  # noqa: SLF001
    pages = [Page(**{name: getattr(release, name) for name in names}) for release in releases]
    Page.objects.bulk_create(pages, batch_size=500)
    own = list(PressRelease._meta.local_concrete_fields)  # noqa: SLF001
    from django.db import connection

    for release, page in zip(releases, pages, strict=True):
        release.pk = release.page_ptr_id = page.pk
    table = PressRelease._meta.db_table  # noqa: SLF001
    statement = (
        f"INSERT INTO {table} ({', '.join(str(field.column) for field in own)}) VALUES ({', '.join(['%s'] * len(own))})"
    )
    rows = [
        [field.get_db_prep_save(field.pre_save(release, True), connection) for field in own] for release in releases
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)


def _days() -> Iterator[date]:
    first = date(2005, 5, 2)
    return (first + timedelta(days=number * 2_800 // RELEASES) for number in range(RELEASES))


def _lead(number: int) -> str:
    rare = f" Ein Quastenflosser{number} war dabei." if number == 17 else ""
    some = " Es ging um Sprachmittlung." if number % 100 == 0 else ""
    return f"{SENTENCES[(number + 1) % 6]}{some}{rare}"


def _body(number: int) -> str:
    blocks = [
        {"type": "paragraph", "value": f"<p>{SENTENCES[(number + step) % 6]} {SENTENCES[(number * step) % 6]}</p>"}
        for step in range(5)
    ]
    blocks.insert(
        2, {"type": "quotation", "value": {"text": SENTENCES[number % 6], "person": "Mina Muster", "office": ""}}
    )
    return json.dumps(blocks)


if __name__ == "__main__":
    prepare()
