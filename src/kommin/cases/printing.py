"""The whole application as PDF, in any state."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, gettext

from kommin.cases.content import BLOCK, EARLY, EARLY_FROM, EARLY_REASON, FROM, UNTIL, Dossier, day_in
from kommin.cases.missing import Financing, financing_of
from kommin.cases.models import Application, Submission
from kommin.cases.plan import Line
from kommin.cases.shares import KINDS, LABELS
from kommin.foundation.documents import Document, make_pdf
from kommin.foundation.ui.formatting import reader
from kommin.questionnaires.reading_view import ReadItem, reading_sections
from kommin.regimes.presenting import present

TEMPLATE = Path(__file__).parent / "data" / "application.typ"


def print_application(
    application: Application, *, dossier: Dossier | None = None, facts: Sequence[tuple[str, str]] = ()
) -> Document:
    """Everything the municipality has written, in the active language.

    Args:
        dossier: what is printed, if it is not the draft or the submission itself (later supplements, for instance).
        facts: further lines at the head.
    """
    dossier = dossier or Dossier(application)
    submission = Submission.objects.filter(application=application).first()
    financing = financing_of(dossier)
    data = {
        "facts": [*_facts(dossier, submission), *(list(pair) for pair in facts)],
        "sections": [
            {"title": str(section.title), "items": [_item(item) for item in section.items]}
            for section in reading_sections(dossier.evaluation)
        ],
        "plan": _plan(financing),
        "shares": _shares(financing),
        "documents": [f"{stored.name} ({reader().size(stored.size)})" for stored in dossier.files],
        "signature": dossier.call.signed_scan,
        "footer": f"{application.number} · {gettext('Version')} {dossier.sheet.revision}"
        f" · {application.get_state_display()}" + (f" · {submission.digest[:16]}" if submission else ""),
        "words": {
            "page": gettext("Page {now} of {all}"),
            "empty": gettext("not answered"),
            "documents": gettext("Documents"),
            "signature": gettext("Signature"),
            "signature_note": gettext(
                "We have read the application in this version (%(number)s, version %(revision)s) and stand up for it."
            )
            % {"number": application.number, "revision": dossier.sheet.revision},
            "place": gettext("Place, date"),
            "name": gettext("Name and office"),
            "signed": gettext("Signature, seal"),
        },
    }
    moment = submission.received_at if submission else application.changed_at
    return make_pdf(
        TEMPLATE,
        data=data,
        title=f"{gettext('Application')} {application.number}: {application.title}",
        language=(get_language() or "de")[:2],
        day=timezone.localtime(moment).date(),
    )


def _facts(dossier: Dossier, submission: Submission | None) -> list[list[str]]:
    row, values, master, read = dossier.application, dossier.values, dossier.master, reader()
    start, end = day_in(values, FROM), day_in(values, UNTIL)
    block = next((str(entry.title) for entry in dossier.call.blocks if entry.code == values.get(BLOCK)), "")
    pairs: list[tuple[str, str]] = [
        (gettext("Applicant"), f"{row.applicant_name} ({row.applicant_key})"),
        (gettext("Call"), f"{dossier.call.title}, {dossier.call.programme}"),
        *([(gettext("Building block"), block)] if block else []),
        (gettext("Project period"), f"{read.date(start) if start else '–'} – {read.date(end) if end else '–'}"),
        (gettext("State"), str(row.get_state_display())),
    ]
    if master:
        account = f"{master.iban_in_groups}, {master.account_holder}"
        contact = ", ".join(part for part in (master.contact_name, master.contact_phone, master.contact_email) if part)
        pairs += [
            (gettext("Address"), f"{master.street}, {master.postcode} {master.town}"),
            (gettext("Contact"), contact),
            (gettext("Bank account"), account),
        ]
    if values.get(EARLY):
        day = day_in(values, EARLY_FROM)
        wanted = gettext("from %(day)s") % {"day": read.date(day)} if day else gettext("requested")
        pairs.append((gettext("Early start"), f"{wanted}: {values.get(EARLY_REASON, '')}"))
    partners = ", ".join(f"{one.name} ({one.get_state_display()})" for one in dossier.partners)
    if partners:
        pairs.append((gettext("Partners"), partners))
    if submission:
        pairs.append((gettext("Received"), read.moment(submission.received_at)))
    return [list(pair) for pair in pairs]


def _item(item: ReadItem) -> dict[str, Any]:
    rows: list[list[str]] = []
    if item.columns and item.rows:
        rows = [list(item.columns), *(list(row) for row in item.rows), *([list(item.totals)] if item.totals else [])]
    text = item.text
    if not rows and item.rows:
        text = "\n".join(": ".join(row) for row in item.rows)
    if item.files:
        text = "\n".join(file.name for file in item.files)
    return {
        "title": str(item.title),
        "text": text,
        "rows": rows,
        "figures": list(item.figures),
        "totals": bool(rows and item.totals),
    }


def _shares(financing: Financing) -> dict[str, Any]:
    """What each municipality of a joint project bears and receives; no rows without partners."""
    shares, read = financing.shares, reader()
    rows = [[one.name, read.money(one.costs), read.money(one.grant)] for one in shares.parts] if shares else []
    if shares:
        rows.append([gettext("Total"), read.money(shares.costs), read.money(shares.grant)])
    return {
        "title": gettext("Shares of the municipalities"),
        "columns": [gettext("Municipality"), *(read.text(LABELS[kind]) for kind in KINDS)],
        "rows": rows,
    }


def _plan(financing: Financing) -> dict[str, Any]:
    plan, read = financing.plan, reader()

    def line(one: Line) -> list[str]:
        return [read.text(one.label), *(read.money(one.amounts[year]) for year in plan.years), read.money(one.total)]

    rows = [line(one) for one in plan.costs if one.total]
    sums = [len(rows)]
    rows.append(
        [gettext("Expenditure"), *(read.money(plan.spent(year)) for year in plan.years), read.money(plan.expenditure)]
    )
    rows += [line(one) for one in plan.means if one.total]
    sums.append(len(rows))
    rows.append(
        [gettext("Financing"), *(read.money(plan.covered(year)) for year in plan.years), read.money(plan.means_total)]
    )
    notes = []
    if financing.outcome.grant:
        notes.append(gettext("Grant that follows: %(amount)s") % {"amount": read.money(financing.outcome.amount)})
    return {
        "title": gettext("Costs and financing"),
        "columns": ["", *(str(year) for year in plan.years), gettext("Total")],
        "rows": rows if plan.years else [],
        "sums": sums,
        "notes": notes,
        "derivation": {"title": gettext("How was this computed?"), "steps": _derivation(financing)},
    }


def _derivation(financing: Financing) -> list[list[str]]:
    """How the grant follows, step by step: what was done, by which rule, what came out."""
    if financing.outcome.grant is None:
        return []
    return [[step.text, step.source, step.value] for step in present(financing.outcome.grant, reader()).steps]
