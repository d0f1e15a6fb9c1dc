"""Pages of the portal that are kept for visitors, and reads that are kept for everybody, until something changes.

What the portal shows depends on its own pages, on the records (live figures, public projects) and on the register. All
are asked for their state with each request; see `changes` and `balance.keeping`.
"""

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Final, TypeVar

from django.db import connection
from django.http import HttpRequest, HttpResponseBase
from django.template.response import SimpleTemplateResponse

from kommin.balance import keeping as balance
from kommin.balance import remembering
from kommin.foundation import keeping
from kommin.portal import changes

MOST_BYTES: Final = 64_000_000
MOST_RESULTS: Final = 2_000
View = Callable[..., HttpResponseBase]
Result = TypeVar("Result")

store = keeping.Store(MOST_BYTES)
_memory = keeping.Memory(MOST_RESULTS, changes.edition)


def remembered(key: Hashable, make: Callable[[], Result]) -> Result:
    """What a read of the portal's own pages gave in its present state."""
    return _memory.of(key, make)


def kept(view: View) -> View:
    """Keep the answers of a view for visitors.

    Only addresses without a query are kept, and those whose query the view calls few (`request.few_like_it`): nobody
    fills the memory with variations. A view that answers one visitor sets a cookie or `Cache-Control: no-store`.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if connection.in_atomic_block:
            return view(request, *args, **kwargs)
        visitor = keeping.is_visitor(request)
        with keeping.moment(changes.WATCHED, remembering.WATCHED, lately=visitor):
            if not visitor:
                return _drawn(view(request, *args, **kwargs))
            key = keeping.key(request, *changes.edition(), *balance.state())
            found = store.answer(request, key)
            if found is not None:
                return found
            response = _drawn(view(request, *args, **kwargs))
        if request.META.get("QUERY_STRING") and not getattr(request, "few_like_it", False):
            return response
        return store.keep(request, key, response)

    return answer


def _drawn(response: HttpResponseBase) -> HttpResponseBase:
    """Pages of the CMS are drawn late; only then is known whether they hold a form's token."""
    return response.render() if isinstance(response, SimpleTemplateResponse) else response
