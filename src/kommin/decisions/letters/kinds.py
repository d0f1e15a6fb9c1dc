"""What each kind of letter is made of: the blocks of text an authority can write, in their order."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kommin.decisions.models.decision import AWARDS, Kind

LONGEST_BLOCK, LONGEST_LINE = 6000, 250
ALL = tuple(Kind)
GRANTS = (*AWARDS, Kind.CHANGE)


@dataclass(frozen=True)
class Block:
    """One block of text. `line` is a single line without formatting; `needs` are placeholders it cannot do without."""

    key: str
    label: str | Promise
    help: str | Promise
    kinds: tuple[Kind, ...] = ALL
    required: bool = True
    line: bool = False
    needs: tuple[str, ...] = ()

    @property
    def longest(self) -> int:
        return LONGEST_LINE if self.line else LONGEST_BLOCK


BLOCKS = (
    Block("title", _("Title"), _("What the letter is, in large type."), line=True),
    Block("subject", _("Subject"), _("One line below the title."), line=True),
    Block("opening", _("Salutation and opening"), _("Everything before the first numbered part.")),
    Block("ruling", _("What is decided"), _("The sentence that decides, before the facts in the table.")),
    Block(
        "payment", _("Payment"), _("Before the text on payment of the single decision."), kinds=GRANTS, required=False
    ),
    Block("evidence", _("Proof of use"), _("How and until when the use of the grant is shown."), kinds=GRANTS),
    Block(
        "conditions", _("Conditions"), _("Before the general and the own conditions."),
        kinds=(*GRANTS, Kind.EARLY_START),
    ),
    Block(
        "reasons", _("Reasons"), _("Before the reasons of the single decision."), required=False
    ),
    Block(
        "remedy", _("Legal remedies"),
        _("Court and time for a lawsuit. A mistake here extends the time to a year (§ 58 VwGO)."), needs=("gericht",),
    ),
    Block("notes", _("Notes"), _("What is good to know, for example about the waiver."), required=False),
    Block("closing", _("Closing"), _("Greeting and the words above the name.")),
    Block(
        "waiver", _("Waiver form"), _("The declaration the recipient signs in the annex."), kinds=GRANTS
    ),
)  # fmt: skip
BY_KEY = {block.key: block for block in BLOCKS}


def blocks_of(kind: str) -> list[Block]:
    """The blocks a letter of this kind has, in the order of the letter."""
    return [block for block in BLOCKS if kind in block.kinds]
