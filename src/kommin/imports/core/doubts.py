"""What may be doubtful about a row or a column, what a person can decide about it, and how it is said.

A doubt is a kind and the words it needs: sentences are made when somebody reads them, in their language.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

LEAVE_OUT, TAKE, ASK = "leave_out", "take", "ask"
KEEP, ONCE = "keep", "once"
DAY_FIRST, MONTH_FIRST = "day_first", "month_first"
FIRST_LEADS, WITHDRAW, ACCEPT, STOP = "first_leads", "withdraw", "accept", "stop"


@dataclass(frozen=True)
class Kind:
    """A kind of doubt.

    Attributes:
        label: its name for people.
        sentence: what is said about one row, with `%(name)s` for the words of the doubt.
        decisions: what can be decided about all rows of this kind, with its label; empty where nothing can.
        default: what holds until a person decides; `ASK` leaves the rows out and asks.
    """

    label: str | Promise
    sentence: str | Promise
    decisions: Mapping[str, str | Promise] = field(default_factory=dict)
    default: str = ""


_LEAVE_OUT = gettext_lazy("Leave these rows out")
_TAKE = gettext_lazy("Take these rows over")

KINDS: dict[str, Kind] = {
    "number_format": Kind(
        gettext_lazy("Number format"),
        gettext_lazy("“%(text)s” is read as %(value)s; it could also be %(other)s."),
    ),
    "number_odd": Kind(
        gettext_lazy("Written otherwise than the column"),
        gettext_lazy("“%(text)s” is written otherwise than the rest of its column; it is read as %(value)s."),
    ),
    "day_order": Kind(
        gettext_lazy("Day or month first"),
        gettext_lazy("“%(text)s” can be %(value)s or %(other)s."),
        {DAY_FIRST: gettext_lazy("The day comes first"), MONTH_FIRST: gettext_lazy("The month comes first")},
        ASK,
    ),
    "unit": Kind(
        gettext_lazy("Thousands or millions"),
        gettext_lazy("“%(text)s” is read as %(value)s, because of its unit."),
    ),
    "rounded": Kind(
        gettext_lazy("More than two decimals"),
        gettext_lazy("%(text)s is rounded to %(value)s."),
    ),
    "duplicate": Kind(
        gettext_lazy("The same row again"),
        gettext_lazy("The same as row %(other)s."),
        {ONCE: gettext_lazy("Count them once"), KEEP: gettext_lazy("Each is a grant of its own")},
        ASK,
    ),
    "negative": Kind(
        gettext_lazy("Negative amount"),
        gettext_lazy("%(value)s reduces the grant of row %(other)s."),
        {TAKE: gettext_lazy("They reduce the grant they belong to"), LEAVE_OUT: _LEAVE_OUT},
        TAKE,
    ),
    "negative_alone": Kind(
        gettext_lazy("Negative amount without its grant"),
        gettext_lazy("%(value)s is less than nothing, and no grant it could reduce was found in the file."),
        {ASK: gettext_lazy("Decide row by row"), LEAVE_OUT: _LEAVE_OUT},
        ASK,
    ),
    "zero": Kind(
        gettext_lazy("Amount of zero"),
        gettext_lazy("Nothing was granted."),
        {LEAVE_OUT: _LEAVE_OUT, TAKE: _TAKE},
        LEAVE_OUT,
    ),
    "no_amount": Kind(gettext_lazy("No amount"), gettext_lazy("There is no amount in this row.")),
    "bad_amount": Kind(gettext_lazy("Unreadable amount"), gettext_lazy("“%(text)s” is no amount.")),
    "large_amount": Kind(gettext_lazy("Absurd amount"), gettext_lazy("“%(text)s” is too large to be an amount.")),
    "redacted_amount": Kind(
        gettext_lazy("Redacted amount"), gettext_lazy("The amount was made unreadable: “%(text)s”.")
    ),
    "redacted": Kind(
        gettext_lazy("Redacted"),
        gettext_lazy("“%(text)s” was made unreadable."),
        {KEEP: gettext_lazy("Keep them, as bodies outside the register"), LEAVE_OUT: _LEAVE_OUT},
        KEEP,
    ),
    "no_applicant": Kind(
        gettext_lazy("No recipient"),
        gettext_lazy("Nobody is named as the recipient."),
        {ASK: gettext_lazy("Decide row by row"), KEEP: gettext_lazy("Keep them, as bodies outside the register"),
         LEAVE_OUT: _LEAVE_OUT},
        ASK,
    ),
    "place": Kind(
        gettext_lazy("Municipality to be chosen"),
        gettext_lazy("“%(text)s” can be: %(candidates)s."),
    ),
    "place_unknown": Kind(
        gettext_lazy("Municipality not found"),
        gettext_lazy("“%(text)s” sounds like a municipality, but the register has none of this name."),
    ),
    "key_differs": Kind(
        gettext_lazy("Key and name differ"),
        gettext_lazy("The key %(key)s is not that of “%(text)s”: %(candidates)s."),
    ),
    "outside": Kind(
        gettext_lazy("Outside the register"),
        gettext_lazy("“%(text)s” is kept as a body outside the register."),
    ),
    "joint": Kind(
        gettext_lazy("Several municipalities"),
        gettext_lazy("Who leads the joint project of “%(text)s”? %(candidates)s."),
        {ASK: gettext_lazy("Decide row by row"), FIRST_LEADS: gettext_lazy("Whoever is named first leads")},
        ASK,
    ),
    "category": Kind(
        gettext_lazy("Unknown building block"),
        gettext_lazy("“%(text)s” is no building block of the programme; the grant is kept without one."),
    ),
    "bad_day": Kind(
        gettext_lazy("Unreadable day"),
        gettext_lazy("“%(text)s” is no day; the row counts by its year."),
    ),
    "no_year": Kind(
        gettext_lazy("No day and no year"),
        gettext_lazy("Neither a day nor a year says when this was granted."),
    ),
    "year_assumed": Kind(
        gettext_lazy("Year taken from elsewhere"),
        gettext_lazy("No column says when; %(value)s is taken from “%(text)s”."),
    ),
    "future": Kind(
        gettext_lazy("Day in the future"),
        gettext_lazy("%(value)s is not over yet."),
    ),
    "year_differs": Kind(
        gettext_lazy("Day and budget year differ"),
        gettext_lazy("The day %(text)s lies in another year than the budget year %(value)s; both are kept."),
    ),
    "currency": Kind(
        gettext_lazy("Another currency"),
        gettext_lazy("“%(text)s” is in %(value)s; the programme counts in %(other)s."),
    ),
    "reference_shared": Kind(
        gettext_lazy("One reference, several recipients"),
        gettext_lazy("The reference “%(text)s” also stands with another recipient, in row %(other)s."),
    ),
    "shortened": Kind(
        gettext_lazy("Text too long"),
        gettext_lazy("The text is shortened to %(value)s characters."),
    ),
    "encoding": Kind(
        gettext_lazy("Two encodings in one file"),
        gettext_lazy("This line is in another encoding than the rest (%(value)s); please check its special letters."),
    ),
    "total": Kind(gettext_lazy("A sum, not a grant"), gettext_lazy("“%(text)s” is a sum of other rows.")),
    "heading": Kind(
        pgettext_lazy("a row of a table", "A heading or note"), gettext_lazy("“%(text)s” is a heading or a note.")
    ),
    "elsewhere": Kind(
        gettext_lazy("Already taken over from another file"),
        gettext_lazy("The same grant came in from “%(text)s”, row %(other)s."),
        {ASK: gettext_lazy("Decide row by row"), LEAVE_OUT: _LEAVE_OUT,
         TAKE: gettext_lazy("These are other grants: take them over")},
        ASK,
    ),
    "total_differs": Kind(
        gettext_lazy("A control total does not fit"),
        gettext_lazy("%(text)s says %(value)s, the rows make %(other)s: a difference of %(difference)s."),
        {STOP: gettext_lazy("Load nothing"), ACCEPT: gettext_lazy("Load all the same; the difference is known")},
        STOP,
    ),
    "gone": Kind(
        gettext_lazy("No longer in the file"),
        gettext_lazy("Row %(other)s of the earlier edition is missing: %(text)s, %(value)s."),
        {WITHDRAW: gettext_lazy("They leave the figures"), KEEP: gettext_lazy("They stay as they are"),
         STOP: gettext_lazy("Load nothing")},
        WITHDRAW,
    ),
    "many_gone": Kind(
        gettext_lazy("Most of the earlier edition is missing"),
        gettext_lazy("%(value)s of %(other)s grants of the earlier edition are missing. Is this the whole file?"),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Doubt:
    """One doubt about a row: its kind, the column it is about, and the words its sentence needs."""

    kind: str
    column: str = ""
    args: Mapping[str, Any] = field(default_factory=dict)

    @property
    def label(self) -> str:
        return str(KINDS[self.kind].label)

    @property
    def text(self) -> str:
        """The sentence, in the reader's language."""
        return str(KINDS[self.kind].sentence) % {**_EMPTY, **self.args}

    def to_json(self) -> dict[str, Any]:
        return {"kind": self.kind, "column": self.column, "args": dict(self.args)}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Doubt":
        return cls(value["kind"], value.get("column", ""), value.get("args", {}))


_EMPTY = {"text": "", "value": "", "other": "", "candidates": "", "key": "", "difference": ""}


def doubt(kind: str, column: str = "", **args: object) -> Doubt:
    """A doubt whose words are texts, so that it can be kept."""
    return Doubt(kind, column, {name: str(value) for name, value in args.items()})


def decision(kind: str, decided: Mapping[str, str]) -> str:
    """What holds for a kind of doubt: what a person decided, otherwise the default."""
    return decided.get(kind) or KINDS[kind].default


def check_decisions(decided: Mapping[str, str]) -> list[str]:
    """What is wrong with decisions that somebody wrote by hand, in sentences."""
    wrong = []
    for kind, what in decided.items():
        known = KINDS[kind].decisions if kind in KINDS else {}
        if what not in known:
            choices = ", ".join(known) or "–"
            wrong.append(
                _("“%(kind)s=%(what)s” is no decision. There are: %(known)s.")
                % {"kind": kind, "what": what, "known": choices if known else ", ".join(decidable())}
            )
    return wrong


def decidable() -> Sequence[str]:
    """The kinds of doubt about which something can be decided for all rows at once."""
    return [name for name, kind in KINDS.items() if kind.decisions]
