"""Words of the full-text search: folded, and cut to their Danish stem, so that "rygestoppet" finds "rygestop"."""

from __future__ import annotations

import re
import threading
from functools import lru_cache

import snowballstemmer

_WORD = re.compile(r"[^\W_]+")
LONGEST = 40
_stemmer = snowballstemmer.stemmer("danish")
# The stemmer keeps the word it works on in itself.
_one_at_a_time = threading.Lock()


def stems(text: str) -> set[str]:
    """The stems of the text's words."""
    return {_stem(word[:LONGEST]) for word in _WORD.findall(text.casefold())}


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    with _one_at_a_time:
        return str(_stemmer.stemWord(word))
