"""How well the crisis gate hears a hand it has not learned from: each hand of data/crisis is held out in turn.

Run in the engine's environment: `PYTHONPATH=. .venv-engine/bin/python bench/crisis_hands.py` (about two minutes).
Prints, for each hand, the share of its crises that are heard, and of its look-alikes and ordinary sentences that alarm.
"""

from __future__ import annotations

from unittest.mock import patch

import numpy as np

from bot.nlu import crisis_weights
from bot.nlu.crisis_weights import LOOK_ALIKES, ORDINARY, SENTENCES, Sentence
from bot.safety import gate
from bot.safety.evidence import Weights

ORDINARY_HELD_OUT = 2000


def _hands() -> list[str]:
    lines = (line for path in SENTENCES.glob("*.txt") for line in path.read_text("utf-8").splitlines())
    return sorted({line.removeprefix("#").strip() for line in lines if line.startswith("#")})


def _share(weights: Weights, sentences: list[Sentence]) -> tuple[float, float]:
    """Return the shares that are assessed as a crisis, and that are at least doubted."""
    with patch.object(gate, "weights", lambda: weights):
        heard = [gate.assess(sentence.text) is not None for sentence in sentences]
        doubted = [gate.doubt(sentence.text) is not None for sentence in sentences]
    return float(np.mean(heard)), float(np.mean(np.logical_or(heard, doubted)))


def main() -> None:
    """Learn without each hand, and ask about it."""
    sentences = crisis_weights.read_sentences()
    ordinary = [sentence for sentence in sentences if sentence.label == ORDINARY]
    chosen = np.random.default_rng(0).choice(len(ordinary), ORDINARY_HELD_OUT, replace=False)
    everyday = {id(ordinary[i]) for i in chosen}
    print("| hand | crises heard | heard or doubted | look-alikes alarming | ordinary alarming |")
    print("|---|---|---|---|---|")
    for hand in _hands():
        weights = crisis_weights.learn([s for s in sentences if s.hand != hand and id(s) not in everyday])
        written = [sentence for sentence in sentences if sentence.hand == hand]
        crises = [sentence for sentence in written if sentence.label in gate.PRIORITY]
        heard, noticed = _share(weights, crises) if crises else (float("nan"), float("nan"))
        alarms, _ = _share(weights, [sentence for sentence in written if sentence.label == LOOK_ALIKES])
        false, _ = _share(weights, [ordinary[i] for i in chosen])
        print(f"| {hand} | {heard:.1%} | {noticed:.1%} | {alarms:.1%} | {false:.2%} |", flush=True)


if __name__ == "__main__":
    main()
