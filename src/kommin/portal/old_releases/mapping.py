"""Which field of a release stands under which name in the file: proposed, and overruled by hand."""

from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from kommin.portal.old_releases.entries import Source
from kommin.portal.old_releases.errors import OldReleasesError
from kommin.portal.old_releases.names import FIELDS, propose_fields

_PARTS = ("fields", "month_first", "encoding", "delimiter", "sheet", "header_line", "ignored")


@dataclass(frozen=True)
class Mapping:
    """How a file is read.

    Attributes:
        fields: field (one of `FIELDS`) → names in the file, the first that is filled counts.
        month_first: how 03/04/2010 is written; None where the entries decide.
        ignored: names that are left out knowingly, so that no doubt is raised about them.
        encoding, delimiter, sheet, header_line: of the file; empty where recognised.
    """

    fields: MappingType[str, tuple[str, ...]] = field(default_factory=dict)
    month_first: bool | None = None
    ignored: tuple[str, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    sheet: str | None = None
    header_line: int | None = None

    def to_json(self) -> dict[str, Any]:
        """As it is kept, shown, and read by `read_mapping`."""
        return {
            "fields": {name: list(given) for name, given in self.fields.items()},
            "month_first": self.month_first,
            "ignored": list(self.ignored),
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "sheet": self.sheet,
            "header_line": self.header_line,
        }

    def for_source(self, source: Source) -> "Mapping":
        """Completed with what is proposed for this file; what a person said stays, and no name is used twice.

        Raises:
            OldReleasesError: a name is mapped that the file does not have.
        """
        known = {name.casefold(): name for name in source.names}
        given: dict[str, tuple[str, ...]] = {}
        for target, wanted in self.fields.items():
            if unknown := [name for name in wanted if name.casefold() not in known]:
                raise OldReleasesError(
                    _("The file has no field “%(name)s”. There are: %(known)s.")
                    % {"name": unknown[0], "known": ", ".join(source.names)}
                )
            given[target] = tuple(known[name.casefold()] for name in wanted)
        used = {name for several in given.values() for name in several}
        left_out = {name.casefold() for name in self.ignored}
        free = [name for name in source.names if name not in used and name.casefold() not in left_out]
        proposed = propose_fields(free)
        if "body" in given and "body" in proposed:
            proposed.setdefault("lead", proposed.pop("body"))
        fields = {name: given.get(name, proposed.get(name, ())) for name in FIELDS if name in given or name in proposed}
        return Mapping(
            {name: several for name, several in fields.items() if several}, self.month_first, self.ignored,
            self.encoding, self.delimiter, self.sheet, self.header_line,
        )  # fmt: skip


def read_mapping(given: object) -> Mapping:
    """A mapping that somebody wrote, or that was kept. The short form names only fields: `{"lead": "Vorspann"}`.

    An empty list says that a field is not in the file, whatever would be proposed.

    Raises:
        OldReleasesError: it is no mapping; the message says which part is wrong.
    """
    if not isinstance(given, dict):
        raise OldReleasesError(_('The mapping must be a JSON object such as {"fields": {"lead": "Vorspann"}}.'))
    parts = dict(given)
    if parts and set(parts) <= set(FIELDS):
        parts = {"fields": parts}
    if unknown := sorted(set(parts) - set(_PARTS)):
        raise OldReleasesError(
            _("The mapping has no part “%(name)s”. There are: %(known)s.")
            % {"name": unknown[0], "known": ", ".join(_PARTS)}
        )
    month_first = parts.get("month_first")
    if month_first not in (None, True, False):
        raise OldReleasesError(_("“%(name)s” in the mapping must be true, false or null.") % {"name": "month_first"})
    line = parts.get("header_line")
    if line is not None and (isinstance(line, bool) or not isinstance(line, int) or line < 1):
        raise OldReleasesError(_("“%(name)s” in the mapping must be a whole number.") % {"name": "header_line"})
    return Mapping(
        _fields(parts.get("fields") or {}),
        month_first,
        _names("ignored", parts.get("ignored") or []),
        str(parts.get("encoding") or ""),
        str(parts.get("delimiter") or ""),
        None if parts.get("sheet") in (None, "") else str(parts["sheet"]),
        line,
    )


def _fields(given: object) -> dict[str, tuple[str, ...]]:
    if not isinstance(given, dict):
        raise OldReleasesError(_("“%(name)s” in the mapping must be an object.") % {"name": "fields"})
    for name in given:
        if name not in FIELDS:
            raise OldReleasesError(
                _("“%(name)s” is no field. There are: %(known)s.") % {"name": name, "known": ", ".join(FIELDS)}
            )
    fields = {str(name): _names(str(name), value) for name, value in given.items()}
    used: dict[str, str] = {}
    for field_name, several in fields.items():
        for name in several:
            if (other := used.setdefault(name.casefold(), field_name)) != field_name:
                raise OldReleasesError(
                    _("“%(name)s” is mapped twice: to %(one)s and to %(other)s.")
                    % {"name": name, "one": other, "other": field_name}
                )
    return fields


def _names(where: str, value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if value else ()
    if isinstance(value, list) and all(isinstance(name, str) for name in value):
        return tuple(filter(None, value))
    raise OldReleasesError(_("“%(name)s” in the mapping must be a name or a list of names.") % {"name": where})
