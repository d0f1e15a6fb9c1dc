"""Why a document could not be made."""


class DocumentError(Exception):
    """The document could not be made from this data; the message is Typst's own."""


class TemplateError(DocumentError):
    """The template itself is wrong: to be told to whoever wrote it. `hints` are Typst's suggestions."""

    def __init__(self, message: str, hints: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.hints = hints
