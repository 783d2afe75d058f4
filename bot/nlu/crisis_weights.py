"""Learns the weights of bot/safety/evidence.py: `python -m bot.nlu.crisis_weights`, or `make crisis-weights`.

Learns from `data/crisis`: a file a crisis level, one for despair, one for look-alikes, a sentence a line, `#` names the
hand that wrote those below. Besides from the examples of the rules, and from `data/nlu`, whose people are in no danger.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.loading import load_data
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.svm import LinearSVC

from bot.safety import evidence
from bot.safety.gate import PRIORITY, read
from bot.safety.phrasebook import examples

ROOT = Path(__file__).parents[2]
SENTENCES = ROOT / "data" / "crisis"
ORDINARY = "ordinary"
LOOK_ALIKES = "look_alikes"
_COMBINED = "combinations"
# How much an ordinary sentence counts beside one of data/crisis: more means fewer false alarms, and fewer right ones.
_ORDINARY_COUNTS = 1.0
_RULES = "rules"
# What stands under a rule must hold.
_EXAMPLE_COUNTS = 3.0
# A feature seen less often is chance.
_FEWEST: dict[Callable[[Sequence[str]], set[str]], int] = {evidence.told: 2, evidence.parts: 3}
# Weights of less than this in all classes change nothing that matters, and make the file long.
_LEAST_WEIGHT = 0.06


@dataclass(frozen=True)
class Sentence:
    """A message, what it tells of (a level, despair, look_alikes, ordinary, crisis of any level), and who wrote it."""

    text: str
    label: str
    hand: str


def learn(sentences: Sequence[Sentence]) -> evidence.Weights:
    """Fit a machine a class: crisis against all else, despair against no danger, each level against the others."""
    told = [read(sentence.text)[0].split() for sentence in sentences]
    names, counts = _counted(told)
    labels = np.array([sentence.label for sentence in sentences])
    importance = np.where(labels == ORDINARY, _ORDINARY_COUNTS, 1.0)
    importance[[sentence.hand == _RULES for sentence in sentences]] = _EXAMPLE_COUNTS
    is_crisis = np.isin(labels, [*PRIORITY, evidence.CRISIS])
    is_level = np.isin(labels, PRIORITY)
    machines = {
        evidence.CRISIS: _fit(counts, is_crisis, importance),
        evidence.DESPAIR: _fit(counts[~is_crisis], labels[~is_crisis] == evidence.DESPAIR, importance[~is_crisis]),
        **{level: _fit(counts[is_level], labels[is_level] == level, importance[is_level]) for level in PRIORITY},
    }
    weights = np.array([machine.coef_[0] for machine in machines.values()])
    kept = np.flatnonzero(np.abs(weights).max(axis=0) >= _LEAST_WEIGHT)
    kept = kept[np.argsort(-np.abs(weights[0, kept]), kind="stable")]
    return evidence.Weights(
        tuple(machines),
        tuple(round(machine.intercept_[0] * evidence.UNIT) for machine in machines.values()),
        {names[i]: tuple(np.rint(weights[:, i] * evidence.UNIT).astype(int).tolist()) for i in kept},
    )


def _counted(told: Sequence[Sequence[str]]) -> tuple[list[str], csr_matrix]:
    """Names of the features, and a row a message: each block of length 1, as in `Weights.margins`."""
    names: list[str] = []
    blocks = []
    for analyzer, fewest in _FEWEST.items():
        sizes = np.array([max(len(analyzer(one)), 1) for one in told])
        counter = CountVectorizer(analyzer=analyzer, min_df=fewest, binary=True)
        blocks.append(csr_matrix(counter.fit_transform(told).multiply(1 / np.sqrt(sizes)[:, np.newaxis])))
        names.extend(counter.get_feature_names_out())
    return names, hstack(blocks).tocsr()


def _fit(counts: csr_matrix, is_so: np.ndarray, importance: np.ndarray) -> LinearSVC:
    return LinearSVC(C=1.0, random_state=0).fit(counts, is_so, sample_weight=importance)


def read_sentences() -> list[Sentence]:
    """Return all sentences there are to learn from."""
    return [*_written(), *_examples(), *_understood()]


def _written() -> Iterator[Sentence]:
    for path in sorted(SENTENCES.glob("*.txt")):
        hand = ""
        for line in path.read_text("utf-8").splitlines():
            if line.startswith("#"):
                hand = line.removeprefix("#").strip()
            elif line.strip():
                yield Sentence(line.strip(), path.stem, hand)


def _examples() -> Iterator[Sentence]:
    """Yield what stands under the rules; a combination's own level is not read, any is enough."""
    for name in (*PRIORITY, evidence.DESPAIR, _COMBINED):
        heard = evidence.CRISIS if name == _COMBINED else name
        for example in examples(name):
            yield Sentence(example.message, heard if example.is_heard else LOOK_ALIKES, _RULES)


def _understood() -> Iterator[Sentence]:
    for message in load_data(str(ROOT / "data" / "nlu")).intent_examples:
        prefix, _, level = message.get(INTENT).partition("_")
        yield Sentence(message.get(TEXT), level if prefix == "crisis" else ORDINARY, "nlu")


def write(weights: evidence.Weights, file: Path) -> None:
    """Write the file that `evidence.weights` reads."""
    rows = {evidence.BIAS: weights.bias, **weights.by_feature}
    lines = [fingerprint(), "\t".join(("feature", *weights.classes))]
    lines += ["\t".join((feature, *map(str, values))) for feature, values in rows.items()]
    file.write_text("\n".join(lines) + "\n", "utf-8")


def fingerprint() -> str:
    """Return a digest of `data/crisis`, by which a test tells that the weights were learned from what stands there."""
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted(SENTENCES.glob("*.txt")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def main() -> None:
    """Learn, and replace the file."""
    file = ROOT / "bot" / "safety" / evidence.WEIGHTS
    weights = learn(read_sentences())
    write(weights, file)
    print(f"{len(weights.by_feature)} features in {file.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
