"""Where the guideline wants it, the application is signed on paper and its scan added before it is submitted."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.town import Begun, Town, a_draft, begin, complete, open_call, save, signed
from databases import Beginnings
from files.samples import pdf as pdf_content
from files.samples import upload
from kommin.cases import actions
from kommin.cases.content import SCAN, Dossier
from kommin.cases.errors import IncompleteError
from kommin.cases.missing import gaps
from kommin.cases.models import Application
from kommin.cases.printing import print_application
from kommin.people.models import Role
from kommin.programmes.frozen import compare, thaw
from kommin.programmes.models import Call, CallVersion

pytestmark = pytest.mark.once


def draft_to_sign() -> Begun:
    return a_draft(signed_scan=True)


@pytest.fixture(scope="class")
def begun(request: pytest.FixtureRequest, beginnings: Beginnings) -> Iterator[Begun]:
    asks = {"draft", "call"} & set(request.fixturenames)
    with beginnings.in_use(draft_to_sign if asks else Begun) as made:
        yield made


def fresh(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


def add_scan(application: Application, town: Town) -> None:
    """A scan like no other: each names the version it was printed from."""
    scan = upload(pdf_content() + f"% {application.sheet.revision}\n".encode(), "unterschrieben.pdf")
    actions.add_documents(application=application, uploads=[scan], purpose=SCAN, by=town.editor)


def test_everybody_signs_off_first_and_nothing_is_submitted_without_the_scan(draft: Application, town: Town) -> None:
    ready = signed(complete(draft, town), town)
    client = town.client(Role.SIGNATORY)
    page = client.get(ready.get_absolute_url()).content.decode()
    assert "Unterschrift auf Papier" in page
    assert "Der Scan des unterschriebenen Antrags fehlt" in page
    assert reverse("cases:submit", args=[ready.number]) not in page
    with pytest.raises(IncompleteError, match="Scan des unterschriebenen Antrags"):
        actions.submit_application(application=ready, received=timezone.now(), by=town.signatory)
    add_scan(ready, town)
    assert fresh(ready).state == "signed_off"
    assert reverse("cases:submit", args=[ready.number]) in client.get(ready.get_absolute_url()).content.decode()
    submission = actions.submit_application(application=ready, received=timezone.now(), by=town.signatory)
    assert [one["purpose"] for one in submission.content["documents"]].count(SCAN) == 1


def test_paper_that_says_something_else_is_not_enough(draft: Application, town: Town) -> None:
    ready = signed(complete(draft, town), town)
    add_scan(ready, town)
    save(ready, town.editor, aim="Doch etwas anderes")
    again = signed(fresh(ready), town)
    documents = town.client().get(reverse("cases:documents", args=[ready.number])).content.decode()
    assert "überholt" in documents
    with pytest.raises(IncompleteError, match="nach der Unterschrift geändert"):
        actions.submit_application(application=again, received=timezone.now(), by=town.signatory)
    add_scan(ready, town)  # the old paper once more
    with pytest.raises(IncompleteError, match="nach der Unterschrift geändert"):
        actions.submit_application(application=again, received=timezone.now(), by=town.signatory)
    add_scan(again, town)
    assert actions.submit_application(application=again, received=timezone.now(), by=town.signatory)


def test_it_is_said_before_anybody_signs_in_and_printed_with_room_to_sign(
    draft: Application, call: Call, client: Client
) -> None:
    for route in ("public_call", "public_questions"):
        page = client.get(reverse(f"programmes:{route}", args=[call.slug])).content.decode()
        assert "ausgedruckt, unterschrieben und eingescannt" in page
    with_room = print_application(draft).content
    Application.objects.filter(pk=draft.pk).update(version=_without_signature(draft))
    assert len(with_room) > len(print_application(fresh(draft)).content)


def test_other_calls_ask_for_no_scan(town: Town, db: None) -> None:
    ready = signed(complete(begin(town, open_call(slug="ohne")), town), town)
    assert not gaps(Dossier(ready), to_submit=True)


def test_a_version_from_before_the_setting_says_no_and_shows_no_change(call: Call) -> None:
    version = CallVersion.objects.get(call=call)
    old = {key: value for key, value in version.content.items() if key != "signed_scan"}
    assert compare(old, {**old, "signed_scan": False}) == []
    assert compare(old, version.content) == [{"part": "signed_scan", "before": False, "after": True}]
    version.content = old
    assert thaw(version).signed_scan is False


def _without_signature(draft: Application) -> CallVersion:
    version = CallVersion.objects.get(call=draft.call)
    return CallVersion.objects.create(
        call=draft.call, number=2, why="changed", content=version.content | {"signed_scan": False}, digest="0" * 64,
        opens_at=version.opens_at, closes_at=version.closes_at, published_at=timezone.now(), published_by="x",
    )  # fmt: skip
