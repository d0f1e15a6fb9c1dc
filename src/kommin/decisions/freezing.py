"""Everything a letter says, written down in German as plain data: frozen with the decision at its release.

docs/granting.md describes the keys. Names are those of the day of the decision.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone, translation

from kommin.cases.content import MASTER_TEXTS
from kommin.cases.models import MasterData, Submission
from kommin.decisions import queries
from kommin.decisions.frozen_law import freeze_regime, law_of
from kommin.decisions.grounds import Grounds
from kommin.decisions.letters.wording import KEY, frozen_wording
from kommin.decisions.models import Decision
from kommin.decisions.models import Kind as DecisionKind
from kommin.decisions.shares import basis_of
from kommin.foundation.audit.canonical import plain
from kommin.foundation.ui.formatting import reader
from kommin.law.budget import budget
from kommin.law.errors import LawError
from kommin.law.financing import KIND_LABELS, Kind

ADDRESS = ("street", "postcode", "town")


def content_of(
    decision: Decision, grounds: Grounds, *, day: date, before: Mapping[int, Decimal], released_by: str
) -> dict[str, Any]:
    """What the decision says on a day, with its number and code as far as it has them.

    Args:
        before: the amount in force per year until now.
        released_by: the name under the letter; empty in a preview.
    """
    with translation.override("de"):
        written = plain(
            {
                "number": decision.number or "",
                "kind": decision.kind,
                "kind_label": decision.get_kind_display(),
                "day": day,
                "code": decision.code or "",
                "case": _case(decision, grounds),
                "application": _application(decision),
                "authority": {"id": decision.authority_id, "name": decision.authority.name_on(day)},
                "recipient": _recipient(decision, grounds, day),
                "contact": {"name": decision.drafted_by_name},
                "drafted_by": decision.drafted_by_name,
                "released_by": released_by,
                **_amounts(decision, before, day),
                "financing": _financing(decision, grounds),
                "derivation": derivation_of(grounds),
                "amount_reason": decision.amount_reason,
                "plan": {"text": decision.plan_text, "costs": _costs(grounds)},
                "grant_period": [decision.grant_from, decision.grant_until],
                "project_period": [decision.project_from, decision.project_until],
                "early_start_from": decision.early_start_from,
                "earmarked_until": decision.earmarked_until,
                "report_due": decision.report_due,
                "former": _former(decision),
                "payment": decision.payment_text,
                "reasons": decision.reasons,
                "subject": decision.case.title,
                "clause_set": _clauses(decision, grounds),
                "conditions": decision.own_conditions,
                "predecessors": [
                    {
                        "number": one.number,
                        "day": one.decided_on,
                        "kind": one.kind,
                        "kind_label": one.get_kind_display(),
                        "amount": one.amount,
                    }
                    for one in queries.chain_of(decision.case)
                ],
                "revocation": {"legal_basis": decision.legal_basis},
                "regime": freeze_regime(law_of(grounds)),
                "court_of_audit_copy": goes_to_court_of_audit(decision, grounds),
                KEY: frozen_wording(
                    authority=decision.authority_id,
                    name=decision.authority.name_on(day),
                    kind=decision.kind,
                    place=decision.case.applicant_key,
                ),
            }
        )
    if not isinstance(written, dict):
        raise TypeError(type(written).__name__)
    return written


def _former(decision: Decision) -> dict[str, Any]:
    """What a change may move beside the amounts, as it was until now."""
    last = queries.last_grant_of(decision.case) if decision.kind == DecisionKind.CHANGE else None
    if last is None:
        return {}
    return {
        "grant_period": [last.grant_from, last.grant_until],
        "project_period": [last.project_from, last.project_until],
        "report_due": last.report_due,
        "earmarked_until": last.earmarked_until,
    }


def goes_to_court_of_audit(decision: Decision, grounds: Grounds) -> bool:
    """Whether the court of audit gets a copy: a grant above the threshold of the law (strictly)."""
    if not decision.amount:
        return False
    try:
        found = budget(total=decision.amount, parts=decision.per_year, regime=grounds.regime)
    except LawError:
        return False
    return found.copy_to_court_of_audit


def derivation_of(grounds: Grounds) -> list[dict[str, str]]:
    """How the grant was computed, step by step, in the reader's language: on what the examination accepts of the plan,
    before it on the plan as applied for."""
    if grounds.judgement is not None and grounds.judgement.derivation:
        return _judged_steps(grounds.judgement.derivation)
    if grounds.outcome.grant is None:
        return []
    words = reader()
    return [
        {"text": words.text(step.text), "source": step.source, "value": words.value(step.value)}
        for step in grounds.outcome.grant.steps
    ]


def _judged_steps(stored: Mapping[str, Any]) -> list[dict[str, str]]:
    german = (translation.get_language() or "de").startswith("de")
    steps = stored.get("de" if german else "en") or stored.get("steps") or []
    return [
        {"text": str(step.get("text", "")), "source": str(step.get("source", "")), "value": str(step.get("value", ""))}
        for step in steps
    ]


def _case(decision: Decision, grounds: Grounds) -> dict[str, Any]:
    case, call = decision.case, grounds.call
    return {
        "number": case.number,
        "title": case.title,
        "programme": case.programme.title_de,
        "block": case.block.title_de if case.block else "",
        "call": call.title.de if call else "",
        "call_version": case.application.version.number if case.application else None,
        "guideline": call.guideline if call else "",
        "guideline_source": call.guideline_source if call else "",
    }


def _application(decision: Decision) -> dict[str, Any]:
    submission = Submission.objects.filter(application=decision.case.application_id or 0).first()
    if submission is None:
        return {}
    received = timezone.localtime(submission.received_at, timezone.get_default_timezone())
    return {
        "number": decision.case.number,
        "received": received.date(),
        "digest": submission.digest,
        "amount": decision.case.applied,
    }


def _recipient(decision: Decision, grounds: Grounds, day: date) -> dict[str, Any]:
    case = decision.case
    name = case.organisation.name_on(day) if case.organisation else case.applicant_name
    master = MasterData.objects.filter(organisation=case.organisation_id or 0).first()
    said: Mapping[str, Any] = (
        {key: getattr(master, key) for key in MASTER_TEXTS} if master else grounds.content.get("applicant", {})
    )
    return {
        "id": case.organisation_id,
        "key": case.applicant_key,
        "name": name,
        **{key: said.get(key) or "" for key in ADDRESS},
    }


def _amounts(decision: Decision, before: Mapping[int, Decimal], day: date) -> dict[str, Any]:
    after = decision.per_year
    total_before = sum(before.values(), Decimal("0.00"))
    zero = Decimal("0.00")
    return {
        "amount": decision.amount,
        "before": total_before,
        "difference": decision.amount - total_before if decision.has_amounts else zero,
        "years": [
            {
                "year": year,
                "amount": after.get(year, zero),
                "before": before.get(year, zero),
                "difference": after.get(year, zero) - before.get(year, zero),
                "basis": basis_of(year, day),
            }
            for year in sorted({*after, *before})
        ]
        if decision.has_amounts
        else [],
    }


def _financing(decision: Decision, grounds: Grounds) -> dict[str, Any]:
    rate, words = grounds.outcome.rate, reader()
    return {
        "kind": rate.kind if rate else "",
        "kind_label": words.text(KIND_LABELS[Kind(rate.kind)]) if rate else "",
        "rate": rate.rate if rate else None,
        "cap": rate.cap if rate else None,
        "unit_amount": rate.unit_amount if rate else None,
        "unit": rate.unit_de if rate else "",
        "eligible": decision.eligible,
        "expenditure": grounds.plan.expenditure if grounds.plan else None,
    }


def _costs(grounds: Grounds) -> list[dict[str, Any]]:
    if grounds.judgement is not None:
        return [
            {
                "title": line.get("label_de", ""),
                "eligible": bool(line.get("eligible")),
                "amount": sum((Decimal(str(value)) for value in line.get("accepted", {}).values()), Decimal("0.00")),
            }
            for line in grounds.judgement.lines
        ]
    words = reader()
    lines = grounds.plan.costs if grounds.plan else ()
    return [
        {"title": words.text(line.label), "eligible": line.eligible, "amount": line.total}
        for line in lines
        if line.total
    ]


def _clauses(decision: Decision, grounds: Grounds) -> dict[str, Any]:
    found = grounds.clause_set
    if found is None or not decision.has_amounts:
        return {}
    return {
        "code": found.code,
        "title": found.title_de,
        "source": found.source,
        "clauses": [
            {
                "number": one.number,
                "title": one.title_de,
                "text": one.text_de,
                "on": one.number not in decision.clauses_off,
            }
            for one in grounds.clauses
        ],
    }
