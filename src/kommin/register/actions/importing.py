"""Storing an edition: whole or not at all, nothing lost."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kommin.foundation.access import Actor, require
from kommin.foundation.audit.actions import record
from kommin.register.actions.comparing import FIELDS, Change, Difference, Record, compare_edition
from kommin.register.editions import Edition, check_edition
from kommin.register.errors import RegisterError
from kommin.register.kinds import OWN_DISTRICT
from kommin.register.models import District, KeyChange, Municipality, OtherName, Population, Region, Register
from kommin.register.models.register import new_revision
from kommin.register.rules import maintains_the_register

_MODELS = {"region": Region, "district": District, "municipality": Municipality}
_MANY_AT_ONCE = 500
_SHARE_THAT_MAY_END = 0.1


def create_register(*, code: str, name: str, by: Actor, country: str = "", language: str = "de") -> Register:
    """Add an empty register, for the keys of another state or country. The first one becomes the house's own.

    Raises:
        RegisterError: the code is taken.
    """
    require(maintains_the_register, by=by)
    with transaction.atomic():
        if Register.objects.filter(code=code).exists():
            raise RegisterError(_("There is already a register “%(code)s”.") % {"code": code})
        is_default = not Register.objects.filter(is_default=True).exists()
        register = Register.objects.create(
            code=code, name=name, country=country, language=language, is_default=is_default
        )
        record(action="register.created", by=by, target=register, data={"code": code, "country": country})
    return register


def import_edition(
    *, register: Register, edition: Edition, by: Actor, complete: bool = True, many_may_end: bool = False
) -> Difference:
    """Take over an edition: new places appear, others change, those it no longer has end; their keys stay known.

    An edition that changes nothing leaves no trace. Figures and former names already known are kept beside the new.

    Args:
        complete: whether the edition lists every place, so that one that is missing has ended.
        many_may_end: confirm that more than a tenth of the municipalities end with this edition.

    Raises:
        EditionError: the edition cannot be stored whole.
        RegisterError: it is older than what the register knows, or unexpectedly many places would end.
    """
    require(maintains_the_register, by=by)
    check_edition(edition)
    with transaction.atomic():
        locked = Register.objects.select_for_update().get(pk=register.pk)
        if complete and locked.as_of and edition.as_of < locked.as_of:
            raise RegisterError(
                _("The register is of %(known)s, this edition of %(given)s. An older one is not put over a newer one.")
                % {"known": locked.as_of.isoformat(), "given": edition.as_of.isoformat()}
            )
        difference = compare_edition(locked, edition, complete=complete)
        if difference.is_empty:
            return difference
        _refuse_unexpected_endings(locked, difference, many_may_end)
        _store(locked, difference)
        Register.objects.filter(pk=locked.pk).update(
            as_of=max(edition.as_of, locked.as_of or edition.as_of),
            sources=_sources(locked.sources, edition.source),
            revision=new_revision(),
        )
        record(action="register.edition_imported", by=by, target=locked, data=_for_the_record(difference))
    register.refresh_from_db()
    return difference


def _sources(known: str, added: str) -> str:
    """All who must be named: older figures and names stay in use beside the new ones."""
    return known if added in known else "; ".join(filter(None, (added, known)))


def _refuse_unexpected_endings(register: Register, difference: Difference, many_may_end: bool) -> None:
    ending = len(difference.of("municipality").ends)
    current = Municipality.objects.filter(register=register, valid_until=None).count()
    if not many_may_end and ending > current * _SHARE_THAT_MAY_END:
        raise RegisterError(
            _(
                "%(ending)s of %(current)s municipalities would end with this edition. If it lists only some, import it"
                " as a part (--partial); if they really end, confirm it (--many-may-end)."
            )
            % {"ending": ending, "current": current}
        )


def _store(register: Register, difference: Difference) -> None:
    first = register.as_of is None
    for level, model in _MODELS.items():
        part = difference.of(level)
        _add(register, model, [item for _level, item in part.appears], None if first else difference.edition.as_of)
        _change(register, model, part.changes)
        last_day = difference.edition.as_of - timedelta(days=1)
        for ending in part.ends:
            model.objects.filter(register=register, key=ending.key).update(valid_until=last_day)
    _keep_former_names(register, difference.changes)
    _keep_other_names(register, difference.edition.aliases)
    KeyChange.objects.bulk_create(
        KeyChange(
            register=register,
            level=succession.change.level,
            old_key=succession.change.old_key,
            old_name=succession.change.old_name,
            new_key=succession.change.new_key,
            valid_from=succession.change.valid_from,
            remark=succession.change.remark,
        )
        for succession in difference.successions
    )
    _store_populations(register, difference.populations)


def _add(register: Register, model: Any, records: Sequence[Record], since: date | None) -> None:
    """New rows; a place that had ended and is there again goes on under its old row."""
    references = _references(register)
    returning = (
        {place.key: place for place in model.objects.filter(register=register, key__in=[item.key for item in records])}
        if records and since
        else {}
    )
    new = []
    for item in records:
        place = returning.get(item.key) or model(register=register, key=item.key, valid_from=since)
        place.valid_until = None
        _fill(place, item, references)
        if place.pk:
            place.save()
        else:
            new.append(place)
    model.objects.bulk_create(new, batch_size=_MANY_AT_ONCE)


def _change(register: Register, model: Any, changes: Sequence[Change]) -> None:
    references = _references(register)
    places = {place.key: place for place in model.objects.filter(register=register, key__in=[c.key for c in changes])}
    for change in changes:
        for name, (_before, after) in change.fields.items():
            _set(places[change.key], name, after, references)
        _complete(places[change.key])
    columns = sorted({_column(name) for change in changes for name in change.fields} | {"sort_key"})
    if model is District:
        columns.append("of_one_city")
    model.objects.bulk_update(places.values(), columns, batch_size=_MANY_AT_ONCE)


def _references(register: Register) -> dict[str, dict[str, Any]]:
    return {
        "region": {place.key: place for place in Region.objects.filter(register=register)},
        "district": {place.key: place for place in District.objects.filter(register=register)},
    }


def _fill(place: Any, item: Record, references: Mapping[str, Mapping[str, Any]]) -> None:
    level = {Region: "region", District: "district", Municipality: "municipality"}[type(place)]
    for name in FIELDS[level]:
        value = getattr(item, name)
        if value not in ("", None):
            _set(place, name, value, references)
    _complete(place)


def _set(place: Any, name: str, value: Any, references: Mapping[str, Mapping[str, Any]]) -> None:
    if name.endswith("_key"):
        column = _column(name)
        setattr(place, column, references[column].get(value))
    else:
        setattr(place, name, value)


def _column(name: str) -> str:
    return name.removesuffix("_key") if name != "sort_key" else name


def _complete(place: Any) -> None:
    """What follows from the other fields; rows written in bulk do not pass through `save`."""
    place.put_in_order()
    if isinstance(place, District):
        place.of_one_city = place.kind == OWN_DISTRICT


def _keep_former_names(register: Register, changes: Sequence[Change]) -> None:
    names = [
        OtherName(register=register, key=change.key, name=change.fields["name"][0], former=True)
        for change in changes
        if "name" in change.fields
    ]
    OtherName.objects.bulk_create(names, ignore_conflicts=True)


def _keep_other_names(register: Register, aliases: Mapping[str, Sequence[str]]) -> None:
    names = [OtherName(register=register, key=key, name=name) for key, found in aliases.items() for name in found]
    OtherName.objects.bulk_create(names, ignore_conflicts=True)


def _store_populations(register: Register, populations: Sequence[tuple[str, date, int]]) -> None:
    places = {place.key: place for place in Municipality.objects.filter(register=register)}
    Population.objects.bulk_create(
        [Population(municipality=places[key], counted_on=day, inhabitants=number) for key, day, number in populations],
        batch_size=_MANY_AT_ONCE,
        update_conflicts=True,
        unique_fields=["municipality", "counted_on"],
        update_fields=["inhabitants"],
    )
    latest = {}
    for key, day, number in sorted(populations, key=lambda row: row[1]):
        place = places[key]
        if place.population_on is None or day >= place.population_on:
            place.population, place.population_on = number, day
            latest[key] = place
    Municipality.objects.bulk_update(latest.values(), ["population", "population_on"], batch_size=_MANY_AT_ONCE)


def _for_the_record(difference: Difference) -> dict[str, Any]:
    """What the audit keeps: the counts, and by key what ended and what took over."""
    return {
        "as_of": difference.edition.as_of,
        "source": difference.edition.source,
        "counts": difference.counts(),
        "ended": [ending.key for ending in difference.ends],
        "successions": [f"{item.change.old_key} > {item.change.new_key}" for item in difference.successions],
    }
