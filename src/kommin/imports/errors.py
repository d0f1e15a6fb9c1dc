"""Why this room refuses; each message tells the person what to do."""


class ImportFileError(ValueError):
    """The file, its mapping or a decision cannot be used as given; nothing was kept."""


class ImportStateError(Exception):
    """The import is not in a state for this, or something has happened since that stands in the way."""
