"""What this room puts on the page of a case."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kommin.balance import rules
from kommin.cases.models import Case
from kommin.cases.sections import Section
from kommin.foundation.access import acting


def publicity(request: HttpRequest, case: Case) -> Mapping[str, Any] | None:
    """Whether the project may be shown, for the municipality that decides it."""
    actor = acting(request)
    if not rules.acts_for_its_municipality.holds(actor, case):
        return None
    return {
        "public": case.is_public,
        "may_change": rules.may_change_publicity.holds(actor, case),
        "address": reverse("balance:publicity", kwargs={"number": case.number}),
        "fields": {"public": "no" if case.is_public else "yes"},
    }


PUBLICITY = Section("publicity", _("In the public project database"), 650, "balance/publicity.html", publicity)
