"""What an import of old releases refuses."""


class ReleaseImportError(Exception):
    """The import is not in a state in which this can be done; the translated message says what to do."""
