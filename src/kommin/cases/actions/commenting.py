"""Notes that stay inside the municipality, and those among the municipalities of a joint project."""

from django.db import transaction
from django.utils.translation import gettext as _

from kommin.cases import queries, rules
from kommin.cases.actions.locking import locked
from kommin.cases.errors import CaseError
from kommin.cases.models import Application, Comment
from kommin.foundation.access import Actor
from kommin.foundation.audit import actions as audit
from kommin.foundation.notices.actions import notify

LONGEST = 5000


@transaction.atomic
def write_comment(*, application: Application, text: str, once: str, by: Actor, joint: bool = False) -> Comment:
    """Write a note, in any state of the application; sent twice it is one. A joint one reaches the others' bells.

    Args:
        joint: for all municipalities of a joint project instead of for colleagues alone.

    Raises:
        CaseError: it is empty or too long, or there is nobody to share it with.
        NotAllowed: `by` does not work for the municipality that applies, or for a partner if it is a joint one.
    """
    row = locked(application, rules.may_comment_jointly if joint else rules.may_work_on, by)
    known = Comment.objects.filter(application=row, once=once).first()
    if known:
        return known
    text = text.strip()
    if not text:
        raise CaseError(_("Write something first."), field="text")
    if len(text) > LONGEST:
        raise CaseError(_("A comment has at most 5,000 characters."), field="text")
    if joint and not row.partners.exists():
        raise CaseError(_("This is no joint project. Ask a partner first."))
    comment = Comment.objects.create(
        application=row, text=text, joint=joint, once=once, by_id=by.user_id, by_name=str(by)[:200],
        by_house=(by.organisation_name or "")[:300],
    )  # fmt: skip
    if joint:
        _tell_the_others(row, comment, by)
    audit.record(
        action="cases.commented", by=by, target=row, case=row.number, data={"joint": joint}, personal={"text": text}
    )
    return comment


def _tell_the_others(row: Application, comment: Comment, by: Actor) -> None:
    houses = {row.organisation_id, *queries.partners_in(row)}
    notify(
        recipients=queries.people_of(*houses) - {by.user_id or 0},
        kind="cases.joint_comment",
        title=lambda: _("New comment on the joint project %(number)s") % {"number": row.number},
        url=f"{row.get_absolute_url()}#joint-comments",
        key=f"cases.joint_comment:{comment.pk}",
        context={"number": row.number},
    )
