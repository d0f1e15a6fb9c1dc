"""Why the room refuses; each message is translated and tells the person what to do."""

from kommin.questionnaires.definition import Problem


class QuestionnaireError(Exception):
    """What was asked cannot be done."""


class NotReady(QuestionnaireError):
    """The questionnaire cannot be published yet; `problems` says what is missing."""

    def __init__(self, message: str, problems: list[Problem]) -> None:
        super().__init__(message)
        self.problems = problems


class EditConflict(QuestionnaireError):
    """Somebody else changed the same part since the page was opened; nothing was stored."""
