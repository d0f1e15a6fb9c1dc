"""Two at once: of two heads one releases, and two clocks publish once."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone
from wagtail.models import Revision

from kommin.foundation.audit.models import Record
from kommin.portal.actions import releasing
from kommin.portal.actions.clock import follow_the_clock
from kommin.portal.errors import PressError
from portal.pressroom import Pressroom, again, seen

pytestmark = [pytest.mark.usefixtures("fresh_database"), pytest.mark.both]


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Start all together; the result of each, or the refusal it met."""
    barrier, results = threading.Barrier(len(works)), [None] * len(works)

    def run(index: int, work: Callable[[], Any]) -> None:
        try:
            barrier.wait(20)
            results[index] = work()
        except PressError as error:
            results[index] = error  # type: ignore[call-overload]
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def test_of_two_heads_who_release_at_once_one_is_told() -> None:
    room = Pressroom()
    draft = room.draft()
    room.hand_over(draft)
    version = seen(draft)
    heads = [room.actor(room.head), room.actor(room.other_head)]
    results = at_once(
        *[lambda by=by: releasing.release_it(release=again(draft), seen=version, by=by) for by in heads]
    )  # fmt: skip
    assert sum(isinstance(one, PressError) for one in results) == 1, results
    assert again(draft).live
    assert Record.objects.filter(action="portal.release_released").count() == 1


def test_two_clocks_publish_once() -> None:
    room = Pressroom()
    draft = room.draft()
    room.hand_over(draft)
    room.release(draft, embargo=timezone.now() + timedelta(hours=1))
    Revision.objects.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=timezone.now())
    revision = again(draft).revisions.get(approved_go_live_at__isnull=False)
    revision.content["go_live_at"] = timezone.now().isoformat()
    revision.save(update_fields=["content"])
    assert sorted(at_once(follow_the_clock, follow_the_clock)) == [0, 1]
    assert again(draft).live
    assert Record.objects.filter(action="portal.release_published").count() == 1
