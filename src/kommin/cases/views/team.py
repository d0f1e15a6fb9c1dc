"""The municipality itself, documents, partners, comments."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kommin.cases import actions, rules
from kommin.cases.content import OWNER, SCAN, Dossier, document_purpose
from kommin.cases.errors import CaseError
from kommin.cases.forms.team import CommentForm, DocumentsForm, HandlingForm, MasterDataForm, PartnerForm
from kommin.cases.missing import scan_is_outdated
from kommin.cases.models import Applicant, Application, MasterData, Partner, SignOffBy
from kommin.cases.views import drafting, keeping, showing
from kommin.cases.views.common import actor, application_for, application_of, done, own_organisation, refused, trail
from kommin.cases.views.live import form_errors
from kommin.cases.views.uploads import few_files
from kommin.foundation.access import access, found, public
from kommin.foundation.files.queries import file_named
from kommin.people.queries import municipalities

HISTORY = 20


@access(rules.may_have_applications, post=rules.may_change_master_data, of=own_organisation)
@require_http_methods(["GET", "HEAD", "POST"])
def applicant(request: HttpRequest) -> HttpResponse:
    """Address, contact, bank account, budget consolidation: entered once."""
    organisation = found(request)
    history = list(MasterData.objects.filter(organisation=organisation)[:HISTORY])
    latest = history[0] if history else None
    form = MasterDataForm(request.POST or None, instance=None, initial=_initial(latest))
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_master_data(organisation=organisation, values=form.cleaned_data, by=actor(request))
        except CaseError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            return done(request, _("Saved. These data hold for all your applications."), reverse("cases:applicant"))
    handling_of = Applicant.objects.filter(organisation=organisation).first() or Applicant()
    context = {
        "organisation": organisation,
        "form": form,
        "history": history[1:],
        "handling": HandlingForm(
            initial={"sign_off": handling_of.sign_off, "editors_submit": handling_of.editors_submit}
        ),
        "handling_now": handling_of,
        "may_change_handling": rules.may_change_handling.test(actor(request), organisation),
        "trail": [{"label": _("Applications"), "href": reverse("cases:list")}],
    }
    return render(request, "cases/applicant.html", context, status=422 if form.errors else 200)


def _initial(latest: MasterData | None) -> dict[str, object]:
    if latest is None:
        return {}
    names = MasterDataForm.base_fields
    return {name: getattr(latest, name) for name in names} | {"iban": latest.iban_in_groups}


@access(rules.may_change_master_data, of=own_organisation)
@require_POST
def applicant_live(request: HttpRequest) -> HttpResponse:
    """Say beside the fields what is wrong while somebody types; stores nothing."""
    return HttpResponse(form_errors(request, MasterDataForm(request.POST)))


@access(rules.may_change_handling, of=own_organisation)
@require_POST
def handling(request: HttpRequest) -> HttpResponse:
    """Say who signs off and who submits."""
    form = HandlingForm(request.POST)
    here = reverse("cases:applicant")
    if not form.is_valid():
        return refused(request, CaseError(_("Choose who signs off.")), here)
    actions.change_handling(
        organisation=found(request),
        sign_off=SignOffBy(form.cleaned_data["sign_off"]),
        editors_submit=form.cleaned_data["editors_submit"],
        by=actor(request),
    )
    return done(request, _("Saved."), here)


@access(rules.may_work_on, of=application_of)
@require_http_methods(["GET", "HEAD", "POST"])
@few_files(back=lambda number: reverse("cases:documents", args=[number]))
def documents(request: HttpRequest, number: str) -> HttpResponse:
    """Attachments: several at once, the required ones ticked off."""
    application = found(request)
    here = reverse("cases:documents", args=[number])
    dossier = Dossier(application)
    if not application.is_editable:
        return HttpResponseRedirect(reverse("cases:read", args=[number]))
    purposes = [(document_purpose(document.id), str(document.title)) for document in dossier.call.documents]
    purposes += [("other", _("Something else")), (SCAN, _("Scan of the signed application"))]
    form = DocumentsForm(request.POST or None, request.FILES or None, purposes=purposes)
    if request.method == "POST" and form.is_valid():
        purpose = form.cleaned_data["purpose"]
        try:
            taken = actions.add_documents(
                application=application, uploads=form.cleaned_data["documents"],
                purpose="" if purpose == "other" else purpose, by=actor(request),
            )  # fmt: skip
        except CaseError as error:
            form.add_error("documents", str(error))
        else:
            for one in taken:
                if one.refusal:
                    messages.error(request, f"{one.name}: {one.refusal}")
            stored = [one.name for one in taken if one.stored]
            if stored:
                messages.success(request, _("Taken: %(files)s") % {"files": ", ".join(stored)})
            return HttpResponseRedirect(here)
    there: dict[str, list[object]] = {}
    for stored_file in dossier.files:
        there.setdefault(stored_file.purpose, []).append(stored_file)
    wanted = [(document, there.pop(document_purpose(document.id), [])) for document in dossier.call.documents]
    context = drafting.frame(request, dossier) | {
        "form": form,
        "wanted": wanted,
        "scans": there.pop(SCAN, []),
        "scan_wanted": dossier.call.signed_scan,
        "scan_outdated": scan_is_outdated(dossier),
        "others": [one for files in there.values() for one in files],
    }
    return render(request, "cases/documents.html", context, status=422 if form.errors else 200)


@access(rules.may_work_on, of=application_of)
@require_POST
def remove_document(request: HttpRequest, number: str, public_id: UUID) -> HttpResponse:
    """Take a document away again."""
    application = found(request)
    here = reverse("cases:documents", args=[number])
    stored = file_named(public_id)
    if stored is None or (stored.shelf.owner_type, stored.shelf.owner_id) != (OWNER, str(application.pk)):
        raise Http404
    try:
        actions.remove_document(application=application, stored=stored, by=actor(request))
    except CaseError as error:
        return refused(request, error, application.get_absolute_url())
    return done(request, _("The file is removed."), here)


@access(rules.may_work_on, of=application_of)
@require_http_methods(["GET", "HEAD", "POST"])
def partners(request: HttpRequest, number: str) -> HttpResponse:
    """The municipalities of a joint project."""
    application = found(request)
    here = reverse("cases:partners", args=[number])
    asked = list(application.partners.all())
    free = municipalities().exclude(pk__in=[application.organisation_id, *(one.organisation_id for one in asked)])
    form = PartnerForm(request.POST or None, municipalities=free)
    if request.method == "POST" and form.is_valid():
        try:
            partner = actions.ask_partner(
                application=application, organisation=form.cleaned_data["organisation"], by=actor(request)
            )
        except CaseError as error:
            form.add_error(None, str(error))
        else:
            return done(request, _("%(town)s has been asked.") % {"town": partner.name}, here)
    context = {"application": application, "partners": asked, "form": form, "trail": trail(application)}
    return render(request, "cases/partners.html", context, status=422 if form.errors else 200)


@access(rules.may_work_on, of=application_of)
@require_POST
def remove_partner(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Go on without a partner."""
    application = found(request)
    partner = get_object_or_404(Partner, pk=pk, application=application)
    try:
        actions.remove_partner(application=application, partner=partner, by=actor(request))
    except CaseError as error:
        return refused(request, error, application.get_absolute_url())
    return done(request, _("The partner is removed."), reverse("cases:partners", args=[number]))


@access(rules.acts_for_a_partner, of=application_of)
@require_POST
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """A partner consents or declines."""
    application: Application = found(request)
    try:
        actions.answer_as_partner(
            application=application, consents=request.POST.get("answer") == "yes", by=actor(request)
        )
    except CaseError as error:
        return refused(request, error, application.get_absolute_url())
    return done(request, _("Your answer is recorded."), application.get_absolute_url())


@public
@require_POST
def comment(request: HttpRequest, number: str) -> HttpResponseBase:
    """Write a note for colleagues, or for all municipalities of a joint project."""
    if not actor(request).is_person:
        return keeping.keep_and_sign_in(request, reverse("cases:application", args=[number]))
    joint = "joint" in request.POST
    application = application_for(request, number, rules.may_comment_jointly if joint else rules.may_work_on)
    form = CommentForm(request.POST, joint=joint, auto_id="joint_%s" if joint else "id_%s")
    to = f"{application.get_absolute_url()}#{'joint-comments' if joint else 'comments'}"
    if not form.is_valid():
        return showing.overview(request, application, refused=form)
    try:
        actions.write_comment(
            application=application, text=form.cleaned_data["text"], once=form.cleaned_data["once"], joint=joint,
            by=actor(request),
        )  # fmt: skip
    except CaseError as error:
        return refused(request, error, to)
    return HttpResponseRedirect(to)


drafting.keepable("cases:comment", comment)
