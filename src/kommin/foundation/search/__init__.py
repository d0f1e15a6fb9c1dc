"""Words made comparable: folding, stemming and German order, the same for every database.

Pure functions without Django, so that what a database stores and what a reader types pass through the same code.
The full-text index of the house, which is built on them, is `kommin.foundation.search.index`.
"""

from kommin.foundation.search.folding import fold, fold_loosely, sort_key, strip_invisible, words
from kommin.foundation.search.stemming import stem, stems

__all__ = ["fold", "fold_loosely", "sort_key", "stem", "stems", "strip_invisible", "words"]
