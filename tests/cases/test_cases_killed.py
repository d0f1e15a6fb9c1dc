"""The server is killed in the middle of saving: what it had answered is there, and no revision is half there."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import reverse

from cases.town import Town, begin, open_call
from kommin.cases.content import Dossier
from kommin.cases.models import Application, Change
from kommin.foundation.audit.models import Record
from runs.processes import PATIENCE, database_url, wait_until

pytestmark = [pytest.mark.usefixtures("fresh_database"), pytest.mark.process]
WRITERS, ROUNDS = 3, 2
ENOUGH = 4
"""So many answers of each writer are waited for before the server is killed while the next saves are under way."""


class Writer(threading.Thread):
    """Saves two answers of a draft together, again and again, until nobody answers any more."""

    def __init__(self, port: int, draft: Application, client: Client, first: int) -> None:
        super().__init__(daemon=True)
        self.port, self.draft = port, draft
        self.headers = {
            "Cookie": f"sessionid={client.cookies['sessionid'].value}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.first = self.number = self.answered = first
        self.path = reverse("cases:save_section", args=[draft.number, "goals"])

    def run(self) -> None:
        try:
            self._find_the_token()
            while True:
                self.number += 1
                status = self._post({"q-aim": f"Ziel {self.number}", "q-group": f"Gruppe {self.number}"})
                assert status == 302, status
                self.answered = self.number
        except (OSError, http.client.HTTPException):
            return

    def _find_the_token(self) -> None:
        page, cookies = self._ask("GET", reverse("cases:section", args=[self.draft.number, "goals"]))
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        cookie = re.search(r"csrftoken=([^;]+)", cookies)
        assert found
        assert cookie
        self.token = found[1]
        self.headers["Cookie"] += f"; csrftoken={cookie[1]}"

    def _post(self, answers: dict[str, str]) -> int:
        form = {"seen": "100000", "page": "a" * 16, "q-section": "goals", "csrfmiddlewaretoken": self.token} | answers
        body = urlencode([*form.items(), ("q-asked", "aim"), ("q-asked", "group")])
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("POST", self.path, body, self.headers)
            return connection.getresponse().status
        finally:
            connection.close()

    def _ask(self, method: str, path: str) -> tuple[str, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, headers=self.headers)
            answer = connection.getresponse()
            return answer.read().decode(), answer.headers.get("Set-Cookie", "")
        finally:
            connection.close()


@contextmanager
def server(home: Path) -> Iterator[tuple[int, "subprocess.Popen[bytes]"]]:
    """The web server that people start, on the database of this test, in a process group of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    keep = {name: value for name, value in os.environ.items() if not name.startswith(("KOMMIN_", "DJANGO_"))}
    house = {
        "KOMMIN_HOME": str(home), "KOMMIN_DATABASE_URL": database_url(), "KOMMIN_SECRET_KEY": settings.SECRET_KEY,
        "KOMMIN_LOG_LEVEL": "WARNING",
    }  # fmt: skip
    with (home / "web.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "kommin", "web", "--port", str(port)],
            env=keep | house, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    try:
        wait_until(lambda: _answers(port), "an answer of the server", home / "web.log")
        yield port, process
    finally:
        kill(process)


def kill(process: "subprocess.Popen[bytes]") -> None:
    """SIGKILL for the server and all its children: nobody can tidy up."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(PATIENCE)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def test_a_draft_is_whole_whenever_the_server_dies(tmp_path: Path) -> None:
    town, call = Town(), open_call()
    drafts = [begin(town, call, f"Vorhaben {number}") for number in range(WRITERS)]
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        clients = [town.client() for _draft in drafts]
    last = [0] * WRITERS
    for _round in range(ROUNDS):
        with server(tmp_path) as (port, process):
            writers = [
                Writer(port, draft, client, first) for draft, client, first in zip(drafts, clients, last, strict=True)
            ]
            for writer in writers:
                writer.start()
            wait_until(
                lambda writers=writers: (
                    all(one.answered - one.first >= ENOUGH for one in writers)
                    or not any(one.is_alive() for one in writers)
                ),
                "some saves",
                tmp_path / "web.log",
            )
            kill(process)
            for writer in writers:
                writer.join(PATIENCE)
        for writer in writers:
            _is_whole(writer)
        last = [writer.number for writer in writers]
    for draft in drafts:
        assert town.client().get(reverse("cases:section", args=[draft.number, "goals"])).status_code == 200


def _is_whole(writer: Writer) -> None:
    """Both answers are of one save: the last that was answered, or the one that was under way."""
    assert writer.answered > 0
    draft = Application.objects.get(pk=writer.draft.pk)
    aim, group = (draft.sheet.values[key] for key in ("aim", "group"))
    assert aim.removeprefix("Ziel ") == group.removeprefix("Gruppe ")
    assert writer.answered <= int(aim.removeprefix("Ziel ")) <= writer.number
    changes = Change.objects.filter(application=draft, revision=draft.sheet.revision)
    assert {change.key: change.value for change in changes} == {"aim": aim, "group": group}
    saved = Record.objects.filter(action="cases.draft_saved", case=draft.number).count()
    assert saved == Change.objects.filter(application=draft, key="aim").count()
    assert Dossier(draft).evaluation is not None
