"""Who may do what at the press desk; each rule reads as part of a sentence."""

from django.utils.translation import gettext_lazy as _

from kommin.foundation.access import Actor, has_role, rule
from kommin.people.models import Role
from kommin.portal.models import ReleaseImport

works_at_the_press_desk = has_role(Role.PRESS_EDITOR, Role.PRESS_HEAD)
leads_the_press_desk = has_role(Role.PRESS_HEAD)


@rule(_("The house does this in another place."))
def closed_here(_actor: Actor) -> bool:
    """For pages of the content management system that the house replaces: accounts, groups, sites, passwords."""
    return False


@rule(_("A second person releases it: somebody else than who sent the file or said how it is read."))
def is_a_second_person(actor: Actor, about: object) -> bool:
    return isinstance(about, ReleaseImport) and actor.is_person and actor.user_id not in about.read_by


may_take_over = works_at_the_press_desk
may_release_import = leads_the_press_desk | (works_at_the_press_desk & is_a_second_person)
may_take_back_import = leads_the_press_desk
