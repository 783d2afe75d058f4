"""One spelling for the many ways that people type Danish letters."""

from __future__ import annotations

import regex

# "søvn", "soevn" and "sovn" are one word to a reader, so they share one folded form.
_LETTERS = {"æ": "a", "ä": "a", "ø": "o", "ö": "o", "å": "a", "é": "e", "ü": "u"}
_DIGRAPHS = {"ae": "æ", "oe": "ø", "aa": "å"}
_DIGRAPH = regex.compile(r"ae|oe|aa", regex.IGNORECASE)
_DANISH_LETTER = regex.compile(r"[æøå]", regex.IGNORECASE)
_REPEATS = regex.compile(r"([^\W\d])\1+")


def fold(text: str) -> str:
    """Return text in lower case with æ/ae, ø/oe and å/aa made one letter and doubled letters made single.

    The result is for comparing and for counting n-grams, never for showing.
    """
    single = _DIGRAPH.sub(lambda match: match.group()[0], text.lower())
    return _REPEATS.sub(r"\1", "".join(_LETTERS.get(letter, letter) for letter in single))


def restore(text: str) -> str:
    """Return text with ae, oe and aa written æ, ø and å, if it has none of those letters itself.

    The sentence model knows "søvn" but not "soevn". English words suffer ("shoe"), which costs less than it gains.
    """
    if _DANISH_LETTER.search(text):
        return text
    return _DIGRAPH.sub(lambda match: _DIGRAPHS[match.group().lower()], text)
