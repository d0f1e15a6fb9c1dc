"""The page in the place of a case from which a conflict of interest keeps its reader."""

from collections.abc import Sequence
from functools import cached_property
from typing import ClassVar

from django.utils.translation import gettext as _

from kommin.cases.models import Case
from kommin.examination.rules import handles, what_excludes
from kommin.foundation.access import Actor, NotAllowed
from kommin.people.models import Membership, Role
from kommin.people.models.dated import today
from kommin.people.queries import Exclusion
from kommin.people.rules import acts_for_an_authority


class ShutOut(NotAllowed):
    """Somebody of the authority has a conflict of interest: reads why, and whom to ask, and nothing of the case."""

    template: ClassVar[str] = "examination/excluded.html"

    def __init__(self, case: Case, exclusion: Exclusion) -> None:
        super().__init__(
            _("You are excluded from this case by a conflict of interest: %(reason)s (§§ 20, 21 VwVfG).")
            % {"reason": exclusion.reason}
        )
        self.number, self.exclusion = case.number, exclusion
        self._authority = case.authority_id

    @cached_property
    def heads(self) -> Sequence[str]:
        """Whom to ask: the heads of the authority, by name."""
        rows = Membership.objects.in_force(today()).filter(organisation=self._authority, role=Role.HEAD)
        return list(rows.filter(person__is_active=True).order_by("person__name").values_list("person__name", flat=True))


def refuse_excluded_reader(actor: Actor, case: Case) -> None:
    """Keep somebody of the authority with a conflict of interest out before anything of the case is read.

    Everybody else is left to the rules of the page. Costs what those rules ask anyway.

    Raises:
        ShutOut: with the reason.
    """
    if not (acts_for_an_authority.holds(actor) and handles.holds(actor, case)):
        return
    exclusion = what_excludes(actor, case)
    if exclusion is not None:
        raise ShutOut(case, exclusion)
