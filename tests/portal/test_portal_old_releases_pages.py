"""The way through the browser without a script, and the command."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from access.world import World
from kommin.foundation.cli import BadInput
from kommin.foundation.runs.actions.items import run_next_item
from kommin.people.models import Role
from kommin.portal.models import PressRelease, ReleaseImport
from portal import making
from portal.old_files import as_json, beside, entry, full

pytestmark = [pytest.mark.django_db, pytest.mark.once]
DESK = "/press-desk/old-releases/"


def send(client: Client, content: bytes, **more: Any) -> ReleaseImport:
    given = {"file": making.upload("alt.json", content), "source": "alt", "language": "de", **more}
    answer = client.post(f"{DESK}new", given)
    assert answer.status_code == 302, answer.content.decode()
    return ReleaseImport.objects.latest("pk")


def second(world: World) -> Client:
    """Somebody else of the same press desk."""
    person = world.person("zweite")
    world.membership(person, world.own, Role.PRESS_EDITOR)
    client = Client()
    client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_the_whole_way(tmp_path: Path) -> None:
    topic = making.make_topic("Schule")
    world = World("press_editor")
    client, other = world.client(), second(world)
    files = making.upload("files.zip", beside(tmp_path).read_bytes())
    row = send(client, as_json(full(1), entry(2, titel="Zwei<script>alert(2)</script>")), beside=files)
    here = row.get_absolute_url()
    page = client.get(here).content.decode()
    assert "Thema nicht bekannt" in page
    assert "<script>alert(2)" not in page
    assert "Eine zweite Person gibt sie frei" in page
    assert client.post(f"{here}release").status_code == 403
    assert "Überschrift" in client.get(f"{here}reading").content.decode()
    chosen = {f"topic-{number}": str(topic.pk) if text == "Bildung" else "0"
              for number, text in enumerate(sorted(row.topics))}  # fmt: skip
    client.post(f"{here}topics", {**chosen, "revision": "1"})
    stale = other.post(f"{here}release", {"revision": "1"}, follow=True).content.decode()
    assert "inzwischen geändert" in stale
    answer = other.post(f"{here}release", {"revision": "2"})
    assert "/runs/" in answer.headers["Location"]
    while run_next_item(holder="a"):
        pass
    page = client.get(here).content.decode()
    assert "Geladen" in page
    release = PressRelease.objects.get(title="Mitteilung 1")
    assert [one.pk for one in release.topics.all()] == [topic.pk]
    report = client.get(f"{here}doubts.json").json()
    assert report["counts"]["new"] == 2
    assert "Sport" in b"".join(client.get(f"{here}doubts.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert client.get(f"{here}take-back").status_code == 403
    assert send(client, as_json(entry(3))).topics == {}


def test_a_reading_is_changed_and_remembered() -> None:
    client = World("press_head").client()
    odd = {"nr": "7", "ueberschrift": "Falsch", "kopf": "Richtig", "datum": "27.10.2010", "text": "<p>Ein Text.</p>"}
    row = send(client, as_json(odd))
    form = client.get(f"{row.get_absolute_url()}reading").context["form"]
    values = {name: field.initial or "" for name, field in form.fields.items()}
    twice = client.post(f"{row.get_absolute_url()}reading", {**values, "field-lead": values["field-title"]})
    assert "zweimal" in twice.content.decode()
    client.post(f"{row.get_absolute_url()}reading", {**values, "field-title": "kopf", "revision": "1"})
    client.post(f"{row.get_absolute_url()}release")
    while run_next_item(holder="a"):
        pass
    assert PressRelease.objects.get().title == "Richtig"
    again = send(client, as_json(odd | {"nr": "8"}))
    assert again.mapping["fields"]["title"] == ["kopf"]
    client.post(f"{again.get_absolute_url()}discard")
    back = client.post(f"{row.get_absolute_url()}take-back", {"reason": "Probe"}, follow=True)
    assert "Zurücknahme von „" in back.content.decode()
    assert row.get_absolute_url() in back.content.decode()
    assert "Fortschritt der Zurücknahme" in client.get(row.get_absolute_url()).content.decode()
    assert "Halten Sie diese Arbeit" in client.get(f"{row.get_absolute_url()}take-back").content.decode()
    while run_next_item(holder="a"):
        pass
    assert "seitdem bearbeitet wurden und bleiben: 0" in client.get(row.get_absolute_url()).content.decode()
    assert "nichts davon wurde veröffentlicht" in client.get(again.get_absolute_url()).content.decode()
    assert not PressRelease.objects.exists()


@pytest.mark.parametrize("content", [b"<html><body>Login</body></html>", b"{", b"\x00\x01"])
def test_a_bad_file_is_refused_with_a_sentence_and_nothing_is_kept(content: bytes) -> None:
    answer = World("press_editor").client().post(f"{DESK}new", {"file": making.upload("x.json", content),
                                                                "language": "de"})  # fmt: skip
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    assert not ReleaseImport.objects.exists()


def run(*arguments: str) -> Any:
    out = StringIO()
    call_command("import", *arguments, stdout=out)
    return json.loads(out.getvalue())


def test_the_command_loads_lists_and_takes_back(tmp_path: Path) -> None:
    file = tmp_path / "alt.json"
    file.write_bytes(as_json(full(1), entry(2)))
    folder = tmp_path / "beside"
    (folder / "uploads").mkdir(parents=True)
    (folder / "uploads" / "saal.png").write_bytes(making.picture())
    trial = run("releases", str(file), "--dry-run", "--json")
    assert trial["counts"]["ready"] == 2
    assert not PressRelease.objects.exists()
    done = run("releases", str(file), "--files", str(folder), "--json")
    assert PressRelease.objects.live().count() == 2
    again = run("releases", str(file), "--files", str(folder), "--json")
    assert (again["import"], again["counts"]["same"]) == (None, 2)
    assert [one["import"] for one in run("releases-list", "--json")] == [done["import"]]
    assert run("releases-report", str(done["import"]))["state"] == "loaded"
    assert run("releases-take-back", str(done["import"]), "--reason", "Probe", "--json")["state"] == "taken_back"
    assert not PressRelease.objects.exists()


def test_the_command_says_what_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "alt.json"
    file.write_bytes(b"{")
    with pytest.raises(BadInput, match="JSON"):
        run("releases", str(file))
    file.write_bytes(as_json(entry()))
    with pytest.raises(BadInput, match="NAME"):
        run("releases", str(file), "--field", "title")
    with pytest.raises(BadInput, match="bogus"):
        run("releases", str(file), "--topic", "Sport=bogus")
