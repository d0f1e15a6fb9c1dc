"""Letters nobody gets: with an invented case while texts are written, or with a real draft before it is released."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kommin.decisions import queries
from kommin.decisions.errors import DecisionError
from kommin.decisions.freezing import content_of
from kommin.decisions.grounds import Grounds
from kommin.decisions.letters.content import read_content
from kommin.decisions.letters.examples import example
from kommin.decisions.letters.making import composed, printed
from kommin.decisions.letters.wording import KEY, frozen_wording, read_wording
from kommin.decisions.models import OPEN, Decision
from kommin.foundation.documents import Document
from kommin.people.models import Organisation
from kommin.people.models.dated import today
from kommin.programmes.models import Clause, ClauseSet

MOST_DRAFTS = 20


def example_content(authority: Organisation, kind: str) -> dict[str, Any]:
    """An invented decision of this authority, with the clauses that came with the house."""
    shown = ClauseSet.objects.order_by("pk").first()
    clauses = [
        {"number": one.number, "title": one.title_de, "text": one.text_de, "on": one.number != "6"}
        for one in Clause.objects.filter(clause_set=shown).order_by("position")
    ]
    content = example(kind, authority=str(authority), clauses=clauses)
    content["authority"]["id"] = authority.pk
    return content


def draft_content(decision: Decision) -> dict[str, Any]:
    """What a draft would say if it were released today."""
    return content_of(
        decision, Grounds(decision.case), day=today(), before=queries.in_force(decision.case), released_by=""
    )


def drafts_to_try(authority: Organisation, kind: str) -> list[Decision]:
    """The latest open drafts of this kind: a letter can be seen with each of them."""
    rows = queries.complete().filter(authority=authority, kind=kind, state__in=OPEN)
    return list(rows.order_by("-changed_at")[:MOST_DRAFTS])


def tried_letter(content: Mapping[str, Any], *, texts: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The composed letter of a content, with other texts than those in use if given; never with number or code.

    Raises:
        DecisionError: no court is known for the place.
    """
    place = str(content.get("recipient", {}).get("key") or "")
    frozen = frozen_wording(
        authority=content["authority"]["id"], name=content["authority"]["name"], kind=content["kind"], place=place
    )
    if texts is not None:
        frozen["texts"] = dict(texts)
    words = read_wording(frozen, place=place)
    return composed({**content, KEY: frozen, "number": "", "code": ""}, words)


def tried_pdf(content: Mapping[str, Any], *, texts: Mapping[str, str] | None = None) -> Document:
    """The same as PDF, marked as a draft on every page.

    Raises:
        DecisionError: no court is known, or it cannot be printed.
    """
    document: Document = printed(tried_letter(content, texts=texts), read_content(content))
    return document


def trial(*, authority: Organisation, kind: str, blocks: Mapping[str, str]) -> dict[str, list[str]]:
    """Print the example with these texts: what keeps it from being printed, as sentences."""
    content = example_content(authority, kind)
    content["recipient"]["key"] = ""
    frozen = frozen_wording(authority=authority.pk, name=str(authority), kind=kind, place="")
    frozen |= {"texts": dict(blocks), "court": {"name": "Verwaltungsgericht Musterstadt"}}
    try:
        document: Document = printed(composed(content, read_wording(frozen)), read_content(content))
    except DecisionError as error:
        return {"": [str(error)]}
    lost = sorted(document.unprintable & {char for text in blocks.values() for char in text})
    if not lost:
        return {}
    where = next(key for key, text in blocks.items() if set(lost) & set(text))
    return {where: [_("These characters cannot be printed: %(characters)s") % {"characters": " ".join(lost)}]}
