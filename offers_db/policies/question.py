"""Reads a question: its content words, whatever they may stand for, and what kind of fact it asks for."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from offers_db.policies.places import one_slip
from offers_db.search.danish import STOP_WORDS, bare, is_word, spellings, words

_HERE = Path(__file__).parent
QUESTION_WORDS = frozenset((_HERE / "question_words.txt").read_text(encoding="utf-8").split())
"""Words of asking and of politics that say nothing about what is asked: "siger", "politikken", "does"."""

_GENITIVE = re.compile(r"['’]s\b")
# In capitals only: in small letters it is English for "hvem".
_ACRONYM = re.compile(r"\bWHO(?=['’]?s?\b)")
# A shorter word is one slip away from too many others.
_MIN_TYPO_LENGTH = 5
_MIN_STEM = 6
# "politikken", "politikkens", "politikker", "hjemmebesøget"…: endings of nouns, the longest first.
_ENDINGS = ("kernes", "kerne", "ernes", "kens", "kers", "erne", "enes", "ken", "ker", "ens", "ets", "ene", "ers", "en",
            "et", "er", "ne", "n", "t", "r", "e", "s")  # fmt: skip


@cache
def other_words() -> dict[str, tuple[str, ...]]:
    """A word that people use, English or everyday Danish -> the words that policies use for it."""
    lines = (_HERE / "other_words.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split(": ") for line in lines)
    return {asked: tuple(written.split()) for asked, written in pairs}


def spelled_out(text: str) -> str:
    """The text with WHO as the word it stands for."""
    return _ACRONYM.sub("verdenssundhedsorganisationen", text)


@dataclass(frozen=True)
class ContentWord:
    """A word of the question, and the words that would answer to it: itself, its translation, its right spelling."""

    word: str
    forms: tuple[str, ...]


class Speller:
    """Finds what a word stands for, given the words of the documents."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._vocabulary = {word for text in texts for word in words(text)}
        self._by_slip: dict[str, str] = {}
        for word in sorted(self._vocabulary, key=len, reverse=True):
            if len(word) >= _MIN_TYPO_LENGTH and not word.isdigit():
                self._by_slip.update(dict.fromkeys((bare(word), *one_slip(bare(word))), word))

    def content_words(self, text: str) -> list[ContentWord]:
        """The words that say what is asked for, each once."""
        spoken = _GENITIVE.sub("", spelled_out(text))
        found = dict.fromkeys(word for word in words(spoken) if word not in STOP_WORDS and word not in QUESTION_WORDS)
        kept = [word for word in found if len(word) > 1 or word.isdigit()]
        return [ContentWord(word, self._forms(word)) for word in kept if not _is_stop_word_misspelled(word)]

    def _forms(self, word: str) -> tuple[str, ...]:
        others = other_words().get(word) or self._of_plural(word)
        if others:
            return (word, *others)
        uninflected = self._uninflected(word)
        if uninflected:
            return (word, uninflected)
        if word in self._vocabulary or is_word(word) or any(is_word(s) for s in spellings(word)):
            return (word,)
        meant = self._slipped(word)
        return (word, meant) if meant else (word,)

    def _of_plural(self, word: str) -> tuple[str, ...]:
        """What the singular of an English plural, or an English verb's first form, stands for."""
        if word in self._vocabulary or is_word(word):
            return ()
        stems = (word.removesuffix(ending) for ending in ("s", "es", "d", "ed", "ing") if word.endswith(ending))
        return next((other_words()[stem] for stem in stems if stem in other_words()), ())

    def _uninflected(self, word: str) -> str | None:
        """A document's compound that the word is a form of: the lemma table knows few compounds."""
        if word in self._vocabulary:
            return None
        stems = (word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending))
        return next((stem for stem in stems if len(stem) >= _MIN_STEM and stem in self._vocabulary), None)

    def _slipped(self, word: str) -> str | None:
        """The document's word that is one slip away: a letter left out, doubled, changed or swapped."""
        if len(word) < _MIN_TYPO_LENGTH:
            return None
        folded = bare(word)
        return next(
            (self._by_slip[slip] for slip in (folded, *sorted(one_slip(folded))) if slip in self._by_slip), None
        )


def _is_stop_word_misspelled(word: str) -> bool:
    """ "naar", "paa": common words typed without æ, ø and å."""
    return any(form in STOP_WORDS or form in QUESTION_WORDS for form in spellings(word))


# What a question asks for, and what a text must hold to answer it.
_YEARS = re.compile(r"\b(?:19|20)\d\d\b")
_NUMBER = re.compile(r"\d|\b(?:to|tre|fire|fem|seks|syv|otte|ni|ti|tolv|halv|tredjedel|dobbelt|fordobl\w*)\b")
ASKS_HOW_MANY = re.compile(
    r"\bhvor mange\b|\bhow many\b|\bantal\w*|\bprocent\w*|\bandel\w*|\bhow much\b|\bper ?cent\w*|%"
)
"""Questions, in lower case, that only a number answers."""
_MONTHS = r"januar|februar|marts|april|\bmaj\b|juni|juli|august|september|oktober|november|december"
_EXPECTED = (
    (
        re.compile(
            r"\bkoster?\b|\bprisen?\b|\bbetale\b|\bkroner\b|\bkr\b|\bbudget\w*|\bcosts?\b|\bprice\b|\bhow expensive"
            r"|\btjener\b|\bløn\b|\bsalary\b|\bwages?\b"
        ),
        re.compile(r"\bkr\b|kroner|gratis|\bpris"),
    ),
    (
        re.compile(
            r"\bhvorn[åa]+r\b|\bhvorn\b|\bhvilket år|\bwhen\b|\bhvilken dato|\bhvilken dag|\b(?:hvad|hvilken) tid"
            r"|\bhvor l(?:æ|ae)nge\b|\bhow long\b"
        ),
        re.compile(rf"\d|{_MONTHS}|hvert? |\bår\b"),
    ),
    (
        re.compile(
            r"\b(?:har|holder) .*\b(?:åbent?|aabent?|lukket)\b|åbningstid\w*|\blukker\b|\bopening hours\b|\bcloses?\b"
            r"|\bopen (?:in|on|at|until)\b"
        ),
        re.compile(r"klokken|\bkl\b|\b\d\d?[.:]\d\d\b|weekend"),
    ),
    (
        re.compile(r"\bhvad hedder .*(?:leder|chef|direktør|borgmester|formand)|\bnavnet på\b|\bname of the\b"),
        re.compile(r"leder|chef|direktør|rådmand|borgmester|formand"),
    ),
    (
        re.compile(r"\bhvor (?:tit|ofte)\b|\bhow often\b"),
        re.compile(r"\bhver|årlig|\bgange? |jævnlig|løbende"),
    ),
)


def can_answer(question: str, text: str) -> bool:
    """Whether the text holds the kind of fact the question asks for: a price, a time, a number. True if none is."""
    asked, given = question.lower(), text.lower()
    if ASKS_HOW_MANY.search(asked) and not _NUMBER.search(_YEARS.sub("", given)):
        return False
    return all(text_has.search(given) for is_asked, text_has in _EXPECTED if is_asked.search(asked))


# What is asked for, and the kinds of passage that say it.
_WANTED_KINDS = (
    (
        re.compile(
            r"^\W*hvad (?:er|betyder|vil .* sige|forst\w+)\b|\bdefin\w+|\bbetyder\b|\bbegreb\w*|\bmenes (?:der )?med\b"
            r"|^\W*what (?:is|are|does .* mean)\b|\bmeaning\b|^\W*forklar"
        ),
        frozenset(("definition",)),
    ),
    (
        re.compile(
            r"\bmål\w*|\bmaal\w*|\bvil\b|\blov(?:e|er|et|ede)\b|\bgør(?:es)?\b|\bgøre\b|\bgoer|\bønsker\b|\bambition\w*"
            r"|\b(?:siger|står|skriver)\b|\bsay|\bgoals?\b|\baims?\b|\bpromis\w+|\bwill\b|\bwants?\b"
            r"|\bdo(?:ing)? (?:about|for)\b"
        ),
        frozenset(("goal", "commitment", "follow_up", "principle", "value")),
    ),
    (
        re.compile(r"\bopfølg\w*|\bfølge\w* .*op\b|\bmål(?:er|es?)\b|\bfollow\w*"),
        frozenset(("follow_up",)),
    ),
    (
        re.compile(r"\bværdier\w*|\bvaerdier\w*|\bvalues?\b|\bprincip\w*"),
        frozenset(("value", "principle")),
    ),
)


def wanted_kinds(question: str) -> frozenset[str]:
    """The kinds of passage the question asks for: a definition for "hvad er rehabilitering", goals for "hvad vil I"."""
    asked = question.lower()
    return frozenset[str]().union(*(kinds for words_of, kinds in _WANTED_KINDS if words_of.search(asked)))


_PRACTICAL = re.compile(
    r"\b(?:kan|må|skal) jeg\b|\bhvor(?:dan|når)? (?:får|søger|bestiller|melder|klager|finder|booker) (?:jeg|man)\b"
    r"|\b(?:how|where|when) (?:do|can) i\b|\bcan i\b|\bmin\b|\bmit\b|\bmy\b"
)


def is_practical(question: str) -> bool:
    """Whether somebody asks how to get something for themselves, which a policy seldom tells."""
    return _PRACTICAL.search(question.lower()) is not None


_ENGLISH = re.compile(r"\b(?:the|what|how|who|which|when|where|does|do|is|are|will|with|of|about|people)\b")
_MIN_ENGLISH = 2


def in_danish(question: str, content: Iterable[ContentWord]) -> str:
    """The question, or if it is English its content words in Danish: the model ranks Danish passages better so."""
    if len(_ENGLISH.findall(question.lower())) < _MIN_ENGLISH:
        return question
    return " ".join(word.forms[1] if len(word.forms) > 1 else word.word for word in content) or question
