"""The record: auditors and operators read it."""

from access.routes import Row
from access.world import World
from kommin.foundation.access import Actor
from kommin.foundation.audit.actions import record

READERS = {"auditor", "operator"}


def example(_: World) -> dict[str, int]:
    return {"pk": record(action="cases.noted", by=Actor.clock(), case="1").pk}


rows = [
    Row(route="audit:records", allowed=READERS),
    Row(route="audit:record", allowed=READERS, of=example),
    Row(route="audit:record", allowed=(), of=lambda _: {"pk": 10**9}, case="missing"),
]
