"""Notes that stay inside the municipality."""

from django.db import transaction
from django.utils.translation import gettext as _

from kommin.cases import rules
from kommin.cases.actions.locking import locked
from kommin.cases.errors import CaseError
from kommin.cases.models import Application, Comment
from kommin.foundation.access import Actor
from kommin.foundation.audit import actions as audit

LONGEST = 5000


@transaction.atomic
def write_comment(*, application: Application, text: str, once: str, by: Actor) -> Comment:
    """Write a note for colleagues, in any state of the application; sent twice it is one.

    Raises:
        CaseError: it is empty or too long.
        NotAllowed: `by` does not work for the municipality that applies.
    """
    row = locked(application, rules.may_work_on, by)
    known = Comment.objects.filter(application=row, once=once).first()
    if known:
        return known
    text = text.strip()
    if not text:
        raise CaseError(_("Write something first."), field="text")
    if len(text) > LONGEST:
        raise CaseError(_("A comment has at most 5,000 characters."), field="text")
    comment = Comment.objects.create(application=row, text=text, once=once, by_id=by.user_id, by_name=str(by)[:200])
    audit.record(action="cases.commented", by=by, target=row, case=row.number, personal={"text": text})
    return comment
