"""The letter of a decision: made at its release, made again from what was frozen, and shown before."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kommin.decisions.errors import DecisionError
from kommin.decisions.letter_seam import Rendered
from kommin.decisions.letters.composing import Wording, compose
from kommin.decisions.letters.content import LetterContent, read_content
from kommin.decisions.letters.printing import FORM, print_letter
from kommin.decisions.letters.wording import KEY, frozen_wording, read_wording
from kommin.decisions.models.decision import Decision
from kommin.foundation.documents import DocumentError


def make_letter(decision: Decision) -> Rendered:
    """The letter of a decision, from its `number`, `code` and `content` alone: always the same bytes.

    Content without frozen words (a preview) is given those in use.

    Raises:
        DecisionError: no court is known for the place, or the letter cannot be printed.
    """
    content = read_content(decision.content, number=decision.number or "", code=decision.code or "")
    frozen = decision.content.get(KEY) or current_words(content)
    letter = compose(content, read_wording(frozen, place=content.recipient_key))
    document = printed(letter, content)
    template = "texts {texts_version} (shipped {texts_shipped}), head {head_version}, form {form}"
    return Rendered(document.content, document.pages, template.format(**frozen, form=FORM))


def current_words(content: LetterContent) -> dict[str, Any]:
    """The words in use for the authority and kind of this content."""
    return frozen_wording(
        authority=content.authority_id or 0, name=content.authority, kind=content.kind, place=content.recipient_key
    )


def printed(letter: Mapping[str, Any], content: LetterContent) -> Any:
    """The PDF of a composed letter.

    Raises:
        DecisionError: it cannot be printed.
    """
    try:
        return print_letter(letter, day=content.day)
    except DocumentError as error:
        raise DecisionError(_("The letter cannot be printed: %(why)s") % {"why": error}) from error


def composed(content: Mapping[str, Any], wording: Wording, *, number: str = "", code: str = "") -> dict[str, Any]:
    """The whole letter as plain data, from frozen content and words."""
    return compose(read_content(content, number=number, code=code), wording)
