"""Edit what an authority's letters say: each saving is a new version, nothing is overwritten."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kommin.decisions.errors import DecisionError
from kommin.decisions.letters import shipped
from kommin.decisions.letters.access import may_write_texts
from kommin.decisions.letters.checking import problems
from kommin.decisions.letters.errors import StaleTextsError, WrongTextsError
from kommin.decisions.letters.head import Court, Letterhead
from kommin.decisions.letters.kinds import blocks_of
from kommin.decisions.letters.trying import trial
from kommin.decisions.letters.wording import head_in_use, texts_in_use, texts_of
from kommin.decisions.models import Kind, LetterHead, LetterText
from kommin.foundation.access import Actor, require
from kommin.foundation.audit import actions as audit
from kommin.people.models import Organisation


@transaction.atomic
def save_texts(
    *, authority: Organisation, kind: str, blocks: Mapping[str, str], base: int, by: Actor, note: str = ""
) -> LetterText | None:
    """Keep new texts for a kind of letter; decisions released from now on use them. None if nothing is new.

    Args:
        base: the version the editing began with (0: the texts that came with the house).

    Raises:
        WrongTextsError: a placeholder, sign or part is wrong, or the letter cannot be printed with these texts.
        StaleTextsError: somebody has saved another version since.
        NotAllowed: `by` is not the head of the authority.
    """
    require(may_write_texts, by=by, of=authority)
    kept = {block.key: _tidy(blocks.get(block.key, "")) for block in blocks_of(Kind(kind))}
    current = texts_in_use(authority.pk, kind)
    if current.number != base:
        raise _stale(current.number)
    if kept == dict(current.blocks):
        return None
    wrong = problems(kind, kept) or trial(authority=authority, kind=kind, blocks=kept)
    if wrong:
        raise WrongTextsError(_("These texts cannot be used yet."), wrong)
    made = _keep(
        LetterText(authority=authority, kind=kind, number=base + 1, blocks=kept, note=note.strip(), **_who(by))
    )
    changed = [key for key, text in kept.items() if text != current.blocks.get(key)]
    _record("letter_texts_saved", authority, by, kind=kind, version=made.number, changed=changed)
    return made


@transaction.atomic
def restore_texts(*, authority: Organisation, kind: str, number: int, base: int, by: Actor) -> LetterText | None:
    """Use the texts of an earlier version again, as a new version; 0 stands for what came with the house.

    Raises:
        DecisionError: there is no such version.
        WrongTextsError, StaleTextsError, NotAllowed: as for `save_texts`.
    """
    version = LetterText.objects.filter(authority=authority, kind=kind, number=number).first() if number else None
    if number and version is None:
        raise DecisionError(_("There is no version %(number)s.") % {"number": number})
    note = _("Version %(number)s again") % {"number": number} if number else _("Texts that came with the house again")
    blocks = texts_of(version, kind).blocks
    return save_texts(authority=authority, kind=kind, blocks=blocks, base=base, by=by, note=note)


@transaction.atomic
def save_head(
    *, authority: Organisation, base: int, by: Actor, head: Letterhead | None = None,
    courts: Sequence[Court] | None = None, note: str = "",
) -> LetterHead | None:  # fmt: skip
    """Keep address and contact, or the courts, as a new version; what is left out stays. None if nothing is new.

    Raises:
        DecisionError: two courts claim the same places, or none is left.
        StaleTextsError: somebody has saved another version since.
        NotAllowed: `by` is not the head of the authority.
    """
    require(may_write_texts, by=by, of=authority)
    current = head_in_use(authority.pk, str(authority))
    if current.number != base:
        raise _stale(current.number)
    if courts is not None:
        _refuse_unclear(courts)
    new_head, new_courts = head or current.head, list(current.courts if courts is None else courts)
    if current.number and new_head == current.head and new_courts == list(current.courts):
        return None
    stored = [] if new_courts == list(shipped.courts()) else [court.as_json() for court in new_courts]
    made = _keep(
        LetterHead(
            authority=authority, number=base + 1, head=new_head.as_json(), courts=stored, note=note.strip(), **_who(by)
        )
    )
    changed = [name for name, given in (("head", head), ("courts", courts)) if given is not None]
    _record("letter_head_saved", authority, by, version=made.number, changed=changed)
    return made


def _refuse_unclear(courts: Sequence[Court]) -> None:
    if not courts:
        raise DecisionError(_("At least one court is needed: without it no letter can be made."))
    owner: dict[str, str] = {}
    for court in courts:
        for key in court.keys or ("",):
            if key in owner:
                raise DecisionError(
                    _("%(first)s and %(second)s both name the key %(key)s. A place has one court.")
                    % {"first": owner[key], "second": court.name, "key": key or "–"}
                )
            owner[key] = court.name


def _keep(row: Any) -> Any:
    """Insert a version; the number is taken if somebody was quicker."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise _stale(row.number) from error
    return row


def _stale(number: int) -> StaleTextsError:
    return StaleTextsError(
        _("Somebody has saved version %(number)s since you opened this page. Your words are still here; save again "
          "to put them in its place.") % {"number": number},
        number=number,
    )  # fmt: skip


def _who(by: Actor) -> dict[str, Any]:
    return {"made_by_id": by.user_id, "made_by_name": str(by)[:200]}


def _tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")).strip()


def _record(event: str, authority: Organisation, by: Actor, **data: Any) -> None:
    audit.record(action=f"decisions.{event}", by=by, target=authority, data=data)
