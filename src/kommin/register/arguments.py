"""Arguments that the room's commands share."""

from argparse import ArgumentTypeError
from datetime import date

from django.utils.translation import gettext as _


def day(text: str) -> date:
    """A day in ISO form, for `type=` of an argument.

    Raises:
        ArgumentTypeError: it is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(_("“%(text)s” is no day; please write 2024-12-31.") % {"text": text}) from error


def positive(text: str) -> int:
    """A whole number above zero, for `type=` of an argument.

    Raises:
        ArgumentTypeError: it is none.
    """
    if not text.isdigit() or int(text) < 1:
        raise ArgumentTypeError(_("“%(text)s” is no whole number above zero.") % {"text": text})
    return int(text)
