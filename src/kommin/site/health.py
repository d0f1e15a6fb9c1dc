"""What load balancers and monitors ask."""

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from kommin.foundation.audit import triggers

_WELL = "readyz.well"


def healthz(_: HttpRequest) -> HttpResponse:
    """The process answers. Asks nothing else, so that a slow database does not get web processes killed."""
    return HttpResponse("ok", content_type="text/plain")


def readyz(_: HttpRequest) -> JsonResponse:
    """The house can work: the database answers and stands at this version. 503 with the reason otherwise."""
    problems = _problems()
    return JsonResponse({"ready": not problems, "problems": problems}, status=503 if problems else 200)


def _problems() -> list[str]:
    try:
        connection.ensure_connection()
        if cache.get(_WELL):
            return []
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return ["database does not answer"]
    if plan:
        return ["database is not migrated to this version"]
    if triggers.missing(connection):
        return ["append-only tables are not protected; see kommin check"]
    cache.set(_WELL, True, timeout=60)
    return []
