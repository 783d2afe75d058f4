"""How long an answer from the policies takes: p50 and p95 of PolicyLibrary.ask() with many passages.

    python bench/policies.py [--passages 20000] [--questions 200]

The passages are made of the repository's own sentences in new orders. Their vectors are random stand-ins, because
embedding 20 000 texts takes half an hour and the time of an answer does not depend on their values.
 The questions are those of the dev set.
"""

import argparse
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from ruamel.yaml import YAML
from sqlalchemy.orm import Session

from offers_db import migrate
from offers_db.database import create_engine_from_url
from offers_db.offer import load_municipalities
from offers_db.policies.library import PolicyLibrary
from offers_db.policies.read_model import Passage, load_policies
from offers_db.search.embedding import embed_passages, embed_query
from offers_db.seed import seed
from vectors.store import Vectors

QUESTIONS = Path(__file__).parents[1] / "tests" / "offers_db" / "policies" / "dev_questions.yml"
LIMIT_MS = 100
WARM_UP = 5


def main() -> int:
    """Prints the times; 0 if the p95 is under the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--questions", type=int, default=200)
    options = parser.parse_args()
    library = _library(options.passages)
    asked = YAML(typ="safe").load(QUESTIONS.read_text(encoding="utf-8"))
    questions = [(entry["q"], entry["in"]) for part in ("answerable", "unanswerable") for entry in asked[part]]
    random.Random(1).shuffle(questions)
    for question, municipality in questions[:WARM_UP]:
        library.ask(question, municipality)
    times = sorted(_milliseconds(library, *question) for question in questions[: options.questions])
    model = sorted(_model_milliseconds(question) for question, _ in questions[: options.questions])
    p50, p95 = (times[int(len(times) * share)] for share in (0.5, 0.95))
    print(f"{len(library.passages)} passages, {len(times)} questions: p50 {p50:.0f} ms, p95 {p95:.0f} ms")
    print(f"the model alone: p50 {model[len(model) // 2]:.0f} ms, p95 {model[int(len(model) * 0.95)]:.0f} ms")
    return 0 if p95 < LIMIT_MS else 1


def _library(count: int) -> PolicyLibrary:
    engine = create_engine_from_url("sqlite://")
    migrate.upgrade(engine)
    seed(engine)
    with Session(engine) as session:
        documents, passages, statistics = load_policies(session)
        municipalities = load_municipalities(session)
    return PolicyLibrary(documents, _permuted(passages, count), statistics, municipalities, embed=_embed)


def _permuted(passages: Sequence[Passage], count: int) -> list[Passage]:
    """`count` passages, each with two to four sentences from anywhere."""
    chance = random.Random(1)
    sentences = [f"{sentence}." for passage in passages for sentence in passage.text.rstrip(".").split(". ")]
    return [
        replace(chance.choice(passages), id=str(number), text=" ".join(chance.sample(sentences, chance.randint(2, 4))))
        for number in range(count)
    ]


def _embed(texts: Sequence[str]) -> Vectors:
    """Stand-ins: random directions near e5's common one. The time of the product does not depend on the values."""
    chance = np.random.default_rng(1)
    common = embed_passages(["Sundhed for alle."])[0]
    vectors = common + 0.03 * chance.standard_normal((len(texts), len(common))).astype(np.float32)
    unit: Vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return unit


def _milliseconds(library: PolicyLibrary, question: str, municipality: str) -> float:
    start = time.perf_counter()
    library.ask(question, municipality)
    return 1000 * (time.perf_counter() - start)


def _model_milliseconds(question: str) -> float:
    start = time.perf_counter()
    embed_query(question)
    return 1000 * (time.perf_counter() - start)


if __name__ == "__main__":
    sys.exit(main())
