"""BM25 over lemmas and the parts of compounds, one index a field, the fields weighted."""

from collections.abc import Iterable, Sequence

import bm25s
import numpy as np
import numpy.typing as npt

from offers_db.search.compounds import split_compound
from offers_db.search.danish import STOP_WORDS, bare, is_word, lemma, spellings, words

Scores = npt.NDArray[np.float32]

# A part of this length must be in the offers' own texts: the word list is full of short oddities.
_SHORT_PART = 3


class Analyzer:
    """Turns text into index terms. It knows the words of `texts` besides the word list's."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._vocabulary = {word for text in texts for word in words(text) if word not in STOP_WORDS}
        self._terms: dict[str, tuple[str, ...]] = {}
        self._by_bare_form: dict[str, str] = {}
        seen = {part for word in self._vocabulary for part in (word, *self._parts(word))}
        self._by_bare_form.update((bare(part), part) for part in sorted(seen))

    def terms(self, text: str) -> list[str]:
        """The text's terms: each word's lemma, and its parts' lemmas if it is a compound; no common words."""
        return [term for word in words(text) for term in self._terms_of(word)]

    def _terms_of(self, word: str) -> tuple[str, ...]:
        if word not in self._terms:
            meant = self._meant(word)
            kept = [lemma(part) for part in (meant, *self._parts(meant)) if part not in STOP_WORDS]
            self._terms[word] = tuple(dict.fromkeys(kept))
        return self._terms[word]

    def _parts(self, word: str) -> list[str]:
        """The word's parts and their parts: rygestopkursus -> rygestop, ryge, stop, kursus."""
        parts = word.split("-") if "-" in word else split_compound(word, self._is_part)
        return [deeper for part in parts for deeper in (part, *self._parts(part))]

    def _meant(self, word: str) -> str:
        """The word as it is spelled: "soevn" and "sovn" -> "søvn"."""
        if self._is_known(word):
            return word
        candidates = spellings(word)
        spelled = next((candidate for candidate in candidates if self._is_known(candidate)), None)
        if spelled is None:
            spelled = self._by_bare_form.get(bare(word))
        if spelled is None:
            spelled = next((candidate for candidate in candidates if split_compound(candidate, self._is_part)), word)
        return spelled

    def _is_known(self, word: str) -> bool:
        return word in self._vocabulary or word in STOP_WORDS or is_word(word)

    def _is_part(self, part: str) -> bool:
        return part in self._vocabulary or (len(part) > _SHORT_PART and is_word(part))

    def respelled(self, text: str) -> str:
        """The text's words with æ, ø and å where they were typed without, for what reads whole sentences."""
        return " ".join(self._meant(word) for word in words(text))


class LexicalIndex:
    """`documents`: for each offer its fields' texts; `weights`: what a hit in each field counts."""

    def __init__(self, documents: Sequence[Sequence[str]], weights: Sequence[float]) -> None:
        self._size = len(documents)
        self.analyzer = Analyzer(text for fields in documents for text in fields)
        self._fields = [
            (weight, index)
            for position, weight in enumerate(weights)
            if (index := self._index([fields[position] for fields in documents])) is not None
        ]

    def scores(self, text: str) -> Scores:
        """A score for each document, 0 where no term of the text is found."""
        total = np.zeros(self._size, dtype=np.float32)
        terms = list(dict.fromkeys(self.analyzer.terms(text)))
        for weight, index in self._fields:
            known = index.get_tokens_ids(terms)
            if known:
                total += weight * index.get_scores_from_ids(known)
        return total

    def _index(self, texts: Sequence[str]) -> bm25s.BM25 | None:
        terms = [self.analyzer.terms(text) for text in texts]
        if not any(terms):
            return None
        index = bm25s.BM25()
        index.index(terms, show_progress=False)
        return index
