"""What belongs together in a text but was not marked so: lists of typed bullets, captions, headings, lists of links."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape
from itertools import pairwise, zip_longest

from kommin.foundation.search import fold
from kommin.imports.core.words import words
from kommin.portal.old_releases.blocks import Block, Heading, Image, Link, Links, List, Paragraph
from kommin.portal.old_releases.doubts import Doubt, doubt
from kommin.portal.old_releases.inline import Line, as_html, text_of, without_beginning
from kommin.portal.old_releases.markup import Lines, Part
from kommin.portal.old_releases.phrases import phrases

_LONGEST_HEADING = 100
_BELOW_ALL_OTHERS = 9
_NUMBER = re.compile(r"\(?(\d{1,2})[.)]\s+(?=\S)")
_WORD_NUMBER = re.compile(r"\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)]")
_SIGN = re.compile(r"(\S)(\s*)(?=\S)")
_ONE_LINK = re.compile(r'<a href="([^"]*)">((?:(?!<a ).)*)</a>')
_TAG = re.compile(r"<[^>]*>")


# ---- captions


def join_captions(parts: Iterable[Part], doubts: list[Doubt]) -> list[Part]:
    """Pictures with the passage below them that its class calls a caption, and with the photographer it names."""
    joined: list[Part] = []
    for part in parts:
        before = joined[-1] if joined else None
        if isinstance(part, Lines) and part.caption and isinstance(before, Image) and not before.caption:
            joined[-1] = replace(before, caption=part.text.replace("\n", " "))
        else:
            joined.append(part)
    return [_credited(part, doubts) if isinstance(part, Image) else part for part in joined]


def _credited(image: Image, doubts: list[Doubt]) -> Image:
    for pattern in phrases().credits:
        if (found := pattern.search(image.caption)) and not image.credit:
            doubts.append(doubt("credit", text=found[0].strip()))
            return replace(image, caption=image.caption[: found.start()].rstrip(" ,;–-"), credit=found["who"].strip())
    return image


# ---- lists


@dataclass(frozen=True, slots=True)
class _Item:
    """A line and what it begins with.

    Attributes:
        sign: the bullet; "1" for a number; empty for none.
        number: which one.
        line: without the sign.
        sure: whether one alone is a list already.
    """

    part: int
    original: Line
    sign: str = ""
    number: int = 0
    line: Line = ()
    sure: bool = False
    continues: bool = False


def make_lists(parts: Sequence[Part], doubts: list[Doubt]) -> list[Part]:
    """Lines that begin with bullets or numbers become lists where that is unmistakable."""
    shaped: list[Part] = []
    run: list[tuple[int, Lines]] = []
    for index, part in enumerate(parts):
        if isinstance(part, Lines) and not part.caption:
            run.append((index, part))
            continue
        shaped += _lists_of(run, doubts)
        run = []
        shaped.append(part)
    return shaped + _lists_of(run, doubts)


def _lists_of(run: Sequence[tuple[int, Lines]], doubts: list[Doubt]) -> list[Part]:
    items = [item for index, lines in run for item in _items(index, lines)]
    if not any(item.sign for item in items):
        return [lines for _index, lines in run]
    shaped: list[Part] = []
    loose: list[_Item] = []
    for group in _groups(items):
        if _is_list(group):
            shaped += _passages(loose)
            loose = []
            shaped.append(_as_list(group, doubts))
        else:
            loose += group
    return shaped + _passages(loose)


def _items(index: int, lines: Lines) -> Iterator[_Item]:
    marked = bool(lines.marker) or lines.in_list
    for place, line in enumerate(lines.lines):
        if marked and place:
            yield _Item(index, line, "", 0, line, continues=True)
        elif lines.marker:
            ordered = bool(_WORD_NUMBER.fullmatch(lines.marker))
            yield _Item(index, line, "1" if ordered else lines.marker[:1], 0, line, sure=True)
        else:
            found = _item(index, line)
            yield replace(found, sure=True, sign=found.sign or "•", line=found.line or line) if marked else found


def _item(index: int, line: Line) -> _Item:
    text = text_of(line)
    if number := _NUMBER.match(text):
        following = fold(text[number.end() :]).split()
        if not (following and following[0] in words().months):  # "1. Oktober" is a day
            return _Item(index, line, "1", int(number[1]), without_beginning(line, number.end()))
    elif sign := _SIGN.match(text):
        known = phrases()
        rest = without_beginning(line, sign.end())
        if sign[1] in known.bullets:
            return _Item(index, line, sign[1], 0, rest, sure=bool(sign[2]) or not sign[1].isascii())
        if sign[1] in known.dashes and sign[2] and not (sign[1] == "§" and text[sign.end()].isdigit()):
            return _Item(index, line, sign[1], 0, rest)
    return _Item(index, line)


def _groups(items: Sequence[_Item]) -> Iterator[list[_Item]]:
    """Neighbouring items of one sign, with the lines that continue them."""
    group: list[_Item] = []
    for item in items:
        if group and not (item.continues or (item.sign and item.sign == _sign(group))):
            yield group
            group = []
        group.append(item)
    if group:
        yield group


def _sign(group: Sequence[_Item]) -> str:
    return next((item.sign for item in group if item.sign), "")


def _is_list(group: Sequence[_Item]) -> bool:
    signed = [item for item in group if item.sign]
    if any(item.sure for item in signed):
        return True
    if len(signed) < 2:
        return False
    if signed[0].sign == "1":
        return signed[0].number == 1 and all(two.number == one.number + 1 for one, two in pairwise(signed))
    return True


def _as_list(group: Sequence[_Item], doubts: list[Doubt]) -> List:
    items: list[list[Line]] = []
    for item in group:
        if item.continues and items:
            items[-1].append(item.line)
        else:
            items.append([item.line])
    sign = _sign(group)
    named = ", ".join(f"{item.number}." for item in group if item.number) if sign == "1" else f"“{sign}”"
    doubts.append(doubt("list_recognised", text=named or "1.", value=text_of(group[0].line)))
    return List(tuple(as_html(lines) for lines in items if any(lines)), sign == "1")


def _passages(items: Sequence[_Item]) -> list[Part]:
    """Lines that are no list, again in the passages they came from."""
    passages: dict[int, list[Line]] = {}
    for item in items:
        passages.setdefault(item.part, []).append(item.original)
    return [Lines(tuple(lines)) for lines in passages.values()]


# ---- headings


def make_headings(parts: Sequence[Part], doubts: list[Doubt]) -> list[Part]:
    """Bold lines above plain text become headings; levels begin at 2 and leave none out."""
    shaped: list[Part] = []
    for part, following in zip_longest(parts, parts[1:]):
        if isinstance(part, Lines) and _is_heading(part) and following is not None and not _is_bold(following):
            doubts.append(doubt("heading_recognised", text=part.text))
            shaped.append(Heading(part.text, _BELOW_ALL_OTHERS))
        else:
            shaped.append(part)
    levels = sorted({part.level for part in shaped if isinstance(part, Heading)})
    return [
        replace(part, level=min(2 + levels.index(part.level), 4)) if isinstance(part, Heading) else part
        for part in shaped
    ]


def _is_heading(part: Lines) -> bool:
    text = part.text
    return (
        len(part.lines) == 1
        and not part.term
        and _is_bold(part)
        and len(text) <= _LONGEST_HEADING
        and text[-1] not in '.,;:!?…“"”'
        and not any(piece.style.href for piece in part.pieces)
    )


def _is_bold(part: Part) -> bool:
    return isinstance(part, Lines) and all(piece.style.strong for piece in part.pieces if piece.text.strip())


# ---- the result


def as_blocks(parts: Iterable[Part]) -> tuple[Block, ...]:
    """Parts as they are handed out; links that stand together under a title such as "Links" become one block."""
    blocks: list[Block] = []
    for part in parts:
        links = _links(part)
        if links and blocks and (title := _title(blocks[-1])):
            blocks[-1] = Links(links, title)
        elif isinstance(part, Lines):
            blocks.append(Paragraph(as_html(part.lines)))
        else:
            blocks.append(part)
    return tuple(blocks)


def _title(block: Block) -> str:
    if not isinstance(block, Heading | Paragraph):
        return ""
    text = block.text if isinstance(block, Heading) else unescape(_TAG.sub("", block.html))
    return text.strip().rstrip(":").strip() if fold(text) in phrases().link_titles else ""


def _links(part: Part) -> tuple[Link, ...]:
    """The links of a list or passage that consists of nothing else."""
    if isinstance(part, List):
        items = list(part.items)
    elif isinstance(part, Lines):
        items = [as_html([line]) for line in part.lines]
    else:
        return ()
    found = [_ONE_LINK.fullmatch(item) for item in items]
    return tuple(Link(unescape(_TAG.sub("", one[2])), unescape(one[1])) for one in found if one) if all(found) else ()
