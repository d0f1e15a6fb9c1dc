"""Lay down which authority handles the applications of which places."""

from django.db import transaction
from django.utils.translation import gettext as _

from kommin.foundation.access import Actor, require
from kommin.foundation.audit import actions as audit
from kommin.people.models import Kind, Organisation
from kommin.programmes import rules
from kommin.programmes.errors import ProgrammeError
from kommin.programmes.models import Programme, Responsibility

LONGEST_KEY = 12


@transaction.atomic
def set_responsibility(
    *, programme: Programme, authority: Organisation, key_prefix: str = "", by: Actor
) -> Responsibility:
    """Let an authority handle the places whose key begins with `key_prefix` ("" for all that nobody else handles).

    Applications that have arrived already stay with the authority they went to.

    Raises:
        ProgrammeError: the organisation is no granting authority, or the beginning of the key is too long.
        NotAllowed: `by` is no programme officer of the ministry.
    """
    require(rules.may_edit_programme, by=by, of=programme)
    key_prefix = key_prefix.strip()
    if authority.kind != Kind.GRANTING_AUTHORITY:
        raise ProgrammeError(_("Choose a granting authority."), field="authority")
    if len(key_prefix) > LONGEST_KEY:
        raise ProgrammeError(_("The beginning of a key has at most 12 characters."), field="key_prefix")
    before = Responsibility.objects.filter(programme=programme, key_prefix=key_prefix).first()
    if before is not None and before.authority_id == authority.pk:
        return before
    row, _made = Responsibility.objects.update_or_create(
        programme=programme, key_prefix=key_prefix, defaults={"authority": authority}
    )
    audit.record(
        action="programmes.responsibility_set", by=by, target=programme,
        data={"prefix": key_prefix, "authority": authority.pk, "before": before.authority_id if before else None},
    )  # fmt: skip
    return row


@transaction.atomic
def remove_responsibility(*, responsibility: Responsibility, by: Actor) -> None:
    """Take a line back; applications that have arrived stay where they are.

    Raises:
        NotAllowed: `by` is no programme officer of the ministry.
    """
    require(rules.may_edit_programme, by=by, of=responsibility.programme)
    audit.record(
        action="programmes.responsibility_removed", by=by, target=responsibility.programme,
        data={"prefix": responsibility.key_prefix, "authority": responsibility.authority_id},
    )  # fmt: skip
    responsibility.delete()
