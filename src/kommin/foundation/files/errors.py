"""Why a file is not taken; each message says what the person can do."""


class FileError(Exception):
    """Something cannot be done with a file as asked; the message is translated and complete."""


class FileRefused(FileError):
    """The upload is not taken. `code` is a stable word: empty, too_large, unknown_type, misleading_name, encrypted,
    macros, damaged, bomb, several_types, infected, too_many, not_allowed."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
