"""Combinations of ideas: a crisis told in words and an order nobody listed, such as perpetrator + hits + victim.

`phrases/concepts.txt` names the ideas, one a line:
    @name = word|two words|begin*|8+    `8+`: a number of 8 or more
    @name? = ...                        a negation right before takes the idea away
    @name = ...|<other>                 takes in the words of `other`, named above it
`phrases/combinations.txt` says which ideas make a crisis, one a line:
    level: a + b + c - x /9     a, b and c in any order within 9 words, and x nowhere in those sentences
    + and - below a combination: what it must hear, and what not (see phrasebook)
    ! level: ...                counts also in a sentence about the past or about facts
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from bot.safety.phrasebook import read_phrases, rule_lines
from bot.safety.wording import FILLERS, fold

DEFAULT_REACH: Final = 10
_SENTENCE_END_COST: Final = 3  # the end of a sentence counts as so many words of distance
_NEGATIONS: Final = frozenset(fold(word) for word in ("ikke", "ik", "ingen", "aldrig", "uden", "hverken", "not", "no"))
_RULE: Final = re.compile(r"(?P<always>!\s*)?(?P<level>\w+):(?P<ideas>[^/]+?)(?:/(?P<reach>\d+))?\s*")
_MEMBER_NAME: Final = re.compile(r"<(\w+)>")

Span = tuple[int, int]


@dataclass(frozen=True)
class Combination:
    """Ideas that together, within `reach` words, tell of a crisis of `level`, unless one of `unless` is near."""

    level: str
    together: tuple[str, ...]
    unless: tuple[str, ...]
    reach: int
    always: bool

    @cached_property
    def needed(self) -> frozenset[str]:
        """The ideas of `together`, quick to look for."""
        return frozenset(self.together)


class Concepts:
    """Finds the named ideas in a list of words, one dictionary look-up a word."""

    def __init__(self, members: dict[str, list[str]], deniable: Iterable[str]) -> None:
        self._deniable = frozenset(deniable)
        self.names = frozenset(members)
        self._by_word: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        self._by_prefix: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        self._from_number: list[tuple[str, int]] = []
        self.vocabulary: set[str] = set()
        for name, options in members.items():
            for option in options:
                self._add(name, option)
        self._prefix_lengths = sorted({len(prefix) for prefix in self._by_prefix})

    def _add(self, name: str, option: str) -> None:
        if option.endswith("+"):
            self._from_number.append((name, int(option[:-1])))
            return
        first, *rest = option.split()
        table = self._by_prefix if first.endswith("*") else self._by_word
        table.setdefault(first.rstrip("*"), []).append((name, tuple(rest)))
        self.vocabulary.update(word for word in (first, *rest) if not word.endswith("*"))

    def find(self, words: Sequence[str]) -> dict[str, list[Span]]:
        """Where each idea is told, as (first word, one past the last word), in the order of the text."""
        found: dict[str, list[Span]] = {}
        distinct = set(words)
        starting = {
            word: [(name, rest) for name, rest in self._starting(word) if _possible(rest, distinct)]
            for word in distinct
        }
        for start, word in enumerate(words):
            options = starting[word]
            if not options:
                continue
            negated = start > 0 and words[start - 1] in _NEGATIONS
            for name, rest in options:
                end = _end(words, start + 1, rest) if rest else start + 1
                if end and not (negated and name in self._deniable):
                    found.setdefault(name, []).append((start, end))
        return found

    def _starting(self, word: str) -> Iterable[tuple[str, tuple[str, ...]]]:
        if word.isdecimal():
            yield from ((name, ()) for name, least in self._from_number if int(word[:9]) >= least)
        yield from self._by_word.get(word, ())
        for length in self._prefix_lengths:
            if length > len(word):
                break
            yield from self._by_prefix.get(word[:length], ())


def _possible(rest: Sequence[str], words: set[str]) -> bool:
    return all(word in words or word.endswith("*") for word in rest)


def _end(words: Sequence[str], at: int, rest: Sequence[str]) -> int:
    """One past the last of `rest`, read from `at` on with at most one other word before each; 0 when not there."""
    for expected in rest:
        for step in (0, 1):
            if at + step < len(words) and _matches(words[at + step], expected):
                at += step + 1
                break
            if at < len(words) and words[at] == ".":
                return 0
        else:
            return 0
    return at


def _matches(word: str, expected: str) -> bool:
    return word.startswith(expected[:-1]) if expected.endswith("*") else word == expected


def places(words: Sequence[str]) -> list[int]:
    """How far into the text each word stands when the end of a sentence is a longer step; one more for the end."""
    distance = [0]
    for word in words:
        distance.append(distance[-1] + (_SENTENCE_END_COST if word == "." else 1))
    return distance


def nearest(rule: Combination, found: dict[str, list[Span]], distance: Sequence[int]) -> Iterable[Span]:
    """The stretches of words that tell all ideas of `rule` within its reach."""
    if not found.keys() >= rule.needed:
        return
    rarest, *others = sorted(rule.together, key=lambda name: len(found[name]))
    for anchor in found[rarest]:
        chosen = [anchor, *(min(found[name], key=lambda span: abs(span[0] - anchor[0])) for name in others)]
        start, end = min(span[0] for span in chosen), max(span[1] for span in chosen)
        if distance[end] - distance[start] <= rule.reach:
            yield start, end


def load_concepts() -> Concepts:
    """The ideas of `phrases/concepts.txt`. Raises ValueError naming the line that cannot be read."""
    members: dict[str, list[str]] = {}
    deniable = set()
    for number, line in rule_lines(read_phrases("concepts")):
        name, equals, text = line.removeprefix("@").partition("=")
        try:
            expanded = _MEMBER_NAME.sub(lambda match: "|".join(members[match[1]]), text)
        except KeyError as error:
            raise ValueError(f"phrases/concepts.txt line {number}: unknown {error}") from error
        options = [_plain(option) for option in expanded.split("|")]
        if not equals or not all(options):
            raise ValueError(f"phrases/concepts.txt line {number}: expected @name = word|two words")
        name = name.strip()
        if name.endswith("?"):
            deniable.add(name := name.removesuffix("?"))
        members[name] = options
    return Concepts(members, deniable)


def load_combinations(known: frozenset[str]) -> dict[str, list[Combination]]:
    """The combinations of `phrases/combinations.txt` by level. Raises ValueError naming an unreadable line."""
    by_level: dict[str, list[Combination]] = {}
    for number, line in rule_lines(read_phrases("combinations")):
        parts = _RULE.fullmatch(line)
        rule = _combination(parts) if parts else None
        if rule is None or not known.issuperset(rule.together + rule.unless):
            raise ValueError(f"phrases/combinations.txt line {number}: {line}")
        by_level.setdefault(rule.level, []).append(rule)
    return by_level


def _combination(parts: re.Match[str]) -> Combination:
    together, *unless = (part.strip() for part in parts["ideas"].split(" - "))
    return Combination(
        level=parts["level"],
        together=tuple(name.strip() for name in together.split("+")),
        unless=tuple(unless),
        reach=int(parts["reach"] or DEFAULT_REACH),
        always=bool(parts["always"]),
    )


def _plain(option: str) -> str:
    return " ".join(word for word in fold(option).split() if word not in FILLERS)
