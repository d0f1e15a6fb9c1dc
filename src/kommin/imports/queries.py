"""Reads that actions, pages and the command share."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.utils import timezone

from kommin.imports.core.comparing import Known
from kommin.imports.core.rows import Block, Surroundings
from kommin.imports.core.words import words
from kommin.imports.models import GrantImport, ImportRow, ImportState
from kommin.programmes.models import BuildingBlock, Programme
from kommin.programmes.words import ApplicantKind, applicant_kind
from kommin.register import queries as registers
from kommin.register.matching import Entry
from kommin.register.matching.entries import DISTRICT
from kommin.register.matching.vocabulary import vocabulary
from kommin.register.models import District, Municipality, Register

_WITHOUT_COUNCIL = frozenset({"gemeindefreies_gebiet"})
_BATCH = 500
_PLACE_KINDS = ("place", "place_unknown", "key_differs", "joint")


def surroundings(programme: Programme, register: Register, file_name: str) -> Surroundings:
    """What a file for this programme is read against."""
    matcher = registers.matcher(register)
    return Surroundings(
        find=matcher.find, entries=matcher.index.entries, vocabulary=vocabulary(register.language), words=words(),
        blocks=blocks_of(programme), today=timezone.localdate(), file_name=file_name,
    )  # fmt: skip


def blocks_of(programme: Programme) -> list[Block]:
    """The programme's building blocks with everything they may be called in a file."""
    return [
        Block(block.code, tuple(filter(None, (block.code, block.title_de, block.title_en))))
        for block in BuildingBlock.objects.filter(programme=programme).order_by("position", "pk")
    ]


def kind_of(entry: Entry) -> str:
    """What a place is as an applicant. A register with kinds of its own tells towns and districts by their level."""
    known = applicant_kind(entry.kind)
    if known or entry.kind in _WITHOUT_COUNCIL:
        return known or ""
    return ApplicantKind.DISTRICT if entry.level == DISTRICT else ApplicantKind.TOWN


def whereabouts(register: Register) -> Mapping[str, tuple[str, str]]:
    """District and region of every place of a register, by key."""
    found: dict[str, tuple[str, str]] = {}
    for key, region in District.objects.filter(register=register).values_list("key", "region__key"):
        found[key] = (key, region or "")
    rows = Municipality.objects.filter(register=register).values_list(
        "key", "district__key", "region__key", "district__region__key"
    )
    for key, district, region, of_district in rows:
        found[key] = (district or key, region or of_district or "")
    return found


def imports_of(programme: Programme) -> QuerySet[GrantImport]:
    """The imports of a programme, newest first, without the files."""
    return GrantImport.objects.filter(programme=programme).defer("content", "mapping")


def newest_loaded(programme: Programme, source: str) -> GrantImport | None:
    """The edition of a source that counts now."""
    return imports_of(programme).filter(source=source, state=ImportState.LOADED).order_by("-loaded_at", "-pk").first()


def loaded_sources(programme: Programme) -> list[GrantImport]:
    """The edition that counts of each source."""
    found: dict[str, GrantImport] = {}
    for each in imports_of(programme).filter(state=ImportState.LOADED).order_by("-loaded_at", "-pk"):
        found.setdefault(each.source, each)
    return list(found.values())


_KNOWN = (
    "pk", "line", "case", "identity", "case_key", "place_key", "applicant_name", "title", "block", "year", "day",
    "booked", "paid", "eligible",
)  # fmt: skip
"""The columns of `Known`, in its order."""


def known_grants(of: GrantImport) -> Iterator[Known]:
    """What an edition has in the ledger."""
    rows = of.rows.filter(case__isnull=False, booked__isnull=False, year__isnull=False, day__isnull=False)
    texts: dict[Any, Any] = {}
    for values in rows.order_by("line", "pk").values_list(*_KNOWN).iterator(chunk_size=2000):
        # The same recipients, keys and blocks again and again: each text is kept once.
        shared: list[Any] = [texts.setdefault(each, each) if type(each) is str else each for each in values]
        yield Known(*shared)


@dataclass(frozen=True)
class Elsewhere:
    """A grant that came in from another source."""

    source: str
    line: int


def known_elsewhere(programme: Programme, identities: Iterable[str], *, besides: str) -> dict[str, Elsewhere]:
    """Those identities that the editions in force of other sources hold."""
    others = {each.pk: each for each in loaded_sources(programme) if each.source != besides}
    if not others:
        return {}
    wanted = list(identities)
    found: dict[str, Elsewhere] = {}
    for start in range(0, len(wanted), _BATCH):
        rows = ImportRow.objects.filter(
            grant_import__in=others, identity__in=wanted[start : start + _BATCH], booked__isnull=False
        ).values_list("identity", "grant_import", "line")
        found |= {identity: Elsewhere(others[number].file_name, line) for identity, number, line in rows}
    return found


def later_editions(of: GrantImport) -> QuerySet[GrantImport]:
    """Editions of the same source that were loaded on top of this one and still count."""
    return GrantImport.objects.filter(programme=of.programme_id, source=of.source, state=ImportState.LOADED,
                                      loaded_at__gt=of.loaded_at).defer("content")  # fmt: skip


def came_in_since(row: GrantImport) -> str:
    """The file of another source that was loaded since this one was read and holds grants of it; empty if none."""
    others = GrantImport.objects.filter(
        programme=row.programme_id, state=ImportState.LOADED, loaded_at__gt=row.read_at
    ).exclude(source=row.source)
    if not others.exists():
        return ""
    own = row.rows.filter(state="ready", change="new").exclude(identity="").values("identity")
    rows = ImportRow.objects.filter(grant_import__in=others, booked__isnull=False, identity__in=own)
    return rows.values_list("grant_import__file_name", flat=True).first() or ""


def rows_with(of: GrantImport, *, state: str = "", kind: str = "") -> QuerySet[ImportRow]:
    """Rows of an import, by what is to happen with them and by a kind of doubt."""
    rows = of.rows.all()
    if state:
        rows = rows.filter(state=state)
    if kind:
        rows = rows.filter(doubts__icontains=f'"{kind}"')
    return rows


@dataclass(frozen=True)
class Text:
    """A recipient as written, for which somebody has to choose a municipality."""

    text: str
    rows: int
    total: Decimal
    candidates: tuple[tuple[str, str], ...]


def texts_to_place(of: GrantImport) -> list[Text]:
    """The recipients somebody has to choose a municipality for, those with the most money first. Two queries."""
    rows = of.rows.filter(state="choice", what="grant").exclude(applicant_text="")
    kinds = Q()
    for kind in _PLACE_KINDS:
        kinds |= Q(doubts__icontains=f'"{kind}"')
    rows = rows.filter(kinds)
    found = rows.values("applicant_text").annotate(number=Count("pk"), total=Sum("cents"), first=Min("pk"))
    firsts = ImportRow.objects.in_bulk([each["first"] for each in found])
    texts = [
        Text(
            each["applicant_text"], each["number"], each["total"] or Decimal(0),
            tuple((key, name) for key, name in firsts[each["first"]].candidates),
        )
        for each in found
    ]  # fmt: skip
    return sorted(texts, key=lambda each: (-each.total, each.text))
