"""How people type, made uniform: one spelling for æøå, doubled letters, small typos and filler words."""

import re
import unicodedata
from collections.abc import Iterable

MIN_FUZZY_LENGTH = 6

_LETTERS = str.maketrans({"æ": "a", "ä": "a", "ø": "o", "ö": "o", "å": "a", "é": "e", "è": "e", "ü": "u"})
_DIGRAPHS = re.compile("ae|oe|aa")
_DOUBLED = re.compile(r"([a-z])\1+")
_TOKEN = re.compile(r"[^\W_]+|[.!?;\n]")
_APOSTROPHES = re.compile("['’`´\u00ad\u200b-\u200d]")


def fold(text: str) -> str:
    """`text` in lower case with å, ø, æ, their digraphs and doubled letters reduced to one plain letter.

    Phrases are folded too, so "slår", "slaar" and "slar" are one word, as are "dø", "doe" and "døø".
    """
    plain = unicodedata.normalize("NFKC", text).lower().translate(_LETTERS)
    return _DOUBLED.sub(r"\1", _DIGRAPHS.sub(lambda pair: pair[0][0], _APOSTROPHES.sub("", plain)))


# Words that say how strongly, not what: dropped, so that phrases stay short.
FILLERS = frozenset(
    fold(
        "bare lige gerne sgu jo altså virkelig egentlig simpelthen fandme fanme helt så også nok snart øh øhm "
        "godt ret ligesom faktisk vist mega fucking fuckin seriøst kraftedeme allerede stadig "
        "hele total totalt konstant efterhånden "
        "just really literally actually fr very please rn already"
    ).split()
)


def words(text: str) -> list[str]:
    """The folded words of `text` without fillers; the end of a sentence is the word "."."""
    tokens = (token if token.isalnum() else "." for token in _TOKEN.findall(fold(text)))
    return [token for token in tokens if token not in FILLERS]


class Speller:
    """Corrects a word one edit (a letter lost, added, changed or two swapped) from a known crisis word."""

    def __init__(self, vocabulary: Iterable[str], ordinary: Iterable[str]) -> None:
        self._known = frozenset(vocabulary)
        self._ordinary = frozenset(ordinary)
        self._by_deletion: dict[str, list[str]] = {}
        for word in sorted(self._known):
            if len(word) >= MIN_FUZZY_LENGTH and word.isalpha():
                for key in {word, *_deletions(word)}:
                    self._by_deletion.setdefault(key, []).append(word)

    def correct(self, word: str) -> str:
        """The crisis word `word` was meant to be, or `word` itself."""
        if len(word) < MIN_FUZZY_LENGTH - 1 or len(word) > 24 or word in self._known or word in self._ordinary:
            return word
        for key in (word, *_deletions(word)):
            for candidate in self._by_deletion.get(key, ()):
                if candidate[0] == word[0] and _one_edit_apart(word, candidate):
                    return candidate
        return word


def _deletions(word: str) -> list[str]:
    return [word[:i] + word[i + 1 :] for i in range(len(word))]


def _one_edit_apart(a: str, b: str) -> bool:
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest_a, rest_b = a[start:], b[start:]
    return (
        rest_a[1:] == rest_b[1:]
        or rest_a[1:] == rest_b
        or rest_a == rest_b[1:]
        or (rest_a[:2] == rest_b[1::-1] and rest_a[2:] == rest_b[2:])
    )
