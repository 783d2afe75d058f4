"""How well passages support an answer: words, meaning, and whether what is rare in the question is covered."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from offers_db.policies.question import (
    ContentWord,
    Speller,
    can_answer,
    in_danish,
    is_practical,
    spelled_out,
    wanted_kinds,
)
from offers_db.search import embedding
from offers_db.search.lexical import Analyzer, LexicalIndex
from vectors.store import Vectors

Embed = Callable[[Sequence[str]], Vectors]
Indices = npt.NDArray[np.int64]

# What a hit counts in the heading, the keywords and the text.
FIELD_WEIGHTS = (3.0, 2.0, 1.0)
# So many by words and so many by meaning are looked at closely.
CANDIDATES = 40
# A part of a compound says less than the whole word.
PART_SHARE = 0.7
# "evalueres" and "evaluering" are no forms of one word, but of one stem: so many letters, and what they count.
STEM, STEM_SHARE = 6, 0.6
# A compound without its head says little: a "sundhedskort" is no sundhed.
HEADLESS_SHARE = 0.5
DEFINITION = "definition"
# Characters of a text that are embedded.
PASSAGE_LENGTH = 400


@dataclass(frozen=True)
class Searchable:
    """What is searched of one passage or figure. `lead` is put before the text for its meaning; `title`
    is the document's, `kind` the passage's."""

    heading: str
    keywords: str
    text: str
    lead: str = ""
    title: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Evidence:
    """`index` of the passage. `coverage`: share of the question's content words, the rare ones counting more, that the
    passage has; `rarest`: that of the rarest word; `lexical`: BM25; `meaning`: cosine; `fits_kind`: see `can_answer`;
    `is_wanted_kind`, `is_wanted_definition`: it says what is promised, or what something is, and that is asked;
    `is_practical`: see there; `of_other_document`: the question names the title of another document."""

    index: int
    coverage: float
    rarest: float
    lexical: float
    meaning: float
    fits_kind: bool
    is_wanted_kind: bool
    is_wanted_definition: bool
    is_practical: bool
    of_other_document: bool


@dataclass(frozen=True)
class _Wanted:
    """A question as read: `rarities` of its words, `titles` of the documents it names (none: no matter which)."""

    question: str
    words: list[ContentWord]
    rarities: list[float]
    kinds: frozenset[str]
    is_practical: bool
    titles: frozenset[int]


class EvidenceIndex:
    """Search over `items`, any number from none to some ten thousand."""

    def __init__(self, items: Sequence[Searchable], embed: Embed = embedding.embed_passages) -> None:
        fields = [tuple(map(spelled_out, (item.heading, item.keywords, item.text))) for item in items]
        self._items = tuple(items)
        texts = [text for field in fields for text in field]
        self._speller = Speller(texts)
        self._analyzer = Analyzer(texts)
        self._lexical = LexicalIndex(fields, FIELD_WEIGHTS)
        self._terms = [frozenset(self._analyzer.terms(" ".join(field))) for field in fields]
        self._stems = [frozenset(term[:STEM] for term in terms if len(term) >= STEM) for terms in self._terms]
        self._frequency = Counter(term for terms in self._terms for term in terms)
        titles = list(dict.fromkeys(item.title for item in items))
        self._titles = [frozenset(t for t in self._analyzer.terms(title) if len(t) >= STEM) for title in titles]
        self._title_of = np.array([titles.index(item.title) for item in items], np.int64)
        self._vectors = embed([f"{item.lead}{item.heading}. {item.text}"[:PASSAGE_LENGTH] for item in items])

    def find(self, question: str, among: Indices, meaning_of: str | None = None) -> list[Evidence]:
        """Evidence of the best of `among` by words and by meaning (of `meaning_of` if it is given), in no order."""
        if not len(among):
            return []
        asked = self._speller.content_words(question)
        lexical = self._lexical.scores(" ".join(form for word in asked for form in word.forms))[among]
        meaning = (self._vectors @ _meaning(in_danish(meaning_of or question, asked)))[among]
        close = np.union1d(_best(lexical, CANDIDATES), _best(meaning, CANDIDATES))
        wanted = self._wanted(question, asked, among)
        return [self._evidence(wanted, int(among[i]), float(lexical[i]), float(meaning[i])) for i in close]

    def _wanted(self, question: str, asked: list[ContentWord], among: Indices) -> _Wanted:
        terms = {term for word in asked for form in word.forms for term in self._analyzer.terms(form)[:1]}
        titles = frozenset(int(t) for t in np.unique(self._title_of[among]) if self._titles[t] & terms)
        rarities = [self._rarity(word) for word in asked]
        return _Wanted(question, asked, rarities, wanted_kinds(question), is_practical(question), titles)

    def _evidence(self, wanted: _Wanted, index: int, lexical: float, meaning: float) -> Evidence:
        shares = [self._share(word, index) for word in wanted.words]
        total = sum(wanted.rarities)
        item = self._items[index]
        return Evidence(
            index=index,
            coverage=sum(w * s for w, s in zip(wanted.rarities, shares, strict=True)) / total if total else 0.0,
            rarest=shares[wanted.rarities.index(max(wanted.rarities))] if shares else 0.0,
            lexical=lexical,
            meaning=meaning,
            fits_kind=can_answer(wanted.question, item.text),
            is_wanted_kind=item.kind != DEFINITION and item.kind in wanted.kinds,
            is_wanted_definition=item.kind == DEFINITION and DEFINITION in wanted.kinds,
            is_practical=wanted.is_practical,
            of_other_document=bool(wanted.titles) and int(self._title_of[index]) not in wanted.titles,
        )

    def _rarity(self, word: ContentWord) -> float:
        """Inverse document frequency of the word's commonest form; a word no document has counts most."""
        counts = [self._frequency[term] for form in word.forms for term in self._analyzer.terms(form)[:1]]
        return float(np.log1p(len(self._terms) / max(0.5, *counts, 0.5)))

    def _share(self, word: ContentWord, index: int) -> float:
        """How much of the word the passage has: 1 for the word itself, less for its stem or parts of a compound."""
        return max((self._form_share(form, index) for form in word.forms), default=0.0)

    def _form_share(self, form: str, index: int) -> float:
        whole, *parts = self._analyzer.terms(form) or [""]
        if whole in self._terms[index]:
            return 1.0
        by_stem = STEM_SHARE * (len(whole) >= STEM and whole[:STEM] in self._stems[index])
        by_parts = PART_SHARE * sum(part in self._terms[index] for part in parts) / len(parts) if parts else 0.0
        if parts and parts[-1] not in self._terms[index]:
            by_parts *= HEADLESS_SHARE
        return max(by_stem, by_parts)


# One question is looked up in several indexes; no other is kept.
_meaning = lru_cache(maxsize=1)(embedding.embed_query)


def _best(scores: Vectors, count: int) -> Indices:
    """The positions of the highest scores, in no order."""
    if len(scores) <= count:
        return np.arange(len(scores))
    return np.argpartition(scores, -count)[-count:]
