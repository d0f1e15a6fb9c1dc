"""RSS and Atom as entries of named values.

Ready-made feed parsers keep one value of a name and flatten markup they do not know; here every value is kept, so that
a field nobody thought of can still be mapped by hand.
"""

import re
from collections.abc import Iterable, Iterator
from html import escape
from html.entities import html5
from typing import Any
from urllib.parse import urljoin

from django.utils.translation import gettext as _
from lxml import etree, html

from kommin.portal.old_releases.doubts import Doubt, doubt
from kommin.portal.old_releases.entries import Entry, Given, Source
from kommin.portal.old_releases.errors import OldReleasesError

_PLAIN_NAMESPACES = {
    "", "http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#", "http://purl.org/rss/1.0/",
    "http://my.netscape.com/rdf/simple/0.9/", "http://purl.org/rss/1.0/modules/content/",
}  # fmt: skip
_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_DOCTYPE = re.compile(r"<!DOCTYPE\s+([\w:]+)", re.IGNORECASE)
_OPAQUE = re.compile(r"<!\[CDATA\[.*?\]\]>|<!--.*?-->|<\?.*?\?>", re.DOTALL)
_AMPERSAND = re.compile(r"&(#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{0,31};)?")
_ENTRY = {"item", "entry"}
_IN_XML = {"amp;", "lt;", "gt;", "quot;", "apos;"}
_NAMESPACES = re.compile(r'\s+xmlns(?::[\w-]+)?="[^"]*"(?=[^<>]*>)')
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def read_feed(text: str, encoding: str) -> Source:
    """The entries of a feed.

    Raises:
        OldReleasesError: a web page, another XML file, one that defines entities, or one that is broken.
    """
    text = _DECLARATION.sub("", text.lstrip("\ufeff"))
    _refuse_definitions(text)
    doubts: list[Doubt] = []
    try:
        root = _parsed(text)
    except etree.XMLSyntaxError as error:
        repaired, count = _repaired(text)
        if not count:
            raise _broken(text, error) from error
        try:
            root = _parsed(repaired)
        except etree.XMLSyntaxError as second:
            raise _broken(text, second) from second
        doubts.append(doubt("feed_repaired", value=count))
    if _local(root) not in {"rss", "feed", "RDF", "rdf", "channel"}:
        if _local(root).lower() == "html":
            raise _web_page()
        raise OldReleasesError(
            _("This XML file is no feed: it begins with “%(name)s”. Please export RSS, Atom, CSV or JSON.")
            % {"name": _local(root)[:60]}
        )
    kind = "atom" if _local(root) == "feed" else "rss"
    _refuse_entities(root)
    found = [element for element in root.iter() if _local(element) in _ENTRY and not _within_entry(element)]
    if not found:
        raise OldReleasesError(_("The feed has no entries."))
    entries = [Entry(number, _values(element)) for number, element in enumerate(found, 1)]
    return Source(kind, encoding, entries, _site(root), doubts)


def _within_entry(element: Any) -> bool:
    return any(_local(above) in _ENTRY for above in element.iterancestors())


def looks_like_a_web_page(text: str) -> bool:
    """Whether a file that begins with markup is a page rather than a feed."""
    beginning = _OPAQUE.sub("", text[:4000]).lstrip("\ufeff \r\n\t")[:200].lower()
    return beginning.startswith(("<html", "<!doctype html", "<head", "<body", "<div", "<p>"))


def refuse_web_page(text: str) -> None:
    """Raises:
    OldReleasesError: it is one.
    """
    if looks_like_a_web_page(text):
        raise _web_page()


def _web_page() -> OldReleasesError:
    return OldReleasesError(
        _("This is a web page, not a feed. Please save the feed itself: its address often ends in .xml, .rss or .atom.")
    )


def _refuse_definitions(text: str) -> None:
    """Entities that a file defines itself can grow without bound or reach for other files; no feed needs them."""
    beginning = _OPAQUE.sub("", text[:200_000])
    if re.search(r"<!(ENTITY|ELEMENT|ATTLIST|NOTATION)\b", beginning, re.IGNORECASE) or (
        (doctype := _DOCTYPE.search(beginning)) and "[" in beginning[doctype.end() :].partition(">")[0]
    ):
        raise _entities()


def _refuse_entities(root: Any) -> None:
    """What stands behind so long a comment that the first look did not reach it."""
    definitions = root.getroottree().docinfo.internalDTD
    if next(root.iter(etree.Entity), None) is not None or (definitions is not None and definitions.entities()):
        raise _entities()


def _entities() -> OldReleasesError:
    return OldReleasesError(
        _("The feed defines entities of its own. That can be used for attacks, so it was not read.")
    )


def _parsed(text: str) -> Any:
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True,
        remove_comments=True, strip_cdata=True,
    )  # fmt: skip
    return etree.fromstring(text.encode("utf-8", "replace"), parser)


def _repaired(text: str) -> tuple[str, int]:
    """The text with what is certainly meant: `&` alone, the names HTML has for letters, no control characters."""
    text, count = _NOT_IN_XML.subn("", text)

    def as_meant(found: re.Match[str]) -> str:
        nonlocal count
        name = found[1]
        if name and (name.startswith("#") or name in _IN_XML):
            return found[0]
        count += 1
        if name and name in html5:
            return html5[name]
        return f"&amp;{name or ''}"

    parts, end = [], 0
    for opaque in _OPAQUE.finditer(text):
        parts += [_AMPERSAND.sub(as_meant, text[end : opaque.start()]), opaque[0]]
        end = opaque.end()
    parts.append(_AMPERSAND.sub(as_meant, text[end:]))
    declared, prefixes = _with_prefixes("".join(parts))
    return declared, count + prefixes


def _with_prefixes(text: str) -> tuple[str, int]:
    """Declare prefixes that the feed uses without saying what they mean; how many there were."""
    bare = _OPAQUE.sub("", text)
    used = set(re.findall(r"<(?!xml)([A-Za-z][\w-]*):[A-Za-z]", bare))
    missing = sorted(used - set(re.findall(r"\bxmlns:([\w-]+)\s*=", bare)))
    root = re.search(r"<[A-Za-z][\w:-]*", bare)
    if not missing or not root:
        return text, 0
    declarations = "".join(f' xmlns:{prefix}="urn:undeclared:{prefix}"' for prefix in missing)
    return text.replace(root[0], root[0] + declarations, 1), len(missing)


def _broken(text: str, error: etree.XMLSyntaxError) -> OldReleasesError:
    line = error.lineno or 1
    if line >= text.count("\n") + 1 and "</rss>" not in text[-200:] and "</feed>" not in text[-200:]:
        return OldReleasesError(
            _("The feed stops in the middle, in line %(line)s. Please save it again, completely.") % {"line": line}
        )
    return OldReleasesError(
        _("The feed is broken in line %(line)s, at “%(text)s”. Please correct this line or export it again.")
        % {"line": line, "text": " ".join(_line_of(text, line).split())[:80]}
    )


def _line_of(text: str, line: int) -> str:
    lines = text.split("\n", line)
    return lines[line - 1] if len(lines) >= line else ""


def _local(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _name(element: Any) -> str:
    """`title`, but `media title`: the same word of another vocabulary means another thing."""
    namespace = etree.QName(element).namespace or ""
    if namespace in _PLAIN_NAMESPACES or not element.prefix:
        return _local(element)
    return f"{element.prefix}:{_local(element)}"


def _values(element: Any) -> dict[str, list[Given]]:
    values: dict[str, list[Given]] = {}
    for name, given in _all_values(element):
        values.setdefault(name, []).append(given)
    if about := element.get(_RDF_ABOUT):
        values.setdefault("guid", []).append(Given(about))
    return values


def _all_values(element: Any) -> Iterator[tuple[str, Given]]:
    for child in _children(element):
        name, attributes = _name(child), _attributes(child)
        if name == "link" and attributes.get("href"):
            yield _atom_link(attributes, child)
        elif name == "media:group":
            yield from _all_values(child)
        elif name in {"author", "contributor", "source"} and len(child):
            yield name, Given((child.findtext("{*}name") or child.findtext("{*}title") or "").strip())
        elif name.startswith("media:"):
            members = {_name(part): "".join(part.itertext()) for part in child.iter() if part is not child}
            yield name, Given("".join(child.itertext()), {**members, **attributes})
        else:
            yield name, Given(_content(child), attributes)


def _atom_link(attributes: dict[str, str], element: Any) -> tuple[str, Given]:
    relation = attributes.get("rel", "alternate")
    name = {"alternate": "link", "enclosure": "enclosure"}.get(relation, f"link {relation}")
    address = attributes["href"]
    base = element.base
    if base and "://" in base and relation == "alternate":
        address = _joined(base, address)
    return name, Given(address, {**attributes, "href": address})


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def _attributes(element: Any) -> dict[str, str]:
    return {etree.QName(name).localname: value for name, value in element.attrib.items()}


def _children(element: Any) -> Iterable[Any]:
    return (child for child in element if isinstance(child.tag, str))


def _content(element: Any) -> str:
    """Text as it is; elements inside it as the HTML they are, Atom's XHTML wrapper left out."""
    if not len(element):
        return element.text or ""
    holder = element
    children = list(_children(element))
    if element.get("type") == "xhtml" and len(children) == 1:
        holder = children[0]
    return "".join([escape(holder.text or "", quote=False), *map(_as_html, holder)]).strip()


def _as_html(element: Any) -> str:
    for part in element.iter():
        if isinstance(part.tag, str):
            part.tag = etree.QName(part).localname
    return _NAMESPACES.sub("", html.tostring(element, encoding="unicode", with_tail=True))


def _site(root: Any) -> str:
    """The address of the site: Atom's alternate link or base, RSS's channel link."""
    if (base := root.get(_XML_BASE)) and "://" in base:
        return base
    channel = next((child for child in _children(root) if _local(child) == "channel"), root)
    for child in _children(channel):
        if _local(child) == "link":
            address = child.get("href") if child.get("rel", "alternate") == "alternate" else ""
            address = address or (child.text or "").strip()
            if address.startswith(("http://", "https://")):
                return address
    return ""
