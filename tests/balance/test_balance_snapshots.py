"""Publishing a balance: frozen, two persons, beside what is known today. And the commands, fed with mistakes."""

import gzip
import hashlib
import json
from collections.abc import Iterator
from datetime import date, timedelta
from threading import Thread

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connections, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from balance.grants import grant, write
from kommin.balance.actions import discard_snapshot, prepare_snapshot, rebuild, release_snapshot
from kommin.balance.errors import BalanceError
from kommin.balance.models import Project, Snapshot
from kommin.cases.models import EntryKind
from kommin.foundation.access import Actor, NotAllowed
from kommin.foundation.cli import BadInput
from kommin.people.models import Membership, Role, User
from kommin.people.standing import as_person, standings_of
from kommin.programmes.models import Programme

DAY = date(2010, 10, 27)


def person(programme: Programme, name: str, role: Role) -> Actor:
    user = User.objects.create_user(f"{name}@example.org", name=name.title())
    Membership.objects.create(person=user, organisation=programme.ministry, role=role)
    standings = standings_of(user)
    return as_person(user, standings[0], standings)


@pytest.fixture
def officer(programme: Programme) -> Actor:
    return person(programme, "priya", Role.PROGRAMME_OFFICER)


@pytest.fixture
def treasurer(programme: Programme) -> Actor:
    return person(programme, "hannes", Role.BUDGET_OFFICER)


@pytest.fixture
def prepared(programme: Programme, officer: Actor) -> Iterator[Snapshot]:
    grant(programme, number="A", title="Offenes")
    grant(programme, number="B", title="Verborgenes", public=False)
    return prepare_snapshot(programme=programme, as_of=DAY, occasion="Presse", by=officer)


def test_what_was_published_stays_when_more_becomes_known(
    client: Client, programme: Programme, prepared: Snapshot, treasurer: Actor
) -> None:
    release_snapshot(snapshot=prepared, digest=prepared.digest, by=treasurer)
    address = f"/balance/probe/published/{prepared.number}/"
    page = client.get(address)
    assert page.context["differs"] is False
    grant(programme, number="C", amount=30_000)
    page = client.get(address)
    rows = {row.first: row for row in page.context["rows"] if row.differs}
    assert {"2", "100.000,00\xa0€"} <= rows.keys()
    assert rows["2"].second == "3"
    assert rows["2"].difference == "+1"
    assert client.get("/balance/probe/published/").status_code == 200


def test_the_hashes_cover_figures_definitions_and_rows(client: Client, prepared: Snapshot, treasurer: Actor) -> None:
    release_snapshot(snapshot=prepared, digest=prepared.digest, by=treasurer)
    folder = f"/balance/probe/published/{prepared.number}"
    figures, rows = (client.get(f"{folder}/{name}").content for name in ("figures.json", "rows.csv"))
    assert hashlib.sha256(figures).hexdigest() == prepared.digest
    content = json.loads(figures)
    assert hashlib.sha256(rows).hexdigest() == content["rows_sha256"]
    assert content["figures"]["projects"] == 2
    assert content["definitions"]["de"].keys() == content["definitions"]["en"].keys()
    assert content["definitions"]["de"]["projects"] != content["definitions"]["en"]["projects"]
    text = rows.decode()
    assert "Offenes" in text
    assert "Verborgenes" not in text
    assert text.count("not public") == 4
    assert len(text.splitlines()) == 3


def test_nobody_outside_sees_it_before_it_is_released(client: Client, prepared: Snapshot) -> None:
    assert client.get(f"/balance/probe/published/{prepared.number}/").status_code == 404
    assert client.get(f"/balance/probe/published/{prepared.number}/rows.csv").status_code == 404


def test_whoever_prepared_it_cannot_release_it(prepared: Snapshot, officer: Actor) -> None:
    with pytest.raises(NotAllowed):
        release_snapshot(snapshot=prepared, digest=prepared.digest, by=officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Snapshot.objects.filter(pk=prepared.pk).update(released_by_id=officer.user_id)


def test_a_budget_officer_cannot_prepare_and_strangers_can_nothing(programme: Programme, treasurer: Actor) -> None:
    with pytest.raises(NotAllowed):
        prepare_snapshot(programme=programme, as_of=DAY, occasion="Presse", by=treasurer)
    with pytest.raises(NotAllowed):
        prepare_snapshot(programme=programme, as_of=DAY, occasion="Presse", by=Actor.nobody())


def test_only_what_was_seen_is_released_and_only_once(prepared: Snapshot, treasurer: Actor) -> None:
    with pytest.raises(BalanceError):
        release_snapshot(snapshot=prepared, digest="0" * 64, by=treasurer)
    release_snapshot(snapshot=prepared, digest=prepared.digest, by=treasurer)
    for act in (
        lambda: release_snapshot(snapshot=prepared, digest=prepared.digest, by=treasurer),
        lambda: discard_snapshot(snapshot=prepared, by=treasurer),
    ):
        with pytest.raises(BalanceError):
            act()


def test_the_database_keeps_a_released_balance_as_it_is(prepared: Snapshot, treasurer: Actor) -> None:
    release_snapshot(snapshot=prepared, digest=prepared.digest, by=treasurer)
    for change in ({"occasion": "anders"}, {"content": "{}"}, {"released_at": None}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Snapshot.objects.filter(pk=prepared.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Snapshot.objects.filter(pk=prepared.pk).delete()


def test_the_rows_are_those_of_the_day(programme: Programme, officer: Actor) -> None:
    case = grant(programme, number="A", amount=50_000)
    write(case, EntryKind.CHANGED, -10_000, DAY + timedelta(days=1), 2009)
    grant(programme, number="B", day=DAY + timedelta(days=1))
    made = prepare_snapshot(programme=programme, as_of=DAY, occasion="Presse", by=officer)
    lines = gzip.decompress(bytes(made.rows)).decode().splitlines()
    assert len(lines) == 2
    assert lines[1].endswith("2009-05-04,50000.00,no")


@pytest.mark.parametrize(("day", "occasion"), [(date(2001, 1, 1), "x"), (None, "x"), (DAY, "  ")])
def test_days_without_figures_and_missing_occasions_are_refused(
    programme: Programme, officer: Actor, day: date | None, occasion: str
) -> None:
    with pytest.raises(BalanceError):
        prepare_snapshot(
            programme=programme, as_of=day or timezone.localdate() + timedelta(days=1), occasion=occasion, by=officer
        )
    assert not Snapshot.objects.exists()


def test_the_ministrys_pages(
    client: Client, programme: Programme, officer: Actor, treasurer: Actor, settings: Settings
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    grant(programme, number="A")
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    client.force_login(User.objects.get(pk=officer.user_id), backend)
    listing = "/ministry/programmes/probe/balances/"
    assert listing in client.get("/balance/probe/").content.decode()
    refused = client.post(listing, {"as_of": "01.01.2001", "occasion": "Presse"})
    assert "Für frühere Tage gibt es keine Zahlen" in refused.content.decode()
    made = client.post(listing, {"as_of": "27.10.2010", "occasion": "Presse"})
    page = client.get(made["Location"])
    assert "eine andere Person" in page.content.decode()
    client.force_login(User.objects.get(pk=treasurer.user_id), backend)
    page = client.get(made["Location"])
    assert "Freigeben und veröffentlichen" in page.content.decode()
    released = client.post(f"{made['Location']}release", {"digest": page.context["snapshot"].digest})
    assert client.get(released["Location"]).status_code == 200
    assert client.get(listing).status_code == 200


@pytest.mark.parametrize(
    "options",
    [
        {}, {"programme": "nix"}, {"programme": "probe", "as_of": date(2001, 1, 1)},
        {"programme": "probe", "as_of": date(2999, 1, 1)}, {"what": "rebuild", "programme": "nix"},
    ],
)  # fmt: skip
def test_mistakes_on_the_command_line_get_one_sentence(programme: Programme, options: dict) -> None:
    with pytest.raises(BadInput) as told:
        call_command("balance", **options)
    assert told.value.returncode == 2
    assert len(str(told.value).splitlines()) == 1


def test_commands_tell_and_rebuild(programme: Programme, capsys: pytest.CaptureFixture[str]) -> None:
    grant(programme, number="A")
    call_command("balance", programme="probe", as_of=DAY, sentence="en")
    assert capsys.readouterr().out.startswith(
        "Since April 2005 1 municipality or district has taken part with 1 project"
    )
    call_command("balance", programme="probe", as_of=DAY, definitions=True)
    assert "50.000,00" in capsys.readouterr().out
    Project.objects.all().delete()
    call_command("balance", what="rebuild")
    assert Project.objects.count() == 1


def test_a_rebuild_and_a_grant_at_once_lose_nothing(fresh_database: str) -> None:
    from balance.grants import make_programme

    programme = make_programme()
    for index in range(4):
        grant(programme, number=f"A-{index}")
    failures: list[BaseException] = []

    def run(work: object) -> None:
        try:
            work()  # type: ignore[operator]
        except BaseException as error:  # noqa: BLE001 - handed to the test
            failures.append(error)
        finally:
            connections.close_all()

    threads = [
        Thread(target=run, args=(lambda: [rebuild(programme=programme) for _ in range(3)],)),
        Thread(target=run, args=(lambda: [grant(programme, number=f"B-{index}") for index in range(6)],)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    from kommin.balance import queries

    assert Project.objects.count() == 10
    assert queries.balance(programme, DAY).projects == 10
