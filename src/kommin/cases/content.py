"""What stands in the sheet of an application beside the answers to the call's questions.

Answers have the keys of their questions. Facts about the project are `about/…`, the request for an early start
`early/…`, the financing plan `plan/…` (see `cases.plan`). All share one revision count, so that every field, and not
only the answers, shows it when two people wrote at once.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from kommin.cases.models import Application, MasterData, Partner, PartnerState, Submission
from kommin.cases.shares import Party
from kommin.foundation.files.models import StoredFile
from kommin.foundation.files.queries import files_of
from kommin.people.models.dated import today
from kommin.programmes.frozen import FrozenCall, thaw
from kommin.questionnaires.answering import Evaluation, FileInfo, evaluate
from kommin.questionnaires.definition import Definition
from kommin.questionnaires.lookups import HouseLookups
from kommin.questionnaires.models import QuestionnaireVersion

OWNER = "cases.application"
TITLE, FROM, UNTIL, BLOCK = "about/title", "about/from", "about/until", "about/block"
EARLY, EARLY_FROM, EARLY_REASON = "early/wanted", "early/from", "early/reason"
ABOUT = (TITLE, BLOCK, FROM, UNTIL, EARLY, EARLY_FROM, EARLY_REASON)
PLAN = "plan/"
LONGEST_TITLE = 250
SCAN = "signed"
"""The purpose of the scan of a signed paper among the attachments."""


def answers_in(values: Mapping[str, Any]) -> dict[str, Any]:
    """Only the answers to questions."""
    return {key: value for key, value in values.items() if "/" not in key}


def day_in(values: Mapping[str, Any], key: str) -> date | None:
    """A day as it is kept; None if there is none or it cannot be read."""
    try:
        return date.fromisoformat(values.get(key) or "")
    except (TypeError, ValueError):
        return None


def document_purpose(document_id: int) -> str:
    """The purpose of files that are one of the call's documents."""
    return f"document-{document_id}"


ANSWER = "question-"
"""What the purposes of files begin with that are in an answer."""


def question_purpose(key: str) -> str:
    """The purpose of files that are in the answer to a question."""
    return f"{ANSWER}{key}"[:60]


def questions_of(content: FrozenCall) -> Definition:
    """What the call asks; nothing when it has no questionnaire."""
    if content.questionnaire is None:
        return Definition()
    return QuestionnaireVersion.objects.select_related("questionnaire").get(pk=content.questionnaire).definition


MASTER_TEXTS = (
    "street", "postcode", "town", "contact_name", "contact_phone", "contact_email", "account_holder", "iban", "bic",
)  # fmt: skip
MASTER_DAYS = ("consolidation_from", "consolidation_until")


def _as_submitted(submission: Submission) -> MasterData | None:
    said = submission.content.get("applicant", {})
    if "iban" not in said:
        return None
    return MasterData(
        organisation_id=submission.application.organisation_id,
        **{name: said.get(name, "") for name in MASTER_TEXTS},
        **{name: day_in(said, name) for name in MASTER_DAYS},
    )


ASKED_OF_APPLICANTS = (
    "questionnaire", "documents", "costs", "rates", "blocks", "minimum_grant", "regime", "overrides", "applicants",
    "signed_scan",
)  # fmt: skip


def needs_take_over(before: FrozenCall, after: FrozenCall) -> bool:
    """Whether a later version of the call asks something else of a draft; a longer deadline alone does not."""
    return any(getattr(before, part) != getattr(after, part) for part in ASKED_OF_APPLICANTS)


class Dossier:
    """An application with all that belongs to it, each part read once."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.call = thaw(application.version)
        self.sheet = application.sheet
        self.values: Mapping[str, Any] = self.sheet.values
        self.definition = questions_of(self.call)
        self._files: list[StoredFile] | None = None
        self._partners: list[Partner] | None = None
        self._evaluation: Evaluation | None = None
        self._master: MasterData | None = None
        self._master_read = False

    @property
    def files(self) -> list[StoredFile]:
        """Every attachment."""
        if self._files is None:
            self._files = list(files_of(OWNER, self.application.pk))
        return self._files

    @property
    def partners(self) -> list[Partner]:
        """Everybody who was asked to take part, whatever they answered."""
        if self._partners is None:
            self._partners = list(self.application.partners.all())
        return self._partners

    @property
    def parties(self) -> list[Party]:
        """Those partners who have shares in the plan."""
        return [Party(one.key, one.name) for one in self.partners if one.state != PartnerState.DECLINED]

    @property
    def lead(self) -> Party:
        return Party(self.application.applicant_key, self.application.applicant_name)

    @property
    def lookups(self) -> HouseLookups:
        return HouseLookups(files=self._file_names)

    @property
    def evaluation(self) -> Evaluation:
        """What the answers say."""
        if self._evaluation is None:
            self._evaluation = evaluate(self.definition, answers_in(self.values), self.lookups)
        return self._evaluation

    @property
    def master(self) -> MasterData | None:
        """The master data that hold now; of what was submitted, those it was submitted with."""
        if not self._master_read:
            submission = None
            if not self.application.is_editable:
                submission = Submission.objects.filter(application=self.application).first()
            self._master = (
                _as_submitted(submission)
                if submission
                else MasterData.objects.filter(organisation=self.application.organisation_id).first()
            )
            self._master_read = True
        return self._master

    @property
    def consolidates(self) -> bool:
        """Whether a budget consolidation plan is in force today, or was on the day of submission."""
        moment = self.application.submitted_at
        day = timezone.localtime(moment).date() if moment else today()
        return self.master is not None and self.master.consolidates_on(day)

    def _file_names(self, ids: Collection[str]) -> Mapping[str, FileInfo]:
        return {
            str(stored.public_id): FileInfo(
                stored.name,
                stored.size,
                stored.file_kind.endings[0],
                reverse("files:download", args=[stored.public_id]),
            )
            for stored in self.files
            if str(stored.public_id) in ids
        }
