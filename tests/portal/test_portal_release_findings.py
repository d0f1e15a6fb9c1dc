"""What is looked at before a release, and what becomes of text that was pasted from a word processor."""

import json

import pytest
from django.conf import settings
from django.utils import timezone
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.contrib.redirects.models import Redirect

from kommin.portal import cleaning
from kommin.portal.blocks.elements import TEXT_FEATURES
from kommin.portal.findings import compulsory, findings
from kommin.portal.models import PressPhoto, PressRelease, RelatedRelease, ReleaseContact, ReleaseLink
from kommin.portal.texts import sentences
from portal import making

pytestmark = [pytest.mark.django_db, pytest.mark.once]

LONG = " ".join(f"Wort{number}" for number in range(31)) + "."


def kinds(release: PressRelease) -> list[str]:
    return [one.kind for one in findings(release)]


def texts(release: PressRelease, kind: str) -> list[str]:
    return [str(one.text) for one in findings(release) if one.kind == kind]


def complete() -> PressRelease:
    """A draft in which nothing is missing."""
    release = making.make_release(
        "Vollständig", live=False, sender_line="Das Land teilt mit:", mail_text="Kurz.", text_language="tr"
    )
    release.contacts = [ReleaseContact(contact=making.make_contact())]
    return release


def paragraph(html: str) -> str:
    return json.dumps([{"type": "paragraph", "value": html}])


def test_nothing_is_said_of_a_complete_release():
    assert findings(complete()) == []


def test_what_is_missing_is_named_and_only_two_things_are_compulsory():
    release = making.make_release("Lückenhaft", live=False, lead="")
    release.photos = [PressPhoto(image=making.make_image("Nackt", alt_text="", photographer="", rights=""))]
    assert kinds(release) == ["alternative", "sender", "contact", "short text", "photo", "photo", "english"]
    assert [one.kind for one in compulsory(release)] == ["alternative", "sender"]


def test_an_image_in_the_text_needs_an_alternative_too():
    release = complete()
    image = making.make_image("Im Text", alt_text="")
    release.body = json.dumps([{"type": "image", "value": {"image": image.pk, "alt_text": "", "caption": ""}}])
    assert ["Im Text" in text for text in texts(release, "alternative")] == [True]


def test_long_sentences_are_named_and_abbreviations_end_none():
    release = complete()
    release.body = paragraph(f"<p>Kurz. {LONG}</p>")
    (text,) = texts(release, "sentence")
    assert "31 Wörtern" in text
    assert "Wort0 Wort1" in text
    known = "Am 27. Oktober kamen z. B. Dr. Ada Muster und Nr. 5 an. „Gut so.“ Dann ging es weiter."
    assert len(sentences(known)) == 3


def test_dead_links_inside_the_house_are_found_wherever_they_stand():
    release, public = complete(), making.make_release("Öffentlich")
    draft = making.make_release("Nur Entwurf", live=False)
    Redirect.objects.create(old_path="/alt/seite", redirect_page=public)
    own = settings.KOMMIN.base_url.rstrip("/")
    release.links = [ReleaseLink(text="Entwurf", page=draft), ReleaseLink(text="Gut", page=public)]
    release.related = [RelatedRelease(other=draft)]
    good = f"/presse/2010/{public.slug}/"
    release.body = paragraph(
        f'<p><a linktype="page" id="{public.pk}">gut</a> <a linktype="page" id="98765">Seite weg</a> '
        f'<a linktype="document" id="98765">Dokument weg</a> <a href="{own}{good}">gut</a> '
        f'<a href="/en{good}">gut</a> <a href="{own}/presse/2010/nirgends/">Nirgends</a> '
        f'<a href="/alt/seite/">Umgezogen</a> <a href="/p/{draft.pk}/">Kurz</a> <a href="/balance/">gut</a> '
        '<a href="https://anderswo.example.org/nichts/">draußen</a></p>'
    )
    found = texts(release, "link")
    for name in ("„Entwurf“", "„Seite weg“", "„Dokument weg“", "„Nirgends“", "„Umgezogen“", "„Kurz“", "Nur Entwurf"):
        assert any(name in text for text in found), (name, found)
    assert not any("„gut“" in text or "draußen" in text for text in found), found
    assert "alten Adresse" in next(text for text in found if "Umgezogen" in text)


def test_a_changed_public_release_is_asked_for_a_correction_notice():
    release = making.make_release("Schon öffentlich")
    assert "correction" in kinds(release)


WORD = """
<p class="MsoNormal" style="margin-bottom:0cm;line-height:normal"><!--[if gte mso 9]><xml><o:p></o:p></xml><![endif]-->
<b style="mso-bidi-font-weight:normal"><span style="font-size:12.0pt;font-family:&quot;Arial&quot;,sans-serif;
mso-fareast-language:DE">Die Kom\u00admu\u00adnen\u200b</span></b><span style="mso-spacerun:yes">\u00a0\u00a0
</span>erhalten Mittel f\u00fcr Integra\u00action.<o:p></o:p></p>
<p class="MsoNormal"><o:p>&nbsp;</o:p></p>
<p class="MsoListParagraph"><span style="font-family:Symbol">\u00b7<span>&nbsp;&nbsp;</span></span>Erster Punkt</p>
<p class="MsoNormal"><a href="javascript:alert(1)">Link</a><script>alert(1)</script></p>
"""


def test_text_pasted_from_word_comes_out_clean():
    converter = ContentstateConverter(TEXT_FEATURES)
    kept = converter.to_database_format(converter.from_database_format(WORD))
    clean = cleaning.clean_rich_text(kept)
    assert "<b>Die Kommunen</b>" in clean
    assert "Integration." in clean
    assert "Erster Punkt" in clean
    for debris in ("\u00ad", "\u00ac", "\u200b", "Mso", "style", "<span", "o:p", "javascript:", "<script", "\u00b7"):
        assert debris not in clean, (debris, clean)


def test_the_form_puts_letters_right_and_keeps_what_looks_like_markup():
    assert cleaning.clean_line("Inte\u00adgra\u00action  <5 %") == "Integration <5 %"
    assert cleaning.clean_lines("Erste \u200bZeile\r\n\r\nZweite") == "Erste Zeile\n\nZweite"
    release = PressRelease(
        date=timezone.localdate(),
        body=json.dumps(
            [
                {"type": "paragraph", "value": "<p>\u00a0</p>"},
                {"type": "quotation", "value": {"text": "Gut\u00ad!", "person": "Mina", "office": ""}},
                {"type": "list", "value": {"title": "", "ordered": False, "points": ["<p>Punk\u00adte</p>"]}},
            ]
        ),
    )
    kept = cleaning.clean_body(release.body)
    assert [block.block_type for block in kept] == ["quotation", "list"]
    assert kept[0].value["text"] == "Gut!"
    assert kept[1].value["points"][0].source == "<p>Punkte</p>"
