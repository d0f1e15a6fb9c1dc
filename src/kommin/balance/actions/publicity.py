"""What a municipality does not want shown stays inside: it counts, but has no page, no title, no place in a list."""

from django.db import transaction

from kommin.balance import rules
from kommin.balance.actions.rolling import mark_changed
from kommin.balance.indexing import index_case
from kommin.balance.models import Project
from kommin.cases.actions.stages import locked_case
from kommin.cases.models import Case
from kommin.foundation.access import Actor, require
from kommin.foundation.audit import actions as audit


@transaction.atomic
def change_publicity(*, case: Case, public: bool, by: Actor) -> Case:
    """Show a project in public lists, or keep it inside. Sums are the same either way.

    Raises:
        NotAllowed: `by` does not act for the municipality as its editor or signatory.
    """
    require(rules.may_change_publicity, by=by, of=case)
    locked = locked_case(case)
    if locked.is_public == public:
        return locked
    locked.is_public = public
    locked.save(update_fields=["is_public"])
    Project.objects.filter(pk=locked.pk).update(is_public=public)
    index_case(locked)
    mark_changed(locked.programme_id)
    audit.record(action="balance.publicity_changed", by=by, target=locked, case=locked.number, data={"public": public})
    return locked
