"""Real workers hand over real mail and are killed at random moments: nothing is lost, nothing is sent twice."""

import random

import pytest

from kommin.foundation.notices.actions.mails import send_mail_once
from kommin.foundation.notices.models import Mail
from kommin.foundation.runs.models import TickState
from notices.smtp_server import smtp_server
from runs.processes import wait_until, workers

pytestmark = pytest.mark.process

MAILS = 200
KILLS = 3
OPEN = [Mail.State.WAITING, Mail.State.HANDING_OVER]


def put(number: int) -> None:
    for one in range(number):
        send_mail_once(
            to=f"person{one}@example.org",
            template="notices.run_finished",
            context={"link": f"https://example.org/{one}"},
            key=f"test:{one}",
        )


def test_a_worker_told_to_end_leaves_no_mail_in_doubt(fresh_database, tmp_path):
    put(120)
    with smtp_server() as server:
        server.delay = 0.02
        with workers(tmp_path, KOMMIN_EMAIL_URL=f"smtp://127.0.0.1:{server.port}/?timeout=5") as crew:
            worker = crew.start()
            wait_until(lambda: len(server.taken) >= 10, "delivery", tmp_path / "worker.log")
            assert crew.end(worker) == 0
        taken = server.ids()
    assert set(taken.values()) == {1}
    assert set(Mail.objects.filter(state="sent").values_list("message_id", flat=True)) == set(taken)
    assert Mail.objects.filter(state="waiting", lease_until=None).count() == 120 - len(taken)


def test_mails_survive_workers_killed_at_random_moments(fresh_database, tmp_path):
    put(MAILS)
    log = tmp_path / "worker.log"
    with smtp_server() as server:
        server.delay = 0.01
        with workers(tmp_path, KOMMIN_EMAIL_URL=f"smtp://127.0.0.1:{server.port}/?timeout=5") as crew:
            crew.start()
            crew.start()
            for kill in range(1, KILLS + 1):
                enough = random.randint(len(server.taken), max(len(server.taken), kill * MAILS // (KILLS + 2)))
                wait_until(lambda enough=enough: len(server.taken) >= enough, "delivery", log)
                tick = TickState.objects.filter(name="notices.outbox").exclude(lease_until=None).first()
                sender = next(
                    (one for one in crew.alive if tick and f":{one.pid}:" in tick.lease_holder), crew.alive[0]
                )
                crew.kill(sender)
                crew.start()
            wait_until(lambda: not Mail.objects.filter(state__in=OPEN).exists(), "an empty outbox", log)
        taken = server.ids()
    assert set(taken.values()) == {1}, "a mail was sent twice"
    by_state = {
        state: set(Mail.objects.filter(state=state).values_list("message_id", flat=True)) for state in Mail.State.values
    }
    assert sum(map(len, by_state.values())) == MAILS
    assert by_state["sent"] <= set(taken), "a mail counts as sent that nobody got"
    assert set(taken) <= by_state["sent"] | by_state["unclear"]
    assert len(by_state["unclear"]) <= KILLS, "only the mail in hand at a kill can be unclear"
