"""The law and its calculators: open to everybody."""

from access.routes import Row
from access.world import EVERYBODY

rows = [
    Row(route="regimes:overview", allowed=EVERYBODY),
    Row(route="regimes:legal_status", allowed=EVERYBODY),
    Row(route="regimes:calculator", allowed=EVERYBODY, of=lambda _: {"name": "interest"}),
]
