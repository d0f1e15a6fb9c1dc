"""Filters for the pages of calls."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from kommin.programmes.frozen import FrozenCall
from kommin.programmes.models import Call
from kommin.programmes.presenting import closing_words, deadline_words
from kommin.questionnaires.templatetags.questionnaires import told

register = template.Library()


@register.filter
def deadline(content: FrozenCall) -> str:
    """The deadline of a call with its time zone."""
    return deadline_words(content)


@register.filter
def closing(call: Call) -> str:
    """When the working copy of a call closes: the end of a day is 24:00; empty while that is open."""
    return closing_words(call.closes_at, call.zone) if call.closes_at else ""


@register.filter
def asked_for(question: Any) -> str:
    """In one sentence what kind of answer a question wants, so that people can prepare it."""
    options = getattr(question, "choices", None)
    if options:
        return _("To choose: %(options)s") % {"options": ", ".join(told(option.title) for option in options)}
    columns = getattr(question, "columns", None)
    if columns and question.kind == "matrix":
        return _("To choose in each line: %(options)s") % {
            "options": ", ".join(told(column.title) for column in columns)
        }
    if columns:
        return _("A table with: %(columns)s") % {"columns": ", ".join(told(column.title) for column in columns)}
    if getattr(question, "max_length", None):
        return _("Text of up to %(count)s characters") % {"count": question.max_length}
    kinds = {
        "number": _("A number"), "money": _("An amount in euro"), "date": _("A day"), "yes_no": _("Yes or no"),
        "municipality": _("A municipality"), "files": _("Files"), "scale": _("A scale"),
        "calculated": _("Is computed from other answers"),
    }  # fmt: skip
    return kinds.get(question.kind, "")
