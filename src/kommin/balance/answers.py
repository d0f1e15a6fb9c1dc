"""Figures for other programs."""

from typing import Any

from kommin.balance.definitions import DEFINITIONS
from kommin.balance.figures import Balance, Part
from kommin.balance.geography import Geography
from kommin.programmes.models import Programme


def as_json(
    programme: Programme, figures: Balance, places: Geography, *, invented: bool, definitions: bool = True
) -> dict[str, Any]:
    """One object with every figure; amounts are strings with a point, days in ISO form."""
    blocks = {block.pk: block for block in programme.blocks.all()}
    answer: dict[str, Any] = {
        "programme": programme.slug,
        "title": programme.title,
        "as_of": figures.as_of,
        "demonstration_data": invented,
        "participants": figures.participants,
        "towns": figures.towns,
        "cities": figures.cities,
        "districts": figures.districts,
        "new_participants": figures.new_participants,
        "projects": figures.projects,
        "granted_eur": _money(figures.granted),
        "paid_eur": _money(figures.paid),
        "returned_eur": _money(figures.returned),
        "per_inhabitant_eur": None if figures.per_inhabitant is None else _money(figures.per_inhabitant),
        "inhabitants": figures.inhabitants,
        "inhabitants_on": figures.inhabitants_on,
        "days_until_decision": figures.duration,
        "by_year": {
            str(year): {
                **_part(row), "new_participants": row.new_participants, "new_towns": row.new_towns,
                "new_districts": row.new_districts,
            }
            for year, row in figures.by_year.items()
        },
        "by_means": [
            {
                "budget_year": year, "committed_eur": _money(row.committed), "paid_eur": _money(row.paid),
                "returned_eur": _money(row.returned),
            }
            for year, row in figures.by_means.items()
        ],
        "by_block": [
            {"block": blocks[key].code if key in blocks else "", **_part(row, who=False)}
            for key, row in figures.by_block.items()
        ],
        "by_kind": [{"kind": key, **_part(row)} for key, row in figures.by_kind.items()],
        "by_region": [
            {"region": key, "name": places.regions.get(key, ""), **_part(row)} for key, row in figures.by_region.items()
        ],
        "by_district": [
            {"district": key, "name": places.districts.get(key, ""), **_part(row)}
            for key, row in figures.by_district.items()
        ],
        "by_size": [{"size": key, **_part(row)} for key, row in figures.by_size.items()],
        "repeat": [{"projects": count, "participants": number} for count, number in figures.repeat.items()],
    }  # fmt: skip
    if definitions:
        answer["definitions"] = {code: str(each.text) for code, each in DEFINITIONS.items()}
    return answer


def _part(row: Part, *, who: bool = True) -> dict[str, Any]:
    part: dict[str, Any] = {"projects": row.projects, "granted_eur": _money(row.granted)}
    return part | {"participants": row.participants} if who else part


def _money(amount: Any) -> str:
    return f"{amount:.2f}"
