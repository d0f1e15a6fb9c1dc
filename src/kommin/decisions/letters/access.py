"""Who may read and who may write the texts of an authority's letters."""

from django.utils.translation import gettext_lazy as _

from kommin.foundation.access import Actor, rule
from kommin.people.models import Kind, Organisation
from kommin.people.rules import acts_for, acts_for_an_authority, is_auditor, is_head


@rule(_("This organisation is no granting authority."))
def is_an_authority(_actor: Actor, about: object) -> bool:
    return isinstance(about, Organisation) and about.kind == Kind.GRANTING_AUTHORITY


may_see_letters = acts_for_an_authority | is_auditor
may_read_texts = is_an_authority & (acts_for | is_auditor)
may_write_texts = is_an_authority & acts_for & is_head
