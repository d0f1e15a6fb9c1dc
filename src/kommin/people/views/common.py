"""What the views of this room share: finding what an address is about, and showing why an action refused."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404

from kommin.people.errors import PeopleError
from kommin.people.models import ConflictOfInterest, Deputyship, Invitation, Membership, Organisation, User

PER_PAGE = 50


def organisation_of(request: HttpRequest, pk: int) -> Organisation:
    return get_object_or_404(Organisation.objects.prefetch_related("names"), pk=pk)


def membership_of(request: HttpRequest, pk: int) -> Membership:
    related = Membership.objects.select_related("person", "organisation").prefetch_related("organisation__names")
    return get_object_or_404(related, pk=pk)


def deputyship_of(request: HttpRequest, pk: int) -> Deputyship:
    related = ("deputy", "membership__person", "membership__organisation")
    return get_object_or_404(Deputyship.objects.select_related(*related), pk=pk)


def invitation_of(request: HttpRequest, pk: int) -> Invitation:
    return get_object_or_404(Invitation.objects.select_related("organisation", "invited_by"), pk=pk)


def person_of(request: HttpRequest, pk: int) -> User:
    return get_object_or_404(User, pk=pk)


def conflict_person_of(request: HttpRequest, pk: int) -> User:
    """The person whom a conflict concerns: rules judge the person; the view reads the conflict again."""
    conflict = get_object_or_404(ConflictOfInterest.objects.select_related("person"), pk=pk)
    return conflict.person


def attempt(form: forms.Form, act: Callable[[], Any]) -> bool:
    """Run an action for a valid form; a refusal becomes the form's message. Returns whether it was done."""
    if not form.is_valid():
        return False
    try:
        act()
    except PeopleError as error:
        form.add_error(None, str(error))
        return False
    return True


def done(request: HttpRequest, sentence: str, to: str) -> HttpResponse:
    """Say what was done and go on."""
    messages.success(request, sentence)
    return HttpResponseRedirect(to)


def act_or_say(request: HttpRequest, act: Callable[[], Any], *, sentence: str, to: str) -> HttpResponse:
    """Run an action that needs no form; either way go on, with what happened."""
    try:
        act()
    except PeopleError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(to)
    return done(request, sentence, to)


def page_of(request: HttpRequest, rows: QuerySet[Any]) -> Page[Any]:
    """The page of a list that the address asks for; a wrong number shows the nearest page."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
