"""The invented people of the demonstration: at least one for every role, and the organisations they act for.

The places are real, so that registers and published figures fit them; everybody who acts for them here is invented.
All share one password, which the demonstration's sign-in page shows. Loading twice changes nothing.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from kommin.people.models import (
    ConflictOfInterest,
    Deputyship,
    Ground,
    Kind,
    Membership,
    Organisation,
    OrganisationName,
    Role,
    Succession,
    User,
)
from kommin.people.models.dated import today

SINCE = date(2026, 1, 1)


@dataclass(frozen=True)
class House:
    """An organisation of the demonstration with its names, each from a day on."""

    kind: Kind
    names: tuple[tuple[str, date], ...]
    key: str = ""


HAGEN = House(Kind.MUNICIPALITY, (("Stadt Hagen", date(1975, 1, 1)),), "05914000")
COLOGNE = House(Kind.MUNICIPALITY, (("Stadt Köln", date(1975, 1, 1)),), "05315000")
AUTHORITY = House(Kind.GRANTING_AUTHORITY, (("Bezirksregierung Arnsberg", date(1946, 8, 23)),))
AUTHORITY_OF_COLOGNE = House(Kind.GRANTING_AUTHORITY, (("Bezirksregierung Köln", date(1946, 8, 23)),))
MINISTRY_OF_2005 = House(
    Kind.MINISTRY,
    (
        (
            "Ministerium für Generationen, Familie, Frauen und Integration des Landes Nordrhein-Westfalen",
            date(2005, 6, 24),
        ),
    ),
)
MINISTRY_OF_2010 = House(
    Kind.MINISTRY,
    (("Ministerium für Arbeit, Integration und Soziales des Landes Nordrhein-Westfalen", date(2010, 7, 15)),),
)
MINISTRY = House(
    Kind.MINISTRY,
    (
        (
            "Ministerium für Kinder, Familie, Flüchtlinge und Integration des Landes Nordrhein-Westfalen",
            date(2017, 6, 30),
        ),
        (
            (
                "Ministerium für Kinder, Jugend, Familie, Gleichstellung, Flucht und Integration"
                " des Landes Nordrhein-Westfalen"
            ),
            date(2022, 6, 29),
        ),
    ),
)
PRESS = House(Kind.PRESS_OFFICE, (("Pressestelle des Ministeriums", date(2010, 7, 15)),))
EVALUATOR = House(Kind.EVALUATOR, (("Institut für Wirkungsforschung (Demonstration)", SINCE),))
COURT = House(Kind.COURT_OF_AUDIT, (("Landesrechnungshof Nordrhein-Westfalen", date(1948, 1, 1)),))
PLATFORM = House(Kind.OPERATOR, (("Betrieb der Plattform", SINCE),))
HOUSES = (
    HAGEN, COLOGNE, AUTHORITY, AUTHORITY_OF_COLOGNE, MINISTRY_OF_2005, MINISTRY_OF_2010, MINISTRY, PRESS, EVALUATOR,
    COURT, PLATFORM,
)  # fmt: skip
SUCCESSIONS = (
    (MINISTRY_OF_2005, MINISTRY_OF_2010, date(2010, 7, 15)),
    (MINISTRY_OF_2010, MINISTRY, date(2017, 6, 30)),
)

PLACES: tuple[tuple[str, str, House, Role, bool], ...] = (
    ("Anna Beispiel", "anna.beispiel", HAGEN, Role.EDITOR, False),
    ("Kemal Muster", "kemal.muster", HAGEN, Role.TREASURER, False),
    ("Siglinde Probe", "siglinde.probe", HAGEN, Role.SIGNATORY, True),
    ("Cem Demirel-Beispiel", "cem.beispiel", COLOGNE, Role.EDITOR, False),
    ("Petra Exempel", "petra.exempel", COLOGNE, Role.TREASURER, False),
    ("Jürgen Vorlage", "juergen.vorlage", COLOGNE, Role.SIGNATORY, True),
    ("Carla Sach", "carla.sach", AUTHORITY, Role.CASEWORKER, False),
    ("Emil Gutachten", "emil.gutachten", AUTHORITY, Role.CASEWORKER, False),
    ("Fatma Sorgfalt", "fatma.sorgfalt", AUTHORITY, Role.CASEWORKER, False),
    ("Bernd Prüfer", "bernd.pruefer", AUTHORITY, Role.SECOND_EXAMINER, False),
    ("Zofia Kasse", "zofia.kasse", AUTHORITY, Role.PAYMENT_OFFICER, False),
    ("Hedwig Leitner", "hedwig.leitner", AUTHORITY, Role.HEAD, True),
    ("Karla Rheinisch", "karla.rheinisch", AUTHORITY_OF_COLOGNE, Role.CASEWORKER, False),
    ("Wim Zweitblick", "wim.zweitblick", AUTHORITY_OF_COLOGNE, Role.SECOND_EXAMINER, False),
    ("Ute Vorstand", "ute.vorstand", AUTHORITY_OF_COLOGNE, Role.HEAD, True),
    ("Priya Programm", "priya.programm", MINISTRY, Role.PROGRAMME_OFFICER, True),
    ("Hannes Haushalt", "hannes.haushalt", MINISTRY, Role.BUDGET_OFFICER, False),
    ("Rosa Redaktion", "rosa.redaktion", PRESS, Role.PRESS_EDITOR, False),
    ("Peer Presse", "peer.presse", PRESS, Role.PRESS_HEAD, True),
    ("Lale Leitartikel", "lale.leitartikel", PRESS, Role.PRESS_HEAD, False),
    ("Eva Wirkung", "eva.wirkung", EVALUATOR, Role.EVALUATOR, True),
    ("Aurel Rechnung", "aurel.rechnung", COURT, Role.AUDITOR, False),
    ("Olga Betrieb", "olga.betrieb", PLATFORM, Role.OPERATOR, True),
    ("Toni Doppel", "toni.doppel", HAGEN, Role.EDITOR, False),
    ("Toni Doppel", "toni.doppel", COLOGNE, Role.EDITOR, False),
)
"""Name, address before the @, organisation, role, and whether the person administers members."""


def accounts() -> list[tuple[str, str, str]]:
    """E-mail address, role and organisation of everybody, in the order in which they are shown."""
    return [
        (f"{local}@example.org", str(role.label), house.names[-1][0]) for _name, local, house, role, _head in PLACES
    ]


@transaction.atomic
def load() -> None:
    """Put everybody in place; what is there stays as it is."""
    houses = {house: _house(house) for house in HOUSES}
    for before, after, day in SUCCESSIONS:
        Succession.objects.get_or_create(predecessor=houses[before], successor=houses[after], defaults={"day": day})
    password = make_password(settings.DEMO_PASSWORD)
    places = {}
    for name, local, house, role, administers in PLACES:
        person = _person(name, f"{local}@example.org", password)
        places[local, role] = _place(person, houses[house], role, administers)
    _deputy(places["hedwig.leitner", Role.HEAD], places["bernd.pruefer", Role.SECOND_EXAMINER].person)
    _conflict(places["carla.sach", Role.CASEWORKER].person, houses[HAGEN])


def organisation_of(wanted: House) -> Organisation:
    """The organisation of a house of the demonstration; it has to be loaded."""
    return Organisation.objects.get(kind=wanted.kind, names__name=wanted.names[-1][0])


def _house(wanted: House) -> Organisation:
    first_name, first_day = wanted.names[0]
    known = Organisation.objects.filter(kind=wanted.kind, names__name=first_name, names__valid_from=first_day).first()
    if known:
        return known
    house = Organisation.objects.create(kind=wanted.kind, municipality_key=wanted.key)
    ends = [day - timedelta(days=1) for _, day in wanted.names[1:]]
    for (name, day), end in zip(wanted.names, [*ends, None], strict=True):
        OrganisationName.objects.create(organisation=house, name=name, valid_from=day, valid_until=end)
    return house


def _person(name: str, email: str, password: str) -> User:
    person, made = User.objects.get_or_create(email=email, defaults={"name": name, "password": password})
    if made:
        EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person


def _place(person: User, house: Organisation, role: Role, administers: bool) -> Membership:
    known = Membership.objects.filter(person=person, organisation=house, role=role).first()
    return known or Membership.objects.create(
        person=person, organisation=house, role=role, administers_members=administers, valid_from=SINCE
    )


def _deputy(place: Membership, colleague: User) -> None:
    if not Deputyship.objects.filter(membership=place, deputy=colleague).exists():
        Deputyship.objects.create(
            membership=place, deputy=colleague, valid_from=today(), valid_until=today() + timedelta(days=28)
        )


def _conflict(person: User, town: Organisation) -> None:
    ConflictOfInterest.objects.get_or_create(
        person=person,
        municipality_key=town.municipality_key,
        ground=Ground.RELATIVE,
        defaults={"municipality_name": town.name_on(today()), "valid_from": SINCE, "declared_by": person},
    )
