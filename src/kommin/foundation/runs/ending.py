"""Whether this worker was told to end, for work that takes long and can stop between two pieces."""

import threading
from typing import Final

_requested: Final = threading.Event()


def request() -> None:
    """Tell all threads of this process to end after what they have in hand."""
    _requested.set()


def is_requested() -> bool:
    """Whether to stop between two pieces of work."""
    return _requested.is_set()


def wait(seconds: float) -> bool:
    """Pause; ends early, with True, when the worker is told to end."""
    return _requested.wait(seconds)
