"""Words made comparable: folding, stemming and German order, the same for every database.

Pure functions without Django, so that what a database stores and what a reader types pass through the same code.
"""

from kommin.foundation.search.folding import fold, fold_loosely, sort_key, strip_invisible, words
from kommin.foundation.search.stemming import stems

__all__ = ["fold", "fold_loosely", "sort_key", "stems", "strip_invisible", "words"]
