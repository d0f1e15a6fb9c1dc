"""Old grants: programme officers of the ministry in charge take them over; the ministry and auditors read."""

from functools import cache
from typing import Any

from access.routes import Row
from access.world import World
from balance.grants import make_programme
from kommin.imports.models import GrantImport
from kommin.people.models import Kind
from kommin.programmes.models import Programme
from kommin.register.models import Register

OFFICER = {"programme_officer"}
READERS = {"programme_officer", "budget_officer", "auditor"}
READ_ONLY = {"budget_officer": 403, "auditor": 403}


def programme(world: World, *, own: bool = True) -> Programme:
    return make_programme(ministry=world.own if own and world.kind == Kind.MINISTRY else None)


@cache
def of(*, own: bool = True, loaded: bool = False, **more: Any) -> Any:
    """A file without rows, written straight into the database: this is done for every row and every role."""

    def make(world: World) -> dict[str, Any]:
        register, _made = Register.objects.get_or_create(code="nrw", defaults={"name": "NRW", "is_default": True})
        summary = {"columns": ["Stadt", "Betrag"], "counts": {}, "sheets": {"": 0}, "sums": []}
        made = GrantImport.objects.create(
            programme=programme(world, own=own), register=register, source="x", file_name="x.csv", sha256="0" * 64,
            size=1, content=b"x", summary=summary, mapping={"columns": {"amount": "Betrag"}, "header_line": 1},
        )  # fmt: skip
        if loaded:
            GrantImport.objects.filter(pk=made.pk).update(state="loaded", loaded_at=made.created_at)
        return {"pk": made.pk, **more}

    return make


rows = [
    Row(route="imports:home", allowed={"programme_officer", "auditor"}),
    Row(route="imports:list", allowed=READERS, of=lambda world: {"slug": programme(world).slug}),
    Row(route="imports:list", case="foreign", allowed={"auditor"},
        of=lambda world: {"slug": programme(world, own=False).slug}),
    Row(route="imports:begin", allowed=OFFICER, other=READ_ONLY, of=lambda world: {"slug": programme(world).slug}),
    *(Row(route=f"imports:{name}", allowed=READERS, of=of()) for name in ("detail", "rows", "progress")),
    *(Row(route=f"imports:{name}", case="foreign", allowed={"auditor"}, of=of(own=False))
      for name in ("detail", "rows", "progress")),
    Row(route="imports:export", allowed=READERS, of=of(loaded=True, file_format="csv")),
    *(Row(route=f"imports:{name}", allowed=OFFICER, other=READ_ONLY, of=of())
      for name in ("reading", "doubts", "places", "take_back")),
    *(Row(route=f"imports:{name}", method="post", allowed=OFFICER, status=302, other=READ_ONLY, of=of())
      for name in ("load", "discard")),
    Row(route="imports:load", case="foreign", method="post", allowed=(), other={"auditor": 403}, of=of(own=False)),
]  # fmt: skip
