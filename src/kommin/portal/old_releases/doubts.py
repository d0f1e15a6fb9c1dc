"""What may be doubtful about an old release or its import, and how it is said.

A doubt is a kind and the words it needs: sentences are made when somebody reads them, in their language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from kommin.foundation.runs.words import in_current_language


@dataclass(frozen=True)
class Kind:
    """A kind of doubt.

    Attributes:
        label: its name for people.
        sentence: what is said, with `%(name)s` for the words of the doubt.
        to_check: whether a person should look; otherwise it only tells what was changed.
    """

    label: str | Promise
    sentence: str | Promise
    to_check: bool = True


_TOLD = False

KINDS: dict[str, Kind] = {
    # about the file
    "encoding": Kind(
        gettext_lazy("Wrong encoding"),
        gettext_lazy("The file says that it is in %(text)s, but it is in %(value)s; it was read so."),
    ),
    "two_encodings": Kind(
        gettext_lazy("Two encodings in one file"),
        gettext_lazy("Lines %(text)s are in another encoding than the rest; please check their special letters."),
    ),
    "feed_repaired": Kind(
        gettext_lazy("Feed repaired"),
        gettext_lazy("The feed broke the rules of XML in %(value)s places; what was certainly meant was read."),
    ),
    "field_unused": Kind(
        gettext_lazy("Field not taken over"),
        gettext_lazy("“%(text)s” is not taken over. It can be mapped by hand."),
    ),
    "no_entry": Kind(
        gettext_lazy("Not an entry"),
        gettext_lazy("“%(text)s” stands among the entries, but is none; it is left out."),
    ),
    # about an entry of the file
    "no_title": Kind(
        gettext_lazy("No headline"),
        gettext_lazy("The entry has no headline."),
    ),
    "no_body": Kind(gettext_lazy("No text"), gettext_lazy("The entry has no text.")),
    "identity_made": Kind(
        gettext_lazy("No mark to know it again"),
        gettext_lazy("The entry has neither number nor address; it is known again by headline and day only."),
    ),
    "identity_twice": Kind(
        gettext_lazy("The same mark twice"),
        gettext_lazy("Entry %(other)s has the same mark “%(text)s” but other content; only the first is taken over."),
    ),
    "same_twice": Kind(
        gettext_lazy("The same entry twice"), gettext_lazy("The same as entry %(other)s; taken over once."), _TOLD
    ),
    "no_date": Kind(gettext_lazy("No day"), gettext_lazy("The entry does not say when it was published.")),
    "bad_date": Kind(gettext_lazy("Unreadable day"), gettext_lazy("“%(text)s” is no day that can be read.")),
    "day_order": Kind(
        gettext_lazy("Day or month first"), gettext_lazy("“%(text)s” is read as %(value)s; it can also be %(other)s.")
    ),
    "bad_time": Kind(
        gettext_lazy("Unreadable time"), gettext_lazy("The day in “%(text)s” is read, the time of day is not.")
    ),
    "zone_unknown": Kind(
        gettext_lazy("Unknown time zone"),
        gettext_lazy("The time zone of “%(text)s” is unknown; it is read as the time in Berlin."),
    ),
    "clock_change": Kind(
        gettext_lazy("Hour of the clock change"),
        gettext_lazy("At “%(text)s” the clock was put forward or back; it is read as %(value)s."),
    ),
    "date_odd": Kind(
        gettext_lazy("Day that stands for none"),
        gettext_lazy("“%(text)s” is what programs write when they know no day."),
    ),
    "body_from_lead": Kind(
        gettext_lazy("Lead taken as text"), gettext_lazy("The entry has only a lead; it became the text."), _TOLD
    ),
    "other_value": Kind(
        gettext_lazy("Several values for one field"),
        gettext_lazy("Besides the value taken over, “%(text)s” says: %(value)s"),
    ),
    # about cleaning
    "excerpt": Kind(
        gettext_lazy("Lead repeats the text"),
        gettext_lazy("The lead was only the beginning of the text and is left out."),
        _TOLD,
    ),
    "soft_hyphen": Kind(
        gettext_lazy("Broken hyphenation"),
        gettext_lazy("A soft hyphen stood before a blank; now it reads “%(text)s”."),
    ),
    "not_sign": Kind(
        gettext_lazy("¬ for a soft hyphen"),
        gettext_lazy("“%(text)s”: ¬ inside a word was removed."),
        _TOLD,
    ),
    "not_sign_left": Kind(
        gettext_lazy("¬ left in the text"), gettext_lazy("“%(text)s”: ¬ may stand for a soft hyphen; it was left.")
    ),
    "mojibake": Kind(
        gettext_lazy("Wrong letters repaired"), gettext_lazy("“%(text)s” became “%(value)s”."), _TOLD
    ),
    "mojibake_left": Kind(
        gettext_lazy("Wrong letters left"),
        gettext_lazy("“%(text)s” looks as if its letters were read in the wrong encoding; it was left."),
    ),
    "lost_letters": Kind(
        gettext_lazy("Lost letters"), gettext_lazy("“%(text)s” has letters that were lost before (�).")
    ),
    "double_escaped": Kind(
        gettext_lazy("Markup escaped twice"), gettext_lazy("Markup stood in the text as visible signs; it was read."),
        _TOLD,
    ),
    "removed": Kind(
        gettext_lazy("Content that cannot be taken over"),
        gettext_lazy("<%(text)s> was removed: %(value)s"),
    ),
    "script_removed": Kind(
        gettext_lazy("Script removed"), gettext_lazy("A script was removed (%(text)s)."), _TOLD
    ),
    "unknown_tag": Kind(
        gettext_lazy("Unknown markup"),
        gettext_lazy("<%(text)s> is no markup that is known; perhaps it was meant as text. It was left out."),
    ),
    "hidden_removed": Kind(
        gettext_lazy("Hidden text removed"), gettext_lazy("Text that readers did not see was removed: %(text)s")
    ),
    "word_remains": Kind(
        gettext_lazy("Remains of a word processor"),
        gettext_lazy("Settings of a word processor were removed: %(text)s"),
        _TOLD,
    ),
    "link_removed": Kind(
        gettext_lazy("Link removed"), gettext_lazy("The link “%(text)s” to “%(value)s” was removed; its text stays.")
    ),
    "link_relative": Kind(
        gettext_lazy("Relative link"),
        gettext_lazy("“%(value)s” cannot be resolved: the address of the old release is not known."),
    ),
    "image_removed": Kind(
        gettext_lazy("Image removed"), gettext_lazy("The image “%(text)s” was removed: %(value)s.")
    ),
    "image_pixel": Kind(
        gettext_lazy("Counting pixel or spacer removed"), gettext_lazy("“%(text)s” showed nothing and was removed."),
        _TOLD,
    ),
    "larger_image": Kind(
        gettext_lazy("Larger version of an image"),
        gettext_lazy("Instead of “%(text)s” the larger version behind it is taken: “%(value)s”."),
        _TOLD,
    ),
    "layout_table": Kind(
        gettext_lazy("Table for layout"),
        gettext_lazy("A table only placed things; its cells follow each other: %(text)s")
    ),
    "table_spans": Kind(
        gettext_lazy("Joined cells"),
        gettext_lazy("A table had joined cells; they were filled up with empty ones: %(text)s")
    ),
    "list_recognised": Kind(
        gettext_lazy("List recognised"), gettext_lazy("Lines beginning with %(text)s became a list: %(value)s"), _TOLD
    ),
    "nested_list": Kind(
        gettext_lazy("List within a list"), gettext_lazy("A list within a list became one list: %(text)s")
    ),
    "heading_recognised": Kind(
        gettext_lazy("Heading recognised"), gettext_lazy("The bold line “%(text)s” became a heading.")
    ),
    "indent": Kind(
        gettext_lazy("Indented, not quoted"),
        gettext_lazy("An indented passage is no quotation and became plain: %(text)s"),
        _TOLD,
    ),
    "quotation_recognised": Kind(
        gettext_lazy("Quotation recognised"), gettext_lazy("“%(text)s” became a quotation (by %(value)s)."), _TOLD
    ),
    "struck": Kind(
        gettext_lazy("Struck text"), gettext_lazy("“%(text)s” was struck through; now it is plain text.")
    ),
    "raised": Kind(
        gettext_lazy("Raised or lowered signs"),
        gettext_lazy("“%(text)s” stood above or below the line; now it does not.")
    ),
    "credit": Kind(
        gettext_lazy("Photographer recognised"),
        gettext_lazy("“%(text)s” became the credit of the image."), _TOLD,
    ),
    "deep": Kind(
        gettext_lazy("Markup nested too deeply"),
        gettext_lazy("Markup was nested too deeply and became plain text: %(text)s")
    ),
    "words_lost": Kind(
        gettext_lazy("Words missing after cleaning"),
        gettext_lazy("These words of the old text are not in the new one: %(text)s"),
    ),
    "too_long": Kind(
        gettext_lazy("Text too long"), gettext_lazy("The text has %(value)s characters; %(other)s can be taken over.")
    ),
    "dateline": Kind(
        gettext_lazy("Place and day taken from the text"),
        gettext_lazy("“%(text)s” was taken out of the text."), _TOLD,
    ),
    "dateline_differs": Kind(
        gettext_lazy("Day in the text differs"),
        gettext_lazy("The text begins with “%(text)s”, the release is of %(value)s; the line was left in the text."),
    ),
    "announcement": Kind(
        gettext_lazy("Sender taken from the text"), gettext_lazy("“%(text)s” was taken out of the text."), _TOLD
    ),
    "contact": Kind(
        gettext_lazy("Press contact taken from the text"), gettext_lazy("“%(text)s” was taken out of the text."), _TOLD
    ),
    # about the import
    "future": Kind(gettext_lazy("Day in the future"), gettext_lazy("%(value)s is not over yet.")),
    "gone": Kind(
        gettext_lazy("No longer in the file"),
        gettext_lazy("“%(text)s” was taken over before and is missing now. It stays as it is."),
    ),
    "many_gone": Kind(
        gettext_lazy("Most of the earlier releases are missing"),
        gettext_lazy("%(value)s of %(other)s releases taken over before are missing. Is this the whole file?"),
    ),
    "redirect_shared": Kind(
        gettext_lazy("One old address, several releases"),
        gettext_lazy("“%(text)s” also belongs to “%(other)s”; it leads there."),
    ),
    "redirect_taken": Kind(
        gettext_lazy("Old address already in use"),
        gettext_lazy("“%(text)s” is already the address of a page here; it is left as it is."),
    ),
    "redirect_moved": Kind(
        gettext_lazy("Old address leads elsewhere"),
        gettext_lazy("“%(text)s” already leads to “%(other)s”; it is left as it is."),
    ),
    "redirect_home": Kind(
        gettext_lazy("Old address of a whole site"),
        gettext_lazy("“%(text)s” is the address of a whole site; nothing is redirected."),
    ),
    "redirect_foreign": Kind(
        gettext_lazy("Address of another site"),
        gettext_lazy("“%(text)s” is not an address of the old site; nothing is redirected."),
    ),
    "bad_address": Kind(gettext_lazy("Unreadable address"), gettext_lazy("“%(text)s” is no address.")),
    "image_missing": Kind(
        gettext_lazy("Image missing"), gettext_lazy("“%(text)s” is not among the files given beside; please add it.")
    ),
    "image_ambiguous": Kind(
        gettext_lazy("Several files for one image"), gettext_lazy("“%(text)s” can be: %(value)s. None was taken.")
    ),
    "attachment_missing": Kind(
        gettext_lazy("Document missing"), gettext_lazy("“%(text)s” is not among the files given beside; please add it.")
    ),
    # about what is here
    "edited_here": Kind(
        gettext_lazy("Edited here since"),
        gettext_lazy("Somebody has edited the release here since it was taken over. It is left as it is."),
    ),
    "withdrawn_here": Kind(
        gettext_lazy("Withdrawn here since"),
        gettext_lazy("The release was withdrawn or has ended here since it was taken over. It stays so."),
    ),
    "removed_here": Kind(
        gettext_lazy("Deleted here since"),
        gettext_lazy("The release was deleted here after it was taken over. It does not come back."),
    ),
    "image_refused": Kind(
        gettext_lazy("Image not taken"), gettext_lazy("“%(text)s” was not taken: %(value)s")
    ),
    "attachment_refused": Kind(
        gettext_lazy("Document not taken"), gettext_lazy("“%(text)s” was not taken: %(value)s")
    ),
    "alt_missing": Kind(
        gettext_lazy("Image without alternative text"),
        gettext_lazy("“%(text)s” has no alternative text. Say at the image what it shows."),
    ),
    "sender_unknown": Kind(
        gettext_lazy("Sender not known"),
        gettext_lazy("“%(text)s” is no organisation of that day here; the words stand as they are."),
    ),
    "topic_unknown": Kind(
        gettext_lazy("Topic not known"),
        gettext_lazy("“%(text)s” is none of our topics. It can be mapped by hand. Releases on it: %(value)s."),
    ),
    "cut": Kind(gettext_lazy("Text cut"), gettext_lazy("The text is too long here and was cut: %(text)s")),
    "lead_moved": Kind(
        gettext_lazy("Lead moved into the text"),
        gettext_lazy("The lead has more than %(value)s characters and became the first paragraph."),
        _TOLD,
    ),
    "redirect_long": Kind(
        gettext_lazy("Old address too long"), gettext_lazy("“%(text)s” is too long to be redirected.")
    ),
}  # fmt: skip

_EMPTY = {"text": "", "value": "", "other": ""}
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Doubt:
    """One doubt.

    Attributes:
        kind: one of `KINDS`.
        entry: the identity of the release, or empty where the file as a whole is meant.
        place: where in it: a field such as "body", with the block behind it ("body 3").
        args: the words of the sentence; one that was made for a reader yet unknown is there in each language.
    """

    kind: str
    place: str = ""
    args: Mapping[str, Any] = field(default_factory=dict)
    entry: str = ""

    @property
    def label(self) -> str:
        return str(KINDS[self.kind].label)

    @property
    def text(self) -> str:
        """The sentence, in the reader's language."""
        return str(KINDS[self.kind].sentence) % {**_EMPTY, **{name: _short(it) for name, it in self.args.items()}}

    @property
    def to_check(self) -> bool:
        """Whether a person should look at it."""
        return KINDS[self.kind].to_check

    def of(self, entry: str, place: str = "") -> "Doubt":
        """The same doubt, about this entry (and place, where it has none yet)."""
        return replace(self, entry=entry, place=self.place or place)

    def to_json(self) -> dict[str, Any]:
        return {"kind": self.kind, "entry": self.entry, "place": self.place, "args": dict(self.args)}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Doubt":
        return cls(value["kind"], value.get("place", ""), value.get("args", {}), value.get("entry", ""))


def _short(words: str | Mapping[str, str]) -> str:
    text = words if isinstance(words, str) else in_current_language(words)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"


def doubt(kind: str, place: str = "", **args: object) -> Doubt:
    """A doubt whose words are texts, so that it can be kept."""
    return Doubt(kind, place, {name: it if isinstance(it, Mapping) else str(it) for name, it in args.items()})
