"""What a stage is called for whom: the municipality does not read where its case stands in a ranking."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kommin.cases.models import Case, Stage

KINDS = {
    Stage.RECEIVED: "info",
    Stage.CHECKING: "info",
    Stage.AWAITING: "warning",
    Stage.SCORING: "info",
    Stage.ASSESSED: "info",
    Stage.PROPOSED: "info",
    Stage.DECIDED: "success",
    Stage.CLOSED: "neutral",
    Stage.WITHDRAWN: "neutral",
}
"""The colour of the badge."""
INTERNAL = (Stage.SCORING, Stage.ASSESSED, Stage.PROPOSED)


@dataclass(frozen=True)
class StageShown:
    """A stage as a badge."""

    label: str
    kind: str


def stage_for(case: Case, *, inside: bool) -> StageShown:
    """The stage of a case as this reader is told it."""
    stage = Stage(case.stage)
    if not inside and stage in INTERNAL:
        return StageShown(_("Being examined"), "info")
    return StageShown(str(stage.label), KINDS[stage])
