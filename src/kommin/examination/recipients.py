"""Who is told what: the same answer for the page that says it before sending, and for the action that sends."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kommin.cases.models import Case
from kommin.cases.rules import TOWN_ROLES
from kommin.examination.models import Side
from kommin.foundation.access import role_label
from kommin.foundation.notices.directory import directory
from kommin.people.models import Membership, Role, User
from kommin.people.models.dated import today


@dataclass(frozen=True)
class Recipient:
    """A person who is told, with the role in which they are."""

    person: int
    name: str
    role: str

    def __str__(self) -> str:
        return f"{self.name} ({self.role})"


@dataclass(frozen=True)
class Channel:
    """One side that is told: the house, the people there, and what each of them gets by which way."""

    who: str
    people: Sequence[str]
    ways: Sequence[str]


def town_people(case: Case) -> list[Recipient]:
    """Those who work on applications for the municipality."""
    if case.organisation_id is None:
        return []
    return _members(case.organisation_id, TOWN_ROLES)


def desk_people(case: Case) -> list[Recipient]:
    """The examiner with whoever stands in; while nobody has the case, the caseworkers of the authority."""
    if case.authority_id is None:
        return []
    if case.examiner_id is None:
        return _members(case.authority_id, (Role.CASEWORKER,))
    role = _role_at(case.authority_id, case.examiner_id)
    deputies = directory().deputies(organisation=case.authority_id, role=role, person=case.examiner_id, on=today())
    people = User.objects.filter(pk__in={case.examiner_id, *deputies}, is_active=True).order_by("pk")
    return [
        Recipient(one.pk, one.name, _("examiner") if one.pk == case.examiner_id else _("stands in")) for one in people
    ]


def people_of_side(case: Case, side: str) -> list[Recipient]:
    """Who is told of what the other side has sent."""
    return town_people(case) if side == Side.APPLICANT else desk_people(case)


def told_of_request(case: Case) -> list[Channel]:
    """What sending a request for more causes."""
    ways = [
        _("The letter and the list of what is missing, in the portal."),
        _("A mail that more is needed for application %(number)s, with the day and a link. Nothing of the content.")
        % {"number": case.number},
        _("A deadline in the list of the municipality, with reminders before it."),
    ]
    return [Channel(case.applicant_name, [str(one) for one in town_people(case)], ways)]


def told_of_extension(case: Case) -> list[Channel]:
    """What moving the day of a request causes."""
    return _told_of_change(case, _("The new day and your reason, in the portal and in its list of deadlines."))


def told_of_withdrawn_request(case: Case) -> list[Channel]:
    """What taking a request back causes."""
    return _told_of_change(case, _("Your reason, in the portal; the deadline disappears from its list."))


def _told_of_change(case: Case, what: str) -> list[Channel]:
    mail = _("A mail that the request on application %(number)s has changed, with a link. Nothing of the content.")
    return [
        Channel(case.applicant_name, [str(one) for one in town_people(case)], [what, mail % {"number": case.number}])
    ]


def told_of_message(case: Case, side: str) -> list[Channel]:
    """What sending a message from this side causes."""
    other = Side.APPLICANT if side == Side.AUTHORITY else Side.AUTHORITY
    who = case.applicant_name if other == Side.APPLICANT else str(case.authority or "")
    ways = [
        _("Your message with its files, in the portal."),
        _("A mail that there is a message on application %(number)s, with a link. Nothing of the content.")
        % {"number": case.number},
    ]
    return [Channel(who, [str(one) for one in people_of_side(case, other)], ways)]


def told_of_answer(case: Case) -> list[Channel]:
    """What handing in an answer causes."""
    ways = [
        _("Your changed answers, files and remarks, in the portal."),
        _("A mail that the request on application %(number)s was answered, with a link. Nothing of the content.")
        % {"number": case.number},
    ]
    return [Channel(str(case.authority or ""), [str(one) for one in desk_people(case)], ways)]


def _members(organisation: int, roles: Sequence[str]) -> list[Recipient]:
    rows = (
        Membership.objects.in_force(today())
        .filter(organisation=organisation, role__in=roles, person__is_active=True)
        .select_related("person")
        .order_by("pk")
    )
    found: dict[int, Recipient] = {}
    for row in rows:
        found.setdefault(row.person_id, Recipient(row.person_id, row.person.name, role_label(row.role)))
    return list(found.values())


def _role_at(authority: int, person: int) -> str:
    rows = Membership.objects.in_force(today()).filter(organisation=authority, person=person)
    return rows.order_by("pk").values_list("role", flat=True).first() or Role.CASEWORKER
