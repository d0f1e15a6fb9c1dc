"""The state of a call as its task list shows it: parts with what they lack, and what can be done next."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from kommin.foundation.access import Actor
from kommin.programmes.checking import missing
from kommin.programmes.frozen import compare, freeze
from kommin.programmes.models import OPEN_STATES, Call, CallState, CallVersion


@dataclass(frozen=True)
class Task:
    """One part of a call: where it is edited and which sentences are still open."""

    title: str
    href: str
    open: tuple[str, ...]


@dataclass
class StateOfCall:
    """Everything the page of a call says about its state."""

    tasks: list[Task] = field(default_factory=list)
    lines: list[dict[str, str]] = field(default_factory=list)
    changed_parts: list[str] = field(default_factory=list)
    may_check: bool = False
    may_publish: bool = False
    may_publish_changes: bool = False
    may_prolong: bool = False
    may_close: bool = False
    why_not_publish: list[str] = field(default_factory=list)


def state_of(call: Call, actor: Actor) -> StateOfCall:
    """The state of a call for whoever looks."""
    lacking = missing(call)
    lines = [{"text": each.text, "href": reverse(each.route, args=each.args)} for each in lacking]
    state = StateOfCall(lines=lines)
    state.tasks = [
        Task(title, href, tuple(line["text"] for line in lines if line["href"] in {href, *others}))
        for title, href, others in _parts(call)
    ]
    state.may_check = call.state == CallState.PREPARED and not lacking
    if call.state == CallState.CHECKED:
        own = call.programme.second_person_publishes and call.checked_by_id == actor.user_id
        state.may_publish = not lacking and not own
        if own:
            sentence = _("You have checked this call yourself. In this programme a second person publishes.")
            state.why_not_publish = [sentence]
    if call.state in OPEN_STATES:
        state.changed_parts = _unpublished(call) if not lacking else []
        state.may_publish_changes = bool(state.changed_parts)
    state.may_prolong = call.is_public
    state.may_close = call.state in OPEN_STATES
    return state


def _parts(call: Call) -> list[tuple[str, str, list[str]]]:
    """Title, page, and further pages on which something of this part is mended."""
    of_guideline = []
    if call.guideline_id:
        of_guideline = [
            reverse("programmes:guideline", args=[call.guideline_id]),
            reverse("programmes:guideline_edit", args=[call.guideline_id]),
        ]
    simple = [
        (_("Title and description"), "call_texts", []),
        (_("Opening and deadline"), "call_dates", []),
        (_("Contact and budget"), "call_contact", []),
        (_("Guideline and building blocks"), "call_rules", of_guideline),
        (_("Questions"), "call_questions", []),
    ]
    found = [(title, reverse(f"programmes:{name}", args=[call.pk]), others) for title, name, others in simple]
    for title, part in (
        (_("Documents to enclose"), "documents"),
        (_("Scoring criteria"), "criteria"),
        (_("Timetable"), "timetable"),
    ):
        found.append((title, reverse("programmes:call_parts", args=[call.pk, part]), []))
    programme = reverse("programmes:edit", args=[call.programme.slug])
    found.append((_("Values of the law"), reverse("programmes:call_law", args=[call.pk]), [programme]))
    return found


def _unpublished(call: Call) -> list[str]:
    last = CallVersion.objects.filter(call=call).order_by("-number").first()
    return [part_label(change["part"]) for change in compare(last.content, freeze(call))] if last else []


def part_label(part: str) -> str:
    """What readers call a part of a published call."""
    labels = {
        "title": _("Title"), "text": _("Description"), "programme": _("Programme"), "programme_slug": _("Programme"),
        "ministry": _("Ministry"), "opens_at": _("Opening"), "closes_at": _("Deadline"), "time_zone": _("Time zone"),
        "grace_minutes": _("Grace"), "budget": _("Budget"), "contact_name": _("Contact person"),
        "contact_phone": _("Telephone of the contact"), "contact_email": _("E-mail of the contact"),
        "guideline": _("Guideline"), "guideline_source": _("Source of the guideline"),
        "guideline_url": _("Address of the guideline"), "applicants": _("Who may apply"),
        "minimum_grant": _("Minimum grant"), "clause_set": _("Clause set"), "regime_name": _("Legal regime"),
        "questionnaire": _("Questions"), "rates": _("Rates"), "blocks": _("Building blocks"),
        "costs": _("Cost categories"), "documents": _("Documents to enclose"), "criteria": _("Scoring criteria"),
        "timetable": _("Timetable"), "overrides": _("Values of the law"),
        "signed_scan": _("Signature on paper"),
    }  # fmt: skip
    return labels.get(part, part)
