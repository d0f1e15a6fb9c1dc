"""Which state of the portal is the present one, so that nothing is shown that was kept of an earlier one.

A change is noted in the transaction that makes it. So it becomes visible together with what was changed: a page that
was withdrawn, or is shown from now on, is so for the next reader, on all machines.
"""

from datetime import timedelta
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.db.models import Max
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.utils import timezone
from wagtail.models import Locale, Page, Site
from wagtail.signals import post_page_move

from kommin.foundation import keeping
from kommin.people.models import Organisation, OrganisationName
from kommin.portal.models import AlikeReleases, Change, PortalRendition
from kommin.programmes.models import BuildingBlock, Programme

_SILENT: Final = (AlikeReleases, Change, PortalRendition)
SWEPT_AFTER: Final = timedelta(days=1)
WATCHED: Final = keeping.Watched(Change, "portal-kept-pages")
_LENDING: Final = (Page, Locale, Site, Organisation, OrganisationName, Programme, BuildingBlock)
"""Models of others of which pages show something."""


def watch() -> None:
    """Listen to everything that pages are made of."""
    for signal in (post_save, post_delete, m2m_changed, post_page_move):
        signal.connect(_noted, dispatch_uid="portal.changes")
    keeping.watch(WATCHED)


def note() -> None:
    """Something has changed; once for each transaction, and again where a part of it was taken back."""
    if any(waiting[1] is _stands for waiting in connection.run_on_commit):
        return
    Change.objects.create()
    if connection.in_atomic_block:
        transaction.on_commit(_stands)


def edition() -> keeping.Edition:
    """What tells one state of the portal from the next."""
    return keeping.edition(WATCHED)


@transaction.atomic
def sweep() -> None:
    """Forget old changes; a new one is noted, so that no number of rows comes a second time for the same newest."""
    newest = Change.objects.filter(at__lt=timezone.now() - SWEPT_AFTER).aggregate(newest=Max("pk"))["newest"]
    if newest is not None:
        Change.objects.create()
        Change.objects.filter(pk__lte=newest, at__lt=timezone.now() - SWEPT_AFTER).delete()


def _stands() -> None:
    """Waits for the end of the transaction in which a change was noted, and is dropped with it."""


def _noted(sender: Any, using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    model = getattr(sender, "_meta", None)
    if model is None or using != DEFAULT_DB_ALIAS or sender in _SILENT:
        return
    if sender.__module__ == "__fake__":  # a model as migrations see it; the table may not be there yet
        return
    if model.app_label == "portal" or issubclass(sender, _LENDING):
        note()
