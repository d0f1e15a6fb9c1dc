"""Addresses of releases that were public once: readers learn that they were withdrawn, not that they never were."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.models import Site

from kommin.portal.models import PressRelease

GONE = 410


def withdrawn_answer(request: HttpRequest, *, path: str = "", pk: int = 0) -> HttpResponse | None:
    """What stands at the address of a release that was taken down or has ended; None for any other address."""
    if pk:
        wanted = Q(pk=pk)
    else:
        wanted = Q(url_path__in=[f"{root.root_path}{path.strip('/')}/" for root in Site.get_site_root_paths()])
    taken_down = Q(desk__withdrawn_at__isnull=False) | Q(expired=True)
    if not PressRelease.objects.filter(wanted, taken_down, live=False).exists():
        return None
    return render(request, "portal/release/withdrawn.html", status=GONE)
