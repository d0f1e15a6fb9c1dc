"""Messages that came back: believed only when they return a mail this house sent."""

import io
import json
import mailbox as mailboxes
from email import message_from_string

import pytest
from django.core.management import CommandError, call_command

from kommin.foundation.notices.actions.bounces import is_unreachable, mark_reachable, read_delivery_report
from kommin.foundation.notices.actions.mails import send_mail_once
from kommin.foundation.notices.models import Bounce, Mail

REPORT = """\
From: MAILER-DAEMON@mail.example.org
To: kommin@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

This is the mail system. Your message could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org
Arrival-Date: Mon, 23 Nov 2026 10:00:00 +0100

Final-Recipient: rfc822; {address}
Original-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <{address}> no such user

--b
{part}

--b--
"""
RETURNED = "Content-Type: message/rfc822\n\nMessage-ID: {id}\nSubject: x\n\nbody"
HEADERS = "Content-Type: text/rfc822-headers\n\nSubject: x\nMessage-ID: {id}"


@pytest.fixture
def mail(db) -> Mail:
    return send_mail_once(
        to="Kim@example.org", template="notices.run_finished", context={"link": "https://example.org/"}, key="test:1"
    )


def report(message_id: str, *, address="kim@example.org", action="failed", status="5.1.1", part=RETURNED) -> str:
    return REPORT.format(address=address, action=action, status=status, part=part.format(id=message_id))


@pytest.mark.parametrize("part", [RETURNED, HEADERS])
def test_an_address_that_failed_for_good_is_marked(mail, part):
    (returned,) = read_delivery_report(message_from_string(report(mail.message_id, part=part)))
    assert returned.marked
    assert is_unreachable("kim@example.org")
    assert Bounce.objects.get().reason.startswith("550 5.1.1")
    assert mark_reachable(address="Kim@Example.org")
    assert not is_unreachable("kim@example.org")


@pytest.mark.parametrize(
    "forged",
    [
        {"message_id": "<made-up@evil.example.org>"},
        {"message_id": ""},
        {"address": "head@example.org"},
        {"status": "4.2.2"},
        {"action": "delayed"},
    ],
)
def test_forged_or_passing_reports_mark_nobody(mail, forged):
    read_delivery_report(message_from_string(report(**({"message_id": mail.message_id} | forged))))
    assert not Bounce.objects.exists()


@pytest.mark.parametrize(
    "text", ["", "Subject: out of office\n\nback on Monday", "Content-Type: multipart/report\n\nx"]
)
def test_other_messages_are_passed_over(db, text):
    assert read_delivery_report(message_from_string(text)) == []


def test_the_command_reads_a_file_a_pipe_an_mbox_and_a_maildir(mail, tmp_path, capsys, monkeypatch):
    text = report(mail.message_id)
    single = tmp_path / "one.eml"
    single.write_text(text)
    several = mailboxes.mbox(tmp_path / "mbox")
    several.add(text)
    several.close()
    folder = mailboxes.Maildir(tmp_path / "maildir", create=True)
    folder.add(text)
    for path in (single, tmp_path / "mbox", tmp_path / "maildir"):
        Bounce.objects.all().delete()
        call_command("mail", "bounces", str(path), "--json")
        (returned,) = json.loads(capsys.readouterr().out)
        assert returned["marked"] is True, path
        assert is_unreachable("kim@example.org"), path
    Bounce.objects.all().delete()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    call_command("mail", "bounces", "-", "--json")
    assert is_unreachable("kim@example.org")


def test_the_command_says_what_is_wrong(db):
    with pytest.raises(CommandError, match="nowhere") as refused:
        call_command("mail", "bounces", "/nowhere/at/all")
    assert refused.value.returncode == 2


def test_the_outbox_on_the_command_line(mail, capsys):
    call_command("mail", "list", "--json")
    (listed,) = json.loads(capsys.readouterr().out)
    assert (listed["to"], listed["state"]) == ("Kim@example.org", "waiting")
    with pytest.raises(CommandError):
        call_command("mail", "retry", str(mail.pk))
    Mail.objects.update(state=Mail.State.UNCLEAR)
    call_command("mail", "list", "--stuck", "--lang", "en")
    assert "unclear" in capsys.readouterr().out
    call_command("mail", "retry", str(mail.pk), "--json")
    assert json.loads(capsys.readouterr().out)["state"] == "waiting"
