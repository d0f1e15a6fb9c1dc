"""Who may download."""

from django.utils.translation import gettext_lazy as _

from kommin.foundation.access import Actor, rule
from kommin.foundation.files import owners
from kommin.foundation.files.models import StoredFile


@rule(_("This file belongs to something that you cannot see."))
def may_read_file(actor: Actor, stored: object) -> bool:
    return isinstance(stored, StoredFile) and owners.may_read(actor, stored)
