"""Long work: one's own, and all of it for operators."""

import uuid
from typing import Any

from access.routes import Row
from access.world import SIGNED_IN, World
from kommin.foundation.runs.models import Job, Run

OPERATOR = {"operator"}


def started_by(person: str) -> Any:
    def run(world: World) -> dict[str, Any]:
        starter = getattr(world, person) or world.stranger
        made = Run.objects.create(kind="x", titles={"de": "Lauf", "en": "Run"}, started_by=starter)
        return {"run_id": made.pk}

    return run


def dead_job(_: World) -> dict[str, Any]:
    return {"job_id": Job.objects.create(function="x.y", state=Job.State.DEAD).pk}


rows = [
    Row(route="runs:list", allowed=SIGNED_IN),
    Row(route="runs:all", allowed=OPERATOR),
    Row(route="runs:clock", allowed=OPERATOR),
    Row(route="runs:given_up", allowed=OPERATOR),
    Row(route="runs:retry_job", allowed=OPERATOR, status=405, of=dead_job),
    *(
        Row(route=f"runs:{name}", case=case, allowed=allowed, status=status, of=started_by(person))
        for name, status in (
            ("show", 200), ("progress", 200), ("stop", 405), ("resume", 405), ("retry", 405), ("result", 404),
        )
        for case, person, allowed in (("own", "user", SIGNED_IN), ("foreign", "colleague", OPERATOR))
    ),
    Row(route="runs:show", case="missing", allowed=(), of=lambda _: {"run_id": uuid.uuid4()}),
]  # fmt: skip
