"""Running text of the press desk: a few signs, read into blocks that any page or printer can show.

    paragraph, until an empty line
    ## heading                                  - entry of a list, line by line
    > words of somebody, then the line          = figure | day | as printed | label
    > -- id of the person                       @ name of a place where something live is shown

`[words](target)` within a line is a link; targets are told apart in `targets.py`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

_LINK = re.compile(r"\[(?P<words>[^\]]+)\]\((?P<target>[^)\s]+)\)")


class BadText(ValueError):
    """A text that can't be read; the message says where."""


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of a line; a link when it has a target."""

    text: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    spans: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True)
class Listing:
    entries: tuple[tuple[Words, ...], ...]


@dataclass(frozen=True, slots=True)
class Quotation:
    text: str
    person: str


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure of the balance: its name, the day it is of, how it was printed, and what it counts.

    `figure` is a field of `kommin.balance.figures.Balance`, `in_year.` and a field of that year's line, or
    `appropriation` (of the year).
    """

    figure: str
    day: date
    printed: str
    label: str


@dataclass(frozen=True, slots=True)
class Live:
    """A place for something the house computes when the page is asked for."""

    name: str


Block = Paragraph | Heading | Listing | Quotation | KeyFigure | Live


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text in their order."""
    parts = [part for part in re.split(r"\n\s*\n", text.strip()) if part.strip()]
    return tuple(block for part in parts for block in _part(part.strip().splitlines()))


def spans(line: str) -> tuple[Words, ...]:
    """A line taken apart at its links."""
    found: list[Words] = []
    at = 0
    for match in _LINK.finditer(line):
        if match.start() > at:
            found.append(Words(line[at : match.start()]))
        found.append(Words(match["words"], match["target"]))
        at = match.end()
    if at < len(line):
        found.append(Words(line[at:]))
    return tuple(found)


def plain(block: Block) -> str:
    """The words of a block, without signs."""
    match block:
        case Paragraph():
            return "".join(each.text for each in block.spans)
        case Listing():
            return "\n".join("".join(each.text for each in entry) for entry in block.entries)
        case KeyFigure():
            return f"{block.printed} {block.label}"
        case Live():
            return ""
    return block.text


def targets_in(block: Block) -> Iterator[str]:
    """Where the links of a block lead."""
    lines: Sequence[Sequence[Words]] = ()
    match block:
        case Paragraph():
            lines = (block.spans,)
        case Listing():
            lines = block.entries
    return (each.target for line in lines for each in line if each.target)


def _part(lines: list[str]) -> Iterator[Block]:
    first = lines[0]
    if first.startswith("## "):
        yield Heading(first[3:].strip())
        if lines[1:]:
            yield from _part(lines[1:])
    elif first.startswith("- "):
        yield Listing(tuple(spans(_without("- ", line)) for line in lines))
    elif first.startswith("= "):
        yield from (_figure(_without("= ", line)) for line in lines)
    elif first.startswith("> "):
        yield _quotation([_without("> ", line) for line in lines])
    elif first.startswith("@ "):
        yield from (Live(_without("@ ", line).strip()) for line in lines)
    else:
        yield Paragraph(spans(" ".join(line.strip() for line in lines)))


def _without(sign: str, line: str) -> str:
    if not line.startswith(sign):
        raise BadText(f"a line without “{sign.strip()}” among others: {line}")
    return line.removeprefix(sign)


def _quotation(lines: list[str]) -> Quotation:
    *words, person = lines
    if not words or not person.startswith("-- "):
        raise BadText(f"words without the line that says whose they are: {' '.join(lines)}")
    return Quotation(" ".join(words).strip(), person.removeprefix("-- ").strip())


def _figure(line: str) -> KeyFigure:
    cells = [cell.strip() for cell in line.split("|")]
    if len(cells) != 4 or not all(cells):
        raise BadText(f"a figure needs four cells: {line}")
    figure, day, printed, label = cells
    return KeyFigure(figure, date.fromisoformat(day), printed, label)
