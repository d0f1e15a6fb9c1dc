"""What is kept of an exception, and how long to wait before the next attempt."""

import random
from datetime import timedelta
from traceback import format_exception
from typing import Final

LONGEST_WAIT: Final = timedelta(hours=1)
KEPT: Final = 20_000


def told_briefly(error: BaseException) -> str:
    """The class and the first line of the message."""
    first = str(error).strip().splitlines()
    return f"{type(error).__name__}: {first[0]}" if first else type(error).__name__


def told_in_full(error: BaseException) -> str:
    """The traceback; of a very long one the end, where the cause stands."""
    return "".join(format_exception(error))[-KEPT:]


def back_off(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts: 5 s, 20 s, 80 s … up to an hour, each a little different.

    The difference keeps a thousand failed items from coming back in the same second.
    """
    seconds = min(5 * 4 ** max(attempts - 1, 0), int(LONGEST_WAIT.total_seconds()))
    return timedelta(seconds=seconds * random.uniform(0.8, 1.2))  # noqa: S311 - spreads load, guards nothing
