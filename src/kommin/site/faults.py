"""The answer to what went wrong here: a fault, or a database in which somebody else has been writing for too long."""

import sys
from typing import Final

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views import defaults

RETRY_AFTER: Final = 10


def server_error(request: HttpRequest) -> HttpResponse:
    """Called while the error is handled. On SQLite one writes at a time; whoever has waited in vain may try again."""
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError) and "database is locked" in str(error):
        page = loader.get_template("site/busy.html").render()
        return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER)})
    return defaults.server_error(request)
