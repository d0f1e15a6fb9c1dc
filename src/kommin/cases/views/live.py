"""What is found wrong while somebody types: sent along with what the page saves, put beside the fields by live.js."""

from collections.abc import Iterable

from django import forms
from django.http import HttpRequest
from django.template.loader import render_to_string

from kommin.cases.plan import Fault
from kommin.foundation.ui.formatting import reader


def form_errors(request: HttpRequest, form: forms.BaseForm) -> str:
    """The errors of a form, each as the page would draw it after saving."""
    fields = [field for field in form if field.errors and not field.is_hidden]
    return render_to_string("cases/live_errors.html", {"fields": fields}, request)


def cell_errors(request: HttpRequest, faults: Iterable[Fault]) -> str:
    """The same for the cells of a plan."""
    read = reader()
    cells = [{"name": fault.cell, "error": read.text(fault.text)} for fault in faults if fault.cell]
    return render_to_string("cases/live_errors.html", {"cells": cells}, request)
