"""Template filters of this room: `{% load people %}`."""

from django import template
from django.conf import settings
from django.utils.translation import gettext as _

from kommin.people.models import Role
from kommin.people.queries import invented_people
from kommin.people.standing import Standing, needs_second_factor

register = template.Library()

_BROWSERS = (("Firefox", "Firefox/"), ("Edge", "Edg/"), ("Opera", "OPR/"), ("Chrome", "Chrome/"), ("Safari", "Safari/"))
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("macOS", "Mac OS X"),
    ("Linux", "Linux"),
)


@register.filter
def browser(user_agent: str) -> str:
    """What a browser says about itself, in two words that its owner recognises."""
    named = next((name for name, mark in _BROWSERS if mark in user_agent), "")
    system = next((name for name, mark in _SYSTEMS if mark in user_agent), "")
    if named and system:
        return _("%(browser)s on %(system)s") % {"browser": named, "system": system}
    return named or system or _("unknown browser")


@register.filter
def role_name(role: str) -> str:
    """What readers call a role."""
    return str(Role(role).label) if role in Role.values else role


@register.simple_tag
def demo_accounts() -> dict[str, object]:
    """The invented people of the demonstration and their password; nothing anywhere else."""
    if not settings.KOMMIN.demo:
        return {}
    return {"password": settings.DEMO_PASSWORD, "people": invented_people()}


@register.simple_tag
def second_factor_needed(standings: tuple[Standing, ...]) -> bool:
    """Whether somebody with these standings must set up a second factor."""
    return bool(settings.SECOND_FACTOR_REQUIRED) and needs_second_factor(standings)
