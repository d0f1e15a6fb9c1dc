"""What people, commands and the clock do with the balance."""

from kommin.balance.actions.publicity import change_publicity
from kommin.balance.actions.rolling import (
    entries_written,
    mark_changed,
    rebuild,
    rebuilt_afterwards,
    refresh,
    refresh_all,
)
from kommin.balance.actions.snapshots import discard_snapshot, prepare_snapshot, release_snapshot

__all__ = [
    "change_publicity",
    "discard_snapshot",
    "entries_written",
    "mark_changed",
    "prepare_snapshot",
    "rebuild",
    "rebuilt_afterwards",
    "refresh",
    "refresh_all",
    "release_snapshot",
]
