"""The reasons that stand in the letters of many decisions: one text for each thing that a proposal says."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils import translation
from django.utils.translation import gettext as _

from kommin.decisions.bulk.planning import Plan, Planned
from kommin.decisions.models import Kind
from kommin.examination.ranking.engine import Why

PARTIAL = "partial"


def key_of(planned: Planned) -> str:
    """Which text a case gets; empty where the letter needs none."""
    if planned.kind == Kind.REFUSAL:
        return planned.why
    return PARTIAL if planned.kind == Kind.PARTIAL else ""


def keys_of(plan: Plan) -> list[str]:
    """The texts a plan needs, in a fixed order."""
    found = {key_of(one) for one in plan.goes} - {""}
    return [key for key in (PARTIAL, *(why.value for why in Why)) if key in found]


@dataclass(frozen=True)
class Reasons:
    """What was written for each key."""

    texts: Mapping[str, str] = field(default_factory=dict)

    def of(self, planned: Planned) -> str:
        return self.texts.get(key_of(planned), "").strip()

    def missing(self, plan: Plan) -> list[str]:
        return [key for key in keys_of(plan) if not self.texts.get(key, "").strip()]


def suggested(key: str) -> str:
    """What a text may say, in the language of letters; a person reads and changes it before anything is drafted."""
    with translation.override("de"):
        return {
            PARTIAL: _(
                "Not all of the expenditure can be recognised as eligible, or the means of the round are not "
                "sufficient for the whole amount applied for. The grant is therefore below the amount applied for."
            ),
            Why.BELOW_THRESHOLD: _(
                "The project does not reach the score from which projects of this round are funded."
            ),
            Why.BELOW_MINIMUM: _("The eligible grant does not exceed the minimum grant."),
            Why.NOTHING: _("None of the expenditure applied for can be recognised as eligible."),
        }.get(
            key,
            _(
                "The means of this round are not sufficient for all projects that are worth funding. Projects with a "
                "higher score were given preference."
            ),
        )
