"""Whose letter it is: the authority's address and contact, and the courts that judge its decisions."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self


@dataclass(frozen=True)
class Letterhead:
    """Address and contact of an authority as its letters show them; its name comes with the decision."""

    unit: str = ""
    street: str = ""
    postcode: str = ""
    town: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    hours: str = ""

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The head as it was kept; parts this version does not know are left out."""
        return cls(**{each.name: str(stored.get(each.name) or "") for each in fields(cls)})

    def as_json(self) -> dict[str, str]:
        return asdict(self)

    @property
    def place(self) -> str:
        return f"{self.postcode} {self.town}".strip()

    @property
    def in_one_line(self) -> str:
        return ", ".join(part for part in (self.street, self.place) if part)


@dataclass(frozen=True)
class Court:
    """A court, and the keys of the places whose lawsuits it hears (beginnings of municipality keys; empty for all)."""

    name: str = ""
    street: str = ""
    postcode: str = ""
    town: str = ""
    keys: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        texts = {name: str(stored.get(name) or "") for name in ("name", "street", "postcode", "town")}
        return cls(**texts, keys=tuple(str(key) for key in stored.get("keys") or ()))

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"keys": list(self.keys)}

    @property
    def in_one_line(self) -> str:
        """Name, seat and address; name and seat are what § 58 VwGO asks for."""
        place = f"{self.postcode} {self.town}".strip()
        return ", ".join(part for part in (self.name, self.street, place) if part)


def court_for(key: str, courts: Iterable[Court]) -> Court | None:
    """The court for a place: the one with the longest fitting beginning of its key; None when nobody named one."""
    fitting = [
        (len(beginning), -position, court)
        for position, court in enumerate(courts)
        for beginning in (court.keys or ("",))
        if key.startswith(beginning)
    ]
    return max(fitting, key=lambda found: found[:2])[2] if fitting else None
