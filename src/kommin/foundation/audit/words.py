"""What readers call the actions that rooms record."""

from collections.abc import Mapping

from django.utils.functional import Promise

_labels: dict[str, str | Promise] = {}


def describe_actions(labels: Mapping[str, str | Promise]) -> None:
    """Tell what a room's actions are called: {"people.invited": _("Somebody was invited")}, in the room's `ready`."""
    _labels.update(labels)


def action_label(action: str) -> str:
    """What readers call an action; the stable word itself while nobody has described it."""
    return str(_labels.get(action, action))


def described_actions() -> frozenset[str]:
    """The actions that have a label."""
    return frozenset(_labels)
