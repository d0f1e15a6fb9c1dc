"""The round against its means: an engine on plain rows, and what it is fed with.

`committed_so_far` and `proposal_of` are what other rooms ask: the one says what is bound already, the other what the
authority proposes for a case.
"""

from kommin.examination.ranking.means import committed_so_far
from kommin.examination.ranking.proposals import proposal_of

__all__ = ["committed_so_far", "proposal_of"]
