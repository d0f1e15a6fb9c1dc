"""The bell."""

from django import template

from kommin.foundation.notices import queries

register = template.Library()


@register.simple_tag(takes_context=True)
def unread_notices(context: template.Context) -> int:
    """How many notices whoever is signed in has not seen: one query over an index, none for visitors."""
    user = getattr(context.get("request"), "user", None)
    return queries.unread_count(user.pk) if user is not None and user.is_authenticated else 0
