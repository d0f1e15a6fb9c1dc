"""The kept summary of an import in words and figures for pages."""

from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kommin.foundation.access import Actor
from kommin.foundation.runs.inside import inside_of
from kommin.foundation.runs.models import Run
from kommin.foundation.runs.queries import failed_items
from kommin.foundation.runs.rules import can_steer_run
from kommin.imports.core.doubts import KINDS, Doubt
from kommin.imports.forms.deciding import occurring
from kommin.imports.forms.reading import FIELD_LABELS
from kommin.imports.models import GrantImport

_STATES: dict[str, str | Promise] = {
    "ready": pgettext_lazy("state of a row", "Ready"),
    "choice": pgettext_lazy("state of a row", "To be chosen"),
    "left_out": pgettext_lazy("state of a row", "Left out"),
    "kept": pgettext_lazy("state of a row", "Kept from the earlier edition"),
}
_LEFT_OUT = gettext_lazy("Left out row by row")


def states() -> dict[str, str | Promise]:
    """What may happen with a row, in words."""
    return _STATES


def sums_of(row: GrantImport) -> list[dict[str, Any]]:
    """Each column of amounts before and after, with the reasons for the difference."""
    return [
        {
            "label": FIELD_LABELS[each["field"]],
            "column": each["column"],
            "before": Decimal(each["before"]),
            "after": Decimal(each["after"]),
            "steps": [
                {
                    "kind": step["kind"],
                    "label": KINDS[step["kind"]].label if step["kind"] in KINDS else _LEFT_OUT,
                    "rows": step["rows"],
                    "difference": Decimal(step["difference"]),
                }
                for step in each["by_kind"]
            ],
        }
        for each in row.summary.get("sums", [])
    ]


def controls_of(row: GrantImport) -> list[dict[str, Any]]:
    """Every control total with the sum it is compared with."""
    return [
        {
            "line": each["row"],
            "text": each["text"] or _("given by you"),
            "says": Decimal(each["says"]),
            "rows_make": Decimal(each["rows_make"]),
            "difference": Decimal(each["difference"]),
            "fits": each["fits"],
        }
        for each in row.summary.get("controls", [])
    ]


def doubts_of(row: GrantImport) -> list[Doubt]:
    """Doubts about the file as a whole, the first fifty."""
    return [Doubt.from_json(each) for each in row.summary.get("doubts", [])[:50]]


def kinds_of(row: GrantImport) -> list[dict[str, Any]]:
    """Every kind of doubt about rows, with how often it occurs."""
    numbers = row.summary.get("kinds", {})
    return [
        {"kind": kind, "label": KINDS[kind].label, "rows": numbers[kind], "decidable": bool(KINDS[kind].decisions)}
        for kind in occurring(row)
        if kind in numbers
    ]


def work_of(row: GrantImport, actor: Actor) -> dict[str, Any]:
    """The long work that reads or loads an import, as far as its page shows it: under way, stopped, or failed."""
    run = row.work
    if run is None:
        return {"run": None}
    failed = failed_items(run).first() if run.state == Run.State.FINISHED and run.failed else None
    return {
        "run": run if failed or run.state != Run.State.FINISHED else None,
        "inside": inside_of(run),
        "failure": failed.error if failed else "",
        "may_steer": can_steer_run.holds(actor, run),
    }


def reasons_against(row: GrantImport) -> list[str]:
    """Why it cannot be loaded now."""
    found = []
    if row.summary.get("blocked"):
        found.append(_("A control total does not fit, or most of the earlier edition is missing: decide under Doubts."))
    if row.summary.get("unchanged"):
        found.append(_("Everything that is ready is loaded already."))
    elif not row.count("ready") and not row.count("gone"):
        found.append(_("No row is ready."))
    return found
