"""What the press desk knows about its releases: who has written, who may release, what waits for whom."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page, ReferenceIndex, Revision

from kommin.foundation.access import Actor
from kommin.people.models import Deputyship, Membership, Role, User
from kommin.people.models.dated import in_force, today
from kommin.portal.models import PressRelease, ReleaseDesk, Step

SHOWN = 8
"""So many rows of each list stand on the start page."""


def desk_of(release: PressRelease) -> ReleaseDesk:
    """The way of a release; a fresh one for a text nobody has handed over yet."""
    return ReleaseDesk.objects.filter(release=release).first() or ReleaseDesk(release=release)


def version_of(revision: Revision | None) -> str:
    """Names this very content: a version that is saved again in place gets another moment."""
    return f"{revision.pk}:{revision.created_at.isoformat()}" if revision else ""


def writers_of(release: PressRelease, desk: ReleaseDesk) -> set[int]:
    """Everybody who has written since the last release: none of them may release what they wrote.

    The latest version always counts, whatever its number: it may have been saved while another one was released.
    """
    since = desk.approved or release.live_revision_id or 0
    written = set(release.revisions.filter(pk__gt=since).values_list("user", flat=True))
    latest = release.latest_revision
    if latest is not None and latest.pk != since:
        written.add(latest.user_id)
    return written - {None}


def has_something_new(release: PressRelease, desk: ReleaseDesk) -> bool:
    """Whether there is anything to release: a version nobody has released, or a released one that was taken down."""
    latest = release.latest_revision_id
    if latest is None:
        return False
    if release.live:
        return latest != desk.approved and release.has_unpublished_changes
    return latest != desk.approved or scheduled_revision(release) is None


def scheduled_revision(release: PressRelease) -> Revision | None:
    """The version the clock will publish."""
    return release.revisions.filter(approved_go_live_at__isnull=False).order_by("approved_go_live_at").first()


def heads(organisation: int | None = None) -> set[int]:
    """Who may release today, deputies included; of one organisation or of all."""
    day = today()
    held = Membership.objects.in_force(day).filter(role=Role.PRESS_HEAD, person__is_active=True)
    lent = Deputyship.objects.in_force(day).filter(
        in_force(day, "membership__"), membership__role=Role.PRESS_HEAD, deputy__is_active=True
    )
    if organisation is not None:
        held, lent = held.filter(organisation=organisation), lent.filter(membership__organisation=organisation)
    return {*held.values_list("person", flat=True), *lent.values_list("deputy", flat=True)}


def who_can_release(release: PressRelease, desk: ReleaseDesk, by: Actor) -> set[int]:
    """The heads who are a second person; those of the actor's own house first."""
    first = first_persons(release, desk, by)
    return heads(by.organisation_id) - first or heads() - first


def first_persons(release: PressRelease, desk: ReleaseDesk, by: Actor) -> set[int]:
    """Who cannot release: all who have written since; for an unchanged text that comes back, who hands it over."""
    hands_over = desk.by_id if desk.step == Step.HANDED_OVER else by.user_id
    return writers_of(release, desk) or ({hands_over} if hands_over is not None else set())


def names_of(people: Iterable[int]) -> list[str]:
    """What they are called."""
    return list(User.objects.filter(pk__in=people).order_by("name").values_list("name", flat=True))


def pages_that_link(release: PressRelease) -> list[Page]:
    """Pages that lead to this one: in their text, beside it, or as a related release."""
    found = ReferenceIndex.get_references_to(Page.objects.get(pk=release.pk)).values_list(
        "base_content_type__model", "object_id"
    )
    numbers = {int(pk) for model, pk in found if model == "page"} - {release.pk}
    return list(Page.objects.filter(pk__in=numbers).order_by("title"))


def waiting_for_release() -> QuerySet[ReleaseDesk]:
    """Handed over, the oldest first."""
    return _desks().filter(step=Step.HANDED_OVER).order_by("at")


def sent_back_to(user: int) -> QuerySet[ReleaseDesk]:
    """What came back to a person."""
    return _desks().filter(step=Step.SENT_BACK, release__in=_written_by(user)).order_by("at")


def drafts_of(user: int) -> QuerySet[PressRelease]:
    """What a person has begun and nobody has in hand."""
    busy = ReleaseDesk.objects.exclude(step=Step.WRITING).values("release")
    gone = ReleaseDesk.objects.filter(deleted_at__isnull=False).values("release")
    begun = PressRelease.objects.filter(pk__in=_written_by(user).values("pk"), has_unpublished_changes=True)
    planned = Revision.objects.page_revisions().filter(approved_go_live_at__isnull=False).values_list("object_id")
    numbers = [int(pk) for (pk,) in planned]
    return (
        begun.exclude(pk__in=busy).exclude(pk__in=gone).exclude(pk__in=numbers).order_by("-latest_revision_created_at")
    )


def planned() -> list[tuple[PressRelease, Any]]:
    """What the clock will publish, and when."""
    revisions = Revision.objects.page_revisions().filter(approved_go_live_at__isnull=False)
    moments = {int(pk): at for pk, at in revisions.values_list("object_id", "approved_go_live_at")}
    pages = PressRelease.objects.filter(pk__in=moments)
    return sorted(((page, moments[page.pk]) for page in pages), key=lambda pair: pair[1])


def latest() -> QuerySet[PressRelease]:
    """What was published last."""
    return PressRelease.objects.live().order_by("-last_published_at", "-pk")


def _desks() -> QuerySet[ReleaseDesk]:
    return ReleaseDesk.objects.filter(deleted_at=None).select_related("release", "by")


def _written_by(user: int) -> QuerySet[PressRelease]:
    written = Revision.objects.page_revisions().filter(user=user).values_list("object_id", flat=True)
    return PressRelease.objects.filter(pk__in=[int(pk) for pk in written.distinct()])
