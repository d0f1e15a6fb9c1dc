"""KOMM-IN NRW 2005 to 2012 as it may have been: invented projects in real places, true to every published figure.

`data/komm_in_nrw_published.csv` holds what the ministry published; the plan below was made to fit it, and a test holds
each figure on its day. Titles, amounts, days and who took part are invented, as is all of 2012. The same every time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from kommin.balance.actions import prepare_snapshot, rebuilt_afterwards, release_snapshot
from kommin.balance.models import Snapshot
from kommin.balance.rollup import INVENTED
from kommin.cases.actions.ledger import Movement, write_entries
from kommin.cases.actions.opening import LONGEST_SORT_KEY, where
from kommin.cases.models import Case, Completeness, EntryKind, Stage
from kommin.demo.history_titles import ACCENTS, TITLES
from kommin.foundation.access import Actor
from kommin.foundation.audit import actions as audit
from kommin.foundation.search import sort_key
from kommin.people.models import User
from kommin.people.standing import as_person, standings_of
from kommin.programmes import actions as programmes
from kommin.programmes.models import BuildingBlock, Programme
from kommin.programmes.words import ApplicantKind, applicant_kind
from kommin.register.models import District, Municipality, Register

SLUG = "komm-in-nrw"
COMMAND = Actor.command("kommin demo load")
ZONE = ZoneInfo(settings.TIME_ZONE)
REFORM = date(2009, 10, 21)
FORMER = {"05334002": ("05313000", "Stadt Aachen"), "05334": ("05354", "Kreis Aachen")}
"""Places that had another key before the reform, with the name of then."""
APPROPRIATIONS = {2009: Decimal(3_000_000), 2010: Decimal(2_850_000)}
HIDDEN = (37, 118, 204, 301)
"""Projects whose municipality did not want them shown."""


@dataclass(frozen=True)
class Round:
    """Projects decided in one stretch of time: how many, by how many new participants, and what they add up to."""

    year: int
    first: date
    last: date
    projects: int
    participants: int
    new_towns: int
    new_districts: int
    total: int


ROUNDS = (
    Round(2005, date(2005, 5, 9), date(2005, 11, 25), 42, 36, 30, 6, 2_100_000),
    Round(2006, date(2006, 3, 6), date(2006, 11, 24), 53, 51, 15, 5, 2_600_000),
    Round(2007, date(2007, 3, 5), date(2007, 11, 23), 60, 58, 12, 4, 2_720_000),
    Round(2008, date(2008, 3, 3), date(2008, 10, 7), 57, 57, 10, 4, 2_451_000),
    Round(2008, date(2008, 10, 9), date(2008, 12, 12), 1, 1, 0, 0, 30_000),  # project 213
    Round(2009, date(2009, 4, 6), date(2009, 10, 16), 74, 71, 20, 4, 2_302_000),
    Round(2010, date(2010, 3, 1), date(2010, 9, 10), 71, 71, 13, 0, 2_576_000),
    Round(2010, date(2010, 10, 1), date(2010, 10, 22), 1, 1, 0, 0, 8_000),
    Round(2011, date(2011, 3, 14), date(2011, 10, 21), 62, 59, 7, 1, 2_004_000),
    Round(2012, date(2012, 3, 12), date(2012, 10, 26), 41, 40, 3, 0, 1_380_000),
)
LATER = (
    (402, EntryKind.CHANGED, Decimal("-2500.00"), date(2012, 2, 6)),
    (411, EntryKind.WITHDRAWN, None, date(2012, 5, 14)),
    (433, EntryKind.CHANGED, Decimal("1800.00"), date(2012, 6, 4)),
    (268, EntryKind.REVOKED, None, date(2012, 9, 3)),
    (455, EntryKind.REVOKED, None, date(2013, 4, 22)),
)
"""Number of the project, what happened to it, by how much (everything where nothing is said), from when on."""
SNAPSHOTS = (
    (date(2009, 10, 21), "Bilanz zum 21. Oktober 2009 (Vorführdaten)"),
    (date(2010, 10, 27), "Bilanz zum 27. Oktober 2010 (Vorführdaten)"),
)


@dataclass(frozen=True)
class Place:
    """Who can take part."""

    key: str
    name: str
    kind: ApplicantKind
    inhabitants: int

    def on(self, day: date) -> tuple[str, str, ApplicantKind]:
        """Key, name and kind on a day."""
        if self.key not in FORMER or day >= REFORM:
            return self.key, self.name, self.kind
        key, name = FORMER[self.key]
        return key, name, self.kind if self.kind == ApplicantKind.DISTRICT else ApplicantKind.CITY


@dataclass(frozen=True)
class Grant:
    """One invented project."""

    number: int
    place: Place
    year: int
    day: date
    amount: Decimal
    block: str
    title: str


def load() -> None:
    """Write the history into the ledger; what is there stays as it is."""
    programme = Programme.objects.filter(slug=SLUG).first()
    register = Register.objects.filter(is_default=True, code="nrw").first()
    if programme is None or register is None or programme.cases.exists():
        return
    with transaction.atomic():
        grants = list(plan(register))
        with rebuilt_afterwards(programme):
            cases = _write(programme, grants)
        _appropriations(programme)
        audit.record(
            action="balance.history_loaded", by=COMMAND, target=programme, data={"projects": len(grants)},
            reason="Erfunden für die Demonstration",
        )  # fmt: skip
    _snapshots(programme)
    _known_later(cases[120])


def plan(register: Register) -> Iterator[Grant]:
    """Every project, in the order of its number."""
    chance = Random(2005)  # noqa: S311 - the same invention every time, nothing secret
    towns, districts = _places(register)
    seen: list[Place] = []
    number = 0
    used: dict[tuple[str, str], int] = {}
    titles: dict[str, int] = {}
    decided_in_year: dict[int, list[Place]] = {}
    for each in ROUNDS:
        newcomers = [towns.pop(0) for _ in range(each.new_towns)] + [
            districts.pop(0) for _ in range(each.new_districts)
        ]
        places = _who(each, newcomers, seen, decided_in_year.get(each.year, []), chance)
        decided_in_year.setdefault(each.year, []).extend(places)
        seen += newcomers
        days = _days(each, chance)
        for place, day, amount in zip(places, days, _amounts(each, chance), strict=True):
            number += 1
            block, title = _subject(place, day, used, chance)
            yield Grant(number, place, each.year, day, amount, block, _told_apart(title, titles))


def _places(register: Register) -> tuple[list[Place], list[Place]]:
    """Towns and districts in the order in which they come to the programme: the large ones rather early."""
    chance = Random(1973)  # noqa: S311 - as above
    towns = [
        Place(town.key, _named(town), kind, town.population or 0)
        for town in Municipality.objects.filter(register=register, valid_until=None).order_by("key")
        if (kind := applicant_kind(town.kind))
    ]
    towns.sort(key=lambda place: -place.inhabitants * chance.uniform(0.4, 1.6))
    aachen = next(place for place in towns if place.key == "05334002")
    towns.remove(aachen)
    towns.insert(7, aachen)
    districts = [
        Place(district.key, district.name, ApplicantKind.DISTRICT, 0)
        for district in District.objects.filter(register=register, valid_until=None, of_one_city=False).order_by("key")
    ]
    chance.shuffle(districts)
    region = next(place for place in districts if place.key == "05334")
    districts.remove(region)
    districts.insert(2, region)
    return towns, districts


def _named(town: Municipality) -> str:
    return f"{'Gemeinde' if town.kind == 'gemeinde' else 'Stadt'} {town.name}"


def _who(
    each: Round, newcomers: Sequence[Place], seen: Sequence[Place], this_year: Sequence[Place], chance: Random
) -> list[Place]:
    """The participants of a round, one entry for each project. A single late project goes to somebody of that year."""
    if this_year:
        return [chance.choice(list(this_year)) for _ in range(each.projects)]
    again = each.participants - len(newcomers)
    known = [place for place in seen if place.key in FORMER and each.year in (2007, 2010)]
    known += chance.sample([place for place in seen if place not in known], again - len(known))
    taking_part = [*newcomers, *known]
    twice = chance.sample([place for place in taking_part if place.inhabitants > 0], each.projects - len(taking_part))
    places = [*taking_part, *twice]
    chance.shuffle(places)
    return places


def _days(each: Round, chance: Random) -> list[date]:
    """Decision days in order: a few for each round, working days."""
    span = (each.last - each.first).days
    rounds = sorted(each.first + timedelta(days=chance.randint(0, span)) for _ in range(max(1, each.projects // 8)))
    working = [day - timedelta(days=max(0, day.weekday() - 4)) for day in rounds]
    return sorted(max(chance.choice(working), each.first) for _ in range(each.projects))


def _amounts(each: Round, chance: Random) -> list[Decimal]:
    """Whole hundreds that add up; some are the 50,000 and 60,000 euros that are known of single grants."""
    if each.projects == 1:
        return [Decimal(each.total)]
    mean = each.total / each.projects
    fixed = [50_000] * (each.projects // 9) + ([60_000] * (each.projects // 12) if mean > 35_000 else [60_000])
    free = each.projects - len(fixed)
    left = each.total - sum(fixed)
    weights = [chance.uniform(0.55, 1.45) for _ in range(free)]
    amounts = [int(left * weight / sum(weights)) // 100 * 100 for weight in weights]
    amounts[0] += left - sum(amounts)
    everything = fixed + amounts
    chance.shuffle(everything)
    return [Decimal(amount) for amount in everything]


def _subject(place: Place, day: date, used: dict[tuple[str, str], int], chance: Random) -> tuple[str, str]:
    """A building block open on that day and a title; the same place gets another title each time."""
    blocks = [code for code in TITLES if day.year >= 2009 or code not in ("einbuergerung", "schwer-erreichbare")]
    block = chance.choice(blocks)
    titles = TITLES[block]
    start = used.setdefault((place.key, block), chance.randrange(len(titles)))
    used[place.key, block] = start + 1
    return block, titles[start % len(titles)]


def _told_apart(title: str, titles: dict[str, int]) -> str:
    """The title with an accent, so that no two projects are called the same."""
    times = titles[title] = titles.get(title, 0) + 1
    accent = ACCENTS[(times - 1) % len(ACCENTS)]
    return f"{title}, {accent}" if accent else title


def _write(programme: Programme, grants: Sequence[Grant]) -> list[Case]:
    blocks = {block.code: block for block in BuildingBlock.objects.filter(programme=programme)}
    regions = {place: where(place) for place in {grant.place.key for grant in grants}}
    cases = Case.objects.bulk_create(
        _case(grant, programme, blocks[grant.block], *regions[grant.place.key]) for grant in grants
    )
    for case, grant in zip(cases, grants, strict=True):
        write_entries(
            case=case, movements=list(_movements(grant)), source=f"{INVENTED}{SLUG}:{grant.number}", by=COMMAND
        )
    return cases


def _case(grant: Grant, programme: Programme, block: BuildingBlock, district: str, region: str) -> Case:
    key, name, kind = grant.place.on(grant.day)
    received = grant.day - timedelta(days=48 + (grant.number * 37) % 83)
    decided = datetime.combine(grant.day, time(12), ZONE)
    return Case(
        number=f"KIN-{grant.year}-{grant.number:03d}", programme=programme, block=block, applicant_key=key,
        applicant_name=name, applicant_kind=kind, applicant_sort=sort_key(grant.place.name)[:LONGEST_SORT_KEY],
        district_key=district, region_key=region, title=grant.title,
        title_sort=sort_key(grant.title)[:LONGEST_SORT_KEY],
        starts_on=grant.day + timedelta(days=30), ends_on=grant.day + timedelta(days=30 + 365),
        stage=Stage.CLOSED, completeness=Completeness.COMPLETE,
        received_at=datetime.combine(received, time(10), ZONE), stage_since=decided, changed_at=decided,
        applied=grant.amount, eligible=grant.amount, is_public=grant.number not in HIDDEN,
    )  # fmt: skip


def _movements(grant: Grant) -> Iterator[Movement]:
    """The decision, in two budget years for every other project; payments; what came later."""
    next_year = (grant.amount * (grant.number % 2) / 10).quantize(Decimal(1))
    yield Movement(EntryKind.GRANTED, grant.amount - next_year, grant.year, grant.day)
    if next_year:
        yield Movement(EntryKind.GRANTED, next_year, grant.year + 1, grant.day)
    happened = next((later for later in LATER if later[0] == grant.number), None)
    payable = min(grant.day + timedelta(days=41), date(grant.day.year, 12, 19))
    yield Movement(EntryKind.PAID, grant.amount - next_year, grant.year, payable)
    if next_year and (happened is None or happened[2] is not None):
        yield Movement(EntryKind.PAID, next_year, grant.year + 1, date(grant.year + 1, 4, 15))
    if happened is None:
        return
    _number, kind, amount, day = happened
    if amount is not None:
        yield Movement(kind, amount, grant.year, day)
        return
    yield Movement(kind, -(grant.amount - next_year), grant.year, day)
    if next_year:
        yield Movement(kind, -next_year, grant.year + 1, day)
    yield Movement(EntryKind.RETURNED, grant.amount - next_year, grant.year, day + timedelta(days=60))


def _appropriations(programme: Programme) -> None:
    for year, cash in APPROPRIATIONS.items():
        programmes.save_appropriation(
            programme=programme, by=COMMAND, year=year, chapter="15 040", title="633 60", cash=cash
        )


def _snapshots(programme: Programme) -> None:
    """Two published balances, prepared by one invented person and released by another."""
    if Snapshot.objects.filter(programme=programme).exists():
        return
    officer, treasurer = (_person(name) for name in ("priya.programm", "hannes.haushalt"))
    for day, occasion in SNAPSHOTS:
        made = prepare_snapshot(programme=programme, as_of=day, occasion=occasion, by=officer)
        release_snapshot(snapshot=made, digest=made.digest, by=treasurer)


def _person(local: str) -> Actor:
    user = User.objects.get(email=f"{local}@example.org")
    standings = standings_of(user)
    return as_person(user, standings[0], standings)


@transaction.atomic
def _known_later(case: Case) -> None:
    """A repayment of 2010 that became known after both publications: what was published differs from what is known."""
    locked = Case.objects.select_for_update().get(pk=case.pk)
    movement = Movement(EntryKind.RETURNED, Decimal("1240.50"), 2010, date(2010, 8, 30))
    write_entries(case=locked, movements=[movement], source=f"{INVENTED}{SLUG}:late", by=COMMAND)
