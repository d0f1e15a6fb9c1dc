"""Letters of this room by e-mail. One function sends: into the house's outbox, which hands over with retries."""

from collections.abc import Mapping

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation


def send_letter(*, to: str, template: str, language: str, context: Mapping[str, object], body: str = "") -> None:
    """Send a plain letter in the language of whoever reads it.

    Django's mail ends in the outbox, a table: inside a transaction the letter goes out if and only if it is committed.
    `template` names a pair of files: `<template>_subject.txt` and `<template>.txt` (or `body`).
    """
    with translation.override(language):
        subject = " ".join(render_to_string(f"{template}_subject.txt", dict(context)).split())
        text = render_to_string(body or f"{template}.txt", dict(context)).strip() + "\n"
        EmailMessage(subject=subject, body=text, from_email=settings.KOMMIN.email_from, to=[to]).send()


def address_of_house() -> str:
    """Where links in letters lead: the configured address, never what a request's headers claim."""
    return settings.KOMMIN.base_url or "http://127.0.0.1:8000"
