"""Danish words: lemmas, words typed without æ, ø and å, and words too common to search for.

The lemmas are spaCy's lookup table (package spacy-lookups-data), read straight: importing spaCy itself for it costs
seconds and 150 MB more.
"""

import gzip
import itertools
import json
import re
from functools import cache
from importlib.resources import files
from pathlib import Path

STOP_WORDS = frozenset(Path(__file__).with_name("stop_words.txt").read_text(encoding="utf-8").split())
"""Danish and some English words that stand in every other sentence."""

_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")
_DIGRAPHS = {"ae": "æ", "oe": "ø", "aa": "å"}
_DIGRAPH = re.compile("|".join(_DIGRAPHS))
_MAX_DIGRAPHS = 4


@cache
def _lemma_table() -> dict[str, str]:
    """Inflected form -> lemma, some 550 000 words."""
    packed = files("spacy_lookups_data").joinpath("data", "da_lemma_lookup.json.gz").read_bytes()
    table: dict[str, str] = json.loads(gzip.decompress(packed))
    return table


def words(text: str) -> list[str]:
    """The words of a text, lower-case, hyphens kept inside: "Motion på recept!" -> ["motion", "på", "recept"]."""
    return _WORD.findall(text.lower())


def is_word(word: str) -> bool:
    """Whether the lookup table has this form."""
    return word in _lemma_table()


def lemma(word: str) -> str:
    """One form for all of a word's forms; an unknown word is its own.

    The table takes one step ("drikker" -> "drikke", "drikke" -> "drik") and reads plurals as commands ("grupper" ->
    "gruppere"), so it is followed to its end, and a plural's singular tried first.
    """
    table = _lemma_table()
    for _ in range(3):
        following = table.get(word, word)
        if following == word + "e" and word.endswith("er") and word[:-1] in table:
            following = table[word[:-1]]
        if following == word:
            break
        word = following
    return word


def spellings(word: str) -> list[str]:
    """The word, then what it may stand for if typed without æ, ø, å: "soevn" -> ["soevn", "søvn"]."""
    matches = list(_DIGRAPH.finditer(word))[:_MAX_DIGRAPHS]
    options = [(match.group(), _DIGRAPHS[match.group()]) for match in matches]
    pieces: list[str] = []
    end = 0
    for match in matches:
        pieces.append(word[end : match.start()])
        end = match.end()
    variants = []
    for choice in itertools.product(*options):
        joined = "".join(piece + letter for piece, letter in zip(pieces, choice, strict=True))
        variants.append(joined + word[end:])
    return variants or [word]


def bare(word: str) -> str:
    """The word as a hurried hand may type it: "søvn", "soevn" and "sovn" are one."""
    folded = word.replace("ae", "a").replace("oe", "o").replace("aa", "a")
    return folded.replace("æ", "a").replace("ø", "o").replace("å", "a")
