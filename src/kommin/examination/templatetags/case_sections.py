"""Draws the parts that rooms put on the page of a case."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.template.context import Context

from kommin.cases.sections import Section

register = template.Library()


@register.simple_tag(takes_context=True)
def case_section(context: Context, section: Section, values: Mapping[str, Any]) -> str:
    """One part with its own values over those of the page; context processors run once for the page."""
    if context.template is None:
        raise RuntimeError("a section is drawn inside a template")
    drawn = context.template.engine.get_template(section.template)
    with context.push(**values):
        return str(drawn.render(context))
