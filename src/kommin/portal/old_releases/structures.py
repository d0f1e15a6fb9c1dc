"""Elements that are more than text: lists, tables, quotations, pictures with captions, headings."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from justhtml import Element, Text

from kommin.portal.old_releases.blocks import Heading, Image, List, Quotation, Table
from kommin.portal.old_releases.doubts import doubt
from kommin.portal.old_releases.inline import Line, Style, as_html
from kommin.portal.old_releases.markup import Lines, Markup, Part, Special, words_in
from kommin.portal.old_releases.phrases import phrases

_LONGEST_HEADING = 250
_LONGEST_CELL = 400
_MOST_SPANNED = 100
_OPENING, _CLOSING = '„“"»«‚‘›', '“”"«»‘’‹'
_NAMED_BEHIND = re.compile(r"^[\-–—―]\s*(?P<person>[^\d,;:]{3,60})(?:,\s*(?P<office>[^;:]{2,160}))?$")


def read_heading(markup: Markup, node: Element, style: Style) -> None:
    """A heading; one that holds whole passages was none."""
    level = int(node.name[1])
    for part in markup.inside(node.children or (), Style(href=style.href)):
        if isinstance(part, Lines) and len(part.text) <= _LONGEST_HEADING:
            _tell_links(markup, part)
            markup.parts.append(Heading(part.text.replace("\n", " "), level))
        else:
            markup.parts.append(part)


def _tell_links(markup: Markup, part: Lines) -> None:
    for piece in part.pieces:
        if piece.style.href:
            markup.doubts.append(doubt("link_removed", text=piece.text, value=piece.style.href))


# ---- lists


def read_list(markup: Markup, node: Element, style: Style) -> None:
    """A list; what cannot stand in an item follows between its items."""
    ordered = node.name.lower() == "ol"
    items: list[str] = []

    def close() -> None:
        if items:
            markup.parts.append(List(tuple(items), ordered))
            items.clear()

    for child in _members(node):
        parts = markup.inside([child] if not _is(child, "li") else child.children or (), style)
        lines: list[Line] = []
        for part in parts:
            if isinstance(part, Lines):
                lines += part.lines
                continue
            if lines:
                items.append(as_html(lines))
                lines = []
            if isinstance(part, List):
                markup.doubts.append(doubt("nested_list", text=words_in(child)))
                items += part.items
            else:
                close()
                markup.parts.append(part)
        if lines:
            items.append(as_html(lines))
    close()


def _members(node: Element) -> Iterator[Any]:
    for child in node.children or ():
        if isinstance(child, Element) or (isinstance(child, Text) and (child.data or "").strip()):
            yield child


def _is(node: Any, name: str) -> bool:
    return isinstance(node, Element) and node.name.lower() == name


# ---- tables


def read_table(markup: Markup, node: Element, style: Style) -> None:
    """A table of data, or one that only placed things: then its cells follow each other."""
    rows = [list(_cells(row)) for row in _rows(node)]
    caption = [part for child in _members(node) if _is(child, "caption") for part in markup.inside([child], style)]
    contents = [[markup.inside(cell.children or (), style) for cell in row] for row in rows]
    headed = any(_is(cell, "th") for row in rows for cell in row)
    if _places_only(node, contents, headed):
        markup.parts += caption
        cells = [part for row in contents for cell in row for part in cell]
        if len(cells) > 1:
            markup.doubts.append(doubt("layout_table", text=words_in(node)))
        markup.parts += cells
        return
    grid, spanned = _grid(rows, contents)
    if spanned:
        markup.doubts.append(doubt("table_spans", text=words_in(node)))
    title = _said(caption) if all(isinstance(part, Lines) for part in caption) else ""
    if not title:
        markup.parts += caption
    markup.parts.append(Table(grid, bool(rows) and any(_is(cell, "th") for cell in rows[0]), title))


def _rows(node: Element) -> Iterator[Element]:
    for child in _members(node):
        if _is(child, "tr"):
            yield child
        elif any(_is(child, group) for group in ("tbody", "thead", "tfoot")):
            yield from (row for row in child.children or () if _is(row, "tr"))


def _cells(row: Element) -> Iterator[Element]:
    return (cell for cell in row.children or () if _is(cell, "td") or _is(cell, "th"))


def _places_only(node: Element, contents: Sequence[Sequence[Sequence[Part]]], headed: bool) -> bool:
    cells = [cell for row in contents for cell in row]
    if node.attrs.get("role") in {"presentation", "none"} or not cells:
        return True
    if any(not isinstance(part, Lines) for cell in cells for part in cell):
        return True
    if headed and len(cells) > 1:
        return False
    if max(sum(bool(cell) for cell in row) for row in contents) < 2 or sum(any(row) for row in contents) < 2:
        return True
    return any(sum(len(part.text) for part in cell if isinstance(part, Lines)) > _LONGEST_CELL for cell in cells)


def _grid(
    rows: Sequence[Sequence[Element]], contents: Sequence[Sequence[Sequence[Part]]]
) -> tuple[tuple[tuple[str, ...], ...], bool]:
    """Rows of equally many cells; where a cell reaches over others, these are empty."""
    taken: set[tuple[int, int]] = set()
    placed: dict[tuple[int, int], str] = {}
    spanned = False
    for y, (row, cells) in enumerate(zip(rows, contents, strict=True)):
        x = 0
        for cell, parts in zip(row, cells, strict=True):
            while (y, x) in taken:
                x += 1
            wide, high = _span(cell, "colspan"), min(_span(cell, "rowspan"), len(rows) - y)
            spanned = spanned or wide > 1 or high > 1
            taken |= {(y + down, x + right) for down in range(high) for right in range(wide)}
            placed[y, x] = as_html([line for part in parts if isinstance(part, Lines) for line in part.lines])
            x += wide
    width = max(x for _y, x in taken) + 1
    grid = [tuple(placed.get((y, x), "") for x in range(width)) for y in range(len(rows))]
    return tuple(row for row in grid if any(row)), spanned


def _span(cell: Element, name: str) -> int:
    text = (cell.attrs.get(name) or "1").strip()
    return max(1, min(int(text), _MOST_SPANNED)) if text.isdecimal() and len(text) < 6 else 1


# ---- quotations and pictures


def read_blockquote(markup: Markup, node: Element, style: Style) -> None:
    """A quotation where the markup or its marks leave no doubt; otherwise old editors only indented with it."""
    named = next((one for one in _below(node) if one.name.lower() in {"cite", "footer"}), None)
    classes = set((node.attrs.get("class") or "").lower().split())
    if named is not None and named.parent is not None:
        named.parent.remove_child(named)
    behind = markup.inside(named.children or (), style) if named is not None else []
    attribution = _said(behind)
    parts = markup.inside(node.children or (), style)
    texts = [part for part in parts if isinstance(part, Lines)]
    if not attribution and len(texts) > 1 and _NAMED_BEHIND.match(texts[-1].text) and len(texts) == len(parts):
        behind = [texts.pop()]
        attribution = _said(behind)
        parts = list(texts)
    text = "\n\n".join(part.text.replace("\n", " ") for part in texts)
    plain = len(texts) == len(parts) and not any(piece.style.href for part in texts for piece in part.pieces)
    plain = plain and all(isinstance(part, Lines) for part in behind)
    marked = text[:1] in _OPENING and text.rstrip(".")[-1:] in _CLOSING if len(text) > 2 else False
    if text and plain and (attribution or classes & phrases().quotation_classes or marked):
        person, office = _person(attribution)
        if marked:
            text = text[1:].rstrip(".").rstrip(_CLOSING).strip()
        markup.doubts.append(
            doubt("quotation_recognised", text=text, value=", ".join(filter(None, (person, office))) or "–")
        )
        markup.parts.append(Quotation(text, person, office))
        return
    if text:
        markup.doubts.append(doubt("indent", text=text))
    markup.parts += [*parts, *behind]


def _said(parts: Iterable[Part]) -> str:
    return " ".join(part.text.replace("\n", " ") for part in parts if isinstance(part, Lines))


def _person(attribution: str) -> tuple[str, str]:
    person, _comma, office = attribution.lstrip("-–—― ").partition(",")
    return person.strip(), office.strip()


def _below(node: Element) -> Iterator[Element]:
    waiting: list[Any] = list(node.children or ())
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, Element):
            yield one
            waiting[:0] = one.children or ()


def read_figure(markup: Markup, node: Element, style: Style) -> None:
    """A picture with what stands below it."""
    parts = markup.inside(node.children or (), style)
    images = [part for part in parts if isinstance(part, Image)]
    captions = [part for part in parts if isinstance(part, Lines)]
    if len(images) == 1 and len(images) + len(captions) == len(parts):
        for part in captions:
            _tell_links(markup, part)
        caption = " ".join(part.text.replace("\n", " ") for part in captions)
        markup.parts.append(replace(images[0], caption=caption))
    else:
        markup.parts += parts


def _named(tags: Iterable[str], handler: Special) -> dict[str, Special]:
    return dict.fromkeys(tags, handler)


SPECIAL: dict[str, Special] = {
    **_named(("h1", "h2", "h3", "h4", "h5", "h6"), read_heading),
    **_named(("ul", "ol", "menu", "dir"), read_list),
    **_named(("table",), read_table),
    **_named(("blockquote",), read_blockquote),
    **_named(("figure",), read_figure),
}
