"""Pages for visitors, kept by the process until something they show has changed.

What has changed is asked of the database for each request (one short query): grants, publicity and published balances
tell at once. Titles and texts of programmes, and the register, are looked at every half minute.
"""

import hashlib
import time

from django.http import HttpRequest

from kommin.balance.remembering import edition
from kommin.foundation import keeping
from kommin.programmes.models import BuildingBlock, Programme
from kommin.register.models import Register

MOST_BYTES = 32_000_000
LOOK_EVERY = 30.0

store = keeping.Store(MOST_BYTES)
_texts: dict[str, tuple[float, str]] = {}


def key_of(request: HttpRequest) -> str:
    """Everything on which a visitor's page depends; another state of the records is another key."""
    return keeping.key(request, *state())


def state() -> tuple[object, ...]:
    """What tells one state of the records from the next."""
    house, generation, newest, number = edition()
    return generation, house, newest, number, _texts_of(house, generation)


def _texts_of(house: str, generation: str) -> str:
    place, now = f"{house}\0{generation}", time.monotonic()
    looked, digest = _texts.get(place, (0.0, ""))
    if not digest or now - looked > LOOK_EVERY:
        rows = [
            *Programme.objects.order_by("pk").values_list(),
            *BuildingBlock.objects.order_by("pk").values_list(),
            *Register.objects.order_by("pk").values_list("pk", "revision", "is_default"),
        ]
        digest = hashlib.sha256(repr(rows).encode()).hexdigest()
        _texts.clear()
        _texts[place] = (now, digest)
    return digest
