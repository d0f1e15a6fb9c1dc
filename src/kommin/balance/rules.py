"""Who may do what with the balance; the public reads everything that is released."""

from django.utils.translation import gettext_lazy as _

from kommin.balance.models import Snapshot
from kommin.cases.models import Case
from kommin.foundation.access import Actor, has_role, rule
from kommin.people.models import Role
from kommin.people.rules import is_auditor
from kommin.programmes import rules as programmes
from kommin.programmes.models import Programme


@rule(_("You need to act for the ministry in charge of this programme."))
def acts_for_its_ministry(actor: Actor, about: object) -> bool:
    return programmes.acts_for_its_ministry.holds(actor, _programme_of(about))


@rule(_("You prepared this balance: somebody else has to release it."))
def did_not_prepare_it(actor: Actor, snapshot: object) -> bool:
    return isinstance(snapshot, Snapshot) and (actor.user_id is None or actor.user_id != snapshot.prepared_by_id)


@rule(_("You need to act for the municipality of this case."))
def acts_for_its_municipality(actor: Actor, case: object) -> bool:
    return (
        isinstance(case, Case) and actor.organisation_id is not None and actor.organisation_id == case.organisation_id
    )


_officers = has_role(Role.PROGRAMME_OFFICER, Role.BUDGET_OFFICER)
may_read_snapshots = acts_for_its_ministry | is_auditor
may_prepare_snapshots = has_role(Role.PROGRAMME_OFFICER) & acts_for_its_ministry
may_release_snapshot = _officers & acts_for_its_ministry & did_not_prepare_it
may_discard_snapshot = _officers & acts_for_its_ministry
may_change_publicity = has_role(Role.EDITOR, Role.SIGNATORY) & acts_for_its_municipality


def _programme_of(about: object) -> Programme | None:
    match about:
        case Programme():
            return about
        case Snapshot():
            return about.programme
    return None
