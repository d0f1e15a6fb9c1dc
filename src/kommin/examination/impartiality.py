"""Conflicts of interest for many people and many places at once: a constant number of queries for a whole round."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kommin.cases.models import Case, Partner
from kommin.examination.errors import ExcludedError
from kommin.people.keys import keys_of_place, same_place
from kommin.people.models import ConflictOfInterest, Ground, Kind, Membership, User
from kommin.people.models.dated import today
from kommin.people.queries import Exclusion, exclusions_of

MOST_CONFLICTS = 5000


def reasons_by_place(people: Iterable[int], keys: Collection[str], on: date | None = None) -> dict[int, dict[str, str]]:
    """For each person the places whose cases the person may not examine (§§ 20, 21 VwVfG), each with the reason.

    Says the same as `people.queries.conflict_for`, for many at once. A key of before a reform counts for the place
    that took over; only a declared place that is not among `keys` literally has to be compared by the register.
    """
    day, wanted = on or today(), {key for key in keys if key}
    ids = set(people)
    found: dict[int, dict[str, str]] = {person: {} for person in ids}
    declared = (
        ConflictOfInterest.objects.on(day)
        .filter(person__in=ids)
        .values_list("person_id", "municipality_key", "ground")[:MOST_CONFLICTS]
    )
    own = (
        Membership.objects.on(day)
        .filter(person__in=ids, organisation__kind=Kind.MUNICIPALITY)
        .values_list("person_id", "organisation__municipality_key")[:MOST_CONFLICTS]
    )
    known: dict[str, set[str]] = {}
    for person, key, ground in declared:
        for place in _places(key, wanted, known):
            found[person][place] = str(Ground(ground).label)
    for person, key in own:
        for place in _places(key, wanted, known):
            found[person].setdefault(place, _("acts for the municipality on this platform"))
    return found


def _places(key: str, wanted: set[str], known: dict[str, set[str]]) -> set[str]:
    if key not in known:
        known[key] = {key} & wanted or {place for place in wanted if same_place(key, place)}
    return known[key]


def places_of(cases: Collection[Case]) -> Mapping[int, set[str]]:
    """The keys of everybody who takes part in each case: the applicant and the partners of a joint project."""
    found = {case.pk: {case.applicant_key} for case in cases}
    by_application = {case.application_id: case.pk for case in cases if case.application_id}
    partners = Partner.objects.filter(Q(application__in=by_application)).exclude(state="declined")
    for application, key in partners.values_list("application_id", "key"):
        found[by_application[application]].add(key)
    return found


def exclusion_among(conflicts: Iterable[tuple[str, Exclusion]], case: Case) -> Exclusion | None:
    """The first of these conflicts that concerns the applicant, or a partner of a joint project; or None."""
    places: set[str] | None = None
    for key, exclusion in conflicts:
        places = places_of([case])[case.pk] if places is None else places
        if any(same_place(key, place) for place in places):
            return exclusion
    return None


def refuse_excluded(person: User, case: Case) -> None:
    """Refuse somebody who must not examine a case.

    Raises:
        ExcludedError: with the reason.
    """
    places = places_of([case])[case.pk]
    for reason in reasons_by_place([person.pk], places)[person.pk].values():
        raise ExcludedError(
            _("%(person)s cannot score this case: %(reason)s (§§ 20, 21 VwVfG).")
            % {"person": person.name, "reason": reason}
        )


def excluded_keys(user: int) -> set[str]:
    """Every key of a place whose cases a person may not examine today. One query, more only for whoever has one."""
    return {key for named in {key for key, _reason in exclusions_of(user) if key} for key in keys_of_place(named)}


def cases_at(keys: Collection[str]) -> Q:
    """The cases in which one of these places takes part, as applicant or as partner of a joint project."""
    partners = Partner.objects.filter(key__in=keys).exclude(state="declined")
    return Q(applicant_key__in=keys) | Q(application__in=partners.values("application"))


def excluded_cases(user: int, cases: QuerySet[Case]) -> dict[int, str]:
    """The numbers of those cases from which a person is excluded, by id; the partners' places count as well."""
    places: dict[int, set[str]] = {}
    numbers: dict[int, str] = {}
    for pk, number, key in cases.values_list("pk", "number", "applicant_key"):
        numbers[pk], places[pk] = number, {key}
    partners = Partner.objects.filter(application__case__in=cases).exclude(state="declined")
    for pk, key in partners.values_list("application__case", "key"):
        places[pk].add(key)
    reasons = reasons_by_place([user], {key for keys in places.values() for key in keys})[user]
    return {pk: numbers[pk] for pk, keys in places.items() if not keys.isdisjoint(reasons)}
