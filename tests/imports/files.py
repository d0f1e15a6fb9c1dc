"""Files as people keep them, each with the right totals stated beside it, and what they are read against."""

from datetime import date
from decimal import Decimal
from typing import Any

from kommin.imports.core.mapping import Mapping, read_mapping
from kommin.imports.core.preparing import Prepared, prepare
from kommin.imports.core.rows import Block, Surroundings
from kommin.imports.core.words import words
from kommin.register.matching.vocabulary import vocabulary
from register.registers import nrw

TODAY = date(2026, 11, 1)
BLOCKS = (Block("netz", ("netz", "Vernetzung", "Networking")), Block("dsil", ("DSIL",)))


def around(file_name: str = "", blocks: tuple[Block, ...] = BLOCKS) -> Surroundings:
    """The register of North Rhine-Westphalia and two building blocks."""
    matcher = nrw()
    return Surroundings(
        matcher.find, matcher.index.entries, vocabulary("de"), words(), blocks, TODAY, file_name=file_name
    )


def read(
    content: str | bytes, mapping: dict[str, Any] | Mapping | None = None, *, control_total: str | None = None,
    file_name: str = "",
) -> Prepared:  # fmt: skip
    """A file, prepared."""
    given = mapping if isinstance(mapping, Mapping) else read_mapping(mapping or {})
    raw = content.encode() if isinstance(content, str) else content
    total = Decimal(control_total) if control_total else None
    return prepare(raw, given=given, around=around(file_name), control_total=total)


def kinds(prepared: Prepared) -> dict[int, list[str]]:
    """The doubts of each line that has some."""
    return {row.line: [each.kind for each in row.doubts] for row in prepared.read.rows if row.doubts}
