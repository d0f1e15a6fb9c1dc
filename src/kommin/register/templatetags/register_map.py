"""`{% load register_map %}{% register_map %}`: the map of the register for any page."""

from django import template
from django.core.cache import cache
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kommin.register.maps.rendering import render_map
from kommin.register.models import Municipality
from kommin.register.queries import home_register

register = template.Library()
_BREAKS = (10_000, 20_000, 50_000, 100_000)
_KEPT_FOR = 3600


@register.simple_tag
def register_map() -> SafeString:
    """The municipalities of the house's register by their inhabitants; empty while no register is loaded.

    Drawn once per revision and language and kept: a page costs one query.
    """
    home = home_register()
    if home is None:
        return SafeString("")
    place = f"register-map:{home.pk}:{home.revision}:{get_language()}"
    drawn: str | None = cache.get(place)
    if drawn is None:
        places = Municipality.objects.filter(register=home, valid_until=None)
        drawn = render_map(
            dict(places.values_list("key", "population")),
            title=_("The municipalities by inhabitants"),
            register=home,
            breaks=_BREAKS,
            table_url=reverse("register:list"),
        )
        cache.set(place, drawn, _KEPT_FOR)
    return SafeString(drawn)
