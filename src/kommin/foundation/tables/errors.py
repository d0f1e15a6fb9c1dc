"""Why a table was refused."""

from django.utils.translation import gettext as _


class TableError(ValueError):
    """The file cannot be used; the message says why and what to do, translated.

    Attributes:
        line: the line of the file, from 1, or None where the whole file is at fault.
    """

    def __init__(self, message: str, *, line: int | None = None) -> None:
        super().__init__(_("Line %(line)s: %(reason)s") % {"line": line, "reason": message} if line else message)
        self.line = line
