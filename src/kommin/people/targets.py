"""How this room's objects are called in audit records: never by the name of a person, because those labels stay."""

from kommin.foundation.audit.actions import Target
from kommin.people.models import ConflictOfInterest, Invitation, Membership, Organisation, Role, User


def account(person: User) -> Target:
    return Target("people.user", str(person.pk), f"account {person.pk}")


def organisation(house: Organisation) -> Target:
    return Target("people.organisation", str(house.pk), str(house))


def membership(place: Membership) -> Target:
    return Target("people.membership", str(place.pk), f"{Role(place.role).value}, {place.organisation}")


def invitation(offer: Invitation) -> Target:
    return Target("people.invitation", str(offer.pk), f"{Role(offer.role).value}, {offer.organisation}")


def conflict(declared: ConflictOfInterest) -> Target:
    return Target("people.conflictofinterest", str(declared.pk), declared.municipality_name)
