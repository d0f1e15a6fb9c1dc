"""A case's application as it reads now: what was submitted, with everything that was handed in later."""

from collections.abc import Mapping
from typing import Any

from kommin.cases.content import OWNER, Dossier
from kommin.cases.current import current_content
from kommin.cases.models import Case, Supplement
from kommin.foundation.files.models import StoredFile
from kommin.foundation.files.queries import PRESENT
from kommin.questionnaires.answering import AnswerSheet

REQUEST_OWNER = "examination.request"
"""The owner type of files that belong to a request: the municipality's alone until it has handed them in."""
MESSAGE_OWNER = "examination.message"


class CaseDossier(Dossier):
    """The dossier of a case: values and files of its frozen content instead of the draft's.

    Args:
        content: the frozen content to read; what is in force by default.
        values: other values in its place (a draft of an answer).
        files: the ids of the files that count; those of the content by default.
    """

    def __init__(
        self,
        case: Case,
        *,
        content: Mapping[str, Any] | None = None,
        values: Mapping[str, Any] | None = None,
        files: set[str] | None = None,
    ) -> None:
        if case.application is None:
            raise ValueError(f"case {case.number} has no application")
        super().__init__(case.application)
        self.case = case
        self.content = current_content(case) if content is None else content
        revision = case.application.sheet.revision
        self.sheet = AnswerSheet(values if values is not None else self.content.get("values", {}), {}, revision)
        self.values = self.sheet.values
        self.file_ids = documents_in(self.content) if files is None else files

    @property
    def files(self) -> list[StoredFile]:
        """The attachments that count, the oldest first."""
        if self._files is None:
            found = StoredFile.objects.filter(public_id__in=self.file_ids, state__in=PRESENT)
            self._files = list(found.select_related("shelf").order_by("pk"))
        return self._files

    def of_purpose(self, purpose: str) -> list[StoredFile]:
        """The attachments for one purpose."""
        return [stored for stored in self.files if stored.purpose == purpose]


def documents_in(content: Mapping[str, Any]) -> set[str]:
    """The ids of the files that a frozen content names."""
    return {str(entry["id"]) for entry in content.get("documents", ())}


def content_before(supplement: Supplement) -> Mapping[str, Any]:
    """What the application said before this supplement was handed in."""
    earlier = (
        Supplement.objects.filter(case=supplement.case_id, round__lt=supplement.round)
        .order_by("-round")
        .only("content")
        .first()
    )
    if earlier is not None:
        return dict(earlier.content)
    application = supplement.case.application
    return dict(application.submission.content) if application is not None else {}


__all__ = [
    "MESSAGE_OWNER",
    "OWNER",
    "REQUEST_OWNER",
    "CaseDossier",
    "content_before",
    "documents_in",
]
