"""Does a message tell of danger to life or of a child at risk? Recall comes before precision: when unsure, it fires.

Rules (`phrases/`) and learned evidence (`evidence.py`) decide together: either is enough, but what the evidence speaks
clearly against, a rule alone does not make a crisis.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from math import inf
from typing import Final, Literal

from bot.safety.answers import answer_to_the_question
from bot.safety.concepts import Combination, Span, load_combinations, load_concepts, nearest, places
from bot.safety.evidence import CRISIS, DESPAIR, weights
from bot.safety.language import Language, detect
from bot.safety.phrasebook import Phrase, Phrases, load
from bot.safety.wording import Speller, fold, words

Level = Literal["suicide", "overdose", "violence", "medical", "withdrawal", "child"]

# Most life-threatening first; child stands before violence because "min far slår mig" is both.
PRIORITY: Final[tuple[Level, ...]] = ("overdose", "withdrawal", "medical", "suicide", "child", "violence")

# Margins of the evidence, chosen on sentences that it had not learned from (docs/architecture.md).
_ENOUGH: Final = 0.1
_AGAINST_A_RULE: Final = -1.2
# The more words, the better the evidence knows; of a few it knows nothing.
_FEW_WORDS: Final = 3
_MANY_WORDS: Final = 13
_AGAINST_A_RULE_IN_MANY_WORDS: Final = -0.6
# Symptoms and substances are told in few sure words among many others.
_OF_THE_BODY: Final[frozenset[Level]] = frozenset(("overdose", "withdrawal", "medical"))
# What a rule counts when the level is chosen: who has swallowed something needs help for that first.
_WORTH_OF_A_RULE: Final = dict.fromkeys(PRIORITY, 0.6) | {"overdose": 1.5}
_DOUBTFUL: Final = -0.35
_DESPAIRING: Final = 0.2

_LEVELS: Final[dict[Level, Phrases]] = {level: load(level) for level in PRIORITY}
_CONCEPTS: Final = load_concepts()
_COMBINATIONS: Final = load_combinations(_CONCEPTS.names)
_DESPAIR: Final = load("despair")
_HARMLESS: Final = load("harmless")
_PAST_OR_FACTS: Final = load("past_or_facts")
_NOW: Final = load("now")
_ORDINARY: Final = files("bot.safety").joinpath("phrases", "ordinary_words.txt").read_text(encoding="utf-8")
_SPELLER: Final = Speller(
    vocabulary=_CONCEPTS.vocabulary.union(*(phrases.vocabulary for phrases in (*_LEVELS.values(), _DESPAIR))),
    ordinary=fold(_ORDINARY).split(),
)


@dataclass(frozen=True)
class CrisisAssessment:
    """What kind of crisis a message tells of, and the language it is written in."""

    level: Level
    language: Language = "da"


def assess(text: str, *, asked: bool = False) -> CrisisAssessment | None:
    """The crisis that `text` tells of, or None. Never raises; the same text gives the same answer.

    `asked`: `text` answers `replies.question`; then yes, perhaps and more despair are a crisis, too.
    """
    said, distinct = read(text)
    ruled = _ruled_levels(said, distinct)
    margins = weights().margins(said.split())
    if margins[CRISIS] > (_refuting(said, ruled) if ruled else _ENOUGH):
        return CrisisAssessment(_likeliest_level(margins, ruled), detect(text))
    if asked and _confirms(text, said, distinct):
        return CrisisAssessment("suicide", detect(text))
    return None


def doubt(text: str) -> CrisisAssessment | None:
    """What `text` may tell of, when too little speaks for a crisis to `assess` it, and too much to pass it over."""
    said, distinct = read(text)
    margins = weights().margins(said.split())
    is_doubtful = margins[CRISIS] > _DOUBTFUL and assess(text) is None
    level = _likeliest_level(margins, _ruled_levels(said, distinct))
    return CrisisAssessment(level, detect(text)) if is_doubtful else None


def _ruled_levels(said: str, distinct: set[str]) -> set[Level]:
    """The levels that a rule hears."""
    combined = _combined_levels(said.split())
    return {level for level in PRIORITY if level in combined or _tells_any(said, _LEVELS[level].likely(distinct))}


def _likeliest_level(margins: dict[str, float], ruled: set[Level]) -> Level:
    """The level for which most speaks; of equals the most life-threatening."""
    return max(PRIORITY, key=lambda level: margins[level] + _WORTH_OF_A_RULE[level] * (level in ruled))


def _refuting(said: str, ruled: set[Level]) -> float:
    """The margin at which the evidence speaks clearly against the rules."""
    length = len(said.split())
    if length <= _FEW_WORDS:
        return -inf
    is_enough = length >= _MANY_WORDS and ruled.isdisjoint(_OF_THE_BODY)
    return _AGAINST_A_RULE_IN_MANY_WORDS if is_enough else _AGAINST_A_RULE


def is_despairing(text: str) -> bool:
    """Whether `text` tells of despair: no crisis by itself, but a reason to ask about thoughts of suicide."""
    said, distinct = read(text)
    return _tells_any(said, _DESPAIR.likely(distinct)) or weights().margins(said.split())[DESPAIR] > _DESPAIRING


def _confirms(text: str, said: str, distinct: set[str]) -> bool:
    answer = answer_to_the_question(text)
    return answer == "yes" or (answer is None and _tells_any(said, _DESPAIR.likely(distinct)))


def read(text: str) -> tuple[str, set[str]]:
    """The words of `text`, spelled right and without idioms, each with a space around it; and the set of them."""
    written = words(text)
    meant = {word: _SPELLER.correct(word) for word in set(written)}
    distinct = set(meant.values())
    return _without_idioms(" " + " ".join(meant[word] for word in written) + " ", distinct), distinct


def _combined_levels(words: Sequence[str]) -> set[str]:
    """The levels that a combination of concepts tells of."""
    found = _CONCEPTS.find(words)
    distance = places(words)
    return {
        level
        for level, rules in _COMBINATIONS.items()
        if any(_holds(rule, found, span, words) for rule in rules for span in nearest(rule, found, distance))
    }


def _holds(rule: Combination, found: dict[str, list[Span]], span: Span, words: Sequence[str]) -> bool:
    start, end = _sentences(words, *span)
    if any(start <= at < end for name in rule.unless for at, _ in found.get(name, ())):
        return False
    return rule.always or _is_present(" " + " ".join(words[start:end]) + " ")


def _sentences(words: Sequence[str], start: int, end: int) -> Span:
    while start > 0 and words[start - 1] != ".":
        start -= 1
    while end < len(words) and words[end] != ".":
        end += 1
    return start, end


def _without_idioms(said: str, distinct: set[str]) -> str:
    for phrase in _HARMLESS.likely(distinct):
        said = phrase.pattern.sub("§ ", said)
    return said


def _tells_any(said: str, phrases: Sequence[Phrase]) -> bool:
    return any(_tells(said, phrase) for phrase in phrases)


def _tells(said: str, phrase: Phrase) -> bool:
    return any(phrase.always or _is_present(_sentence(said, m.start(), m.end())) for m in phrase.pattern.finditer(said))


def _sentence(said: str, start: int, end: int) -> str:
    last = said.find(" . ", end - 1)
    return said[said.rfind(" . ", 0, start) + 1 : len(said) if last < 0 else last + 1]


def _is_present(sentence: str) -> bool:
    """Whether a sentence is neither about the past nor about facts, or says "now" all the same."""
    return not _occurs(_PAST_OR_FACTS, sentence) or _occurs(_NOW, sentence)


def _occurs(phrases: Phrases, sentence: str) -> bool:
    return any(phrase.pattern.search(sentence) for phrase in phrases.likely(set(sentence.split())))
