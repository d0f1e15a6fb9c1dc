"""What a cleaned old release becomes: the fields of a page and the blocks of its text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from html import escape, unescape
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from kommin.people.models import OrganisationName
from kommin.people.models.dated import holds_on
from kommin.portal import senders
from kommin.portal.old_releases.doubts import Doubt, doubt

LIMITS = {"title": 255, "kicker": 150, "subheadline": 300, "place": 100, "sender_line": 300, "lead": 1500}
_HEADING, _TITLE = 200, 150
_LINK = re.compile(r'<a\b[^>]*?href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_CONTACT = re.compile(r"^(?:<strong>(?:Pressek|K)ontakt:?</strong>\s*:?|(?:Pressek|K)ontakt\s*:)\s*")
_OPENED = re.compile(r'<a href="([^"]*)">')
_BREAK, _TAG = re.compile(r"<br\s*/?>"), re.compile(r"<[^>]*>")


class HasKey(Protocol):
    """An image that was taken along."""

    pk: Any


@dataclass
class Composed:
    """What a page is made of.

    Attributes:
        fields: plain fields of the page, `sender_id` among them.
        body: blocks as the CMS keeps them.
        doubts: what did not fit.
    """

    fields: dict[str, Any]
    body: list[dict[str, Any]] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


def moment_of(release: Mapping[str, Any]) -> datetime:
    """When it was published."""
    return datetime.fromisoformat(release["published"])


def day_of(release: Mapping[str, Any]) -> date:
    """The day of the release, where the state is."""
    return moment_of(release).astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def compose(
    release: Mapping[str, Any],
    images: Mapping[str, HasKey],
    language: str,
    documents: Mapping[str, HasKey] | None = None,
) -> Composed:
    """The page of a release.

    Args:
        release: as `keeping.to_json` has it.
        images: address → image, of those that were taken along.
        documents: address → document; links to them lead to the one that is here.
    """
    made = Composed({"date": day_of(release)})
    for name in ("title", "kicker", "subheadline", "place"):
        _fit(made, name, release[name])
    _lead(made, release["lead"])
    _sender(made, release, language)
    for block in release["blocks"]:
        made.body += _BLOCKS[block["kind"]](block, made, images)
    _contact(made, release["contact"], language)
    made.body = _linked(made.body, documents or {})
    return made


def plain(html: str) -> str:
    """HTML of a cleaned text as plain text; breaks become line breaks."""
    return unescape(_TAG.sub("", _BREAK.sub("\n", html)))


def _fit(made: Composed, name: str, text: str) -> None:
    """A text that is longer than its field is cut at a word and told whole."""
    most = LIMITS[name]
    if len(text) > most:
        made.doubts.append(doubt("cut", name, text=text))
        text = text[: most - 2].rsplit(" ", 1)[0] + " …"
    made.fields[name] = text


def _lead(made: Composed, html: str) -> None:
    text = plain(html)
    if len(text) > LIMITS["lead"]:
        made.doubts.append(doubt("lead_moved", "lead", value=LIMITS["lead"]))
        made.body.append(_paragraph(html))
        text = ""
    elif links := _LINK.findall(html):
        made.doubts += [doubt("link_removed", "lead", text=plain(words), value=unescape(to)) for to, words in links]
    made.fields["lead"] = text


def _sender(made: Composed, release: Mapping[str, Any], language: str) -> None:
    """The organisation of that name on that day; else the words themselves."""
    name, day = release["sender"].strip().removesuffix(":"), made.fields["date"]
    made.fields |= {"sender_id": None, "sender_line": ""}
    found = list(OrganisationName.objects.filter(holds_on(day), name__iexact=name)[:2]) if name else []
    if len(found) == 1:
        made.fields["sender_id"] = found[0].organisation_id
    elif name or release["announcement"]:
        said = release["announcement"]
        if not said and language == "de":
            said = f"{senders.article(name)} {name} teilt mit:"
        elif not said:
            with override("en"):
                said = _("Announced by %(sender)s:") % {"sender": name}
        _fit(made, "sender_line", said)
        made.doubts.append(doubt("sender_unknown", "sender", text=name or said))


def _contact(made: Composed, paragraphs: list[str], language: str) -> None:
    """As text behind the release: whoever answered then need not be a contact of today."""
    bare = [text for html in paragraphs if (text := _CONTACT.sub("", html))]
    if not bare:
        return
    with override(language):
        made.body.append(_block("heading", {"text": _("Press contact"), "level": "2"}))
    made.body += [_paragraph(html) for html in bare]


def _linked(value: Any, documents: Mapping[str, HasKey]) -> Any:
    """Links in texts to documents that were taken along lead to them, as the CMS writes such links."""
    if isinstance(value, dict):
        return {name: _linked(part, documents) for name, part in value.items()}
    if isinstance(value, list):
        return [_linked(part, documents) for part in value]
    return _OPENED.sub(lambda found: _to_document(found, documents), value) if isinstance(value, str) else value


def _to_document(link: re.Match[str], documents: Mapping[str, HasKey]) -> str:
    document = documents.get(unescape(link[1]))
    return f'<a id="{document.pk}" linktype="document">' if document else link[0]


# ---- blocks


def _block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value}


def _paragraph(html: str) -> dict[str, Any]:
    return _block("paragraph", f"<p>{html}</p>")


def _paragraphs(block: Mapping[str, Any], *_rest: Any) -> list[dict[str, Any]]:
    return [_paragraph(block["html"])]


def _heading(block: Mapping[str, Any], *_rest: Any) -> list[dict[str, Any]]:
    if len(block["text"]) > _HEADING:
        return [_paragraph(f"<b>{escape(block['text'], quote=False)}</b>")]
    return [_block("heading", {"text": block["text"], "level": "2" if block["level"] <= 2 else "3"})]


def _quotation(block: Mapping[str, Any], *_rest: Any) -> list[dict[str, Any]]:
    """A quotation of nobody is a passage in quotation marks."""
    if block["person"]:
        value = {"text": block["text"], "person": block["person"][:200], "office": block["office"][:250]}
        return [_block("quotation", value)]
    passages = [escape(part, quote=False) for part in block["text"].split("\n\n")]
    return [_paragraph(f"„{'<br/>'.join(passages)}“")]


def _list(block: Mapping[str, Any], *_rest: Any) -> list[dict[str, Any]]:
    points = [f"<p>{item}</p>" for item in block["items"]]
    return [_block("list", {"title": "", "ordered": block["ordered"], "points": points})]


def _image(block: Mapping[str, Any], made: Composed, images: Mapping[str, HasKey]) -> list[dict[str, Any]]:
    """An image that is missing or was refused is told where files are taken; its caption stays readable."""
    image = images.get(block["address"])
    if image is None:
        return [_paragraph(escape(block["caption"], quote=False))] if block["caption"] else []
    if not block["alt"]:
        made.doubts.append(doubt("alt_missing", "images", text=block["address"]))
    return [_block("image", {"image": image.pk, "alt_text": block["alt"][:300], "caption": block["caption"][:500]})]


def _table(block: Mapping[str, Any], made: Composed, _images: Any) -> list[dict[str, Any]]:
    """Cells are plain text; a link in one is told."""
    for cell in (cell for row in block["rows"] for cell in row):
        made.doubts += [
            doubt("link_removed", "body", text=plain(words), value=unescape(to)) for to, words in _LINK.findall(cell)
        ]
    rows = [[plain(cell) for cell in row] for row in block["rows"]]
    head = rows.pop(0) if block["has_header"] and len(rows) > 1 else [""] * len(rows[0])
    value = {
        "caption": block["caption"],
        "columns": [{"type": "text", "heading": text} for text in head],
        "rows": [{"values": row} for row in rows],
    }
    return [_block("table", value)]


def _links(block: Mapping[str, Any], *_rest: Any) -> list[dict[str, Any]]:
    """Links to pages; what is no address of a page (mail, telephone) stands below as text."""
    of_pages = [one for one in block["links"] if one["address"].startswith(("http://", "https://"))]
    made = []
    if of_pages:
        links = [{"text": one["text"][:250], "page": None, "address": one["address"]} for one in of_pages]
        made.append(_block("links", {"title": block["title"][:_TITLE], "links": links}))
    others = [one for one in block["links"] if one not in of_pages]
    return made + [
        _paragraph(f'<a href="{escape(one["address"])}">{escape(one["text"], quote=False)}</a>') for one in others
    ]


_BLOCKS: dict[str, Any] = {
    "paragraph": _paragraphs,
    "heading": _heading,
    "quotation": _quotation,
    "list": _list,
    "image": _image,
    "table": _table,
    "links": _links,
}
