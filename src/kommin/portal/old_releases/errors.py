"""Why a file of old releases was refused."""


class OldReleasesError(ValueError):
    """The file, or what somebody said about it, cannot be used; the translated message says why and what to do."""
