"""What runs refuse to do, told to the person who asked."""

from django.utils.translation import gettext as _


class RunsError(Exception):
    """An action on long work was refused."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or self.default())

    def default(self) -> str:
        return ""


class WrongStateError(RunsError):
    """The run is not in a state in which this can be done."""

    def default(self) -> str:
        return _("That is not possible any more. Please look at the page again.")


class NothingToRetryError(RunsError):
    """There is nothing that failed."""

    def default(self) -> str:
        return _("There is nothing here to try again.")


class ItemRefusedError(Exception):
    """A step raises this (or a subclass) when an item cannot be done and trying again would not help.

    The message is shown beside the item, so it says what to do.
    """
