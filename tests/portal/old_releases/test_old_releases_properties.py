"""Whatever an old system wrote: no word is lost untold, and nothing but the allowed markup comes out."""

import re
from collections import Counter
from collections.abc import Callable
from html import unescape

from hypothesis import given, settings
from hypothesis import strategies as st

from kommin.portal.old_releases.blocks import block_to_json
from kommin.portal.old_releases.cleaning import Cleaned, clean_html, clean_text

WORD = "\0"
"""Stands for a word until all words of a text are numbered."""
ALLOWED = re.compile(r"""</?(?:strong|em)>|<br>|</a>|<a href="(?:https?://|mailto:|tel:|ftp://|[^":<>]*)[^"<>]*">""")


def _wrapped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(inner, min_size=1, max_size=3)

    def made(before: str, behind: str, between: str = " ") -> st.SearchStrategy[str]:
        return several.map(lambda parts: before + between.join(parts) + behind)

    return st.one_of(
        made("<p>", "</p>"), made("<p>", ""), made("<div><span>", "</span></div>"), made("<b>", "</b>"),
        made("<b>", ""), made("<i style='x'>", "</i>"), made("<a href='/x'>", "</a>"),
        made("<a href='javascript:x'>", "</a>"), made("<ul><li>", "</li></ul>", "</li><li>"),
        made("<ol><li>", "</ol>", "<li>"), made("<ul>", "</ul>"), made("<table><tr><td>", "</table>", "<td>"),
        made("<table><tr><th>", "</table>", "<tr><td>"), made("<table>", "</table>"),
        made("<blockquote>", "</blockquote>"),
        made("<blockquote><p>„", "“</p><cite>" + WORD + "</cite></blockquote>"), made("<h2>", "</h2>"),
        made("<h3>", ""), made("<pre>", "</pre>", "\n"),
        made("<figure><img src=a.jpg><figcaption>", "</figcaption></figure>"), made("<p>- ", "</p>", "<br>- "),
        made("<p>· ", "</p>"), made("<p>1. ", "", "</p><p>2. "), made("<font size=1>", "</font>"),
        made("<p class='bildunterschrift'>", "</p>"),
        made("<p style='mso-list:l0'><span style='mso-list:Ignore'>·</span>", "</p>"), made("<o:p>", "</o:p>"),
        made("<sup>", "</sup>"), made("<s>", "</s>"), made("<dl><dt>", "</dl>", "<dd>"), made("<q>", "</q>"),
        made("<form>", "</form>"), made("<svg><text>", "</text></svg>"), made("<p hidden>", "</p>"),
        made("<iframe src=x>", "</iframe>"), made("<xml>", "</xml>"), made("<unbekannt>", "</unbekannt>"),
        made("<![if !x]>", "<![endif]>"), made("<p>Pressekontakt: 0211 555 555 ", "</p>"),
        made("<p>Bonn, 27.10.2010 – ", "</p>"), made("Das Amt teilt mit: ", ""),
        made("<!-- [if x] -->", "<!-- [endif] -->"), made("<img src='/b.jpg'>", ""), made("<br><br>", "<br>"),
    )  # fmt: skip


MARKUP = st.recursive(st.sampled_from([WORD, f"{WORD} {WORD}", f"{WORD}&nbsp;&nbsp;{WORD}."]), _wrapped, max_leaves=14)


def _numbered(html: str) -> tuple[str, list[str]]:
    words: list[str] = []

    def next_word(_found: re.Match[str]) -> str:
        words.append(f"wort{len(words)}x")
        return words[-1]

    return re.sub(WORD, next_word, html), words


def _texts(value: object, of: Callable[[str], None]) -> None:
    if isinstance(value, str):
        of(value)
    elif isinstance(value, dict):
        for item in value.values():
            _texts(item, of)
    elif isinstance(value, list | tuple):
        for item in value:
            _texts(item, of)


def _said(cleaned: Cleaned) -> Counter[str]:
    found: Counter[str] = Counter()
    _texts([block_to_json(block) for block in cleaned.blocks], lambda text: found.update(re.findall(r"wort\d+x", text)))
    _texts(list(cleaned.frame.contact), lambda text: found.update(re.findall(r"wort\d+x", text)))
    return found


@settings(max_examples=300)
@given(MARKUP)
def test_every_word_is_there_once_or_named_by_a_doubt(html: str) -> None:
    html, words = _numbered(html)
    cleaned = clean_html(html, base="https://alt.example.org/")
    said = _said(cleaned)
    named = " ".join(text for one in cleaned.doubts for text in one.args.values())
    assert not [one for one in cleaned.doubts if one.kind == "words_lost"]
    assert not [word for word in words if said[word] != 1 and not (said[word] == 0 and word in named)]


NASTY = [
    "<script>", "</script>", "<a href='", '<a href="', "'>", '">', "javascript:", "JAVA\nSCRIPT:", "data:", "<b",
    "&lt;", "<img src=x onerror=", "&#106;", "<svg/onload=", "<style>", "</style>", "<![CDATA[", "]]>", "<!--", "-->",
    "<p>", "<ul>", "<math><mtext></form><form><mglyph><style>", "<table>", "\x00", "\ud800", "<q>", "//a.example.org",
    "http://[", '<noscript><p title="</noscript><img src=x>">', "<template>", "<plaintext>", "<xmp>",
]  # fmt: skip


@settings(max_examples=150)
@given(st.lists(st.one_of(st.text(max_size=20), st.sampled_from(NASTY)), max_size=12))
def test_only_allowed_markup_comes_out(parts: list[str]) -> None:
    cleaned = clean_html("".join(parts), base="https://alt.example.org/")
    for block in map(block_to_json, cleaned.blocks):
        for name in ("html", "items", "rows"):
            _texts(block.get(name), lambda text: _only_allowed(text))
        if block["kind"] == "image":
            assert re.match(r"(?:https?|ftp)://|[^:]*$", block["address"])
    clean_text("".join(parts))


def _only_allowed(html: str) -> None:
    assert "<" not in ALLOWED.sub("", html)
    for address in re.findall(r'href="([^"]*)"', html):
        assert re.match(r"(?:https?|ftp|mailto|tel):|[^:]*$", unescape(address), re.IGNORECASE)
