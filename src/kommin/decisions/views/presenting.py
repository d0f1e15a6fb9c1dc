"""Values of decisions as pages show them."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kommin.decisions.freezing import goes_to_court_of_audit
from kommin.decisions.grounds import Grounds
from kommin.decisions.means import means_of
from kommin.decisions.models import Decision, DecisionState
from kommin.foundation.ui.formatting import reader

KINDS_OF_STATE = {
    DecisionState.DRAFT: "neutral", DecisionState.HANDED_OVER: "info", DecisionState.RELEASED: "success",
    DecisionState.DISCARDED: "neutral",
}  # fmt: skip


def badge(decision: Decision) -> dict[str, str]:
    """State and colour."""
    return {"label": decision.get_state_display(), "kind": KINDS_OF_STATE[DecisionState(decision.state)]}


def money_rows(decision: Decision) -> dict[str, Any]:
    """The table of amounts: of a draft with what is free, of a released decision as it was frozen."""
    if not decision.has_amounts:
        return {}
    if decision.is_released:
        lines = decision.content.get("years", [])
        rows = [
            {
                "label": str(line["year"]),
                "amounts": [Decimal(line["before"]), Decimal(line["difference"]), Decimal(line["amount"])],
            }
            for line in lines
        ]
        sums = [decision.amount_before or Decimal(0), decision.difference or Decimal(0), decision.amount]
        columns = [_("Until now"), pgettext("amounts of a decision", "Change"), _("From now on")]
        return {"columns": columns, "rows": [*rows, {"label": _("Sum"), "amounts": sums, "kind": "total"}]}
    means = [line for line in means_of(decision) if line.amount or line.before]
    rows = [
        {
            "label": str(line.year),
            "note": _note(line),
            "amounts": [line.before, line.needs, line.amount, None if line.closed else line.free],
        }
        for line in means
    ]
    before = sum((line.before for line in means), Decimal(0))
    total = {"label": _("Sum"), "amounts": [before, decision.amount - before, decision.amount, None], "kind": "total"}
    columns = [_("Until now"), pgettext("amounts of a decision", "Change"), _("From now on"), _("Free in the budget")]
    return {"columns": columns, "rows": [*rows, total]}


def _note(line: Any) -> str:
    if line.closed:
        return _("closed")
    if line.missing:
        return _("%(amount)s are missing") % {"amount": reader().money(line.missing)}
    return str(line.basis.label)


def summary(decision: Decision) -> dict[str, Any]:
    """What every page about a decision shows."""
    grounds = Grounds(decision.case)
    copy = (
        decision.content.get("court_of_audit_copy")
        if decision.is_released
        else decision.has_amounts and goes_to_court_of_audit(decision, grounds)
    )
    return {"badge": badge(decision), "court_of_audit": copy, "grounds": grounds, "clauses": clauses(decision, grounds)}


def clauses(decision: Decision, grounds: Grounds) -> list[dict[str, Any]]:
    """The general conditions, each with whether it applies here."""
    if not decision.has_amounts:
        return []
    if decision.is_released:
        return list(decision.content.get("clause_set", {}).get("clauses", []))
    return [
        {"number": one.number, "title": one.title, "on": one.number not in decision.clauses_off}
        for one in grounds.clauses
    ]


def difference_in_words(kind: str, difference: Decimal, after: Decimal) -> str:
    """One line of how the amount came about: “+ 5.000,00 €, then 55.000,00 €”."""
    words = reader()
    if not difference:
        return pgettext("line of a chain", "unchanged, %(after)s in force") % {"after": words.money(after)}
    sign = "+" if difference > 0 else ""
    return pgettext("line of a chain", "%(difference)s, then %(after)s in force") % {
        "difference": f"{sign}{words.money(difference)}",
        "after": words.money(after),
    }
