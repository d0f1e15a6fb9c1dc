"""The one error of the law package: a sentence a person can act on, in any language."""

from __future__ import annotations

from kommin.law.texts import Text


class LawError(ValueError):
    """Something the law can't be computed from.

    `text` says what is wrong and what to do; `field` names the argument at fault (as in the function's signature), so
    that a form can show the sentence beside its field and a command beside its option.
    """

    def __init__(self, text: Text, *, field: str | None = None) -> None:
        super().__init__(str(text))
        self.text = text
        self.field = field
