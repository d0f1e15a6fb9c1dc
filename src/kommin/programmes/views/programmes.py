"""Programmes and their building blocks, for the ministry."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kommin.foundation.access import access
from kommin.programmes import actions, queries, rules
from kommin.programmes.forms.rows import BlockForm, ProgrammeForm, initial_of, watched
from kommin.programmes.models import Programme
from kommin.programmes.views.common import (
    about,
    act_or_say,
    acting,
    attempt,
    block_of,
    done,
    form_page,
    page_of,
    programme_of,
    trail_of,
)

FORM = require_http_methods(["GET", "HEAD", "POST"])


@access(rules.may_read_programmes)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All programmes the actor may read."""
    context = {
        "page": page_of(request, queries.programmes_for(acting(request))),
        "may_create": rules.may_create_programme.holds(acting(request)),
    }
    return render(request, "programmes/list.html", context)


@access(rules.may_create_programme)
@FORM
def create(request: HttpRequest) -> HttpResponse:
    """Begin a programme."""
    form = ProgrammeForm(request.POST or None)
    ministry = queries.ministry_of(acting(request))
    made: list[Programme] = []
    if (
        request.method == "POST"
        and ministry is not None
        and attempt(
            form,
            lambda: made.append(actions.create_programme(ministry=ministry, by=acting(request), **form.cleaned_data)),
        )
    ):
        return done(request, _("The programme is there. Go on with its building blocks."), _address(made[0]))
    return form_page(request, form, title=_("New programme"), trail=trail_of(None))


@access(rules.may_read_programme, of=programme_of)
@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A programme with its building blocks, guidelines and calls."""
    programme: Programme = about(request)
    actor = acting(request)
    calls = programme.calls.order_by("-opens_at", "-pk")
    context = {
        "programme": programme,
        "trail": trail_of(None),
        "calls": page_of(request, calls),
        "may_edit": rules.may_edit_programme.holds(actor, programme),
        "may_see_predecessor": rules.may_read_programme.holds(actor, programme.predecessor),
        "successors": [
            {"programme": one, "may_see": rules.may_read_programme.holds(actor, one)}
            for one in programme.successors.all()
        ],
        "steps": _steps(programme, calls.count()),
    }
    return render(request, "programmes/programme.html", context)


@access(rules.may_edit_programme, of=programme_of, sees=rules.may_read_programme)
@FORM
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what a programme says about itself."""
    programme: Programme = about(request)
    form = ProgrammeForm(request.POST or None, programme=programme, initial=initial_of(programme, ProgrammeForm))
    watched(form, programme)
    changed: list[Programme] = []
    if request.method == "POST" and attempt(
        form,
        lambda: changed.append(actions.change_programme(programme=programme, by=acting(request), **form.cleaned_data)),
    ):
        return done(request, _("Saved."), _address(changed[0]))
    return form_page(request, form, title=_("Change the programme"), trail=trail_of(programme))


@access(rules.may_edit_programme, of=programme_of, sees=rules.may_read_programme)
@FORM
def add_block(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a building block."""
    programme: Programme = about(request)
    form = BlockForm(request.POST or None, initial={"position": programme.blocks.count() + 1})
    if request.method == "POST" and attempt(
        form, lambda: actions.save_block(programme=programme, by=acting(request), **form.cleaned_data)
    ):
        return done(request, _("The building block is there."), _address(programme))
    return form_page(request, form, title=_("New building block"), trail=trail_of(programme))


@access(rules.may_edit_programme, of=block_of, sees=rules.may_read_programme)
@FORM
def edit_block(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a building block."""
    block = about(request)
    form = watched(BlockForm(request.POST or None, initial=initial_of(block, BlockForm)), block)
    if request.method == "POST" and attempt(
        form,
        lambda: actions.save_block(programme=block.programme, block=block, by=acting(request), **form.cleaned_data),
    ):
        return done(request, _("Saved."), _address(block.programme))
    return form_page(
        request, form, title=_("Change the building block"), trail=trail_of(block.programme),
        remove=reverse("programmes:block_remove", args=[block.pk]),
    )  # fmt: skip


@access(rules.may_edit_programme, of=block_of, sees=rules.may_read_programme)
@require_POST
def remove_block(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a building block away that nothing uses."""
    block = about(request)
    return act_or_say(
        request,
        lambda: actions.remove_block(block=block, by=acting(request)),
        sentence=_("Removed."),
        to=_address(block.programme),
    )


def _address(programme: Programme) -> str:
    return reverse("programmes:detail", args=[programme.slug])


def _steps(programme: Programme, calls: int) -> list[dict[str, str]]:
    """How far a new programme has come."""
    done_so_far = [
        (_("Programme"), True, ""),
        (_("Building blocks"), bool(programme.blocks.all()), "#blocks"),
        (_("Guideline"), bool(programme.guidelines.all()), "#guidelines"),
        (_("Call"), bool(calls), "#calls"),
    ]
    states, current_found = [], False
    for label, is_done, href in done_so_far:
        state = "done" if is_done else "todo" if current_found else "current"
        current_found = current_found or not is_done
        states.append({"label": label, "state": state, "href": href})
    return states
