"""This room's entries in the navigation and the names of its actions in the audit record."""

from django.utils.functional import Promise

from kommin.foundation.ui.navigation import Entry

ENTRIES: tuple[Entry, ...] = ()

ACTIONS: dict[str, str | Promise] = {}
