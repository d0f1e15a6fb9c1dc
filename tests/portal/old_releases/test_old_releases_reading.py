"""What old systems export is read whole, or refused in one sentence that says what to do."""

import io
import json
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kommin.foundation.tables import Limits
from kommin.portal.old_releases.errors import OldReleasesError
from kommin.portal.old_releases.mapping import read_mapping
from kommin.portal.old_releases.moments import BERLIN, read_moment
from kommin.portal.old_releases.reading import Reading, read_file

NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:pm="urn:example:pm"'
)
ITEM = """<item>
  <guid isPermaLink="false">pm-4711</guid><title>Zukunft &amp;amp; Heimat</title>
  <link>https://alt.example.org/presse/4711</link>
  <pm:dachzeile>Kommunen</pm:dachzeile><pm:unterzeile>Zweite Zeile</pm:unterzeile>
  <description>Der Vorspann</description><content:encoded><![CDATA[<p>Der <b>Text</b></p>]]></content:encoded>
  <pubDate>Wed, 27 Oct 2010 10:30:00 +0200</pubDate><dc:creator>Ministerium für Beispiele</dc:creator>
  <category>Städtebau</category><category>Inneres, Kommunales und Sport</category>
  <pm:pressekontakt><p>Erika <b>Beispiel</b></p></pm:pressekontakt>
  <enclosure url="https://alt.example.org/a.pdf" type="application/pdf" length="1234"/>
  <media:content url="https://alt.example.org/b.jpg" type="image/jpeg">
    <media:description>Das Rathaus</media:description><media:credit>Max Muster</media:credit></media:content>
</item>"""


def rss(items: str = ITEM, head: str = '<?xml version="1.0" encoding="utf-8"?>') -> str:
    channel = f"<channel><title>Presse</title><link>https://alt.example.org/</link>{items}</channel>"
    return f'{head}<rss version="2.0" {NAMESPACES}>{channel}</rss>'


def read(content: str | bytes, mapping: object = None, **options: Limits) -> Reading:
    data = content.encode() if isinstance(content, str) else content
    return read_file(data, read_mapping(mapping) if mapping is not None else None, **options)


def kinds(reading: Reading) -> set[str]:
    return {one.kind for one in reading.doubts}


def test_rss_gives_every_field_it_has() -> None:
    reading = read(rss())
    (release,) = reading.releases
    assert (release.identity, release.title, release.kicker, release.subheadline) == (
        "pm-4711", "Zukunft &amp; Heimat", "Kommunen", "Zweite Zeile",
    )  # fmt: skip
    assert (release.lead, release.body) == ("Der Vorspann", "<p>Der <b>Text</b></p>")
    assert release.published == datetime(2010, 10, 27, 10, 30, tzinfo=BERLIN)
    assert release.addresses == ("https://alt.example.org/presse/4711",)
    assert release.sender == "Ministerium für Beispiele"
    assert release.topics == ("Städtebau", "Inneres, Kommunales und Sport")
    assert release.contact == "<p>Erika <b>Beispiel</b></p>"
    assert [(one.address, one.media_type, one.size) for one in release.attachments] == [
        ("https://alt.example.org/a.pdf", "application/pdf", 1234)
    ]
    (image,) = release.images
    assert (image.address, image.caption, image.credit) == (
        "https://alt.example.org/b.jpg",
        "Das Rathaus",
        "Max Muster",
    )
    assert not reading.doubts


def test_atom_gives_its_markup_and_its_links() -> None:
    feed = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://alt.example.org/presse/"><entry>
      <id>tag:example.org,2010:1</id><title type="html">Titel &amp;amp; mehr</title>
      <published>2010-10-27T08:00:00Z</published>
      <updated>2012-01-01T00:00:00Z</updated><link href="2010/eins.html"/>
      <link rel="enclosure" href="/x.pdf" type="application/pdf"/>
      <author><name>Ministerium</name></author><category term="Sport"/>
      <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Hallo <em>Welt</em></p></div></content>
      </entry></feed>"""
    (release,) = read(feed).releases
    assert release.identity == "tag:example.org,2010:1"
    assert release.body == "<p>Hallo <em>Welt</em></p>"
    assert release.published == datetime(2010, 10, 27, 10, tzinfo=BERLIN)
    assert release.addresses == ("https://alt.example.org/presse/2010/eins.html",)
    assert release.attachments[0].address == "/x.pdf"
    assert (release.sender, release.topics) == ("Ministerium", ("Sport",))


def test_a_feed_with_small_faults_is_read_and_told() -> None:
    broken = (
        rss().replace("Der Vorspann", "Land & Leute f&uuml;r &nbsp;alle\x0b").replace('xmlns:pm="urn:example:pm"', "")
    )
    reading = read(broken)
    assert reading.releases[0].lead == "Land & Leute für \xa0alle"
    assert reading.releases[0].kicker == "Kommunen"
    assert kinds(reading) == {"feed_repaired"}


@pytest.mark.parametrize(
    ("declared", "real"), [("utf-8", "cp1252"), ("iso-8859-1", "utf-8"), ("no-such-encoding", "utf-8")]
)
def test_a_feed_that_is_wrong_about_its_encoding_is_read_in_its_own(declared: str, real: str) -> None:
    content = rss(head=f'<?xml version="1.0" encoding="{declared}"?>').replace("Der Vorspann", "„Größe“ – für alle")
    reading = read(content.encode(real))
    assert reading.releases[0].lead == "„Größe“ – für alle"
    assert kinds(reading) == {"encoding"}


@pytest.mark.parametrize(
    ("declared", "real"), [("iso-8859-1", "cp1252"), ("utf-16", "utf-16"), ("iso-8859-15", "iso-8859-15")]
)
def test_a_feed_in_another_encoding_is_read(declared: str, real: str) -> None:
    text = "für €" if real == "iso-8859-15" else "„für“"
    content = rss(head=f'<?xml version="1.0" encoding="{declared}"?>').replace("Der Vorspann", text)
    reading = read(content.encode(real))
    assert reading.releases[0].lead == text
    assert not kinds(reading)


BOMB = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
FILE = '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
FAR_OFF = f"<!-- {'x' * 300_000} -->{FILE}"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (BOMB + rss(head="").replace("Der Vorspann", "&b;"), "entities"),
        (FILE + rss(head="").replace("Der Vorspann", "&a;"), "entities"),
        (FAR_OFF + rss(head="").replace("Der Vorspann", "&a;"), "entities"),
        ("<!DOCTYPE html><html><body>Presse</body></html>", "web page"),
        ("<html xmlns='x'><body>Presse</body></html>", "web page"),
        ("<gpx><trk/></gpx>", "gpx"),
        (rss(items=""), "no entries"),
        (rss()[:-200], "in the middle"),
        (rss().replace("</pubDate>", "</date>"), "line 6"),
        ("<a>" * 5000, "broken|middle"),
        ('[{"title": "A"', "line 1"),
        ('{"a": 1}', "no list"),
        ("[1, 2]", "no list"),
        ("[" * 100_000, "deeply"),
        ('{"items": [{"title": ' + "9" * 10_000 + "}]}", "too large"),
        ("", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        ("Titel;Text\n", "no row"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(content: str | bytes, says: str) -> None:
    with pytest.raises(OldReleasesError, match=says) as refused:
        read(content)
    assert "\n" not in str(refused.value)


def test_a_file_that_is_too_large_is_never_read_to_its_end() -> None:
    class Endless(io.RawIOBase):
        taken = 0

        def read(self, size: int = -1) -> bytes:
            self.taken += size
            return b"<rss>".ljust(size)

    endless = Endless()
    with pytest.raises(OldReleasesError, match="too large"):
        read_file(endless, limits=Limits(bytes=1_000_000))  # type: ignore[arg-type]
    assert endless.taken < 1_100_000


def test_a_table_is_read_by_its_headers() -> None:
    text = (
        "Meldungsnummer;Datum;Uhrzeit;Dachzeile;Überschrift;Vorspann;Text;Alte URL;Schlagworte;"
        "Bild;Bildunterschrift;Fotograf\r\n"
        '12;27.10.2010;14:30;"Kommunen";Größere Städte;"Kurz – „gesagt“";"<p>Lang;\nmit Zeile</p>";/presse/12.html;'
        "Städte, Sport;bilder/12.jpg;Das Rathaus;Max Muster\r\n"
    )
    reading = read(text.encode("cp1252"))
    (release,) = reading.releases
    assert (release.identity, release.kicker, release.title) == ("12", "Kommunen", "Größere Städte")
    assert (release.lead, release.body) == ("Kurz – „gesagt“", "<p>Lang;\nmit Zeile</p>")
    assert release.published == datetime(2010, 10, 27, 14, 30, tzinfo=BERLIN)
    assert (release.addresses, release.topics) == (("/presse/12.html",), ("Städte", "Sport"))
    image = release.images[0]
    assert (image.address, image.caption, image.credit) == ("bilder/12.jpg", "Das Rathaus", "Max Muster")
    assert not reading.doubts
    assert read(b"\xef\xbb\xbf" + text.encode()).releases == reading.releases


def test_a_cell_may_hold_a_long_release() -> None:
    body = f"<p>{'Wort ' * 60_000}</p>"
    assert len(read(f"Titel;Datum;Text\nA;27.10.2010;{body}\n").releases[0].body) == len(body)


def test_json_is_read_however_it_is_wrapped() -> None:
    entries = [
        {"id": 7, "date": "2010-10-27T10:00:00", "title": {"rendered": "A &#8211; B"},
         "content": {"rendered": "<p>x</p>"}, "excerpt": {"rendered": "kurz"},
         "link": "https://alt.example.org/?p=7", "tags": ["Sport", "Land"],
         "images": [{"url": "/a.jpg", "alt": "Bild", "fotograf": "Max"}], "_links": {"self": [{"href": "x"}]}},
    ]  # fmt: skip
    reading = read(json.dumps({"meta": {"authors": [{"name": "x"}] * 5}, "data": entries}))
    (release,) = reading.releases
    assert (release.identity, release.title, release.lead, release.body) == ("7", "A &#8211; B", "kurz", "<p>x</p>")
    assert release.topics == ("Sport", "Land")
    assert (release.images[0].address, release.images[0].alt, release.images[0].credit) == ("/a.jpg", "Bild", "Max")
    nested = [
        {"attributes": {"title": "T", "field_dachzeile": "D", "body": {"value": "<p>x</p>"}, "created": 1288166400}},
        "x",
    ]
    reading = read(json.dumps({"data": nested}))
    assert (reading.releases[0].kicker, reading.releases[0].body) == ("D", "<p>x</p>")
    assert reading.releases[0].published == datetime(2010, 10, 27, 10, tzinfo=BERLIN)
    assert "no_entry" in kinds(reading)


def test_nothing_of_the_file_is_left_out_untold() -> None:
    twice = rss().replace(
        "<pm:dachzeile>Kommunen</pm:dachzeile>",
        "<pm:dachzeile>A</pm:dachzeile><pm:dachzeile>B</pm:dachzeile><pm:ampel>rot</pm:ampel>",
    )
    reading = read(twice)
    assert reading.unused == ("pm:ampel",)
    assert [one.text for one in reading.doubts] == [
        "“pm:ampel” is not taken over. It can be mapped by hand.",
        "Besides the value taken over, “pm:dachzeile” says: B",
    ]
    assert read(twice, {"fields": {"kicker": ["pm:ampel", "pm:dachzeile"]}}).releases[0].kicker == "rot"
    assert "field_unused" not in kinds(read(twice, {"ignored": ["pm:ampel"]}))
    assert json.loads(json.dumps([one.to_json() for one in reading.doubts]))


@pytest.mark.parametrize(
    ("mapping", "says"),
    [
        ({"fields": {"lead": "Teaser"}}, "no field “Teaser”"),
        ({"fields": {"leed": "Text"}}, "“leed” is no field"),
        ({"fields": {"lead": "Text", "body": "Text"}}, "mapped twice"),
        ({"fields": {"lead": 7}}, "a name or a list"),
        ({"columns": {}}, "no part “columns”"),
        ([], "JSON object"),
        ({"month_first": "yes"}, "true, false or null"),
    ],
)
def test_a_mapping_that_cannot_be_says_why(mapping: object, says: str) -> None:
    with pytest.raises(OldReleasesError, match=says):
        read("Titel;Datum;Text\nA;27.10.2010;x\n", mapping)


def test_a_mapping_by_hand_wins_and_comes_back_from_json() -> None:
    text = "Titel;Datum;Text;Zusatz\nA;03/04/2010;Eins;Zwei\n"
    reading = read(text, {"lead": "text", "body": "ZUSATZ"})
    assert (reading.releases[0].lead, reading.releases[0].body) == ("Eins", "Zwei")
    assert read(text, reading.mapping.to_json()).releases == reading.releases
    american = read(text, {"month_first": True})
    assert american.releases[0].published == datetime(2010, 3, 4, tzinfo=BERLIN)
    assert "day_order" not in kinds(american)


def test_an_entry_is_known_again_and_double_ones_are_told() -> None:
    reading = read(rss(ITEM + ITEM + ITEM.replace("Der Vorspann", "Anders")))
    assert len(reading.releases) == 1
    assert [one.kind for one in reading.doubts] == ["same_twice", "identity_twice"]
    without = read("Titel;Datum;Text\nA;27.10.2010;x\nB;27.10.2010;y\n")
    turned = read("Text;Titel;Datum\ny;B;27. Oktober 2010\nx;A;2010-10-27\n")
    assert {one.identity for one in without.releases} == {one.identity for one in turned.releases}
    assert {one.content_hash for one in without.releases} == {one.content_hash for one in turned.releases}
    assert kinds(without) == {"identity_made"}
    weekly = read("Titel;Datum;Text\nTermine;27.10.2010;x\nTermine;27.10.2010;y\nTermine;27.10.2010;x\n")
    assert [one.body for one in weekly.releases] == ["x", "y"]
    assert kinds(weekly) == {"identity_made", "same_twice"}


def test_an_entry_that_lacks_something_is_told_not_dropped() -> None:
    reading = read(
        json.dumps([{"teaser": "Nur das", "id": 1}, {"id": 2, "title": "A", "text": "x", "date": "2010-10-27"}])
    )
    assert reading.releases[0].body == "Nur das"
    assert kinds(reading) == {"no_title", "no_date", "body_from_lead"}


@pytest.mark.parametrize(
    ("text", "expected", "kind"),
    [
        ("27. Oktober 2010", "2010-10-27T00:00+02:00", ""),
        ("Mittwoch, 27. Oktober 2010, 14.30 Uhr", "2010-10-27T14:30+02:00", ""),
        ("Düsseldorf, den 27.10.2010", "2010-10-27T00:00+02:00", ""),
        ("Mi, 27 Okt 2010 10:00:00 MESZ", "2010-10-27T10:00+02:00", ""),
        ("Wed Oct 27 10:00:00 CEST 2010", "2010-10-27T10:00+02:00", ""),
        ("2010-10-27 10:00:00.0", "2010-10-27T10:00+02:00", ""),
        ("2010-10-27T23:30:00-05:00", "2010-10-28T06:30+02:00", ""),
        ("10/27/2010 3:04 PM", "2010-10-27T15:04+02:00", ""),
        ("27-OCT-10", "2010-10-27T00:00+02:00", ""),
        ("1288166400000", "2010-10-27T10:00+02:00", ""),
        ("27.10.2010 24:00", "2010-10-28T00:00+02:00", ""),
        ("15.01.2011 9 Uhr", "2011-01-15T09:00+01:00", ""),
        ("03/04/2010", "2010-04-03T00:00+02:00", "day_order"),
        ("27.10.2010 25:00", "2010-10-27T00:00+02:00", "bad_time"),
        ("27.10.2010 10:00 XYZ", "2010-10-27T10:00+02:00", "zone_unknown"),
        ("2010-03-28 02:30", "2010-03-28T03:30+02:00", "clock_change"),
        ("2010-10-31 02:30", "2010-10-31T02:30+02:00", "clock_change"),
        ("01.01.1970", "", "date_odd"),
        ("31.02.2010", "", "bad_date"),
        ("Oktober 2010", "", "bad_date"),
        ("gestern", "", "bad_date"),
        ("99999999999999999999", "", "bad_date"),
    ],
)
def test_days_and_times_are_read_as_people_write_them(text: str, expected: str, kind: str) -> None:
    moment = read_moment(text)
    assert (moment.at.isoformat(timespec="minutes") if moment.at else "") == expected
    assert [one.kind for one in moment.doubts] == ([kind] if kind else [])


@given(st.text(alphabet="0123456789.:-/, TZ+APMUhrOktober٢²", max_size=30))
def test_no_text_breaks_the_reading_of_days(text: str) -> None:
    moment = read_moment(text)
    assert moment.at is not None or moment.doubts


def test_one_clear_day_tells_how_all_days_are_written() -> None:
    reading = read("Titel;Datum;Text\nA;03/04/2010;x\nB;03/25/2010;y\n")
    assert [one.published.month for one in reading.releases] == [3, 3]
    assert "day_order" not in kinds(reading)
