"""Template tags and filters of questionnaires: `{% load questionnaires %}`."""

from django import template
from django.utils.translation import get_language

from kommin.questionnaires import wording
from kommin.questionnaires.definition.words import Words

register = template.Library()


@register.filter
def told(words: Words) -> str:
    """A text of a definition in the reader's language."""
    return words.within(get_language() or "de")


register.simple_tag(wording.unit_of, name="unit_of")
