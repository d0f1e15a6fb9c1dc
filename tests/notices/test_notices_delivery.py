"""The outbox and the mail server: what is sent, what is tried again, what nobody knows."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection, send_mail
from django.db import transaction
from django.utils import timezone

from kommin.foundation.access import NotAllowed
from kommin.foundation.notices import delivery
from kommin.foundation.notices.actions.bounces import is_unreachable
from kommin.foundation.notices.actions.clearing import clear_old_mail
from kommin.foundation.notices.actions.mails import NotStuckError, count_as_sent, send_again, send_mail_once
from kommin.foundation.notices.models import Mail
from kommin.foundation.notices.smtp_address import parse
from kommin.foundation.notices.texts import UnknownTextError
from notices.smtp_server import free_port, smtp_server
from notices.world import OPERATOR, make_person

LINK = "https://foerderung.example.org/x?secret=abc"


def put(key: str = "test:1", **more) -> Mail:
    values = {"to": "kim@example.org", "template": "notices.run_finished", "context": {"link": LINK}, "key": key}
    return send_mail_once(**(values | more))


def make_due() -> None:
    Mail.objects.filter(state="waiting").update(run_after=timezone.now())


@pytest.fixture
def server(settings):
    with smtp_server() as running:
        settings.MAIL_DELIVERY_BACKEND = "kommin.foundation.notices.backends.SmtpBackend"
        settings.SMTP = parse(f"smtp://127.0.0.1:{running.port}/?timeout=1")
        yield running


def test_a_mail_is_sent_once_and_its_content_forgotten(db, server):
    mail = put()
    assert delivery.deliver_due() == 1
    assert delivery.deliver_due() == 0
    assert server.ids() == {mail.message_id: 1}
    mail.refresh_from_db()
    assert (mail.state, mail.context, mail.plain, mail.html, mail.error) == ("sent", {}, "", "", "")
    assert mail.subject == "Ein Sammelvorgang ist beendet"
    assert "secret=abc" not in str(Mail.objects.values().get())


def test_the_mail_has_text_and_accessible_html_and_says_what_it_is(db, server):
    put(language="en")
    delivery.deliver_due()
    message = message_from_bytes(server.taken[0], policy=policy.default)
    plain, html = (part.get_content() for part in message.iter_parts())
    assert message["From"] == "KOMM-IN <kommin@example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert f"See the result: {LINK}" in plain
    assert f'<a href="{LINK}">See the result</a>' in html
    assert '<html lang="en">' in html
    assert "<title>A piece of long work has finished</title>" in html


def test_the_same_key_is_sent_once(db, server):
    put()
    put()
    delivery.deliver_due()
    assert put().state == "sent"
    assert delivery.deliver_due() == 0
    assert len(server.taken) == 1


def test_nothing_is_sent_of_a_transaction_that_failed(db, server):
    def refused() -> None:
        put()
        raise RuntimeError

    with pytest.raises(RuntimeError), transaction.atomic():
        refused()
    assert delivery.deliver_due() == 0


def test_an_unknown_text_is_refused(db):
    with pytest.raises(UnknownTextError):
        put(template="notices.nonsense")


@pytest.mark.parametrize("manner", ["closed", "greylist", "die_before_data"])
def test_what_surely_did_not_arrive_is_tried_again(db, server, manner):
    server.manner = manner
    mail = put()
    assert delivery.deliver_due() == 0
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == ("waiting", 1)
    assert mail.run_after > timezone.now()
    assert mail.error
    server.manner = "polite"
    make_due()
    assert delivery.deliver_due() == 1
    assert server.ids() == {mail.message_id: 1}


def test_a_server_that_hangs_delays_one_mail_not_a_thousand(db, server):
    server.manner = "hang"
    for number in range(5):
        put(f"test:{number}")
    assert delivery.deliver_due() == 0
    assert sorted(Mail.objects.values_list("attempts", flat=True)) == [0, 0, 0, 0, 1]
    assert not Mail.objects.exclude(lease_until=None).exists()
    server.manner = "polite"
    make_due()
    assert delivery.deliver_due() == 5


@pytest.mark.parametrize(("manner", "tried"), [("greylist", 3), ("unknown_user", 3), ("die_before_data", 1)])
def test_a_refusal_concerns_one_mail_a_broken_connection_all(db, server, manner, tried):
    server.manner = manner
    for number in range(3):
        put(f"test:{number}", to=f"person{number}@example.org")
    assert delivery.deliver_due() == 0
    assert sum(Mail.objects.values_list("attempts", flat=True)) == tried
    assert not Mail.objects.exclude(lease_until=None).exists()


def test_no_server_at_all(db, settings):
    settings.MAIL_DELIVERY_BACKEND = "kommin.foundation.notices.backends.SmtpBackend"
    settings.SMTP = parse(f"smtp://127.0.0.1:{free_port()}/?timeout=1")
    mail = put()
    assert delivery.deliver_due() == 0
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == ("waiting", 1)


def test_a_server_that_breaks_off_after_taking_a_mail_never_gets_it_twice(db, server):
    server.manner = "die_after_data"
    mail = put()
    delivery.deliver_due()
    mail.refresh_from_db()
    assert mail.state == Mail.State.UNCLEAR
    server.manner = "polite"
    make_due()
    assert delivery.deliver_due() == 0
    assert server.ids() == {mail.message_id: 1}


def test_after_one_mail_goes_wrong_the_next_round_sends_the_others(db, server):
    server.manner = "die_after_data"
    for number in range(3):
        put(f"test:{number}")
    delivery.deliver_due()
    server.manner = "polite"
    assert delivery.deliver_due() == 2
    assert set(server.ids().values()) == {1}
    assert len(server.ids()) == 3


def test_an_address_that_does_not_exist_is_marked_and_gets_no_more_notices(db, server):
    person = make_person(email="gone@example.org")
    server.manner = "unknown_user"
    mail = put(to=person.email, recipient=person.pk)
    delivery.deliver_due()
    mail.refresh_from_db()
    assert mail.state == "failed"
    assert is_unreachable("Gone@Example.org")
    server.manner = "polite"
    later = put("test:2", to=person.email, recipient=person.pk)
    assert delivery.deliver_due() == 0
    later.refresh_from_db()
    assert later.state == Mail.State.WITHHELD
    put("test:3", to=person.email)  # an invitation is tried all the same
    assert delivery.deliver_due() == 1


def test_refused_content_fails_without_blaming_the_address(db, server):
    server.manner = "refuse_content"
    mail = put()
    delivery.deliver_due()
    mail.refresh_from_db()
    assert mail.state == "failed"
    assert "554" in mail.error
    assert not is_unreachable(mail.to)


def test_after_many_attempts_a_mail_has_failed(db, server):
    server.manner = "greylist"
    put()
    for _ in range(delivery.MOST_ATTEMPTS):
        delivery.deliver_due()
        make_due()
    assert Mail.objects.get().state == "failed"


def test_a_mail_that_cannot_be_written_does_not_stop_the_others(db, server):
    broken = put("test:1")
    Mail.objects.filter(pk=broken.pk).update(text_name="removed.room")
    put("test:2")
    assert delivery.deliver_due() == 1
    broken.refresh_from_db()
    assert broken.state == "failed"


def test_a_killed_worker_leaves_mails_waiting_or_unclear(db):
    waiting, handing = put("test:1"), put("test:2")
    ago = timezone.now() - timedelta(seconds=1)
    Mail.objects.update(lease_holder="killed", lease_until=ago)
    Mail.objects.filter(pk=handing.pk).update(state=Mail.State.HANDING_OVER)
    assert delivery.settle_interrupted_mails() == 2
    waiting.refresh_from_db()
    handing.refresh_from_db()
    assert (waiting.state, waiting.lease_holder) == ("waiting", "")
    assert (handing.state, handing.error) == ("unclear", "WorkerKilled")


def test_an_operator_decides_about_stuck_mails(db, server):
    first, second = put("test:1"), put("test:2")
    Mail.objects.update(state=Mail.State.UNCLEAR)
    with pytest.raises(NotAllowed):
        send_again(mail=first, by=OPERATOR.__class__.nobody())
    send_again(mail=first, by=OPERATOR)
    count_as_sent(mail=second, by=OPERATOR)
    assert delivery.deliver_due() == 1
    assert server.ids() == {first.message_id: 1}
    assert (second.state, second.context) == ("sent", {})
    with pytest.raises(NotStuckError):
        send_again(mail=second, by=OPERATOR)


def test_what_libraries_send_goes_through_the_outbox(db, settings, server):
    settings.EMAIL_BACKEND = "kommin.foundation.notices.backends.OutboxBackend"
    send_mail("Anmeldung", "Bitte bestätigen: https://x.example.org/s/1", None, ["a@example.org", "b@example.org"])
    assert not server.taken
    assert delivery.deliver_due() == 2
    assert sorted(message_from_bytes(one)["To"] for one in server.taken) == ["a@example.org", "b@example.org"]
    assert not Mail.objects.exclude(plain="").exists()


def test_the_outbox_carries_no_attachments(db):
    message = EmailMultiAlternatives("x", "y", to=["a@example.org"])
    message.attach("geheim.pdf", b"%PDF")
    connection = get_connection("kommin.foundation.notices.backends.OutboxBackend")
    with pytest.raises(ValueError, match="no attachments"):
        connection.send_messages([message])


def test_the_folder_keeps_each_mail_once(db, mailbox):
    mail = put()
    delivery.deliver_due()
    Mail.objects.update(state=Mail.State.UNCLEAR, context={"link": LINK})
    send_again(mail=mail, by=OPERATOR)
    delivery.deliver_due()
    assert len(list(mailbox.glob("*.eml"))) == 1


def test_sent_mails_are_forgotten_after_three_months_and_stuck_ones_never(db):
    for number, state in enumerate(["sent", "sent", "unclear", "withheld"]):
        put(f"test:{number}")
        Mail.objects.filter(key=f"test:{number}").update(
            state=state, settled_at=timezone.now() - timedelta(days=100 if number else 1)
        )
    clear_old_mail()
    assert set(Mail.objects.values_list("key", flat=True)) == {"test:0", "test:2"}
