"""Participants: all of them, one municipality, one district, one building block."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kommin.balance import charts, exports, queries
from kommin.balance.asking import Asked
from kommin.balance.definitions import DEFINITIONS
from kommin.balance.errors import BalanceError
from kommin.balance.facets import Database
from kommin.balance.figures import Balance, Participant, euro
from kommin.balance.geography import Geography, Place, geography
from kommin.balance.lines import lines, lines_of
from kommin.balance.views.chart_files import with_files
from kommin.balance.views.common import address, frame, place_address, public_page
from kommin.law.money import round_cents
from kommin.programmes.models import BuildingBlock, Programme
from kommin.programmes.words import ApplicantKind
from kommin.register.maps.rendering import render_map

PER_PAGE = 50
PEERS = 8
PROJECTS_SHOWN = 100
LATEST = 10


@public_page("as_of", "page")
def participants(request: HttpRequest, programme: Programme, asked: Asked) -> HttpResponse:
    """Everybody who takes part, in German order, each with number, amount and first year."""
    context = frame(programme, asked, current="participants")
    places = geography()
    figures = queries.balance(programme, context["as_of"], places)
    pages = Paginator(sorted(figures.places.values(), key=lambda each: _order(each, places)), PER_PAGE)
    wanted = int(asked.one("page", "1"))
    if wanted > pages.num_pages:
        raise BalanceError(_("There is no page %(wanted)s of this list.") % {"wanted": wanted})
    page = pages.page(wanted)
    rows = [_row(programme, places, each) for each in page]
    context |= {"page": page, "rows": rows, "figures": figures}
    return render(request, "balance/participants.html", context)


@public_page("as_of")
def download(request: HttpRequest, programme: Programme, asked: Asked, file_format: str) -> HttpResponse:
    """Everybody who takes part, with what the map shows of each."""
    as_of = queries.check_day(programme, asked.day())
    places = geography()
    figures = queries.balance(programme, as_of, places)
    table = exports.participants_table(programme, figures, places, invented=queries.is_invented(programme))
    words = _("participants")
    return exports.file_response(table, file_format, f"{programme.slug}-{words}-{as_of.isoformat()}")


@public_page("as_of")
def municipality(request: HttpRequest, programme: Programme, asked: Asked, key: str) -> HttpResponse:
    """All projects of a municipality, since when, how much, and others of its size beside it."""
    places = geography()
    place, moved = _place(places, key)
    if place.kind == ApplicantKind.DISTRICT or moved:
        return redirect(place_address(programme, place) + asked.query(), permanent=True)
    context = frame(programme, asked) | _own(programme, asked, place, places)
    size = place.size_class(context["as_of"])
    peers = [
        each for each in context["figures"].places.values()
        if (known := places.places.get(each.key)) and known.size_class(context["as_of"]) == size and size
    ]  # fmt: skip
    context |= {
        "size": charts.size_label(size) if size else "",
        "peers": _nearest(programme, places, place, peers, context),
        "peer_count": len(peers),
        "peer_mean": round_cents(sum((each.granted for each in peers), start=euro(0)) / len(peers)) if peers else None,
        "district_href": address("district", programme, key=place.district) if place.district in places.places else "",
        "district": places.districts.get(place.district, ""),
        "map": _position(places, place),
    }
    return render(request, "balance/municipality.html", context)


@public_page("as_of")
def district(request: HttpRequest, programme: Programme, asked: Asked, key: str) -> HttpResponse:
    """A district: its own projects and those of its municipalities."""
    places = geography()
    bare = places.today(key.rpartition(":")[2])
    if bare in places.districts and bare not in places.places:  # a city that is its own district has one page
        city = next((place for place in places.places.values() if place.district == bare), None)
        if city is None:
            raise Http404
        return redirect(place_address(programme, city) + asked.query(), permanent=True)
    place, moved = _place(places, key)
    if place.kind != ApplicantKind.DISTRICT or moved:
        return redirect(place_address(programme, place) + asked.query(), permanent=True)
    context = frame(programme, asked) | _own(programme, asked, place, places)
    figures: Balance = context["figures"]
    members = places.members(place.key)
    rows = [_row(programme, places, figures.places[each.key]) for each in members if each.key in figures.places]
    towns = [each.key for each in members if each.kind != ApplicantKind.DISTRICT]
    context |= {
        "rows": rows,
        "part": figures.by_district.get(place.key),
        "missing": [each.name for each in members if each.key not in figures.places and each.key in towns],
        "map": render_map(
            {key: figures.places[key].projects for key in towns if key in figures.places},
            title=_("Projects of the municipalities of %(name)s") % {"name": place.name},
            register=places.register, only=towns, table_url="#members", url_name="balance:municipality",
            url_kwargs={"slug": programme.slug},
        ) if places.register else "",
    }  # fmt: skip
    return render(request, "balance/district.html", context)


@public_page("as_of")
def block(request: HttpRequest, programme: Programme, asked: Asked, code: str) -> HttpResponse:
    """A building block: its figures, years and projects."""
    found = BuildingBlock.objects.filter(programme=programme, code=code).first()
    if found is None:
        raise Http404
    context = frame(programme, asked)
    places = geography()
    figures = queries.balance_of_block(programme, found, context["as_of"], places)
    all_of_them = asked.with_(block=[code])
    latest = Database(programme, asked.with_(block=[code], sort="-day"), context["as_of"], places).keys(0, LATEST)
    context |= {
        "building_block": found,
        "figures": figures,
        "definitions": DEFINITIONS,
        "charts": with_files(charts.of_block(programme, figures), programme, all_of_them),
        "projects": lines_of(programme, latest, context["as_of"]),
        "more_href": address("projects", programme) + all_of_them.query(),
        "more_query": all_of_them.query(),
    }
    return render(request, "balance/block.html", context)


def _place(places: Geography, key: str) -> tuple[Place, bool]:
    """The place an address names, and whether it goes by another key today."""
    bare = key.rpartition(":")[2]
    place = places.place(bare)
    if place is None:
        raise Http404
    return place, place.address != key


def _own(programme: Programme, asked: Asked, place: Place, places: Geography) -> dict[str, Any]:
    """Figures and projects of one place."""
    as_of = queries.check_day(programme, asked.day())
    figures = queries.balance(programme, as_of, places)
    own = figures.places.get(place.key)
    people = place.inhabitants(as_of)
    keys = places.keys_of.get(place.key, frozenset({place.key}))
    shown = lines(programme, queries.projects_of_places(programme, as_of, keys)[:PROJECTS_SHOWN], as_of)
    return {
        "place": place,
        "figures": figures,
        "own": own,
        "people": people,
        "per_inhabitant": round_cents(own.granted / people[0]) if own and people and people[0] else None,
        "since": queries.since_when(programme, keys),
        "projects": shown,
        "unseen": own.projects - len(shown) if own else 0,
        "register_href": place_in_register(place),
        "region": places.regions.get(place.region, ""),
    }


def place_in_register(place: Place) -> str:
    """The page of the place in the register."""
    from django.urls import reverse

    kind = "district" if place.kind == ApplicantKind.DISTRICT else "municipality"
    return reverse(f"register:{kind}", kwargs={"key": place.address})


def _order(each: Participant, places: Geography) -> tuple[str, str]:
    place = places.places.get(each.key)
    return place.sort_key if place else each.key, each.key


def _row(programme: Programme, places: Geography, each: Participant) -> dict[str, Any]:
    place = places.places.get(each.key)
    return {
        "key": each.key,
        "name": place.name if place else each.key,
        "kind": charts.kind_label(each.kind),
        "projects": each.projects,
        "granted": each.granted,
        "first_year": each.first_year,
        "href": place_address(programme, place) if place else "",
        "place": place,
    }  # fmt: skip


def _nearest(
    programme: Programme, places: Geography, place: Place, peers: list[Participant], context: dict[str, Any]
) -> list[dict[str, Any]]:
    """The place itself among those nearest to it in inhabitants, the largest first."""
    day = context["as_of"]
    size = context["people"][0] if context["people"] else 0

    def inhabitants(each: Participant) -> int:
        found = places.places[each.key].inhabitants(day)
        return found[0] if found else 0

    near = sorted((each for each in peers if each.key != place.key), key=lambda each: abs(inhabitants(each) - size))[
        :PEERS
    ]
    chosen = [*near, *([context["own"]] if context["own"] else [])]
    rows = []
    for each in sorted(chosen, key=lambda each: -inhabitants(each)):
        people = inhabitants(each)
        row = _row(programme, places, each) | {"inhabitants": people, "is_it": each.key == place.key}
        rows.append(row | {"per_inhabitant": round_cents(each.granted / people) if people else None})
    return rows


def _position(places: Geography, place: Place) -> str:
    """The municipality outlined in its district."""
    if places.register is None:
        return ""
    name = places.districts.get(place.district, place.name)
    return render_map(
        {place.district: "own"} if place.district else {},
        title=_("Where %(name)s is") % {"name": place.name},
        register=places.register, level="district", categories=[("own", name)], table_url="#facts", focus=place.key,
    )  # fmt: skip
