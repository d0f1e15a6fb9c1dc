"""Published balances: as they were published, and as the same day is known today."""

import json
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kommin.balance import queries
from kommin.balance.asking import Asked
from kommin.balance.exports import CSV
from kommin.balance.figures import Balance
from kommin.balance.geography import geography
from kommin.balance.models import Snapshot
from kommin.balance.publications import Rows
from kommin.balance.views.common import address, frame, public_page
from kommin.balance.views.comparing import AMOUNTS, COUNTS, compared
from kommin.programmes.models import Programme

MOST_LISTED = 200
JSON = "application/json"


@public_page()
def listing(request: HttpRequest, programme: Programme, asked: Asked) -> HttpResponse:
    """All published balances of a programme."""
    context = frame(programme, asked, current="snapshots", day=False)
    context["snapshots"] = list(queries.released_snapshots(programme)[:MOST_LISTED])
    return render(request, "balance/snapshots.html", context)


@public_page()
def detail(request: HttpRequest, programme: Programme, asked: Asked, number: int) -> HttpResponse:
    """One published balance."""
    snapshot = _released(programme, number)
    context = frame(programme, asked, day=False) | frozen(programme, snapshot)
    context["withdrawn"] = Rows(snapshot).withdrawn
    context["trail"].append({"label": _("Published balances"), "href": address("snapshots", programme)})
    return render(request, "balance/snapshot.html", context)


@public_page()
def download(request: HttpRequest, programme: Programme, asked: Asked, number: str, name: str) -> HttpResponse:
    """The very bytes that the hashes cover; but of projects withdrawn from the public only what counts."""
    snapshot = _released(programme, int(number))
    content = snapshot.content.encode() if name == "figures.json" else Rows(snapshot).for_everybody()
    return frozen_file(snapshot, content, name)


def frozen_file(snapshot: Snapshot, content: bytes, name: str) -> HttpResponse:
    """A file of a frozen balance, to be saved."""
    response = HttpResponse(content, content_type=JSON if name.endswith(".json") else CSV)
    response["Content-Disposition"] = f'attachment; filename="{snapshot.programme.slug}-{snapshot.number}-{name}"'
    return response


def frozen(programme: Programme, snapshot: Snapshot) -> dict[str, Any]:
    """What a frozen balance says beside what the same day says today."""
    content = json.loads(snapshot.content)
    then = _read(content["figures"], snapshot)
    now = queries.balance(programme, snapshot.as_of, geography())
    language = (get_language() or "de")[:2]
    rows = list(compared(then, now))
    return {
        "snapshot": snapshot,
        "content": content,
        "sentence": content["sentence"].get(language, content["sentence"]["de"]),
        "definitions": content["definitions"].get(language, content["definitions"]["de"]),
        "rows": rows,
        "differs": any(row.differs for row in rows),
        "figures_then": then,
        "years_then": [
            (year, row["projects"], row["participants"], row["new_participants"], Decimal(row["granted_eur"]))
            for year, row in sorted(content["figures"]["by_year"].items())
        ],
    }


def _read(figures: dict[str, Any], snapshot: Snapshot) -> Balance:
    """The main figures as they were frozen."""
    values: dict[str, Any] = {name: figures[name] for name in COUNTS}
    values |= {name: Decimal(figures[f"{name}_eur"]) for name in AMOUNTS}
    return Balance(as_of=snapshot.as_of, **values)


def _released(programme: Programme, number: int) -> Snapshot:
    found = Snapshot.objects.filter(programme=programme, number=number, released_at__isnull=False).first()
    if found is None:
        raise Http404
    found.programme = programme
    return found
