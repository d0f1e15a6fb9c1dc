"""The texts, heads and courts of letters: read, edited, compared, and seen before anybody gets them."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kommin.decisions import actions
from kommin.decisions.errors import DecisionError
from kommin.decisions.forms.letters import CourtForms, HeadForm, PreviewForm, TextsForm
from kommin.decisions.letters import shipped
from kommin.decisions.letters.access import may_read_texts, may_see_letters, may_write_texts
from kommin.decisions.letters.comparing import differences
from kommin.decisions.letters.errors import StaleTextsError, WrongTextsError
from kommin.decisions.letters.kinds import blocks_of
from kommin.decisions.letters.placeholders import known_to
from kommin.decisions.letters.trying import draft_content, drafts_to_try, example_content, tried_letter, tried_pdf
from kommin.decisions.letters.wording import TextsInUse, head_in_use, texts_in_use, texts_of
from kommin.decisions.models import Decision, Kind, LetterHead, LetterText
from kommin.decisions.rules import reads_inside
from kommin.decisions.views.common import done, refused
from kommin.foundation.access import access, acting, found
from kommin.people.models import Kind as House
from kommin.people.models import Organisation

FORM = require_http_methods(["GET", "HEAD", "POST"])
PER_PAGE = 20


def authority_of(_request: HttpRequest, authority: int, **_rest: Any) -> Organisation:
    """The authority an address is about."""
    return get_object_or_404(Organisation, pk=authority, kind=House.GRANTING_AUTHORITY)


def _kind(kind: str) -> Kind:
    try:
        return Kind(kind)
    except ValueError as error:
        raise Http404 from error


def _trail(authority: Organisation, kind: Kind | None = None) -> list[dict[str, str]]:
    found = [{"label": _("Letters"), "href": reverse("decisions:letters_of", args=[authority.pk])}]
    if kind is not None:
        found.append({"label": str(kind.label), "href": _address(authority, kind)})
    return found


def _address(authority: Organisation, kind: Kind) -> str:
    return reverse("decisions:letter_texts", args=[authority.pk, kind.value])


@require_safe
@access(may_see_letters)
def authorities(request: HttpRequest) -> HttpResponse:
    """The own authority's letters at once; auditors choose among all authorities."""
    actor = acting(request)
    if actor.organisation_kind == House.GRANTING_AUTHORITY:
        return HttpResponseRedirect(reverse("decisions:letters_of", args=[actor.organisation_id]))
    rows = Organisation.objects.filter(kind=House.GRANTING_AUTHORITY).prefetch_related("names").order_by("pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "decisions/letters/authorities.html", {"page": page})


@require_safe
@access(may_read_texts, of=authority_of)
def overview(request: HttpRequest, authority: int) -> HttpResponse:
    """Every kind of letter with the version in use, the head and the courts."""
    house: Organisation = found(request)
    latest: dict[str, LetterText] = {}
    for version in LetterText.objects.filter(authority=house).order_by("kind", "number"):
        latest[version.kind] = version
    rows = [
        {"kind": kind, "version": latest.get(kind.value), "to_check": len(_unconfirmed(kind, latest.get(kind.value)))}
        for kind in Kind
    ]
    context = {
        "house": house, "rows": rows, "head": head_in_use(house.pk, str(house)),
        "may_write": may_write_texts.holds(acting(request), house),
    }  # fmt: skip
    return render(request, "decisions/letters/overview.html", context)


def _unconfirmed(kind: Kind, version: LetterText | None) -> list[str]:
    """Blocks that still have a shipped text which nobody has confirmed."""
    blocks = texts_of(version, kind).blocks
    return [
        key
        for key, text in shipped.texts(kind).items()
        if not text.confirmed and version is None and blocks.get(key) == text.text
    ]


@access(may_read_texts, post=may_write_texts, of=authority_of)
@FORM
def head(request: HttpRequest, authority: int) -> HttpResponse:
    """Address and contact, with the versions there were."""
    house: Organisation = found(request)
    current = head_in_use(house.pk, str(house))
    form = HeadForm(request.POST or None, initial={**current.head.as_json(), "base": current.number})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.save_head(
                authority=house, base=form.cleaned_data["base"], head=form.head(), by=acting(request)
            )
        except StaleTextsError as error:
            form = _on_top(form, error)
        else:
            return done(request, _saved(made), reverse("decisions:letters_of", args=[house.pk]))
    versions = LetterHead.objects.filter(authority=house).order_by("-number")[:PER_PAGE]
    context = {
        "house": house, "form": form, "current": current, "versions": versions, "trail": _trail(house),
        "may_write": may_write_texts.holds(acting(request), house),
    }  # fmt: skip
    return render(request, "decisions/letters/head.html", context, status=422 if form.errors else 200)


@access(may_read_texts, post=may_write_texts, of=authority_of)
@FORM
def courts(request: HttpRequest, authority: int) -> HttpResponse:
    """The courts and the places they are for."""
    house: Organisation = found(request)
    current = head_in_use(house.pk, str(house))
    initial = [{**court.as_json(), "keys": ", ".join(court.keys)} for court in current.courts]
    forms = CourtForms(request.POST or None, initial=initial)
    errors: list[str] = []
    if request.method == "POST" and forms.is_valid():
        given = [form.court() for form in forms if form.cleaned_data.get("name")]
        base = request.POST.get("base", "")
        try:
            made = actions.save_head(
                authority=house, base=int(base) if base.isdecimal() else 0, courts=given, by=acting(request)
            )
        except DecisionError as error:
            errors.append(str(error))
            current = head_in_use(house.pk, str(house))
        else:
            return done(request, _saved(made), reverse("decisions:letters_of", args=[house.pk]))
    bad = bool(errors or (request.method == "POST" and not forms.is_valid()))
    context = {
        "house": house, "forms": forms, "errors": errors, "current": current, "trail": _trail(house),
        "source": shipped.courts_source() if list(current.courts) == list(shipped.courts()) else "",
        "may_write": may_write_texts.holds(acting(request), house), "bad": bad,
    }  # fmt: skip
    return render(request, "decisions/letters/courts.html", context, status=422 if bad else 200)


@require_safe
@access(may_read_texts, of=authority_of)
def texts(request: HttpRequest, authority: int, kind: str) -> HttpResponse:
    """One kind of letter as it looks now, and the versions there were."""
    house, which = found(request), _kind(kind)
    content, form = _shown_with(request, house, which)
    versions = LetterText.objects.filter(authority=house, kind=which).order_by("-number")
    context = {
        "house": house, "kind": which, "form": form, "trail": _trail(house),
        "in_use": texts_in_use(house.pk, which),
        "page": Paginator(versions, PER_PAGE).get_page(request.GET.get("page")),
        "to_check": [shipped.texts(which)[key] for key in _unconfirmed(which, versions.first())],
        "may_write": may_write_texts.holds(acting(request), house), **_letter(content),
    }  # fmt: skip
    return render(request, "decisions/letters/texts.html", context)


@access(may_write_texts, sees=may_read_texts, of=authority_of)
@FORM
def edit(request: HttpRequest, authority: int, kind: str) -> HttpResponse:
    """Edit the blocks; see them in a letter before they are saved."""
    house, which = found(request), _kind(kind)
    current = texts_in_use(house.pk, which)
    form = TextsForm(request.POST or None, kind=which, initial={**current.blocks, "base": current.number})
    content, shown_with = _shown_with(request, house, which)
    shown: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        if "pdf" in request.POST:
            return _pdf(content, which, form.blocks)
        if "save" in request.POST:
            answer = _save(request, house, which, form)
            if answer is not None:
                return answer
            form = _renewed(form, house, which)
        shown = _letter(content, form.blocks) if not form.errors else {}
    context = {
        "house": house, "kind": which, "form": form, "trail": _trail(house, which), "current": current,
        "shown_with": shown_with, "known": known_to(which),
        "rows": [{"block": block, "field": form[block.key], "shipped": shipped.texts(which).get(block.key)}
                 for block in blocks_of(which)],
        **shown,
    }  # fmt: skip
    return render(request, "decisions/letters/edit.html", context, status=422 if form.errors else 200)


def _save(request: HttpRequest, house: Organisation, kind: Kind, form: TextsForm) -> HttpResponse | None:
    """Save and go on; None when it was refused and the form says why."""
    try:
        made = actions.save_texts(
            authority=house, kind=kind, blocks=form.blocks, base=form.cleaned_data["base"],
            note=form.cleaned_data["note"], by=acting(request),
        )  # fmt: skip
    except WrongTextsError as error:
        form.add_problems(error.problems)
    except StaleTextsError as error:
        form.add_error(None, str(error))
    else:
        return done(request, _saved(made), _address(house, kind))
    return None


def _renewed(form: TextsForm, house: Organisation, kind: Kind) -> TextsForm:
    """The refused form, which saves on top of what is there now: the person has been told."""
    form.data = {**form.data.dict(), "base": str(texts_in_use(house.pk, kind).number)}  # type: ignore[attr-defined]
    return form


def _on_top(form: HeadForm, error: StaleTextsError) -> HeadForm:
    form.add_error(None, str(error))
    form.data = {**form.data.dict(), "base": str(error.number)}  # type: ignore[attr-defined]
    return form


@require_safe
@access(may_read_texts, of=authority_of)
def preview(request: HttpRequest, authority: int, kind: str) -> HttpResponse:
    """The letter as PDF, with the texts in use, marked as a draft."""
    house, which = found(request), _kind(kind)
    content, _form = _shown_with(request, house, which)
    return _pdf(content, which, None)


@require_safe
@access(may_read_texts, of=authority_of)
def version(request: HttpRequest, authority: int, kind: str, number: int) -> HttpResponse:
    """What one version says otherwise than the one before and the one in use; 0 is what came with the house."""
    house, which = found(request), _kind(kind)
    chosen = _version(house, which, number)
    before = _version(house, which, number - 1) if number else None
    in_use = texts_in_use(house.pk, which)
    context = {
        "house": house, "kind": which, "trail": _trail(house, which), "chosen": chosen, "in_use": in_use,
        "to_before": differences(which, before.blocks, chosen.blocks) if before else [],
        "to_use": differences(which, chosen.blocks, in_use.blocks),
        "rows": [{"block": block, "text": chosen.blocks.get(block.key, "")} for block in blocks_of(which)],
        "may_write": may_write_texts.holds(acting(request), house),
    }  # fmt: skip
    return render(request, "decisions/letters/version.html", context)


def _version(house: Organisation, kind: Kind, number: int) -> TextsInUse:
    row = get_object_or_404(LetterText, authority=house, kind=kind, number=number) if number else None
    return texts_of(row, kind)


@require_POST
@access(may_write_texts, sees=may_read_texts, of=authority_of)
def restore(request: HttpRequest, authority: int, kind: str, number: int) -> HttpResponse:
    """Use an earlier version again."""
    house, which = found(request), _kind(kind)
    base = request.POST.get("base", "")
    try:
        made = actions.restore_texts(
            authority=house, kind=which, number=number, base=int(base) if base.isdecimal() else -1, by=acting(request)
        )
    except DecisionError as error:
        return refused(request, error, _address(house, which))
    return done(request, _saved(made), _address(house, which))


def _saved(made: LetterText | LetterHead | None) -> str:
    if made is None:
        return _("Nothing was changed, so there is no new version.")
    return _("Saved as version %(number)s. Decisions released from now on use it.") % {"number": made.number}


def _shown_with(request: HttpRequest, house: Organisation, kind: Kind) -> tuple[dict[str, Any], PreviewForm]:
    """The case a letter is shown with: a draft the reader may see, otherwise the example."""
    asked = request.POST if request.method == "POST" else request.GET
    actor = acting(request)
    drafts = [draft for draft in drafts_to_try(house, kind) if reads_inside.holds(actor, draft)]
    form = PreviewForm(
        asked if "draft" in asked else None,
        drafts=[(draft.pk, f"{draft.case.number}: {draft.case.title}"[:120]) for draft in drafts],
    )
    chosen: Decision | None = None
    if form.is_valid():
        chosen = next((draft for draft in drafts if draft.pk == form.cleaned_data["draft"]), None)
    return (draft_content(chosen) if chosen else example_content(house, kind)), form


def _letter(content: dict[str, Any], blocks: dict[str, str] | None = None) -> dict[str, Any]:
    """What the page of a letter needs, or why there is none."""
    try:
        return {"letter": tried_letter(content, texts=blocks)}
    except DecisionError as error:
        return {"no_letter": str(error)}


def _pdf(content: dict[str, Any], kind: Kind, blocks: dict[str, str] | None) -> HttpResponse:
    try:
        document = tried_pdf(content, texts=blocks)
    except DecisionError as error:
        return HttpResponse(str(error), content_type="text/plain; charset=utf-8", status=409)
    response = HttpResponse(document.content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="vorschau-{kind.value}.pdf"'
    response["Cache-Control"] = "no-store"
    return response
