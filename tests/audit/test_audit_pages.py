"""The pages on which auditors and operators read the record."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.tampering import by_hand
from kommin.foundation.access import Actor, actors
from kommin.foundation.audit.actions import Target, erase_payload, record, seal
from kommin.foundation.audit.models import Record

pytestmark = pytest.mark.django_db
AUDITOR = Actor.person(user_id=1, name="Petra Prüfer", role="auditor", organisation_name="Landesrechnungshof")
CASEWORKER = Actor.person(
    user_id=2, name="Jörg Öztürk", role="caseworker", organisation_id=5, organisation_name="Bezirksregierung Köln"
)


@pytest.fixture
def auditor(client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(actors, "_resolver", lambda _: AUDITOR)
    return client


def write(at: datetime | None = None, **kwargs: object) -> Record:
    made = record(**{"action": "cases.noted", "by": CASEWORKER, **kwargs})  # type: ignore[arg-type]
    if at:
        by_hand("UPDATE audit_record SET at = %s WHERE id = %s", at, made.pk)
    return made


def listed(client: Client, **wanted: str) -> list[int]:
    return [row.pk for row in client.get("/audit/", wanted).context["page"]]


def test_the_list_says_who_did_what_in_which_role_the_latest_first(auditor: Client):
    first = write(case="4711", target=Target("cases.case", "1", "Vernetzung Hagen"))
    second = write(by=Actor.clock())
    answer = auditor.get("/audit/")
    page = answer.content.decode()
    assert listed(auditor) == [second.pk, first.pk]
    assert answer.status_code == 200
    for words in ("Jörg Öztürk", "Bezirksregierung Köln", "Vernetzung Hagen", "4711"):
        assert words in page


def test_each_filter_narrows(auditor: Client):
    old = write(at=datetime(2026, 3, 9, 22, 59, tzinfo=UTC), case="4711")  # 23.59 in Düsseldorf
    night = write(at=datetime(2026, 3, 9, 23, 1, tzinfo=UTC))  # one minute into the tenth
    named = write(action="cases.released", target=Target("cases.decision", "12", "Bescheid 36.2"), by=AUDITOR)
    assert listed(auditor, until="2026-03-09") == [old.pk]
    assert listed(auditor, since="10.03.2026", until="10.03.2026") == [night.pk]
    assert listed(auditor, person="Prüfer") == [named.pk]
    assert listed(auditor, organisation="rechnungshof") == [named.pk]
    assert listed(auditor, action="cases.released") == [named.pk]
    assert listed(auditor, object="36.2") == [named.pk]
    assert listed(auditor, object="cases.decision:12") == [named.pk]
    assert listed(auditor, case="4711") == [old.pk]
    assert listed(auditor, person="öZTÜRK") == [night.pk, old.pk]
    assert listed(auditor, person="Nobody") == []


@pytest.mark.parametrize("query", [
    "since=yesterday", "since=2026-02-30", "action=invented", "since=2026-03-02&until=2026-03-01", "case=" + "9" * 99,
    "person=%00",
])  # fmt: skip
def test_a_filter_that_cannot_be_read_says_so_and_shows_no_list(auditor: Client, query: str):
    write()
    answer = auditor.get(f"/audit/?{query}")
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert list(answer.context["page"]) == []


def test_odd_page_numbers_show_a_page(auditor: Client):
    write()
    for number in ("0", "-1", "999", "x", ""):
        assert auditor.get("/audit/", {"page": number}).status_code == 200


def test_the_list_costs_the_same_for_one_and_for_fifty_records(auditor: Client):
    write()
    with CaptureQueriesContext(connection) as one:
        auditor.get("/audit/")
    for n in range(49):
        write(case=str(n), target=Target("x.y", str(n), "y"))
    with CaptureQueriesContext(connection) as fifty:
        assert len(listed(auditor)) == 50
    assert len(fifty) == len(one) <= 5


def test_a_long_record_is_not_counted_to_its_end(auditor: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("kommin.foundation.audit.queries.MOST_COUNTED", 3)
    for _ in range(5):
        write()
    assert auditor.get("/audit/").context["cut"]


def test_the_page_of_a_record_shows_its_links_its_seal_and_its_data(auditor: Client):
    first, second, third = (
        write(case="1", data={"amount": n, "rows": [{"note": "<b>&"}], "open": True}) for n in range(3)
    )
    seal(timezone.now())
    answer = auditor.get(f"/audit/{second.pk}/")
    page = answer.content.decode()
    assert (answer.context["links"].before, answer.context["links"].after) == (first, third)
    assert answer.context["links"].fits
    assert answer.context["links"].seal.seal_id == 1
    assert second.hash in page
    assert first.hash in page
    assert "&lt;b&gt;&amp;" in page
    assert answer.context["data"] == [("amount", "1"), ("open", "ja"), ("rows 1 › note", "<b>&")]


@pytest.mark.parametrize("change", ["reason = 'forged'", "data_json = 'no json'", "previous = 'x'", "hash = 'y'"])
def test_a_broken_record_is_shown_as_broken(auditor: Client, change: str):
    write(case="1")
    broken = write(case="1")
    by_hand(f"UPDATE audit_record SET {change} WHERE id = %s", broken.pk)
    answer = auditor.get(f"/audit/{broken.pk}/")
    assert answer.status_code == 200
    assert not answer.context["links"].fits


def test_personal_data_is_shown_until_it_is_erased(auditor: Client):
    row = write(personal={"name": "Erika Mustermann"})
    assert "Erika Mustermann" in auditor.get(f"/audit/{row.pk}/").content.decode()
    erase_payload(record_id=row.pk, by=Actor.command("kommin audit erase"), reason="due")
    page = auditor.get(f"/audit/{row.pk}/").content.decode()
    assert "Erika" not in page
    assert auditor.get(f"/audit/{row.pk}/").context["links"].fits


def test_a_record_that_does_not_exist_is_not_found(auditor: Client):
    assert auditor.get("/audit/999/").status_code == 404
    assert auditor.get("/audit/99999999999999999999/").status_code == 404
