"""Who may do what at the press desk; each rule reads as part of a sentence."""

from django.utils.translation import gettext_lazy as _

from kommin.foundation.access import Actor, has_role, rule
from kommin.people.models import Role

works_at_the_press_desk = has_role(Role.PRESS_EDITOR, Role.PRESS_HEAD)
leads_the_press_desk = has_role(Role.PRESS_HEAD)


@rule(_("The house does this in another place."))
def closed_here(_actor: Actor) -> bool:
    """For pages of the content management system that the house replaces: accounts, groups, sites, passwords."""
    return False
