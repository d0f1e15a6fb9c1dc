"""Taking in, keeping and giving out."""

import hashlib
import socket
import struct
import tempfile
import threading
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import RequestFactory
from django.utils import timezone

from files import samples
from kommin.foundation.access import Actor, is_signed_in
from kommin.foundation.audit.models import Record
from kommin.foundation.files import actions, owners, queries, scanning
from kommin.foundation.files.errors import FileRefused
from kommin.foundation.files.models import FileState, StoredFile
from kommin.foundation.files.rules import may_read_file
from kommin.foundation.files.views import respond
from kommin.people.models import User

pytestmark = pytest.mark.django_db


def store(content: bytes, name: str = "antrag.pdf", by: Actor | None = None, **more) -> StoredFile:
    return actions.store_upload(
        upload=samples.upload(content, name), owner_type="tests.thing", owner_id=1, by=by or Actor.clock(), **more
    )


def on_disk(settings) -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_an_upload_is_kept_under_a_name_that_says_nothing(settings, person):
    content = samples.pdf()
    stored = store(content, "..\\Ratsbeschluss Köln.PDF", person, purpose="beschluss")
    assert (stored.name, stored.kind, stored.size) == ("Ratsbeschluss Köln.pdf", "pdf", len(content))
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    (path,) = on_disk(settings)
    assert "Rats" not in str(path)
    assert path.suffix == ""
    assert path.read_bytes() == content
    assert oct(path.stat().st_mode & 0o777) == "0o600"
    record = Record.objects.get(action="files.stored")
    assert "Köln" not in record.data_json + record.object_label
    assert record.personal_hash


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "empty"), (b"%PDF-" + bytes(2_000_000), "too_large"), (b"MZ\0\0", "unknown_type")]
)
def test_what_is_refused_leaves_nothing_behind(settings, content, code):
    settings.KOMMIN = settings.KOMMIN.model_copy(update={"largest_upload_mb": 1})
    with pytest.raises(FileRefused) as refused:
        store(content)
    assert refused.value.code == code
    assert not on_disk(settings)
    assert not StoredFile.objects.exists()


def test_a_room_can_take_fewer_kinds_and_fewer_files():
    with pytest.raises(FileRefused) as refused:
        store(samples.png(), "bild.png", intake=actions.Intake(kinds=frozenset({"pdf"})))
    assert refused.value.code == "not_allowed"
    for _ in range(2):
        store(samples.pdf(), intake=actions.Intake(most=2))
    with pytest.raises(FileRefused) as refused:
        store(samples.pdf(), intake=actions.Intake(most=2))
    assert refused.value.code == "too_many"
    actions.remove_file(stored=StoredFile.objects.first(), by=Actor.clock())
    store(samples.pdf(), intake=actions.Intake(most=2))


def test_the_same_content_twice_is_two_files(settings):
    first, second = store(samples.pdf()), store(samples.pdf())
    assert first.sha256 == second.sha256
    assert len(on_disk(settings)) == 2


def test_several_at_once_one_refused_keeps_none_of_the_others_out():
    taken = actions.store_uploads(
        uploads=[samples.upload(samples.pdf()), samples.upload(b""), samples.upload(samples.png(), "bild.png")],
        owner_type="tests.thing", owner_id=1, by=Actor.clock(),
    )  # fmt: skip
    assert [bool(each.stored) for each in taken] == [True, False, True]
    assert taken[1].refusal
    assert queries.files_of("tests.thing", 1).count() == 2


def test_ten_thousand_files_at_once_are_refused_before_any_is_read(settings):
    class NeverRead:
        name = "a.pdf"

        @property
        def file(self):
            raise AssertionError

    with pytest.raises(FileRefused) as refused:
        actions.store_uploads(
            uploads=(NeverRead() for _ in range(10_000)), owner_type="tests.thing", owner_id=1, by=Actor.clock()
        )
    assert refused.value.code == "too_many"


def test_ten_thousand_files_in_one_request_are_a_bad_request(client):
    boundary = "xx"
    part = f'--{boundary}\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\n\r\na\r\n'
    body = part * 10_000 + f"--{boundary}--\r\n"
    response = client.generic("POST", "/login/", body, content_type=f"multipart/form-data; boundary={boundary}")
    assert response.status_code in {400, 404, 405}


def test_an_endless_upload_stops_costing_disk_at_the_limit(settings):
    settings.KOMMIN = settings.KOMMIN.model_copy(update={"largest_upload_mb": 1})
    request = RequestFactory().post("/", {"f": SimpleUploadedFile("a.pdf", b"%PDF-" + bytes(5_000_000))})
    received = request.FILES["f"]
    assert 1_000_000 < received.size < 1_200_000
    with pytest.raises(FileRefused) as refused:
        actions.store_upload(upload=received, owner_type="tests.thing", owner_id=1, by=Actor.clock())
    received.close()
    assert refused.value.code == "too_large"


def test_only_who_may_see_the_owner_may_have_the_file(open_owner, person):
    stored = store(samples.pdf())
    assert may_read_file.holds(person, stored)
    assert not may_read_file.holds(Actor.person(user_id=8, name="X", organisation_id=4), stored)
    stored.shelf.owner_type = "tests.unknown"
    assert not may_read_file.holds(person, stored)


def test_a_download_is_saved_and_an_image_shown_only_in_a_sandbox(open_owner):
    answer = respond(store(samples.pdf(), "Köln.pdf"), show=True)
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    shown = respond(store(samples.png(), "bild.png"), show=True)
    assert shown["Content-Disposition"].startswith("inline")
    assert (shown["Content-Type"], shown["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert "sandbox" in shown["Content-Security-Policy"]
    for each in (answer, shown):
        each.close()


def test_strangers_get_404_and_visitors_are_sent_to_sign_in(client, open_owner):
    stored = store(samples.pdf())
    address = f"/files/{stored.public_id}/"
    assert client.get(address).status_code == 302
    client.force_login(User.objects.create_user("x@example.org", name="X"))
    assert client.get(address).status_code == 404
    assert client.get("/files/00000000-0000-0000-0000-000000000000/").status_code == 404


def test_removing_deletes_the_content_and_keeps_the_row(settings, django_capture_on_commit_callbacks):
    stored = store(samples.pdf())
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.remove_file(stored=stored, by=Actor.clock(), reason="falsche Datei")
    assert not actions.remove_file(stored=stored, by=Actor.clock())
    stored.refresh_from_db()
    assert (stored.state, stored.path) == (FileState.REMOVED, None)
    assert not on_disk(settings)
    assert queries.file_named(stored.public_id) is None


def test_the_sweep_deletes_only_what_no_row_knows_and_names_what_is_missing(settings):
    kept, lost = store(samples.pdf()), store(samples.pdf())
    Path(default_storage.path(lost.path)).unlink()
    orphan = Path(settings.MEDIA_ROOT) / "private" / "ab" / ("ab" + "0" * 46)
    orphan.parent.mkdir(parents=True, exist_ok=True)
    orphan.write_bytes(b"x")
    assert actions.sweep_orphans().deleted == 0
    swept = actions.sweep_orphans(timezone.now() + timedelta(hours=25))
    assert (swept.deleted, swept.missing) == (1, (str(lost.public_id),))
    assert default_storage.exists(kept.path)
    assert not orphan.exists()


@contextmanager
def clamd(answer: bytes):
    """A scanner on this machine that reads what it is sent and answers; yields its address and what it read."""
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(10)
    read: list[bytes] = []

    def serve() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as stream:
                stream.read(len(b"zINSTREAM\0"))
                content = b""
                while length := struct.unpack(">I", stream.read(4))[0]:
                    content += stream.read(length)
                read.append(content)
                connection.sendall(answer)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"tcp://127.0.0.1:{server.getsockname()[1]}", read
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join(5)


def scan_at(settings, address: str) -> None:
    settings.KOMMIN = settings.KOMMIN.model_copy(update={"clamav_address": address})


def test_clean_files_are_ready_and_infected_ones_refused_and_recorded(settings):
    content = samples.pdf()
    with clamd(b"stream: OK\0") as (address, read):
        scan_at(settings, address)
        stored = store(content)
    assert (stored.state, read) == (FileState.READY, [content])
    assert stored.scanned_at
    with clamd(b"stream: Eicar-Test-Signature FOUND\0") as (address, _read):
        scan_at(settings, address)
        with pytest.raises(FileRefused) as refused:
            store(content)
    assert refused.value.code == "infected"
    assert "Eicar" in Record.objects.get(action="files.infected").data_json
    assert len(on_disk(settings)) == 1


@pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\0"])
def test_without_an_answer_the_file_waits_in_quarantine_and_says_so(settings, answer):
    with clamd(answer) as (address, _read):
        scan_at(settings, address)
        stored = store(samples.pdf())
    assert stored.is_quarantined
    with pytest.raises(Http404):
        respond(stored)
    assert actions.rescan_quarantine() == 0  # nobody listens at that address any more
    with clamd(b"stream: OK\0") as (address, _read):
        scan_at(settings, address)
        assert (actions.rescan_quarantine(), actions.rescan_quarantine()) == (1, 0)
    stored.refresh_from_db()
    assert stored.is_ready


def test_malware_found_later_deletes_the_content(settings, django_capture_on_commit_callbacks):
    scan_at(settings, "tcp://127.0.0.1:9")
    stored = store(samples.pdf())
    with clamd(b"stream: Evil FOUND\0") as (address, _read), django_capture_on_commit_callbacks(execute=True):
        scan_at(settings, address)
        assert actions.rescan_quarantine() == 1
    stored.refresh_from_db()
    assert (stored.state, stored.path) == (FileState.INFECTED, None)
    assert not on_disk(settings)


def test_the_page_of_a_file_in_quarantine_says_what_happens(settings, client, monkeypatch):
    scan_at(settings, "tcp://127.0.0.1:9")
    stored = store(samples.pdf(), "Beschluss.pdf")
    monkeypatch.setattr(owners, "_rules", {})
    owners.register_owner_rule("tests.thing", is_signed_in)
    client.force_login(User.objects.create_user("y@example.org", name="Y"))
    response = client.get(f"/files/{stored.public_id}/")
    assert response.status_code == 409
    assert "Quarantäne" in response.content.decode()
    assert "Beschluss.pdf" in response.content.decode()


def test_a_scanner_behind_a_local_socket_that_hangs_leaves_the_file_in_quarantine(settings, monkeypatch):
    monkeypatch.setattr(scanning, "SECONDS", 0.2)
    with tempfile.TemporaryDirectory() as folder:  # short: the name of a socket has at most 100 characters
        path = f"{folder}/clamd"
        scan_at(settings, f"unix://{path}")
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(path)
            server.listen()  # takes the call and never answers
            assert store(samples.pdf()).is_quarantined
        with socket.socket(socket.AF_UNIX) as server:
            Path(path).unlink()
            server.bind(path)
            server.listen()
            answering = threading.Thread(target=_answer_once, args=[server, b"stream: OK\0"])
            answering.start()
            assert actions.rescan_quarantine() == 1
            answering.join(5)
    assert StoredFile.objects.get().is_ready


def _answer_once(server: socket.socket, answer: bytes) -> None:
    connection, _ = server.accept()
    with connection, connection.makefile("rb") as stream:
        stream.read(len(b"zINSTREAM\0"))
        while length := struct.unpack(">I", stream.read(4))[0]:
            stream.read(length)
        connection.sendall(answer)
