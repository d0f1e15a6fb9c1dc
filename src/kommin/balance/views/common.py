"""What the public pages share: reading the address, kept pages, the frame around a programme."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from kommin.balance import asking, keeping, queries
from kommin.balance.asking import Asked
from kommin.balance.errors import BalanceError
from kommin.balance.geography import Place
from kommin.balance.remembering import WATCHED
from kommin.foundation.access import public
from kommin.foundation.keeping import is_visitor, moment
from kommin.programmes.models import Programme
from kommin.programmes.words import ApplicantKind

View = Callable[..., HttpResponseBase]


def public_page(*allowed: str) -> Callable[[View], View]:
    """A page for everybody, kept for visitors. Only the `allowed` parameters count; see `asking`.

    The view is called with the request, the programme and what is asked; what cannot be answered becomes a page that
    says why (400).
    """

    def decorate(view: View) -> View:
        @public
        @require_safe
        @wraps(view)
        def page(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            visitor = is_visitor(request)
            with moment(WATCHED, lately=visitor):
                if not visitor:
                    return made(request, **kwargs)[0]
                key = keeping.key_of(request)
                kept = keeping.store.answer(request, key)
                if kept is not None:
                    return kept
                response, may_be_kept = made(request, **kwargs)
            return keeping.store.keep(request, key, response) if may_be_kept else response

        def made(request: HttpRequest, **kwargs: Any) -> tuple[HttpResponseBase, bool]:
            """The answer, and whether it is one of few."""
            try:
                asked = asking.read(request.GET, allowed)
                if asked.query().removeprefix("?") != request.META.get("QUERY_STRING", ""):
                    return HttpResponseRedirect(request.path + asked.query()), False
                if "slug" not in kwargs:
                    return view(request, asked, **kwargs), asked.is_plain
                programme = queries.programme_by_slug(kwargs.pop("slug"))
                if programme is None:
                    raise Http404
                return view(request, programme, asked, **kwargs), asked.is_plain
            except BalanceError as error:
                context = {"sentence": str(error), "back": request.path}
                return render(request, "balance/refused.html", context, status=400), False

        return page

    return decorate


def frame(programme: Programme, asked: Asked, *, current: str = "", day: bool = True) -> dict[str, Any]:
    """The programme with its building blocks, the day, the way here, and the other pages of the balance."""
    as_of = queries.check_day(programme, asked.day()) if day else timezone.localdate()
    prefetch_related_objects([programme], "blocks")
    kept = asked.only("as_of").query() if day else ""
    above = [{"label": programme.title, "href": address("programme", programme) + kept}]
    tabs = (
        ("programme", pgettext("balance", "Overview")), ("projects", pgettext("balance", "Projects")),
        ("participants", _("Participants")), ("map", _("Map")), ("comparison", _("Comparison")),
        ("snapshots", _("Published")),
    )  # fmt: skip
    return {
        "programme": programme,
        "slug": programme.slug,
        "as_of": as_of,
        "is_today": as_of == timezone.localdate(),
        "first_day": programme.valid_from,
        "today": timezone.localdate(),
        "invented": queries.is_invented(programme),
        "kept_day": kept,
        "asked": asked,
        "trail": [
            {"label": _("Balance"), "href": reverse("balance:programmes")},
            *(above if current != "programme" else []),
        ],
        "tabs": [
            {
                "label": label,
                "href": address(name, programme) + (kept if name not in ("comparison", "snapshots") else ""),
                "current": name == current,
            }
            for name, label in tabs
        ],
    }  # fmt: skip


def address(name: str, programme: Programme, **more: Any) -> str:
    """Address of one of the programme's public pages."""
    return reverse(f"balance:{name}", kwargs={"slug": programme.slug, **more})


def place_address(programme: Programme, place: Place) -> str:
    """The page of a municipality or district within the balance."""
    name = "district" if place.kind == ApplicantKind.DISTRICT else "municipality"
    return address(name, programme, key=place.address)
