"""A request with more files than may come at once is answered by a sentence on the page it came from."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import TooManyFilesSent
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

View = Callable[..., HttpResponseBase]


def few_files(back: Callable[..., str]) -> Callable[[View], View]:
    """For views that take files: refuse too many of them before any is read.

    Django stops reading such a request while it looks for the token, and answers with a page that cannot say why. So
    the token is looked for here, after the files were counted; a request with too many does nothing but show the page.

    Args:
        back: the address of the page, from the arguments of the view.
    """

    def decorate(view: View) -> View:
        guarded = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                request.POST  # noqa: B018 - reading is what counts
            except TooManyFilesSent:
                most = settings.DATA_UPLOAD_MAX_NUMBER_FILES
                sentence = _("Too many files at once: at most %(most)s can come together. None was taken.")
                messages.error(request, sentence % {"most": most})
                return HttpResponseRedirect(back(*args, **kwargs))
            return guarded(request, *args, **kwargs)

        return counted

    return decorate
