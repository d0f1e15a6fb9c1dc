"""Reading an application: its page, everything that stands in it, print, receipt."""

import re
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kommin.cases import queries, receipts, rules
from kommin.cases.actions.signing import awaited_roles, signing_roles
from kommin.cases.content import BLOCK, EARLY, EARLY_FROM, EARLY_REASON, FROM, UNTIL, Dossier, day_in, needs_take_over
from kommin.cases.forms.team import CommentForm, DigestForm
from kommin.cases.missing import financing_of, tasks
from kommin.cases.models import Application, State, Submission
from kommin.cases.plan import Line, Plan
from kommin.cases.printing import print_application
from kommin.cases.versions import no_longer_asked
from kommin.cases.views.common import actor, application_of, new_mark, trail
from kommin.cases.views.financing import outcome_context
from kommin.foundation.access import access, found, role_label
from kommin.foundation.audit.canonical import canonical, digest
from kommin.foundation.documents import Document
from kommin.foundation.ui.formatting import reader
from kommin.programmes.frozen import thaw
from kommin.questionnaires.reading_view import reading_sections

COMMENTS = 200
_NOT_HEX = re.compile(r"[^0-9a-f]")


@access(rules.may_read, of=application_of)
@require_safe
def application(request: HttpRequest, number: str) -> HttpResponse:
    """Where the application stands, what is missing, who has signed off, what colleagues say."""
    return overview(request, found(request))


def overview(request: HttpRequest, row: Application, *, refused: CommentForm | None = None) -> HttpResponse:
    """The page of an application; with a comment that could not be taken as it was written."""
    by = actor(request)
    inside = CommentForm(initial={"once": new_mark()})
    joint = CommentForm(initial={"once": new_mark()}, joint=True, auto_id="joint_%s")
    if refused is not None:
        inside, joint = (inside, refused) if refused.joint else (refused, joint)
    own = by.organisation_id == row.organisation_id
    dossier = Dossier(row)
    financing = financing_of(dossier) if dossier.partners or row.is_editable else None
    shares = financing.shares if financing else None
    parts = tasks(dossier, financing) if row.is_editable and own else []
    newest = queries.latest_version(row.call_id) if row.is_editable else row.version
    partners = dossier.partners
    partner = next((one for one in partners if one.organisation_id == by.organisation_id), None)
    awaited = awaited_roles(row) if row.is_editable else ()
    context = {
        "application": row,
        "call": dossier.call,
        "values": _facts(dossier),
        "own": own,
        "tasks": parts,
        "ready": bool(parts) and all(task.done for task in parts if not task.last),
        "before_submitting": [gap for task in parts if task.last for gap in task.gaps],
        "open_gaps": sum(len(task.gaps) for task in parts),
        "clashes": queries.open_clashes(row).count() if own else 0,
        "sign_offs": [(role_label(one.role), one) for one in queries.sign_offs(row)],
        "awaited": [role_label(role) for role in awaited],
        "may_sign": own and by.role in awaited and by.role in signing_roles(row),
        "may_submit": own and rules.may_submit.test(by, row),
        "why_not_submit": rules.may_submit.explain(by, row) if own else [],
        "may_withdraw": own and rules.may_withdraw.test(by, row),
        "may_write": own and rules.may_work_on.test(by, row),
        "no_longer_asked": no_longer_asked(dossier) if own else [],
        "newer": newest if newest.pk != row.version_id and needs_take_over(dossier.call, thaw(newest)) else None,
        "partners": partners,
        "partner": partner,
        "shares": shares,
        "share": shares.of(partner.key) if shares and partner else None,
        "may_answer": rules.may_answer_as_partner.test(by, by.organisation_id),
        "submission": Submission.objects.filter(application=row).first() if row.submitted_at else None,
        "comments": row.comments.filter(joint=False).order_by("-pk")[:COMMENTS] if own else [],
        "comment_form": inside,
        "joint_comments": row.comments.filter(joint=True).order_by("-pk")[:COMMENTS] if partners else [],
        "joint_form": joint,
        "may_comment_jointly": bool(partners) and rules.may_comment_jointly.test(by, row),
        "trail": [{"label": _("Applications"), "href": reverse("cases:list")}],
    }
    return render(request, "cases/application.html", context, status=422 if refused else 200)


def _facts(dossier: Dossier) -> dict[str, Any]:
    values = dossier.values
    return {
        "block": next((entry.title for entry in dossier.call.blocks if entry.code == values.get(BLOCK)), ""),
        "starts": day_in(values, FROM),
        "ends": day_in(values, UNTIL),
        "early": values.get(EARLY),
        "early_from": day_in(values, EARLY_FROM),
        "early_reason": values.get(EARLY_REASON, ""),
    }


@access(rules.may_read, of=application_of)
@require_safe
def read(request: HttpRequest, number: str) -> HttpResponse:
    """The whole application to be read and printed, at any time."""
    row = found(request)
    dossier = Dossier(row)
    context = outcome_context(financing_of(dossier)) | {
        "application": row,
        "call": dossier.call,
        "values": _facts(dossier),
        "master": dossier.master,
        "sections": reading_sections(dossier.evaluation),
        "files": dossier.files,
        "partners": dossier.partners,
        "trail": trail(row),
    }
    plan = context["plan"]
    context["costs"] = [_in_words(line, plan) for line in plan.costs if line.total]
    context["means"] = [_in_words(line, plan) for line in plan.means]
    return render(request, "cases/read.html", context)


def _in_words(line: Line, plan: Plan) -> tuple[str, list[Decimal]]:
    return reader().text(line.label), [*(line.amounts[year] for year in plan.years), line.total]


@access(rules.may_read, of=application_of)
@require_safe
def printed(request: HttpRequest, number: str) -> HttpResponse:
    """The application as PDF."""
    return _pdf(print_application(found(request)), f"{_('application')}-{number}.pdf")


def _submitted(request: HttpRequest, number: str) -> Application:
    row = application_of(request, number)
    if not Submission.objects.filter(application=row).exists():
        raise Http404
    return row


@access(rules.may_read, of=_submitted)
@require_safe
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt as PDF: number, moment, checksum."""
    submission = Submission.objects.select_related("application__version").get(application=found(request))
    return _pdf(receipts.receipt_of(submission), f"{_('receipt')}-{number}.pdf")


@access(rules.may_read, of=_submitted)
@require_safe
def submitted(request: HttpRequest, number: str) -> HttpResponse:
    """What was handed in, byte for byte as it was hashed: the SHA-256 of this file is the checksum on the receipt."""
    submission = Submission.objects.get(application=found(request))
    response = HttpResponse(canonical(submission.content), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{number}.json"'
    response["Cache-Control"] = "private, no-store"
    return response


@access(rules.may_read, of=_submitted)
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, number: str) -> HttpResponse:
    """Compute the checksum anew from what is stored, and compare it with the one on a receipt."""
    row = found(request)
    submission = Submission.objects.get(application=row)
    computed = digest(canonical(submission.content))
    form = DigestForm(request.POST or None)
    answer = None
    if request.method == "POST" and form.is_valid():
        answer = _NOT_HEX.sub("", form.cleaned_data["digest"].lower()) == computed
    context = {
        "application": row,
        "submission": submission,
        "computed": computed,
        "intact": computed == submission.digest,
        "withdrawn": row.state == State.WITHDRAWN,
        "form": form,
        "answer": answer,
        "trail": trail(row),
    }
    return render(request, "cases/verify.html", context)


def _pdf(document: Document, name: str) -> HttpResponse:
    response = HttpResponse(document.content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
