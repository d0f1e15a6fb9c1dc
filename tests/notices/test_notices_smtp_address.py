"""The address of the mail server: what operators may write, and what they are told."""

import pytest

from kommin.foundation.notices.smtp_address import EmailUrlError, SmtpAddress, parse

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "smtp://post:a%40b%2Fc@mail.example.org:587/?tls=1",
            SmtpAddress("mail.example.org", 587, "post", "a@b/c", starttls=True, ssl=False, timeout=15),
        ),
        (
            "smtp://mail.example.org",
            SmtpAddress("mail.example.org", 587, "", "", starttls=True, ssl=False, timeout=15),
        ),
        (
            "smtps://u:p@mail.example.org?timeout=5",
            SmtpAddress("mail.example.org", 465, "u", "p", starttls=False, ssl=True, timeout=5),
        ),
        ("smtp://127.0.0.1:1025", SmtpAddress("127.0.0.1", 1025, "", "", starttls=False, ssl=False, timeout=15)),
        (
            "smtp://relay.intern:25/?tls=0",
            SmtpAddress("relay.intern", 25, "", "", starttls=False, ssl=False, timeout=15),
        ),
    ],
)
def test_good_addresses(url, expected):
    assert parse(url) == expected


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("mail.example.org", "must look like"),
        ("http://mail.example.org", "must look like"),
        ("smtp://:25", "must look like"),
        ("smtp://mail.example.org:999999", "port"),
        ("smtp://mail.example.org:abc", "port"),
        ("smtp://geheim@mail.example.org", "user and password together"),
        ("smtp://u:geheim@mail.example.org/?tls=0", "unprotected"),
        ("smtp://u:geheim@mail.example.org/?tls=maybe", "tls must be 0 or 1"),
        ("smtp://u:geheim@mail.example.org/?timeout=0", "timeout"),
        ("smtp://u:geheim@mail.example.org/?ssl=1", "not ssl"),
        ("smtp://u:geheim/x@mail.example.org", "port"),
        ("smtp://u:geheim@mail.example.org/inbox", "%2F"),
    ],
)
def test_bad_addresses_are_told_in_one_sentence_without_the_password(url, told):
    with pytest.raises(EmailUrlError, match=told) as refused:
        parse(url)
    assert "geheim" not in str(refused.value)


def test_the_password_stays_out_of_logs():
    assert "geheim" not in repr(parse("smtp://u:geheim@mail.example.org"))
