"""Who may take over old grants; each rule reads as part of a sentence."""

from django.utils.translation import gettext_lazy as _

from kommin.foundation.access import Actor, has_role, rule
from kommin.imports.models import GrantImport
from kommin.people.models import Role
from kommin.people.rules import is_auditor
from kommin.programmes import rules as programmes
from kommin.programmes.models import Programme


@rule(_("You need to act for the ministry in charge of this programme."))
def acts_for_its_ministry(actor: Actor, about: object) -> bool:
    return programmes.acts_for_its_ministry.holds(actor, _programme_of(about))


may_import = has_role(Role.PROGRAMME_OFFICER) & acts_for_its_ministry
may_open_the_room = (has_role(Role.PROGRAMME_OFFICER) & programmes.acts_for_a_ministry) | is_auditor
may_read_imports = acts_for_its_ministry | is_auditor


def _programme_of(about: object) -> Programme | None:
    match about:
        case Programme():
            return about
        case GrantImport():
            return about.programme
    return None
