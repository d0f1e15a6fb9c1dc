"""Why the press desk refuses; each message tells the person what to do."""


class PressError(Exception):
    """A step of a release cannot be done as asked; the message is translated and complete."""


class SecondPersonError(PressError):
    """Whoever has written a text cannot release it."""


class ChangedMeanwhileError(PressError):
    """Somebody else was faster; the page has to be looked at again."""


class NotReadyError(PressError):
    """Something compulsory is missing, or the release is at another step."""


class EmbargoError(PressError):
    """The moment cannot be used."""
