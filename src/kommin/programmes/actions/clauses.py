"""Bring in clause sets: other editions, other conditions, other states."""

from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kommin.foundation.access import Actor, require
from kommin.foundation.audit import actions as audit
from kommin.programmes import clause_files, rules
from kommin.programmes.errors import ProgrammeError
from kommin.programmes.models import ClauseSet

LARGEST_FILE = 2_000_000


@transaction.atomic
def load_clause_set(*, path: Path, by: Actor) -> ClauseSet:
    """Add the clause set of a file (docs/programmes.md describes it). Sets are never changed, only added.

    Raises:
        ProgrammeError: the file is too large or not a clause set, or there is one of this code already.
        NotAllowed: `by` is no operator.
    """
    require(rules.may_load_clauses, by=by)
    if path.stat().st_size > LARGEST_FILE:
        raise ProgrammeError(_("The file is too large for a clause set."))
    try:
        made = clause_files.load(path)
    except (ValueError, IntegrityError) as error:
        raise ProgrammeError(_("This is no clause set: %(why)s") % {"why": error}) from error
    if made is None:
        raise ProgrammeError(_("There is a clause set of this code already. Give another edition another code."))
    data = {"code": made.code, "clauses": made.clauses.count(), "source": made.source}
    audit.record(action="programmes.clause_set_loaded", by=by, target=made, data=data)
    return made
