"""The lock that everything done with an application begins with."""

from django.utils.translation import gettext as _
from rules import Predicate

from kommin.cases.errors import StateError
from kommin.cases.models import Application
from kommin.foundation.access import Actor, require


def locked(application: Application, rule: Predicate, by: Actor) -> Application:
    """The row, locked until the transaction ends, if `by` may do this with it.

    Raises:
        NotAllowed: the rule does not hold.
    """
    row = (
        # Without the key: who writes rows about the application, holding its case, must not wait for us in a ring.
        Application.objects.select_for_update(of=("self",), no_key=True)
        .select_related("call", "version", "organisation__applicant")
        .get(pk=application.pk)
    )
    require(rule, by=by, of=row)
    return row


def locked_draft(application: Application, rule: Predicate, by: Actor) -> Application:
    """The same for what can be done with drafts only.

    Raises:
        NotAllowed: the rule does not hold.
        StateError: it has been submitted or withdrawn.
    """
    row = locked(application, rule, by)
    if not row.is_editable:
        raise StateError(_("This application has been submitted or withdrawn. It can no longer be changed."))
    return row
