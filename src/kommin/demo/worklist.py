"""Who examines which of the sixty cases: rules of assignment, cases dealt out by them, a view that colleagues share.

The latest cases wait for somebody. Done by the heads of the authorities; loading again changes nothing.
"""

from django.db import transaction

from kommin.cases.models import UNDECIDED, Case, Completeness
from kommin.examination.actions.assigning import assign_by_rule
from kommin.examination.models import AssignmentRule, SavedView
from kommin.examination.worklist.keeping import add_rule, save_view
from kommin.foundation.access import Actor
from kommin.people.models import User
from kommin.people.standing import as_person, standings_of

WAITING = 5
"""So many of an authority's cases are left without an examiner."""
RULES = {
    "hedwig.leitner": (
        ("05914", "emil.gutachten"), ("05954", "fatma.sorgfalt"), ("", "carla.sach"), ("", "emil.gutachten"),
    ),
    "ute.vorstand": (("", "karla.rheinisch"), ("", "wim.zweitblick")),
}  # fmt: skip
"""Of each head: the key of a district (empty for everywhere), and who examines its cases."""
VIEW = "Antwort da, bitte ansehen"


def load() -> None:
    """Set the rules, deal out what is undecided, share one view."""
    for head, places in RULES.items():
        by = _acting(head)
        if by is None or AssignmentRule.objects.filter(authority=by.organisation_id).exists():
            continue
        with transaction.atomic():
            _set_up(by, places)


def _set_up(by: Actor, places: tuple[tuple[str, str], ...]) -> None:
    cases = Case.objects.filter(authority=by.organisation_id, stage__in=UNDECIDED, examiner=None)
    found = list(cases.select_related("authority").order_by("received_at", "pk"))
    if not found or found[0].authority is None:
        return
    for area, person in places:
        add_rule(authority=found[0].authority, area=area, person=_person(person), by=by)
    if dealt := found[:-WAITING]:
        assign_by_rule(cases=dealt, by=by)
    if not SavedView.objects.filter(organisation=by.organisation_id, name=VIEW).exists():
        query = f"completeness={Completeness.ANSWERED}&sort=-changed&tab=all"
        save_view(name=VIEW, query=query, columns=(), shared=True, begin_with=False, by=by)


def _person(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")


def _acting(name: str) -> Actor | None:
    person = User.objects.filter(email=f"{name}@example.org").first()
    standings = standings_of(person) if person else ()
    return as_person(person, standings[0], standings) if person and standings else None
