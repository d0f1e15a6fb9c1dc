"""Who has to know about a step of a release: a line behind the bell with its title, a mail without it."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kommin.foundation.notices.actions import notify
from kommin.portal.models import PressRelease

_TITLES: dict[str, Promise] = {
    "handed_over": _("Waits for your release: %(title)s"),
    "sent_back": _("Came back to you: %(title)s"),
    "released": _("Was released: %(title)s"),
    "published": _("Is public now: %(title)s"),
    "ended": _("Is not public any more: %(title)s"),
    "withdrawn": _("Was withdrawn: %(title)s"),
}


def tell(event: str, release: PressRelease, people: Iterable[int | None], *, mark: str) -> None:
    """Tell people about a step; each once for each `mark`. The mail says only that something waits."""
    title = release.latest_revision.object_str if release.latest_revision else release.title
    notify(
        recipients=[pk for pk in people if pk is not None],
        kind=f"portal.release_{event}",
        title=lambda: str(_TITLES[event]) % {"title": title},
        url=reverse("portal_desk_release", kwargs={"pk": release.pk}),
        key=f"portal:{event}:{release.pk}:{mark}",
    )
