"""The sentences that the model was trained on, for telling the seen from the unseen."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
_MARKED_ENTITY = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")
_PUNCTUATION = re.compile(r"[^\w\s]|_")


@cache
def training_sentences() -> tuple[tuple[str, str], ...]:
    """Return intent and sentence, without entity marks, for every example of an intent under data/nlu."""
    blocks = (
        block
        for path in sorted((ROOT / "data" / "nlu").rglob("*.yml"))
        for block in yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)["nlu"]
        if "intent" in block
    )
    return tuple(
        (block["intent"], _MARKED_ENTITY.sub(r"\1", line.strip()[2:].strip()))
        for block in blocks
        for line in block["examples"].splitlines()
        if line.strip().startswith("- ")
    )


def normalised(sentence: str) -> str:
    """Return the sentence in lower case, without punctuation and emoji, with single spaces."""
    return " ".join(_PUNCTUATION.sub(" ", sentence.lower()).split())


@cache
def seen() -> frozenset[str]:
    """Return all training sentences, normalised."""
    return frozenset(normalised(sentence) for _, sentence in training_sentences())
