"""Front door, health, language and look."""

from access.routes import Row
from access.world import EVERYBODY

rows = [
    Row(route="home", allowed=EVERYBODY),
    Row(route="healthz", allowed=EVERYBODY),
    Row(route="readyz", allowed=EVERYBODY),
    Row(route="ui:language", allowed=EVERYBODY, status=405),
    Row(route="ui:theme", allowed=EVERYBODY, status=405),
    Row(route="ui:styleguide", allowed=(), refused=404, other={"nobody": 404}),
]
