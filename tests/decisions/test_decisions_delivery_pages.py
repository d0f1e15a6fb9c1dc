"""Sending and opening letters in the browser: each side sees its own, and opening is a step of its own."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from databases import beginning
from decisions.delivering import AUTUMN, decided, land_in_autumn, on
from decisions.granting import Land, handed, years
from files.samples import pdf, upload
from kommin.decisions import actions
from kommin.decisions.models import Decision, DeliveryEntry, DeliveryKind, Kind
from kommin.people.models import Membership, Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_letters")]


begun_land = beginning(land_in_autumn)


@pytest.fixture(autouse=True)
def _autumn(settings: Any) -> Iterator[None]:
    settings.SECOND_FACTOR_REQUIRED = False
    with on(AUTUMN):
        yield


def page(client: Client, decision: Decision) -> str:
    return client.get(decision.get_absolute_url()).content.decode()


def test_from_the_release_to_a_final_decision_both_sides_find_their_way(land: Land) -> None:
    case = land.case()
    decision = handed(case, land.authority, years(y2026="1234.56"), Kind.PARTIAL)
    head, town = land.authority.client(Role.HEAD), land.town
    editor, signatory = town.client(Role.EDITOR), town.client(Role.SIGNATORY)
    release = reverse("decisions:release", args=[decision.pk])
    assert head.post(release, {"revision": decision.revision}).status_code == 422, "says how it is delivered"
    head.post(release, {"revision": decision.revision, "channel": "portal"})
    assert DeliveryEntry.objects.get().kind == DeliveryKind.OFFERED

    seen = page(editor, decision)
    assert "Bescheid abrufen" in seen
    assert "1.234,56" not in seen
    assert "Teilbewilligung" not in seen
    letter, opening = (reverse(f"decisions:{name}", args=[decision.pk]) for name in ("document", "retrieve"))
    assert editor.get(letter)["Location"] == opening
    on_case = editor.get(case.get_absolute_url()).content.decode()
    assert "1.234,56" not in on_case
    assert opening in on_case

    explained = editor.get(opening).content.decode()
    assert "25.11.2026" in explained, "counts as received"
    assert "28.12.2026" in explained, "last day for a lawsuit"
    assert not DeliveryEntry.objects.filter(kind=DeliveryKind.RETRIEVED).exists(), "reading about it opens nothing"
    editor.post(opening)
    assert DeliveryEntry.objects.get(kind=DeliveryKind.RETRIEVED).by_name == town.users[Role.EDITOR].name
    assert editor.get(letter).status_code == 200
    seen = page(editor, decision)
    assert "1.234,56" in seen
    assert "Bestandskräftig und auszahlbar ab" in seen
    assert "29.12.2026" in seen
    assert "unbestätigt" not in seen
    assert f'{reverse("decisions:waive", args=[decision.pk])}"' not in seen, "only the signatory gives up remedies"

    waive = reverse("decisions:waive", args=[decision.pk])
    assert editor.get(waive).status_code == 403
    assert "lässt sich nicht zurücknehmen" in signatory.get(waive).content.decode()
    assert signatory.post(waive).status_code == 422
    signatory.post(waive, {"understood": "on"})
    seen = page(land.authority.client(Role.CASEWORKER), decision)
    assert "Rechtsbehelfsverzicht" in seen
    assert "im Portal erklärt" in seen
    with on(AUTUMN + timedelta(days=1)):
        assert "noch nicht" not in page(signatory, decision)


def test_before_the_release_each_way_says_what_goes_to_whom(land: Land) -> None:
    head = land.authority.client(Role.HEAD)

    def look() -> str:
        decision = handed(land.case(), land.authority, years(y2026="1234.56"), Kind.PARTIAL)
        return head.get(reverse("decisions:release", args=[decision.pk])).content.decode()

    at_once, afterwards = "„Sie haben eine Entscheidung zu", "ist unterwegs“"
    town = look()
    assert town.index("Im Portal: Mitteilung") < town.index(at_once) < town.index("Mit der Post:")
    assert town.index("Mit der Freigabe geht noch nichts hinaus") < town.index(afterwards)
    Membership.objects.filter(organisation=land.town.organisation).delete()
    nobody = look()
    assert at_once not in nobody
    assert afterwards not in nobody
    assert "Mit der Freigabe geht noch nichts hinaus" in nobody


def test_a_release_without_a_way_says_so_where_the_page_opens(land: Land) -> None:
    decision = handed(land.case(), land.authority, years(y2026="1234.56"), Kind.PARTIAL)
    release = reverse("decisions:release", args=[decision.pk])
    said = land.authority.client(Role.HEAD).post(release, {"revision": decision.revision}).content.decode()
    assert said.count('id="error-summary-title"') == 1
    assert said.index('id="error-summary-title"') < said.index('id="goes-to"')
    assert "<title>Fehler: " in said


def test_the_authority_posts_proves_and_corrects(land: Land) -> None:
    decision = decided(land, date(2026, 5, 4))
    case, client = decision.case, land.authority.client(Role.CASEWORKER)
    deliver = reverse("decisions:deliver", args=[decision.pk])
    assert deliver in client.get(case.get_absolute_url()).content.decode(), "the next step"
    assert client.post(deliver, {"channel": "post"}).status_code == 422
    refused = client.post(deliver, {"channel": "post", "posted_on": "2026-05-03"})
    assert "nicht vor der Entscheidung" in refused.content.decode()
    client.post(deliver, {"channel": "post", "posted_on": "2026-05-04"})
    seen = page(client, decision)
    assert "09.06.2026" in seen
    assert "unbestätigt" in seen, "staff see which values nobody has confirmed"
    entry = DeliveryEntry.objects.get()
    correct = reverse("decisions:correct_delivery", args=[decision.pk, entry.pk])
    assert client.post(correct, {"what": "day", "reason": "x"}).status_code == 422
    client.post(correct, {"what": "day", "day": "2026-05-05", "reason": "Zahlendreher"})
    assert "Zahlendreher" in page(client, decision)
    assert "Zahlendreher" in page(land.town.client(), decision)
    assert client.get(correct).status_code == 404, "corrected already"
    waiver = reverse("decisions:waiver", args=[decision.pk])
    assert client.post(waiver, {"arrived_on": "2026-05-12", "upload": upload(pdf(), "v.txt")}).status_code == 422
    client.post(waiver, {"arrived_on": "2026-05-12", "upload": upload(pdf())})
    assert "12.05.2026" in page(client, decision)
    stored = DeliveryEntry.objects.get(kind=DeliveryKind.WAIVED).file
    assert stored is not None
    download = reverse("files:download", args=[stored.public_id])
    given = land.town.client().get(download)
    assert b"".join(given.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    given.close()
    assert Client().get(download).status_code == 302


def test_a_lawsuit_is_entered_and_ended(land: Land) -> None:
    decision = decided(land, date(2026, 5, 4))
    actions.send_by_post(decision=decision, posted_on=date(2026, 5, 4), by=land.authority.caseworker)
    client = land.authority.client(Role.CASEWORKER)
    suit, end = (reverse(f"decisions:{name}", args=[decision.pk]) for name in ("lawsuit", "lawsuit_end"))
    assert client.get(end).status_code == 302, "nothing to end"
    client.post(suit, {"filed_on": "2026-06-01", "court": "Verwaltungsgericht Köln", "reference": "1 K 2/26"})
    assert "Eine Klage ist offen" in client.get(reverse("decisions:list") + "?state=released").content.decode()
    assert "1 K 2/26" in client.get(end).content.decode()
    client.post(end, {"ended_on": "2026-09-01", "outcome": "dismissed", "note": ""})
    assert "02.09.2026" in page(client, decision)


def test_many_letters_are_posted_at_once_and_what_is_refused_is_named(land: Land) -> None:
    client, by = land.authority.client(Role.CASEWORKER), land.authority.caseworker
    early = [decided(land, date(2026, 5, 4)) for _ in range(3)]
    late = decided(land, date(2026, 5, 6))
    actions.send_by_post(decision=early[2], posted_on=date(2026, 5, 4), by=by)
    address = reverse("decisions:to_send")
    shown = client.get(address).content.decode()
    assert [one.number in shown for one in (*early, late)] == [True, True, False, True]
    assert client.post(address, {"channel": "post", "posted_on": "2026-05-05"}).status_code == 422, "none chosen"
    chosen = [early[0].pk, early[1].pk, late.pk, "x"]
    answer = client.post(address, {"channel": "post", "posted_on": "2026-05-05", "letter": chosen}, follow=True)
    said = answer.content.decode()
    assert "2 Bescheide sind versandt" in said
    assert f"{late.number}: Das kann nicht vor der Entscheidung gewesen sein" in said
    assert DeliveryEntry.objects.count() == 3


def test_lists_ask_the_same_of_the_database_for_one_letter_and_for_many(land: Land) -> None:
    client = land.authority.client(Role.CASEWORKER)
    addresses = [reverse("decisions:to_send"), reverse("decisions:list") + "?state=released"]

    def queries() -> list[int]:
        counts = []
        for address in addresses:
            with CaptureQueriesContext(
                connection,
            ) as asked:
                assert client.get(address).status_code == 200
            counts.append(len(asked))
        return counts

    actions.offer_in_portal(decision=decided(land, AUTUMN), by=land.authority.caseworker)
    client.get(addresses[0])
    one = queries()
    for _ in range(11):
        actions.offer_in_portal(decision=decided(land, AUTUMN), by=land.authority.caseworker)
    assert queries() == one
