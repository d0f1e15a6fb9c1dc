"""The few signs that format a text of a letter, read into plain structure: paragraphs, lists, bold, placeholders.

A text is never code: it is taken apart here, and its pieces reach page and PDF as strings.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

Run = tuple[str, bool]
"""A piece of a line and whether it is bold."""
Kind = Literal["paragraph", "bullets", "numbers"]

_PLACEHOLDER = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_BULLET = re.compile(r"\A\s*[-\u2013\u2022]\s+(?P<text>.*)\Z", re.DOTALL)
_NUMBERED = re.compile(r"\A\s*\d{1,3}[.)]\s+(?P<text>.*)\Z", re.DOTALL)
_BOLD = "**"


@dataclass(frozen=True)
class Part:
    """A paragraph, or a list with its items; each a sequence of lines of runs."""

    kind: Kind
    items: tuple[tuple[Run, ...], ...]

    def as_json(self) -> dict[str, Any]:
        items = [[{"text": text, "bold": bold} for text, bold in item] for item in self.items]
        return {"kind": self.kind, "items": items}

    @property
    def text(self) -> str:
        """What it says, without formatting."""
        return "\n".join("".join(text for text, _bold in item) for item in self.items)


def placeholders_in(text: str) -> list[str]:
    """The names between `{{` and `}}`, in their order."""
    return _PLACEHOLDER.findall(text)


def without_placeholders(text: str) -> str:
    """The text with nothing in their place; what brackets are left have no partner."""
    return _PLACEHOLDER.sub("", text)


def read(text: str, value_of: Callable[[str], str] | None = None) -> list[Part]:
    """A text as its parts, placeholders filled in by `value_of`.

    A paragraph or item is left out when one of its placeholders has no value in this case (`value_of` gives an empty
    text): a sentence about a cap says nothing where there is none. Values are inserted after formatting was read, so
    that stars or dashes in a project's title stay what they are.
    """
    found: list[Part] = []
    for kind, chunk in _chunks(text):
        if kind == "blank":
            continue
        if value_of is not None and any(not value_of(name) for name in placeholders_in(chunk)):
            continue
        runs = tuple(_runs(chunk, value_of))
        if runs:
            _add(found, kind, runs)
    return found


def plain_parts(text: str) -> list[Part]:
    """A text of a decision as it was typed: paragraphs and lists, no placeholders and no bold."""
    found: list[Part] = []
    for kind, chunk in _chunks(text):
        if kind != "blank":
            _add(found, kind, ((chunk, False),))
    return found


def _add(found: list[Part], kind: Kind, runs: tuple[Run, ...]) -> None:
    """Items that follow each other are one list."""
    if kind != "paragraph" and found and found[-1].kind == kind:
        found[-1] = Part(kind, (*found[-1].items, runs))
    else:
        found.append(Part(kind, (runs,)))


def _chunks(text: str) -> Iterator[tuple[Literal["paragraph", "bullets", "numbers", "blank"], str]]:
    """Paragraphs and items with their kind; lines of one paragraph stay lines."""
    for block in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines: list[str] = []
        for line in block.strip("\n").split("\n"):
            bullet, numbered = _BULLET.match(line), _NUMBERED.match(line)
            item = bullet or numbered
            if item is None:
                lines.append(line.strip())
                continue
            if lines:
                yield "paragraph", "\n".join(lines).strip()
                lines = []
            yield ("bullets" if bullet else "numbers"), item["text"].strip()
        if any(lines):
            yield "paragraph", "\n".join(lines).strip()
        yield "blank", ""


def _runs(chunk: str, value_of: Callable[[str], str] | None) -> Iterator[Run]:
    bold = False
    for piece in re.split(r"(\*\*)", chunk):
        if piece == _BOLD:
            bold = not bold
            continue
        filled = _PLACEHOLDER.sub(lambda match: value_of(match[1]) if value_of else match[0], piece)
        if filled:
            yield filled, bold
