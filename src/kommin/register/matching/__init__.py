"""Finding the municipality that a written name means.

Pure Python: the engine gets entries, the words of a language and a register's own qualifiers, and knows no country.
"""

from kommin.register.matching.engine import Answer, Match, Matcher
from kommin.register.matching.entries import Entry
from kommin.register.matching.vocabulary import Vocabulary

SURE = 0.9
"""From this confidence on a match may be taken without asking a person."""

__all__ = ["SURE", "Answer", "Entry", "Match", "Matcher", "Vocabulary"]
