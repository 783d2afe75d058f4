"""How much the words and letters of a message speak for a crisis: weights learned from sentences, read from a file.

The rules hear what somebody has thought of; the weights hear wordings that are only like it. Nothing is learned at run
time: `bot/nlu/crisis_weights.py` learns from `data/crisis` and writes `weights.tsv`, one feature a line.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import sqrt
from typing import Final

WEIGHTS: Final = "weights.tsv"
BIAS: Final = "bias"
CRISIS: Final = "crisis"
DESPAIR: Final = "despair"
# The file holds whole numbers: so many of them are a margin of 1.
UNIT: Final = 1000
_SHORTEST_PART, _LONGEST_PART = 3, 5
# One bad sentence in a long message must weigh as much as if it had been written alone.
_WINDOW, _STEP = 36, 18


def told(words: Sequence[str]) -> set[str]:
    """The words and pairs of neighbours among the folded words of a message."""
    return {*words, *(f"{one}_{two}" for one, two in pairwise(words))}


def parts(words: Sequence[str]) -> set[str]:
    """The parts of 3 to 5 letters of the words, their edges marked: they outlive misspelling and inflection."""
    return {
        marked[start : start + length]
        for marked in (f"<{word}>" for word in set(words) if word != ".")
        for length in range(_SHORTEST_PART, _LONGEST_PART + 1)
        for start in range(len(marked) - length + 1)
    }


@dataclass(frozen=True)
class Weights:
    """A linear machine a class, over the same features. `by_feature` holds a weight a class."""

    classes: tuple[str, ...]
    bias: tuple[int, ...]
    by_feature: dict[str, tuple[int, ...]]

    def margins(self, words: Sequence[str]) -> dict[str, float]:
        """By class, how far a message of these folded words is on its side: 0 is the border, 1 is clear.

        Of a long message the stretch counts that speaks most for a crisis.
        """
        stretches = [words[start : start + _WINDOW] for start in range(0, max(len(words) - _STEP, 1), _STEP)]
        return max(map(self._margins, stretches), key=lambda margins: margins[CRISIS])

    def _margins(self, words: Sequence[str]) -> dict[str, float]:
        sums = [float(value) for value in self.bias]
        for block in (told(words), parts(words)):
            rows = [self.by_feature[feature] for feature in block if feature in self.by_feature]
            if rows:
                sums = [total + sum(column) / sqrt(len(block)) for total, column in zip(sums, zip(*rows), strict=True)]
        return {name: total / UNIT for name, total in zip(self.classes, sums, strict=True)}


@cache
def weights() -> Weights:
    """The weights of `weights.tsv`: what they were learned from, the classes, their biases, then a feature a line."""
    text = files("bot.safety").joinpath(WEIGHTS).read_text(encoding="utf-8")
    _, head, *rows = (line.split("\t") for line in text.splitlines())
    by_feature = {feature: tuple(map(int, values)) for feature, *values in rows}
    return Weights(tuple(head[1:]), by_feature.pop(BIAS), by_feature)
