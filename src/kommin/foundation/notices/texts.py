"""The words of mails: registered by rooms, edited by organisations, filled in when a mail is sent.

A text is plain: paragraphs, lines that begin with “- ”, links written [label]({link}) and placeholders such as {due}.
No template language: whoever edits a text can neither read data nor run code.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
ALWAYS_KNOWN: Final[dict[str, str | Promise]] = {"name": gettext_lazy("name of the person who gets the mail")}
ALWAYS_SAMPLE: Final = {"name": "Kim Beispiel"}


@dataclass(frozen=True)
class KnownText:
    """One mail the house sends: what may stand in it and what stands in it while nobody has edited it.

    `placeholders` are the only values that reach the mail; whatever else a caller gives is dropped. That is the guard
    against confidential content: a room decides here, once, what may leave the house.
    """

    name: str
    label: str | Promise
    placeholders: Mapping[str, str | Promise]
    subject: Mapping[str, str]
    body: Mapping[str, str]
    sample: Mapping[str, Any] = field(default_factory=dict)
    required: frozenset[str] = frozenset({"link"})

    @property
    def known(self) -> dict[str, str | Promise]:
        """Every placeholder with what it means."""
        return {**ALWAYS_KNOWN, **self.placeholders}


known_texts: dict[str, KnownText] = {}


class UnknownTextError(LookupError):
    """No installed room has registered a text of this name."""


def register_mail_text(text: KnownText) -> KnownText:
    """Make a mail known, once, in the room's `mail_texts.py`; its words must pass the check edited ones pass."""
    for language in text.subject:
        check_words(text, text.subject[language], text.body[language])
    known_texts[text.name] = text
    return text


def text_named(name: str) -> KnownText:
    """The registered text.

    Raises:
        UnknownTextError: there is none of this name.
    """
    try:
        return known_texts[name]
    except KeyError:
        raise UnknownTextError(name) from None


def check_words(text: KnownText, subject: str, body: str) -> None:
    """Refuse words that could not be sent.

    Raises:
        ValidationError: by field, what is wrong and what to do.
    """
    known = set(text.known)
    problems: dict[str, list[str]] = {}
    for where, words in (("subject", subject), ("body", body)):
        unknown = [name for name in PLACEHOLDER.findall(words) if name not in known]
        for name in dict.fromkeys(unknown):
            problems.setdefault(where, []).append(
                _("{%(name)s} is not a placeholder of this mail. You can use: %(known)s.")
                % {"name": name, "known": ", ".join(f"{{{one}}}" for one in sorted(known))}
            )
        if re.sub(PLACEHOLDER, "", words).count("{") or re.sub(PLACEHOLDER, "", words).count("}"):
            problems.setdefault(where, []).append(_("A curly bracket has no partner. Write placeholders like {name}."))
    if "\n" in subject or "\r" in subject:
        problems.setdefault("subject", []).append(_("The subject must be one line."))
    missing = sorted(text.required - set(PLACEHOLDER.findall(body)))
    for name in missing:
        problems.setdefault("body", []).append(
            _("{%(name)s} is missing. Without it the mail would be of no use.") % {"name": name}
        )
    if problems:
        raise ValidationError(problems)


def fill(words: str, values: Mapping[str, Any]) -> str:
    """Put values into a text, in the language that is active. Dates are written out."""
    return PLACEHOLDER.sub(lambda found: _spoken(values.get(found.group(1), "")), words)


def _spoken(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    if isinstance(value, Mapping):
        day = parse_date(str(value.get("day", "")))
        return date_format(day, "DATE_FORMAT") if day else ""
    return str(value)


def storable(values: Mapping[str, Any], text: KnownText) -> dict[str, Any]:
    """What of `values` may go into the mail, as JSON; everything the text does not name is dropped."""
    allowed = text.known
    return {name: _as_json(value) for name, value in values.items() if name in allowed}


def _as_json(value: Any) -> Any:
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return [str(one) for one in value] if isinstance(value, list) else str(value)
