"""From a text and its values to a mail that reads well as plain text and as HTML."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.utils import formataddr
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from kommin.foundation.notices.models import Mail, MailText
from kommin.foundation.notices.texts import ALWAYS_SAMPLE, KnownText, fill, text_named
from kommin.foundation.ui.languages import in_language

LINK: Final = re.compile(r"\[([^\]\n]+)\]\(([^)\s]+)\)")
LINES_OF_LIST: Final = re.compile(r"\{(\w+)\}\Z")
WHOLE_HOUSE: Final = 0


@dataclass(frozen=True)
class Written:
    """One mail as it goes out."""

    subject: str
    plain: str
    html: str


def absolute(path: str) -> str:
    """The full address of a page, for mails and calendars."""
    return path if path.startswith(("http://", "https://")) else base_url() + path


def in_language_of(path: str, language: str) -> str:
    """The address of the same page in another language, whatever language it was written down in."""
    written_in = next((code for code, _name in settings.LANGUAGES if path.startswith(f"/{code}/")), "")
    with translation.override(written_in or settings.LANGUAGE_CODE):
        return in_language(path, language)


def base_url() -> str:
    """Where this house is reached from outside."""
    return settings.KOMMIN.base_url or "http://127.0.0.1:8000"


def words_of(name: str, *, language: str, organisation: int | None = None) -> tuple[str, str]:
    """Subject and body in force: the organisation's own, else the house's, else what the room registered."""
    edited = (
        MailText.objects.filter(
            name=name, language=language, organisation__in=[WHOLE_HOUSE, organisation or WHOLE_HOUSE]
        )
        .order_by("-organisation")
        .values_list("subject", "body")
        .first()
    )
    if edited:
        return edited
    text = text_named(name)
    spoken = language if language in text.body else settings.LANGUAGE_CODE
    return text.subject[spoken], text.body[spoken]


def write(subject: str, body: str, values: Mapping[str, Any], *, language: str, settings_link: bool = True) -> Written:
    """Fill in a text. Values are never read as markup, so a name cannot smuggle in a link."""
    with translation.override(language):
        filled = " ".join(fill(subject, values).split())
        blocks = [block.strip("\n").splitlines() for block in re.split(r"\n\s*\n", body.replace("\r\n", "\n").strip())]
        content = mark_safe("\n".join(_block_as_html(lines, values) for lines in blocks))  # noqa: S308 - escaped part by part
        frame = {
            "subject": filled,
            "content": content,
            "paragraphs": "\n\n".join(_block_as_text(lines, values) for lines in blocks),
            "language": language,
            "house": base_url(),
            "settings_link": absolute(_settings_path()) if settings_link else "",
        }
        plain = get_template("notices/mail.txt").render(frame)
        html = get_template("notices/mail.html").render(frame)
    return Written(filled, plain.strip() + "\n", html)


def sample_of(text: KnownText, subject: str, body: str, *, language: str) -> Written:
    """What a mail would look like, with made-up values."""
    samples = {name: f"‹{name}›" for name in text.known} | ALWAYS_SAMPLE | dict(text.sample)
    return write(subject, body, samples, language=language)


def compose(mail: Mail, *, name: str) -> EmailMultiAlternatives:
    """The message of a mail in the outbox. `name` is what the addressee is called."""
    if mail.text_name:
        subject, body = words_of(mail.text_name, language=mail.language, organisation=mail.organisation)
        written = write(
            subject, body, {"name": name} | mail.context,
            language=mail.language, settings_link=mail.recipient_id is not None,
        )  # fmt: skip
    else:
        written = Written(mail.subject, mail.plain, mail.html)
    message = EmailMultiAlternatives(
        subject=written.subject,
        body=written.plain,
        from_email=formataddr(("KOMM-IN", settings.DEFAULT_FROM_EMAIL)),
        to=[mail.to],
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
    )
    if written.html:
        message.attach_alternative(written.html, "text/html")
    return message


def _settings_path() -> str:
    return reverse("notices:settings")


def _block_as_html(lines: Sequence[str], values: Mapping[str, Any]) -> str:
    parts: list[str] = []
    entries: list[str] = []
    for line in lines:
        found = _entries(line, values)
        if found is None:
            parts.extend(_list(entries))
            entries = []
            parts.append(f"<p>{_line_as_html(line, values)}</p>")
        else:
            entries.extend(found)
    return "\n".join([*parts, *_list(entries)])


def _list(entries: Sequence[str]) -> list[str]:
    return ["<ul>" + "".join(f"<li>{entry}</li>" for entry in entries) + "</ul>"] if entries else []


def _entries(line: str, values: Mapping[str, Any]) -> list[str] | None:
    """The entries of a list that a line stands for, as HTML; None when it is no list."""
    if line.startswith("- "):
        return [_line_as_html(line[2:], values)]
    several = _several(line, values)
    return None if several is None else [escape(one) for one in several]


def _several(line: str, values: Mapping[str, Any]) -> list[str] | None:
    found = LINES_OF_LIST.match(line.strip())
    value = values.get(found.group(1)) if found else None
    return [str(one) for one in value] if isinstance(value, list) else None


def _line_as_html(line: str, values: Mapping[str, Any]) -> SafeString:
    parts: list[str] = []
    end = 0
    for link in LINK.finditer(line):
        parts.append(escape(fill(line[end : link.start()], values)))
        label, target = fill(link.group(1), values), fill(link.group(2), values)
        parts.append(f'<a href="{escape(target)}">{escape(label)}</a>' if _is_web(target) else escape(label))
        end = link.end()
    parts.append(escape(fill(line[end:], values)))
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped above


def _block_as_text(lines: Sequence[str], values: Mapping[str, Any]) -> str:
    return "\n".join(_line_as_text(line, values) for line in lines)


def _line_as_text(line: str, values: Mapping[str, Any]) -> str:
    several = _several(line, values)
    if several is not None:
        return "\n".join(f"- {one}" for one in several)
    parts, end = [], 0
    for link in LINK.finditer(line):
        parts.append(fill(line[end : link.start()], values))
        parts.append(f"{fill(link.group(1), values)}: {fill(link.group(2), values)}")
        end = link.end()
    parts.append(fill(line[end:], values))
    return "".join(parts)


def _is_web(target: str) -> bool:
    return target.startswith(("https://", "http://"))
