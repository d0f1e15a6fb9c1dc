"""The register of municipalities: open to everybody; here before anything is imported."""

from access.routes import Row
from access.world import EVERYBODY

rows = [
    Row(route="register:list", allowed=EVERYBODY),
    Row(route="register:districts", allowed=EVERYBODY),
    Row(route="register:download", allowed=EVERYBODY, status=404, of=lambda _: {"file_format": "csv"}),
    Row(route="register:municipality", allowed=EVERYBODY, status=404, of=lambda _: {"key": "05914000"}),
    Row(route="register:district", allowed=EVERYBODY, status=404, of=lambda _: {"key": "05914"}),
]
