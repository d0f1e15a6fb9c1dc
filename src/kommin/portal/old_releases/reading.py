"""From a file to old releases, with every doubt named.

reading = read_file(path)                                     # RSS, Atom, CSV, a spreadsheet or JSON
reading.mapping.fields["lead"]                                # ("Vorspann",): to be shown and overruled
read_file(path, read_mapping({"fields": {"lead": "Teaser"}}))
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urljoin

from kommin.foundation.search import fold
from kommin.foundation.tables import Limits
from kommin.portal.old_releases.doubts import Doubt, doubt
from kommin.portal.old_releases.entries import Entry, Given, Source
from kommin.portal.old_releases.mapping import Mapping
from kommin.portal.old_releases.moments import months_come_first, read_moment
from kommin.portal.old_releases.names import SEVERAL, names, part_of
from kommin.portal.old_releases.releases import OldAttachment, OldImage, OldRelease
from kommin.portal.old_releases.sources import LONGEST_TEXT, open_source

_ADDRESS = re.compile(r"(?:https?://|/)\S*", re.IGNORECASE)
_MADE = "made:"
"""How an identity begins that the source did not give."""
_LIST = re.compile(r"[;|\n]+")
_MARKUP_IN_ADDRESS = re.compile(r"""[<>"']""")


@dataclass(frozen=True)
class Reading:
    """What a file holds.

    Attributes:
        source: kind, encoding and names of the file.
        mapping: how it was read, complete.
        releases: those that can be imported, in the order of the file.
        unused: names of the file that no field takes over.
        doubts: about the file and its entries.
    """

    source: Source
    mapping: Mapping
    releases: Sequence[OldRelease]
    unused: tuple[str, ...]
    doubts: Sequence[Doubt]


def read_file(
    source: Path | bytes | BinaryIO, mapping: Mapping | None = None, *, limits: Limits | None = None
) -> Reading:
    """Read a file of old releases.

    Raises:
        OldReleasesError: it cannot be used; nothing was kept.
    """
    mapping = mapping or Mapping()
    opened = open_source(
        source, encoding=mapping.encoding, delimiter=mapping.delimiter, sheet=mapping.sheet,
        header_line=mapping.header_line, limits=limits,
    )  # fmt: skip
    return read_releases(opened, mapping)


def read_releases(source: Source, mapping: Mapping) -> Reading:
    """The releases in a file that was opened; what nobody mapped is proposed.

    Raises:
        OldReleasesError: the mapping names what the file does not have.
    """
    mapping = mapping.for_source(source)
    used = {name for several in mapping.fields.values() for name in several}
    ignored = {name.casefold() for name in mapping.ignored}
    unused = tuple(name for name in source.names if name not in used and name.casefold() not in ignored)
    told = (name for name in unused if not {fold(name), fold(name.split(".")[0])} & names().technical)
    doubts = [*source.doubts, *(doubt("field_unused", text=name) for name in told)]
    month_first = mapping.month_first
    if month_first is None:
        month_first = months_come_first(_first(entry, mapping, "published") for entry in source.entries)
    releases: list[OldRelease] = []
    first: dict[str, OldRelease] = {}
    for entry in source.entries:
        release, found = _EntryReader(entry, mapping, source.base, month_first).release()
        release = _told_apart(release, first)
        doubts += [one.of(release.identity) for one in found]
        known = first.setdefault(release.identity, release)
        if known is release:
            releases.append(release)
        else:
            same = known.content_hash == release.content_hash
            kind = "same_twice" if same else "identity_twice"
            doubts.append(
                doubt(kind, str(entry.number), text=release.identity, other=known.number).of(release.identity)
            )
    return Reading(source, mapping, releases, unused, doubts)


def _told_apart(release: OldRelease, first: MappingType[str, OldRelease]) -> OldRelease:
    """Two releases of one headline and day, which the source itself gave no marks, are numbered."""
    made, number = release.identity, 1
    while made.startswith(_MADE) and (known := first.get(release.identity)) is not None:
        if replace(release, identity=known.identity).content_hash == known.content_hash:
            break
        number += 1
        release = replace(release, identity=f"{made}-{number}")
    return release


def _first(entry: Entry, mapping: Mapping, field: str) -> str:
    return next((given.text.strip() for given in _given(entry, mapping.fields, field) if given.text.strip()), "")


def _given(entry: Entry, fields: MappingType[str, tuple[str, ...]], field: str) -> Iterator[Given]:
    for name in fields.get(field, ()):
        yield from entry.values.get(name, ())


class _EntryReader:
    """Reads one entry; collects its doubts."""

    def __init__(self, entry: Entry, mapping: Mapping, base: str, month_first: bool | None) -> None:
        self._entry = entry
        self._mapping = mapping
        self._base = base
        self._month_first = month_first
        self._doubts: list[Doubt] = []

    def release(self) -> tuple[OldRelease, list[Doubt]]:
        moment = read_moment(
            self._text("published", alone=False), self._text("published_time"), month_first=self._month_first
        )
        self._doubts += moment.doubts
        lead, body = self._text("lead"), self._text("body")
        if not body and lead:
            lead, body = "", lead
            self._doubts.append(doubt("body_from_lead", "body"))
        addresses = tuple(self._addresses())
        title = " ".join(self._text("title").split())
        self._doubts += [
            doubt(kind, place)
            for kind, place, text in (("no_title", "title", title), ("no_body", "body", body))
            if not text
        ]
        release = OldRelease(
            number=self._entry.number,
            identity=self._identity(addresses, title, moment.at),
            title=title,
            kicker=self._text("kicker"),
            subheadline=self._text("subheadline"),
            lead=lead,
            body=body,
            published=moment.at,
            published_text=self._text("published", alone=False),
            has_time=moment.has_time,
            addresses=addresses,
            base=self._resolved_base(addresses),
            sender=self._text("sender"),
            topics=tuple(dict.fromkeys(self._topics())),
            contact=self._text("contact"),
            images=tuple(self._images()),
            attachments=tuple(self._attachments()),
        )
        return release, self._doubts

    def _text(self, field: str, *, alone: bool = True) -> str:
        """The first value of a field that has one; others that say something else are told where they would be lost.

        Args:
            alone: whether a second value is worth telling; of several days of one entry the first counts.
        """
        filled = {
            text: name
            for name in reversed(self._mapping.fields.get(field, ()))
            for given in reversed(self._entry.values.get(name, ()))
            if (text := given.text.strip())
        }
        if not filled:
            return ""
        *others, first = filled
        if len(first) > LONGEST_TEXT:
            self._doubts.append(doubt("too_long", field, value=len(first), other=LONGEST_TEXT))
            return ""
        if alone and field not in SEVERAL and field != "identity":
            self._doubts += [doubt("other_value", field, text=filled[text], value=text) for text in reversed(others)]
        return first

    def _identity(self, addresses: Sequence[str], title: str, at: datetime | None) -> str:
        if (given := self._text("identity")) or (given := addresses[0] if addresses else ""):
            return given[:500]
        self._doubts.append(doubt("identity_made", "identity"))
        content = "\x1f".join((fold(title), at.isoformat() if at else self._text("published", alone=False)))
        if not title:
            content += "\x1f" + self._text("body")
        return f"{_MADE}{hashlib.sha256(content.encode()).hexdigest()[:32]}"

    def _addresses(self) -> Iterator[str]:
        found: list[str] = []
        for given in _given(self._entry, self._mapping.fields, "addresses"):
            parts = given.text.split()
            if not all(map(_ADDRESS.match, parts)) and _ADDRESS.match(given.text.strip()):
                parts = ["%20".join(parts)]  # one address with blanks in it
            found += parts if len(parts) < 2 or _ADDRESS.match(parts[0]) else [given.text.strip()]
        for given in _given(self._entry, self._mapping.fields, "identity"):
            if given.parts.get("isPermaLink", "").lower() != "false" and given.text.strip().startswith(
                ("http://", "https://")
            ):
                found.append(given.text.strip())
        for address in dict.fromkeys(filter(None, (one.strip(",;|") for one in found))):
            if _MARKUP_IN_ADDRESS.search(address) or " " in address:
                self._doubts.append(doubt("bad_address", "addresses", text=address))
            else:
                yield address

    def _resolved_base(self, addresses: Sequence[str]) -> str:
        """Against what relative links are resolved: the entry's own address, itself resolved against the site."""
        candidates = [self._joined(self._base, address) for address in addresses]
        return next((one for one in candidates if one.startswith(("http://", "https://"))), self._base)

    @staticmethod
    def _joined(base: str, address: str) -> str:
        try:
            return urljoin(base, address)
        except ValueError:
            return address

    def _topics(self) -> Iterator[str]:
        for name in self._mapping.fields.get("topics", ()):
            separators = re.compile(r"[;|\n,]+") if fold(name) in names().commas else _LIST
            for given in self._entry.values.get(name, ()):
                text = (part_of(given.parts, "name") if given.parts else "") or given.text
                yield from filter(None, (" ".join(topic.split()) for topic in separators.split(text)))

    def _images(self) -> Iterator[OldImage]:
        beside = {part: self._text(f"image_{part}") for part in ("alt", "caption", "credit")}
        for address, parts in self._files("images"):
            if parts and not (part_of(parts, "media_type") or "image").startswith("image"):
                continue
            yield OldImage(
                address,
                part_of(parts, "alt") or beside["alt"],
                part_of(parts, "caption") or beside["caption"],
                part_of(parts, "credit") or beside["credit"],
            )
            beside = dict.fromkeys(beside, "")  # what the columns beside say is about the first picture
        for address, parts in self._files("attachments"):
            if part_of(parts, "media_type").startswith("image/"):
                yield OldImage(address, part_of(parts, "alt"), part_of(parts, "caption"), part_of(parts, "credit"))

    def _attachments(self) -> Iterator[OldAttachment]:
        for address, parts in self._files("attachments"):
            media_type = part_of(parts, "media_type")
            if media_type.startswith("image/"):
                continue
            size = part_of(parts, "size")
            yield OldAttachment(
                address, part_of(parts, "title"), media_type, int(size) if size.isdecimal() and int(size) else None
            )

    def _files(self, field: str) -> Iterator[tuple[str, MappingType[str, str]]]:
        seen: set[str] = set()
        for given in _given(self._entry, self._mapping.fields, field):
            if address := part_of(given.parts, "address"):
                several = [address]
            elif re.match(r"https?://\S+\s", given.text):
                several = given.text.split()
            else:
                several = _LIST.split(given.text)
            for one in filter(None, (part.strip(" ,") for part in several)):
                if _MARKUP_IN_ADDRESS.search(one):
                    self._doubts.append(doubt("bad_address", field, text=one))
                elif one not in seen:
                    seen.add(one)
                    yield one, given.parts
