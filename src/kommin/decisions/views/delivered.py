"""Delivery and finality as pages show them: on the page of a decision and on that of its case."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kommin.decisions import rules
from kommin.decisions.actions.correcting import refuse_uncorrectable
from kommin.decisions.delivered import Delivered, counting, is_offered, offered_until, today
from kommin.decisions.errors import DecisionError
from kommin.decisions.finality import Standing, finality_of
from kommin.decisions.letters.kinds import GRANTS
from kommin.decisions.models import Decision, DeliveryEntry, DeliveryKind
from kommin.foundation.access import Actor
from kommin.foundation.ui.formatting import reader
from kommin.regimes.presenting import StepLine, present


def delivery_of(decision: Decision, by: Actor, *, inside: bool) -> dict[str, Any]:
    """Everything the page of a released decision shows about its letter, and what this reader can do."""
    rows = list(decision.delivery.select_related("file", "corrected_by"))
    delivered = Delivered.among(rows)
    standing = finality_of(decision, delivered)
    may_deliver = inside and rules.may_deliver.holds(by, decision)
    until = offered_until(decision, delivered)
    return {
        "announced": delivered.is_announced,
        "offered": is_offered(decision, delivered, today()),
        "offered_until": until,
        "standing": standing,
        "figures": figures(decision, standing),
        "waits": standing.reason,
        "steps": steps_of(standing, inside=inside),
        "entries": [_entry(row, rows, may_correct=may_deliver) for row in rows if inside or row in set(counting(rows))],
        "may_deliver": may_deliver,
        "may_retrieve": rules.may_retrieve.holds(by, decision),
        "todo": _todo(decision, delivered, standing, by) if may_deliver else [],
        **_for_the_municipality(decision, delivered, standing, by),
    }


def figures(decision: Decision, standing: Standing) -> list[dict[str, str]]:
    """The days that matter, the most important one first."""
    found = standing.result
    if found is None:
        return []
    words = reader()
    note = ""
    if found.day is not None and found.day > today():
        note = _("not yet")
    label = _("Final and payable from") if decision.kind in GRANTS else _("Final from")
    return [
        {"label": label, "value": words.date(found.day) if found.day else _("open"), "note": note},
        {"label": _("Counts as received on"), "value": words.date(found.receipt), "note": ""},
        {"label": _("Time for a lawsuit until"), "value": words.date(found.remedy_end), "note": ""},
    ]


def steps_of(standing: Standing, *, inside: bool) -> list[StepLine]:
    """How the day follows. Which values nobody has confirmed yet is for the authority alone."""
    if standing.result is None:
        return []
    steps = list(present(standing.result, reader()).steps)
    if inside:
        return steps
    return [replace(step, inputs=tuple(replace(one, unconfirmed=False) for one in step.inputs)) for step in steps]


def in_one_line(decision: Decision, standing: Standing) -> str:
    """For lists and chains: “final and payable from 09.06.2026”, or why not."""
    found = standing.result
    if found is None:
        return standing.reason
    if found.day is None:
        return _("Not final: a lawsuit is open.")
    day = {"day": reader().date(found.day)}
    if decision.kind in GRANTS:
        return _("Final and payable from %(day)s.") % day
    return _("Final from %(day)s.") % day


def _entry(row: DeliveryEntry, rows: Iterable[DeliveryEntry], *, may_correct: bool) -> dict[str, Any]:
    after = next((one for one in rows if one.corrects_id == row.pk), None)
    details = [row.court, row.reference, row.get_outcome_display() if row.outcome else "", row.note]
    if row.signed:
        details.append(_("declared in the portal"))
    if row.corrects_id and not row.withdrawn:
        details.append(pgettext("entry of a delivery", "Corrected: %(reason)s") % {"reason": row.reason})
    if row.withdrawn:
        details.append(pgettext("entry of a delivery", "Taken back: %(reason)s") % {"reason": row.reason})
    counts = after is None and not row.withdrawn
    return {
        "day": row.day,
        "what": row.get_kind_display(),
        "details": [text for text in details if text],
        "file": row.file if counts else None,
        "by": row.by_name,
        "at": row.at,
        "counts": counts,
        "taken_back": row.withdrawn,
        "href": reverse("decisions:correct_delivery", args=[row.decision_id, row.pk])
        if may_correct and counts and _is_correctable(row)
        else "",
    }


def _is_correctable(row: DeliveryEntry) -> bool:
    try:
        refuse_uncorrectable(row, None)
    except DecisionError:
        return False
    return True


def _todo(decision: Decision, delivered: Delivered, standing: Standing, by: Actor) -> list[dict[str, str]]:
    """What the authority can do with the letter now, the likeliest first."""
    del by

    def to(name: str, label: str) -> dict[str, str]:
        return {"label": label, "href": reverse(f"decisions:{name}", args=[decision.pk])}

    found = []
    if not delivered.is_announced:
        waits = is_offered(decision, delivered, today())
        found.append(to("deliver", _("Send it by post instead") if waits else _("Deliver the letter")))
        if not waits:
            found.append(to("receipt", _("Enter a formal service")))
        return found
    if delivered.get(DeliveryKind.RECEIVED) is None and delivered.get(DeliveryKind.RETRIEVED) is None:
        found.append(to("receipt", _("Enter a proven receipt")))
    lawsuit, ended = delivered.get(DeliveryKind.LAWSUIT), delivered.get(DeliveryKind.LAWSUIT_ENDED)
    if delivered.get(DeliveryKind.WAIVED) is None and lawsuit is None and not standing.is_final():
        found.append(to("waiver", _("Enter a waiver")))
    if lawsuit is None:
        found.append(to("lawsuit", _("Enter a lawsuit")))
    elif ended is None:
        found.append(to("lawsuit_end", _("Enter the end of the lawsuit")))
    return found


def _for_the_municipality(decision: Decision, delivered: Delivered, standing: Standing, by: Actor) -> dict[str, bool]:
    """Whether this reader can give up remedies, in the portal or with a signed form."""
    useful = (
        decision.kind in GRANTS
        and delivered.is_announced
        and not standing.is_final()
        and delivered.get(DeliveryKind.WAIVED) is None
        and delivered.get(DeliveryKind.LAWSUIT) is None
    )
    return {
        "may_sign": useful and rules.may_sign_waiver.holds(by, decision),
        "may_send_form": useful and rules.may_retrieve.holds(by, decision),
    }
