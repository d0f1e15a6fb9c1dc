"""Reads that pages, commands and other rooms share."""

from collections import defaultdict
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final

from django.db import connection
from django.db.models import BooleanField, Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from kommin.foundation.prepared import Prepared
from kommin.register.errors import RegisterError
from kommin.register.maps.layers import drawn
from kommin.register.matching import Answer, Entry, Matcher
from kommin.register.matching.entries import DISTRICT, MUNICIPALITY
from kommin.register.matching.vocabulary import vocabulary
from kommin.register.models import District, KeyChange, Municipality, OtherName, Register

_HOME: Final = Prepared(lambda given: Register.objects.filter(is_default=given.yes)[:1], yes=BooleanField())


def home_register() -> Register | None:
    """The house's own register, of which nearly every page shows something; None while none is loaded."""
    found: Register | None = _HOME.first(yes=True)
    return found


def default_register() -> Register:
    """The house's own register; if none is marked so, the first that was loaded.

    Raises:
        RegisterError: none is loaded.
    """
    register = Register.objects.order_by("-is_default", "pk").first()
    if register is None:
        raise RegisterError(_("No register is loaded yet. Load one with: kommin register load"))
    return register


def register_by_code(code: str = "") -> Register:
    """A register by its code, or the house's own.

    Raises:
        RegisterError: there is none of this code.
    """
    if not code:
        return default_register()
    register = Register.objects.filter(code=code).first()
    if register is None:
        known = ", ".join(Register.objects.values_list("code", flat=True)) or "–"
        raise RegisterError(
            _("There is no register “%(code)s”. There are: %(known)s.") % {"code": code, "known": known}
        )
    return register


def entries(register: Register) -> list[Entry]:
    """Everything in a register that a text can mean, former places included."""
    names: dict[str, list[str]] = defaultdict(list)
    for key, name in OtherName.objects.filter(register=register).values_list("key", "name"):
        names[key].append(name)
    successors: dict[str, list[str]] = defaultdict(list)
    former: dict[str, Entry] = {}
    for change in KeyChange.objects.filter(register=register):
        successors[change.old_key].append(change.new_key)
        former[change.old_key] = Entry(
            change.old_key, change.old_name, change.level, successor_keys=tuple(successors[change.old_key]),
            aliases=tuple(names[change.old_key]),
        )  # fmt: skip
    districts = list(District.objects.filter(register=register).exclude(key__in=former))
    own = {district.pk: district.key for district in districts if district.of_one_city}
    found = [
        Entry(
            place.key, place.name, MUNICIPALITY, place.official_name, place.kind,
            place.district.key if place.district else "", tuple(names[place.key]),
            (own[place.district_id],) if place.district_id in own else (),
        )
        for place in Municipality.objects.filter(register=register).exclude(key__in=former).select_related("district")
    ]  # fmt: skip
    found += [
        Entry(place.key, place.name, DISTRICT, place.official_name, place.kind, "", tuple(names[place.key]))
        for place in districts
        if not place.of_one_city
    ]
    return [*found, *former.values()]


@dataclass
class _Kept:
    """Matchers in use, one per register of a database; a new revision replaces the old."""

    matchers: dict[tuple[str, int], tuple[str, Matcher]]
    lock: Lock


_kept = _Kept({}, Lock())


def matcher(register: Register) -> Matcher:
    """The matcher of a register, built once for its present revision and kept by the process."""
    place = (str(connection.settings_dict["NAME"]), register.pk)
    with _kept.lock:
        revision, known = _kept.matchers.get(place, ("", None))
        if known is None or revision != register.revision:
            known = Matcher(
                entries(register), vocabulary(register.language), register.qualifiers, register.usual_additions
            )
            _kept.matchers[place] = (register.revision, known)
        return known


def find(text: str, register: Register | None = None) -> Answer:
    """What a text means in a register (the house's own by default): places best first, each with a confidence.

    Raises:
        RegisterError: no register is loaded.
    """
    return matcher(register or default_register()).find(text)


def successors(register: Register, key: str) -> list[str]:
    """The keys of today that an old key leads to, followed through all changes; the key itself if it is of today."""
    entry = matcher(register).index.entries.get(key)
    return [today.key for today in matcher(register).index.today(entry)] if entry else []


def keys_of_place(register: Register, key: str) -> set[str]:
    """Every key that means the same place as this one: that of today and those of before a reform."""
    index = matcher(register).index
    wanted = {key, *successors(register, key)}
    return wanted | {one.key for one in index.entries.values() if any(now.key in wanted for now in index.today(one))}


def municipalities(register: Register) -> QuerySet[Municipality]:
    """The municipalities of today with all that lists show, in German order."""
    return (
        Municipality.objects.filter(register=register, valid_until=None)
        .select_related("register", "district", "district__register", "region")
        .order_by("sort_key", "key")
    )


def municipality(register: Register, key: str) -> Municipality | None:
    """The municipality with this very key, of today or a former one."""
    places = Municipality.objects.filter(register=register).select_related("register", "district__register", "region")
    return places.filter(key=key).first()


def district(register: Register, key: str) -> District | None:
    """The district with this very key, of today or a former one."""
    return District.objects.filter(register=register).select_related("register", "region").filter(key=key).first()


def municipalities_of(district: District) -> QuerySet[Municipality]:
    """The municipalities of a district today, in German order; of a former district those it had last."""
    places = Municipality.objects.filter(district=district).select_related("register")
    return places.filter(valid_until=None) if district.valid_until is None else places


def neighbours(place: Municipality) -> list[Municipality]:
    """The municipalities that share a border with this one, in German order; none where there are no boundaries."""
    picture = drawn(place.register)
    if picture is None:
        return []
    return list(municipalities(place.register).filter(key__in=picture.topology.neighbours(place.key)))


def history(register: Register, key: str) -> list[KeyChange]:
    """The changes of keys that led to this one or away from it, oldest first."""
    found: dict[int, KeyChange] = {}
    open_keys, seen = {key}, set()
    while open_keys:
        seen |= open_keys
        changes = KeyChange.objects.filter(Q(new_key__in=open_keys) | Q(old_key=key), register=register)
        found |= {change.pk: change for change in changes}
        open_keys = {change.old_key for change in changes} - seen
    return sorted(found.values(), key=lambda change: (change.valid_from, change.old_key))


def former_names(register: Register, key: str) -> list[str]:
    """Names that a place had before."""
    return list(OtherName.objects.filter(register=register, key=key, former=True).values_list("name", flat=True))


def districts_with_figures(register: Register) -> list[Any]:
    """The districts of today in German order, each with `towns` (municipalities) and `inhabitants`."""
    return list(
        District.objects.filter(register=register, valid_until=None)
        .select_related("register", "region")
        .annotate(
            towns=Count("municipalities", filter=Q(municipalities__valid_until=None)),
            inhabitants=Sum("municipalities__population", filter=Q(municipalities__valid_until=None)),
        )
        .order_by("sort_key", "key")
    )
