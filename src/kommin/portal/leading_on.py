"""Old addresses lead to where a page is now: the CMS sees to that for slugs and moves, this for another year."""

from copy import copy

from wagtail.contrib.redirects.signal_handlers import autocreate_redirects_on_slug_change
from wagtail.models import Page


def lead_on(page: Page, old_path: str) -> None:
    """Let the address that a page had under `old_path` lead to the present one."""
    before = copy(page)
    before.url_path = old_path
    autocreate_redirects_on_slug_change(instance_before=before, instance=page)
