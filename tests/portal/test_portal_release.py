"""A release goes from the editor over a second person to the public, on time, and nobody goes around."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from kommin.foundation.access import NotAllowed
from kommin.foundation.audit.models import Record
from kommin.foundation.notices.models import Mail, Notice
from kommin.portal.actions import releasing, withdrawing
from kommin.portal.actions.clock import follow_the_clock
from kommin.portal.errors import ChangedMeanwhileError, EmbargoError, NotReadyError, SecondPersonError
from kommin.portal.models import CorrectionNotice, PressPhoto, PressRelease, ReleaseContact
from portal import making
from portal.pressroom import Pressroom, again, seen

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def room() -> Pressroom:
    return Pressroom()


Clock = Callable[[datetime], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Puts the house's clock to a moment."""
    return lambda moment: monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


def in_one_hour() -> datetime:
    return timezone.now() + timedelta(hours=1)


def actions_of(release: PressRelease) -> list[str]:
    rows = Record.objects.filter(chain=f"portal.pressrelease:{release.pk}").order_by("number")
    return [row.action.removeprefix("portal.") for row in rows]


def test_the_second_person_releases_and_every_step_is_on_record(room: Pressroom):
    draft = room.draft()
    room.hand_over(draft)
    told = set(Notice.objects.filter(kind="portal.release_handed_over").values_list("recipient", flat=True))
    assert told == {room.head.pk, room.other_head.pk}
    releasing.send_back(release=draft, reason="Die Zahl fehlt.", by=room.actor(room.head))
    assert Notice.objects.get(kind="portal.release_sent_back").recipient == room.editor
    room.write(draft, room.editor, lead="Mit der Zahl.")
    room.hand_over(draft)
    public = room.release(draft)
    assert public.live
    assert public.lead == "Mit der Zahl."
    assert actions_of(draft) == ["release_handed_over", "release_sent_back", "release_handed_over", "release_released"]
    page = Client().get(public.short_address, follow=True)
    assert page.status_code == 200
    assert "freigegeben" in page.content.decode()


def test_mails_of_the_press_desk_do_not_say_what_is_under_embargo(room: Pressroom):
    draft = room.draft("Geheimer Plan")
    room.hand_over(draft)
    mail = Mail.objects.filter(text_name="portal.release_handed_over").first()
    assert mail is not None
    assert "Geheimer" not in str(mail.context) + mail.subject
    assert "Geheimer Plan" in Notice.objects.filter(recipient=room.head).get().titles["de"]


def test_whoever_has_written_cannot_release(room: Pressroom):
    draft = room.draft()
    room.write(draft, room.head, lead="Vom Leiter geändert.")
    room.write(draft, room.editor, lead="Zuletzt vom Redakteur.")
    room.hand_over(draft)
    with pytest.raises(SecondPersonError):
        room.release(draft, room.head)
    with pytest.raises(NotAllowed):
        room.release(draft, room.editor)
    assert room.release(draft, room.other_head).live


def test_what_a_head_wrote_while_another_version_was_released_still_counts(room: Pressroom):
    public = room.public()
    before = room.write(public, room.other_head, lead="Neu.")
    Page.objects.filter(pk=public.pk).update(live=True)
    room.hand_over(before, room.other_head)
    with pytest.raises(SecondPersonError):
        room.release(before, room.other_head)


def test_a_text_changed_after_it_was_looked_at_is_not_released(room: Pressroom):
    draft = room.draft()
    room.hand_over(draft)
    looked_at = seen(draft)
    latest = again(draft).get_latest_revision()
    page = latest.as_object()
    page.lead = "Schnell noch geändert."
    page.save_revision(user=room.editor, overwrite_revision=latest)  # what the CMS does while somebody types
    with pytest.raises(ChangedMeanwhileError):
        releasing.release_it(release=draft, seen=looked_at, by=room.actor(room.head))
    assert not again(draft).live


@pytest.mark.parametrize("writer", ["editor", "head"])
def test_nobody_writes_over_a_version_that_was_released(room: Pressroom, writer: str):
    draft = room.draft()
    room.hand_over(draft)
    release = room.release(draft, embargo=in_one_hour())
    approved = release.get_latest_revision()
    page = approved.as_object()
    page.lead = "Untergeschoben."
    with pytest.raises(PermissionDenied):
        page.save_revision(user=getattr(room, writer), overwrite_revision=approved)


@pytest.mark.both
def test_an_embargoed_release_is_nowhere_until_its_minute_and_then_everywhere(room: Pressroom, clock: Clock):
    image = making.make_image(free_for_press=True)
    draft = room.draft("Gesperrt bis morgen")
    draft.photos = [PressPhoto(image=image)]
    draft.save_revision(user=room.editor)
    room.hand_over(draft)
    moment = in_one_hour()
    release = room.release(draft, embargo=moment)
    address = f"/presse/{release.date.year}/{release.slug}/"
    original = PressPhoto(image=image).original_href
    hidden = (address, release.short_address, original, f"/medien/fotos/{release.pk}.zip")
    visitor = Client()
    for one in hidden:
        assert visitor.get(one).status_code == 404, one
    assert "Gesperrt bis morgen" not in visitor.get("/presse/").content.decode()
    clock(moment - timedelta(minutes=2))
    assert follow_the_clock() == 0
    assert visitor.get(address).status_code == 404
    clock(moment)
    assert follow_the_clock() == 1
    assert follow_the_clock() == 0, "a second clock finds nothing"
    assert visitor.get(address).status_code == 200
    assert visitor.get(original).getvalue().startswith(b"\x89PNG")
    assert "Gesperrt bis morgen" in visitor.get("/presse/").content.decode()
    assert actions_of(release)[-2:] == ["release_released", "release_published"]
    told = set(Notice.objects.filter(kind="portal.release_published").values_list("recipient", flat=True))
    assert told == {room.editor.pk, room.head.pk}


def test_embargoes_to_the_minute_are_moved_lifted_and_never_in_the_past(room: Pressroom, clock: Clock):
    draft = room.draft()
    room.hand_over(draft)
    with pytest.raises(EmbargoError, match="bereits vorbei"):
        room.release(draft, embargo=timezone.now() - timedelta(minutes=5))
    moment = in_one_hour()
    release = room.release(draft, embargo=moment.replace(second=42))
    waiting = release.revisions.get(approved_go_live_at__isnull=False)
    assert waiting.approved_go_live_at.second == 0
    later = moment + timedelta(hours=2)
    releasing.move_embargo(release=release, embargo=later, by=room.actor(room.other_head))
    clock(moment)
    assert follow_the_clock() == 0
    with pytest.raises(NotAllowed):
        releasing.move_embargo(release=release, embargo=None, by=room.actor(room.editor))
    releasing.move_embargo(release=release, embargo=None, by=room.actor(room.head))
    assert again(release).live
    clock(later)
    assert follow_the_clock() == 0
    assert actions_of(release)[-2:] == ["release_moved", "embargo_lifted"]


def test_a_draft_written_under_embargo_is_not_published_with_it(room: Pressroom, clock: Clock):
    draft = room.draft()
    room.hand_over(draft)
    moment = in_one_hour()
    release = room.release(draft, embargo=moment)
    room.write(release, room.editor, lead="Noch nicht freigegeben.")
    clock(moment)
    follow_the_clock()
    assert again(release).live
    assert again(release).lead == "Ein kurzer Satz."


def test_a_release_ends_on_time_and_its_address_says_so(room: Pressroom, clock: Clock):
    ends = in_one_hour()
    release = room.public(ends=ends)
    assert Client().get(release.short_address).status_code == 302
    clock(ends)
    assert follow_the_clock() == 1
    assert Client().get(release.short_address).status_code == 410
    assert actions_of(release)[-1] == "release_ended"


def test_what_is_compulsory_holds_up_and_says_what_is_missing(room: Pressroom):
    draft = room.draft(sender_line="")
    with pytest.raises(NotReadyError, match="Absender"):
        room.hand_over(draft)
    draft = room.draft("Mit Bild")
    draft.photos = [PressPhoto(image=making.make_image("Ohne Worte", alt_text=""))]
    draft.contacts = [ReleaseContact(contact=making.make_contact())]
    draft.save_revision(user=room.editor, clean=False)
    with pytest.raises(NotReadyError, match="Ohne Worte"):
        room.hand_over(draft)


def test_a_correction_needs_the_second_person_and_is_on_record_as_one(room: Pressroom):
    public = room.public()
    page = public.get_latest_revision_as_object()
    page.corrections = [CorrectionNotice(day=timezone.localdate(), text="Es waren 12, nicht 21.")]
    page.save_revision(user=room.editor)
    assert "12, nicht 21" not in Client().get(public.short_address, follow=True).content.decode()
    room.hand_over(public)
    room.release(public)
    assert "12, nicht 21" in Client().get(public.short_address, follow=True).content.decode()
    assert actions_of(public)[-1] == "release_corrected"


def test_a_withdrawn_release_is_gone_for_readers_and_can_come_back(room: Pressroom):
    public = room.public()
    address = f"/presse/{public.date.year}/{public.slug}/"
    with pytest.raises(NotReadyError):
        withdrawing.withdraw(release=public, reason=" ", by=room.actor(room.head))
    withdrawing.withdraw(release=public, reason="Falsche Zahlen", by=room.actor(room.head))
    for one in (address, "/en" + address, public.short_address):
        answer = Client().get(one)
        assert answer.status_code == 410, one
        assert "Falsche Zahlen" not in answer.content.decode(), "the reason is not public"
    room.write(public, room.editor, lead="Jetzt richtig.")
    room.hand_over(public)
    assert room.release(public).live
    assert Client().get(address).status_code == 200


def test_what_was_withdrawn_by_mistake_comes_back_unchanged_through_two_heads(room: Pressroom):
    public = room.public()
    withdrawing.withdraw(release=public, reason="Verwechselt", by=room.actor(room.head))
    room.hand_over(public, room.head)
    with pytest.raises(SecondPersonError):
        room.release(public, room.head)
    assert room.release(public, room.other_head).live


def test_a_deleted_release_leaves_nothing_but_the_word_that_it_was_withdrawn(room: Pressroom):
    public = room.public()
    linking = making.make_release(
        "Verweist darauf",
        body=f'[{{"type": "paragraph", "value": "<p><a linktype=\\"page\\" id=\\"{public.pk}\\">Hier</a></p>"}}]',
    )
    page = room.client(room.head).get(f"/redaktion/mitteilung/{public.pk}/").content.decode()
    assert "Verweist darauf" in page, "whoever deletes is told who links"
    withdrawing.delete(release=public, reason="Recht am Bild", by=room.actor(room.head))
    gone = again(public)
    assert not gone.live
    assert not gone.revisions.exists()
    assert gone.lead == ""
    assert not gone.contacts.exists()
    link = f"/presse/{public.date.year}/{public.slug}/"
    assert link in Client().get(linking.short_address, follow=True).content.decode()
    assert Client().get(link).status_code == 410
    assert Client().get(public.short_address).status_code == 410
    assert Record.objects.get(action="portal.release_deleted").object_label == "Neue Mitteilung"
    head = room.client(room.head)
    assert "Recht am Bild" in head.get(f"/redaktion/mitteilung/{public.pk}/").content.decode()
    assert head.get(f"/redaktion/pages/{public.pk}/edit/").status_code == 302
