"""What old systems and Word leave behind is gone; what readers saw is there; what was changed is told."""

from datetime import date, datetime

import pytest

from kommin.portal.old_releases.blocks import (
    Block,
    Heading,
    Image,
    Link,
    Links,
    List,
    Paragraph,
    Quotation,
    Table,
    block_from_json,
    block_to_json,
)  # fmt: skip
from kommin.portal.old_releases.cleaning import Cleaned, clean_html, clean_release, clean_text
from kommin.portal.old_releases.moments import BERLIN
from kommin.portal.old_releases.releases import OldAttachment, OldImage, OldRelease

BASE = "https://alt.example.org/presse/2010/eins.html"


def blocks(html: str, *told: str, base: str = BASE) -> list[Block]:
    """The blocks of a text about which just these doubts are raised."""
    cleaned = clean_html(html, base=base)
    assert sorted({one.kind for one in cleaned.doubts}) == sorted(told)
    assert [block_from_json(block_to_json(block)) for block in cleaned.blocks] == list(cleaned.blocks)
    return list(cleaned.blocks)


def told(cleaned: Cleaned) -> dict[str, str]:
    return {one.kind: one.text for one in cleaned.doubts}


@pytest.mark.parametrize(
    ("html", "expected", "kinds"),
    [
        ("<p>Ge\u00admein\u00adden hel&shy;fen</p>", "Gemeinden helfen", ()),
        ("<p>Haupt\u00ad und Nebenamt</p>", "Haupt- und Nebenamt", ("soft_hyphen",)),
        ("<p>Kommu\u00ad nen</p>", "Kommu nen", ("soft_hyphen",)),
        ("<p>Kommu¬nen und ¬A</p>", "Kommunen und ¬A", ("not_sign", "not_sign_left")),
        ("<p>0\u200b8\ufeff15 a\u200db</p>", "0815 ab", ()),
        ("<p>a&nbsp;&nbsp; &nbsp;b 10&nbsp;Uhr</p>", "a b 10\xa0Uhr", ()),
        ("<p>FÃ¼r die StraÃŸe â€“ heute</p>", "Für die Straße – heute", ("mojibake",)),
        ("<p>S\u00e3o Paulo und A\u0303 \u00c2</p>", "São Paulo und Ã Â", ()),
        ("<p>\x84So\x93 &#150; gut</p>", "„So“ – gut", ("mojibake",)),
        ("<p>Stra\ufffde</p>", "Stra\ufffde", ("lost_letters",)),
        ("<p>„gesagt“, »so« ’s</p>", "„gesagt“, »so« ’s", ()),
        ("<p>Gro\u0308\u00dfe</p>", "Größe", ()),
        ("<p>מים \u200fעברית</p>", "מים \u200fעברית", ()),
        ("<p>5 km<sup>2</sup>, H<sub>2</sub>O</p>", "5 km², H₂O", ()),
        ("<p>1<sup>er</sup></p>", "1er", ("raised",)),
        ("<p>a <s>nicht</s> b</p>", "a nicht b", ("struck",)),
        ("<p>Er sagte <q>ja</q>.</p>", "Er sagte „ja“.", ()),
        ("<p>5 &lt; 6 &amp; &quot;x&quot;</p>", '5 &lt; 6 &amp; "x"', ()),
        ("&lt;p&gt;Hallo &lt;b&gt;Welt&lt;/b&gt;&lt;/p&gt;", "Hallo <strong>Welt</strong>", ("double_escaped",)),
        ("<![CDATA[<p>darin</p>]]>", "darin", ()),
        (
            "Max <max@example.org>, <https://example.org/a>",
            "Max &lt;max@example.org&gt;, &lt;https://example.org/a&gt;",
            (),
        ),
        ("<p>a <menge> b</p>", "a b", ("unknown_tag",)),
        ("<p>a <b", "a &lt;b", ()),
        ("<p>a</p><!-- b <p>c</p>", "a", ("hidden_removed",)),
    ],
)
def test_letters_and_signs(html: str, expected: str, kinds: tuple[str, ...]) -> None:
    assert blocks(html, *kinds) == [Paragraph(expected)]


def test_what_word_leaves_is_gone() -> None:
    html = """<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
      <style>p.MsoNormal {margin:0}</style>
      <p class=MsoNormal style='mso-margin-top-alt:auto'><span lang=DE
      style='font-family:"Arial","sans-serif"'>
      Die <b style='mso-bidi-font-weight:normal'>Städte</b><o:p></o:p></span></p>
      <p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal><st1:place w:st="on">Herne</st1:place> hilft.</p>
      <xml><w:View>Normal</w:View></xml>"""
    assert blocks(html, "word_remains") == [Paragraph("Die <strong>Städte</strong>"), Paragraph("Herne hilft.")]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<div><div><span></span><font size=2>a</font></div><div>b</div></div>", ["a", "b"]),
        ("a<br><br><br>b<br>c", ["a", "b<br>c"]),
        ("<p>a<p>b<div>c", ["a", "b", "c"]),
        ("<b>a.<p>b</b>c</p>", ["<strong>a.</strong>", "<strong>b</strong>c"]),
        ("eins\nzwei\n\ndrei", ["eins<br>zwei", "drei"]),
        ("eins <b>zwei</b>\nweiter\n\ndrei", ["eins <strong>zwei</strong> weiter", "drei"]),
        ("<pre>a\nb</pre>", ["a<br>b"]),
        ("<span style='font-weight:bold'>a</span> <i> b </i>", ["<strong>a</strong> <em>b</em>"]),
        ("<p><b> </b></p><p>&nbsp;</p><div><br></div>", []),
        ("<dl><dt>a</dt><dd>b</dd></dl>", ["<strong>a</strong>", "b"]),
    ],
)
def test_passages_are_what_a_reader_saw_as_such(html: str, expected: list[str]) -> None:
    assert [block.html for block in clean_html(html).blocks if isinstance(block, Paragraph)] == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<ul><li>a<li>b</ul>", List(("a", "b"))),
        ("<ol><li><p>a</p><p>b</p></li></ol>", List(("a<br>b",), ordered=True)),
        ("<p>· a</p><p>·&nbsp;&nbsp; b</p>", List(("a", "b"))),
        ("<p>- a<br>- <b>b</b></p>", List(("a", "<strong>b</strong>"))),
        ("<p>– a</p><p>– b</p>", List(("a", "b"))),
        ("<p>§&nbsp; a</p><p>§&nbsp; b</p>", List(("a", "b"))),
        ("<p>1. a</p><p>2. b</p>", List(("a", "b"), ordered=True)),
        (
            """<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]>
            <span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp; </span></span></span>
            <![endif]>nur einer</p>""",
            List(("nur einer",)),
        ),
        (
            "<p style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>3.</span>drei</p>",
            List(("drei",), ordered=True),
        ),
    ],
)  # fmt: skip
def test_lists_are_lists_however_they_were_typed(html: str, expected: List) -> None:
    assert list(clean_html(html).blocks) == [expected]


@pytest.mark.parametrize(
    "html",
    [
        "<p>- allein</p>",
        "<p>§ 5 GO</p><p>§ 6 GO</p>",
        "<p>1. Oktober</p><p>2. November</p>",
        "<p>2. a</p><p>3. b</p>",
        "<p>-5 Grad</p><p>-6 Grad</p>",
    ],
)
def test_what_only_looks_like_a_list_stays_text(html: str) -> None:
    assert all(isinstance(block, Paragraph) for block in blocks(html))


def test_a_list_within_a_text_and_within_a_list() -> None:
    assert blocks("<p>Es gilt:<br>- a<br>- b<br>Ende</p>", "list_recognised") == [
        Paragraph("Es gilt:"), List(("a", "b")), Paragraph("Ende"),
    ]  # fmt: skip
    assert blocks("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "nested_list") == [List(("a", "b", "c"))]
    assert blocks("<ul><li>a<img src=x.jpg></li><li>b</li></ul>") == [
        List(("a",)), Image("https://alt.example.org/presse/2010/x.jpg"), List(("b",)),
    ]  # fmt: skip


def test_headings_begin_at_two_and_bold_lines_become_headings() -> None:
    html = "<h3>A</h3><p>a</p><h5>B</h5><p><b>C</b></p><p>c</p><p><b>Am Ende</b></p>"
    assert blocks(html, "heading_recognised") == [
        Heading("A", 2), Paragraph("a"), Heading("B", 3), Heading("C", 4), Paragraph("c"),
        Paragraph("<strong>Am Ende</strong>"),
    ]  # fmt: skip
    assert blocks("<p><b>Fetter Satz.</b></p><p>a</p>") == [Paragraph("<strong>Fetter Satz.</strong>"), Paragraph("a")]
    assert blocks("<h2><a href='/x'>A</a></h2>", "link_removed") == [Heading("A")]


SAID = Quotation("Gut so.", "Erika Beispiel", "Ministerin")


@pytest.mark.parametrize(
    ("html", "expected", "kind"),
    [
        ("„Gut so.“<footer>Erika Beispiel, Ministerin</footer>", SAID, "quotation_recognised"),
        ("<p>„Gut so.“</p><p>– Erika Beispiel, Ministerin</p>", SAID, "quotation_recognised"),
        ("„Gut so.“", Quotation("Gut so."), "quotation_recognised"),
        ("nur eingerückt", Paragraph("nur eingerückt"), "indent"),
    ],
)  # fmt: skip
def test_quotations_are_those_that_are_unmistakable(html: str, expected: Block, kind: str) -> None:
    assert blocks(f"<blockquote>{html}</blockquote>", kind) == [expected]


def test_tables_of_data_stay_and_tables_for_layout_go() -> None:
    data = "<table><tr><th>Jahr<th>Euro<tr><td>2010<td>5&nbsp;Mio.<tr><td colspan=2>alle</table>"
    assert blocks(data, "table_spans") == [
        Table((("Jahr", "Euro"), ("2010", "5\xa0Mio."), ("alle", "")), has_header=True)
    ]
    layout = "<table><tr><td><img src='/b.jpg' alt='B'></td><td><p>a</p><table><tr><td>b</table></td></tr></table>"
    assert blocks(layout, "layout_table") == [
        Image("https://alt.example.org/b.jpg", "B"),
        Paragraph("a"),
        Paragraph("b"),
    ]
    assert blocks("<table><tr><td>a</table>") == [Paragraph("a")]
    endless = "<table><tr><td colspan=99999 rowspan=99999>a<td>b<tr><td>c<td>d</table>"
    table = blocks(endless, "table_spans")[0]
    assert isinstance(table, Table)
    assert len(table.rows[0]) == 102


def test_pictures_have_what_is_said_about_them() -> None:
    caption = "<figcaption>Das Rathaus. Foto: Max Muster</figcaption>"
    assert blocks(f"<figure><img src=a.jpg alt='Rathaus'>{caption}</figure>", "credit") == [
        Image("https://alt.example.org/presse/2010/a.jpg", "Rathaus", "Das Rathaus.", "Max Muster")
    ]  # fmt: skip
    assert blocks("<p><img src=a.jpg></p><p class='bildunterschrift'>Unten</p>")[0] == Image(
        "https://alt.example.org/presse/2010/a.jpg", caption="Unten"
    )
    assert blocks("<p>Ein <a href='gross.jpg'><img src='klein.jpg'></a> Satz</p>", "larger_image") == [
        Paragraph("Ein Satz"), Image("https://alt.example.org/presse/2010/gross.jpg"),
    ]  # fmt: skip
    nothing = "<img src='data:image/png;base64,AA'><img src='/spacer.gif'><img src='/x.png' width=1 height=1>"
    assert blocks(nothing, "image_pixel", "image_removed") == []


def test_what_runs_or_comes_from_elsewhere_is_removed_and_told() -> None:
    html = """<p onclick="x()">a<script>alert(1)</script>
      <a href="java&#10;script:alert(1)">b</a> <a href=" JavaScript:x">c</a>
      <a href="data:text/html,x">d</a></p><iframe src="https://video.example.org/7">Ersatz</iframe>
      <form><input value="x">Text</form>
      <p style="display:none">geheim</p><svg onload=x><text>Bild</text></svg><noscript>ohne</noscript>
      <math><mi>x</mi></math><a href="vbscript:x"><img src=x onerror=y></a>"""
    cleaned = clean_html(html, base=BASE)
    shown = str(cleaned.blocks)
    assert not [sign for sign in ("script", "onclick", "data:", "<iframe", "onerror", "geheim") if sign in shown]
    assert all(word in shown for word in ("a", "b", "c", "d", "Text", "ohne"))
    said = " ".join(one.text for one in cleaned.doubts)
    assert all(
        word in said
        for word in ("alert(1)", "onclick", "onerror", "video.example.org", "Ersatz", "geheim", "Bild", "svg")
    )


def test_markup_in_text_stays_text() -> None:
    html = '<p>&lt;script&gt;x&lt;/script&gt; <a href="https://a.example.org/?a=&quot;&gt;&lt;b">b</a></p>'
    assert blocks(html) == [
        Paragraph('&lt;script&gt;x&lt;/script&gt; <a href="https://a.example.org/?a=&quot;&gt;&lt;b">b</a>')
    ]


@pytest.mark.parametrize(
    ("href", "expected", "kinds"),
    [
        ("/a.html", "https://alt.example.org/a.html", ()),
        ("../b.pdf", "https://alt.example.org/presse/b.pdf", ()),
        ("mailto:presse@example.org", "mailto:presse@example.org", ()),
        ("tel:+49211555", "tel:+49211555", ()),
        ("www.example.org", "http://www.example.org", ()),
        ("#oben", "", ("link_removed",)),
        ("file:///C:/x.doc", "", ("link_removed",)),
        ("http://[kaputt", "", ("link_removed",)),
    ],
)
def test_links_lead_where_they_led(href: str, expected: str, kinds: tuple[str, ...]) -> None:
    assert blocks(f"<p>x <a href='{href}'>y</a></p>", *kinds) == [
        Paragraph(f'x <a href="{expected}">y</a>' if expected else "x y")
    ]


def test_links_under_their_title_are_one_block() -> None:
    links = "<li><a href='/a'>A &amp; B</a></li><li><a href='/c'><b>C</b></a>"
    assert blocks(f"<p>a</p><h3>Weitere Informationen:</h3><ul>{links}</ul>")[1] == Links(
        (Link("A & B", "https://alt.example.org/a"), Link("C", "https://alt.example.org/c")), "Weitere Informationen"
    )


@pytest.mark.parametrize(
    ("beginning", "place", "announced_by"),
    [
        ("<p>Düsseldorf, 27.10.2010 – <b>Text</b></p>", "Düsseldorf", ""),
        ("<p>Bad Beispiel, den 27. Oktober 2010.<br>Text</p>", "Bad Beispiel", ""),
        ("<p>Düsseldorf (27.10.2010): Text</p>", "Düsseldorf", ""),
        ("Das Ministerium für Beispiele teilt mit:<br><br>Text", "", "Das Ministerium für Beispiele"),
        ("<p>Das Amt teilt mit:</p><p>Düsseldorf, 27.10.2010 – Text</p>", "Düsseldorf", "Das Amt"),
    ],
)
def test_place_day_and_sender_before_the_text_are_taken_out(beginning: str, place: str, announced_by: str) -> None:
    cleaned = clean_html(beginning, published=date(2010, 10, 27))
    assert (cleaned.frame.place, cleaned.frame.announced_by) == (place, announced_by)
    assert cleaned.frame.day == (date(2010, 10, 27) if place else None)
    assert [block.html for block in cleaned.blocks] in (["Text"], ["<strong>Text</strong>"])  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "beginning",
    [
        "Am 27.10.2010 – Text",
        "Düsseldorf, 28.10.2010 – Text",
        "Düsseldorf, 31.02.2010 – Text",
        "„Das Ministerium teilt mit: Text“",
        "Düsseldorf, 27.10.2010 wird",
    ],
)
def test_what_is_not_certain_stays_in_the_text(beginning: str) -> None:
    cleaned = clean_html(f"<p>{beginning}</p>", published=date(2010, 10, 27))
    assert [block.html for block in cleaned.blocks] == [beginning]  # type: ignore[union-attr]
    assert ("dateline_differs" in told(cleaned)) == ("28.10." in beginning)


def test_the_press_contact_behind_the_text_is_taken_out() -> None:
    body = "<p>Text.</p>" * 8
    cleaned = clean_html(
        f"{body}<p><b>Pressekontakt</b></p><p>Erika Beispiel<br>Telefon 0211 5555-123</p>"
        "<p>Dieser Text steht unter www.example.org.</p>"
    )
    assert cleaned.frame.contact == ("<strong>Pressekontakt</strong>", "Erika Beispiel<br>Telefon 0211 5555-123")
    assert len(cleaned.blocks) == 9
    bare = f"{body}<p>Bei Rückfragen hilft jedes Rathaus.</p>"
    assert clean_html(bare).frame.contact == ()
    early = f"<p>a</p><p>Pressekontakt: 0211 555-0</p>{body}"
    assert clean_html(early).frame.contact == ()


def old(**fields: object) -> OldRelease:
    return OldRelease(number=1, identity="x", **{"title": "T", **fields})  # type: ignore[arg-type]


def test_a_release_is_clean_in_all_its_fields() -> None:
    clean = clean_release(
        old(
            title="Zukunft &amp; Hei\u00admat <b>jetzt</b>", kicker="Kom¬munen", sender="",
            topics=("St&auml;dte", "Städte"),
            lead="<p>Vor<img src='/v.jpg'>spann</p>",
            body="<p>Das Ministerium teilt mit: <a href='/a.pdf'>Plan</a></p>",
            published=datetime(2010, 10, 27, tzinfo=BERLIN), base=BASE, contact="Erika<br>0211",
            images=(OldImage("/v.jpg", "Alt"), OldImage("javascript:x")),
            attachments=(OldAttachment("/b.docx", "B"), OldAttachment("http://[")),
        )
    )  # fmt: skip
    assert (clean.title, clean.kicker, clean.topics) == ("Zukunft & Heimat jetzt", "Kommunen", ("Städte",))
    assert clean.sender == "Das Ministerium"
    assert clean.lead == "Vorspann"
    assert clean.contact == ("Erika<br>0211",)
    assert [one.address for one in clean.all_images] == ["https://alt.example.org/v.jpg"]
    assert [(one.address, one.title) for one in clean.attachments] == [
        ("https://alt.example.org/b.docx", "B"), ("https://alt.example.org/a.pdf", "Plan"),
    ]  # fmt: skip
    assert {(one.kind, one.place) for one in clean.doubts} == {
        ("not_sign", "kicker"), ("announcement", "body"), ("image_removed", "images"), ("bad_address", "attachments"),
    }  # fmt: skip
    assert {one.entry for one in clean.doubts} == {"x"}


def test_a_lead_that_only_repeats_the_text_is_left_out() -> None:
    body = "<p>Die Städte und Gemeinden erhalten in diesem Jahr mehr Geld.</p>"
    repeated = clean_release(old(lead="Die Städte und Gemeinden erhalten in diesem […]", body=body))
    assert (repeated.lead, [one.kind for one in repeated.doubts]) == ("", ["excerpt"])
    assert clean_release(old(lead="Die Städte sind froh.", body=body)).lead == "Die Städte sind froh."


@pytest.mark.parametrize(
    "unit",
    [
        "<div>",
        "<ul><li>",
        "<table><tr><td>",
        "<blockquote>",
        "<b><i><font color=1>",
        "<a href=x>",
        "<h2>",
        "&",
        "<",
        "<!--",
    ],
)
def test_markup_that_is_never_closed_is_survived(unit: str) -> None:
    cleaned = clean_html(unit * 400 + "Ende")
    assert "Ende" in str(cleaned.blocks) or "Ende" in str(cleaned.doubts)


def test_short_texts_are_plain() -> None:
    assert clean_text("a <b>b</b>&nbsp;&amp;<br>c") == ("a b & c", [])
