"""The page of one municipality or district. An old key leads to the successor's page."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kommin.foundation.access import public
from kommin.register import queries
from kommin.register.errors import RegisterError
from kommin.register.maps.rendering import render_map
from kommin.register.matching.entries import DISTRICT, MUNICIPALITY
from kommin.register.models import District, Municipality, Register


@public
@require_safe
def municipality(request: HttpRequest, key: str) -> HttpResponse:
    """All that the register knows of a municipality."""
    register, bare_key = _register_and_key(key)
    if moved := _successor(register, bare_key, MUNICIPALITY):
        return redirect(moved, permanent=True)
    place = queries.municipality(register, bare_key)
    if place is None:
        raise Http404
    others = list(queries.municipalities_of(place.district).exclude(pk=place.pk)) if place.district else []
    context = {
        "register": register,
        "place": place,
        "others": others,
        "neighbours": queries.neighbours(place),
        "populations": list(place.populations.all()),
        "history": queries.history(register, bare_key),
        "former_names": queries.former_names(register, bare_key),
        "map": _position(register, place, others),
    }
    return render(request, "register/municipality.html", context)


@public
@require_safe
def district(request: HttpRequest, key: str) -> HttpResponse:
    """All that the register knows of a district; a city that is its own district has one page, the city's."""
    register, bare_key = _register_and_key(key)
    if moved := _successor(register, bare_key, DISTRICT):
        return redirect(moved, permanent=True)
    place = queries.district(register, bare_key)
    if place is None:
        raise Http404
    towns = list(queries.municipalities_of(place))
    if place.of_one_city and len(towns) == 1:
        return HttpResponsePermanentRedirect(towns[0].get_absolute_url())
    context = {
        "register": register,
        "place": place,
        "towns": towns,
        "inhabitants": sum(town.population or 0 for town in towns),
        "area": sum((town.area_km2 for town in towns if town.area_km2 is not None), start=0),
        "history": queries.history(register, bare_key),
        "map": _map_of_district(register, place, towns),
    }
    return render(request, "register/district.html", context)


def _register_and_key(key: str) -> tuple[Register, str]:
    code, _mark, bare = key.rpartition(":")
    try:
        return queries.register_by_code(code), bare
    except RegisterError as error:
        raise Http404 from error


def _successor(register: Register, key: str, level: str) -> Municipality | District | None:
    """Where an old key leads if it leads to one place; a place that was divided has its own page with the choice."""
    keys = queries.successors(register, key)
    if len(keys) != 1 or keys[0] == key:
        return None
    find = queries.municipality if level == MUNICIPALITY else queries.district
    return find(register, keys[0])


def _position(register: Register, place: Municipality, others: list[Municipality]) -> str:
    """The municipality outlined on the map of the districts, its own district shaded."""
    district = place.district
    return render_map(
        {district.key: "own"} if district else {},
        title=_("Where %(name)s is") % {"name": place.name},
        register=register,
        level=DISTRICT,
        categories=[("own", district.name)] if district and not district.of_one_city else [("own", place.name)],
        table_url="#others" if others else "#facts",
        focus=place.key,
    )


def _map_of_district(register: Register, place: District, towns: list[Municipality]) -> str:
    return render_map(
        {town.key: town.population for town in towns},
        title=_("Municipalities of %(name)s by inhabitants") % {"name": place.name},
        register=register,
        breaks=(10_000, 20_000, 50_000, 100_000),
        only=[town.key for town in towns],
        table_url="#towns",
    )
