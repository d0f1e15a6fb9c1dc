"""Who may do what with mail texts, reminders and deadlines."""

from django.utils.translation import gettext_lazy as _

from kommin.foundation.access import Actor, has_role, rule
from kommin.foundation.notices.models import Deadline


def person_of(actor: Actor) -> int:
    """The account of whoever acts.

    Raises:
        ValueError: a command or the clock acts, for which this makes no sense.
    """
    if actor.user_id is None:
        raise ValueError(f"{actor} is no person")
    return actor.user_id


def organisation_of(actor: Actor) -> int:
    """The organisation for which somebody acts.

    Raises:
        ValueError: the actor acts for none.
    """
    if actor.organisation_id is None:
        raise ValueError(f"{actor} acts for no organisation")
    return actor.organisation_id


is_operator = has_role("operator")
may_edit_texts = has_role("operator", "programme_officer", "head")
may_set_reminders = has_role("head", "programme_officer", "press_head", "signatory", "operator")


@rule(_("Only who is responsible for this deadline may tick it off."))
def is_responsible(actor: Actor, deadline: Deadline | None) -> bool:
    if deadline is None or not actor.is_person:
        return False
    if deadline.person_id is not None:
        return deadline.person_id == actor.user_id
    return (deadline.organisation, deadline.role) == (actor.organisation_id, actor.role)
