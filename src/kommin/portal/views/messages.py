"""Writing to the house: the form of a page, sent without cookie or script."""

from math import ceil

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page

from kommin.foundation.access import client_address, public
from kommin.portal import queries
from kommin.portal.actions.messages import TooManyMessagesError, send_message
from kommin.portal.forms.messages import MessageForm

MINUTE = 60


@public
@csrf_exempt  # nobody's rights are used, the form is signed, and a token would set a cookie for every reader
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """The form alone; pages that show it send it here, and what was refused is shown with all that was typed."""
    page = _page(pk)
    contacts = queries.written_to(page)
    if not contacts:
        raise Http404
    if request.method != "POST":
        return render(request, "portal/message.html", {"page": page, "form": MessageForm(contacts=contacts)})
    form = MessageForm(request.POST, contacts=contacts)
    status = 422
    if form.is_valid():
        try:
            send_message(message=form.message, to=form.contact, page=page, place=client_address(request))
        except TooManyMessagesError as error:
            form.add_error(None, _wait(ceil(error.wait.total_seconds() / MINUTE)))
            status = 429
        else:
            return HttpResponseRedirect(reverse("portal:message_sent", args=[page.pk]))
    return render(request, "portal/message.html", {"page": page, "form": form}, status=status)


@public
@require_safe
def sent(request: HttpRequest, pk: int) -> HttpResponse:
    """What happens next."""
    page = _page(pk)
    if not queries.written_to(page):
        raise Http404
    return render(request, "portal/message_sent.html", {"page": page})


def _page(pk: int) -> Page:
    return get_object_or_404(Page.objects.live().filter(depth__gt=2), pk=pk).specific


def _wait(minutes: int) -> str:
    return ngettext(
        "Many messages have come from your network. Please send yours again in %(minutes)s minute, or telephone.",
        "Many messages have come from your network. Please send yours again in %(minutes)s minutes, or telephone.",
        minutes,
    ) % {"minutes": minutes}
