"""Template tags of the balance: `{% load balance %}`."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from kommin.balance import drawing
from kommin.balance.charts import Line
from kommin.balance.facets import Facet
from kommin.balance.lines import ProjectLine

register = template.Library()


@register.simple_tag
def facet_lists(facets: Iterable[Facet]) -> SafeString:
    """Everything a list can be narrowed by, each with its choices."""
    return drawing.facet_lists(facets)


@register.simple_tag
def project_rows(rows: Iterable[ProjectLine]) -> SafeString:
    """The rows of a list of projects."""
    return drawing.project_rows(rows)


@register.simple_tag
def breakdown_rows(rows: Iterable[tuple[Line, str]], *, with_participants: bool) -> SafeString:
    """The lines of a breakdown."""
    return drawing.breakdown_rows(rows, with_participants=with_participants)
