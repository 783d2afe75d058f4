"""Fits offers_db/policies/support.py: what each feature weighs, and the floor under which the library abstains.

    python bench/calibrate_policies.py

A question's answer is a choice between its passages and saying nothing, whose support is the floor: a conditional
logit, fitted to choose a passage with the fact for the answerable dev questions and nothing for the others. It prints
the weights (to be copied, rounded) and what several floors would give. Never point it at the test questions.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from ruamel.yaml import YAML
from sqlalchemy.orm import Session

from offers_db import migrate
from offers_db.database import create_engine_from_url
from offers_db.offer import load_municipalities
from offers_db.policies.library import MAX_PASSAGES, PolicyLibrary
from offers_db.policies.places import Gazetteer
from offers_db.policies.read_model import load_policies
from offers_db.policies.support import SUPPORT_FLOOR, WEIGHTS, features
from offers_db.search.embedding import embed_passages
from offers_db.seed import seed

ROOT = Path(__file__).parents[1]
QUESTIONS = [ROOT / "tests/offers_db/policies" / name for name in ("dev_questions.yml", "second_dev_questions.yml")]
# Keeps each weight near the one in use; the floor is free.
PRIOR_WEIGHT = 0.002
ABSTAIN_WEIGHT = 2.0
STEPS, RATE = 400, 0.02
FLOORS = np.arange(-1.0, 1.01, 0.25)

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Case:
    """`features` of a question's passages, one a row, and which of them have the fact; none if nothing answers."""

    features: Array
    right: npt.NDArray[np.bool_]


def main() -> None:
    """Fits, prints."""
    library, gazetteer = _library()
    asked = [YAML(typ="safe").load(path.read_text(encoding="utf-8")) for path in QUESTIONS]
    cases = [case for questions in asked for case in _cases(library, gazetteer, questions)]
    weights, floor = fit(cases)
    print(f"{len(cases)} questions; in use: {WEIGHTS}")
    print(f"  floor {SUPPORT_FLOOR:.2f}: {_report(cases, np.array(WEIGHTS), SUPPORT_FLOOR)}")
    print(f"fitted: ({', '.join(f'{w:.2f}' for w in weights)}), floor {floor:.2f}")
    for shift in FLOORS:
        print(f"  floor {floor + shift:.2f}: {_report(cases, weights, floor + shift)}")


def fit(cases: Sequence[Case]) -> tuple[Array, float]:
    """The weights and the floor under which the right choices are likeliest, by gradient descent (Adam)."""
    prior = np.array((*WEIGHTS, SUPPORT_FLOOR))
    point, momentum, spread = prior.copy(), np.zeros(len(prior)), np.zeros(len(prior))
    scale = np.maximum(np.abs(prior), 0.5)
    for step in range(1, STEPS + 1):
        slope = (sum(_slope(case, point) for case in cases) / len(cases)) * scale
        slope[:-1] += PRIOR_WEIGHT * ((point - prior) / scale)[:-1]
        momentum = 0.9 * momentum + 0.1 * slope
        spread = 0.999 * spread + 0.001 * slope**2
        point -= RATE * scale * (momentum / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.999**step)) + 1e-8)
    return point[:-1], float(point[-1])


def _slope(case: Case, point: Array) -> Array:
    """The loss's gradient: what is expected of a choice less what is expected of a right one."""
    silence = np.zeros((1, len(point)))
    silence[0, -1] = 1.0
    options = np.vstack((np.pad(case.features, ((0, 0), (0, 1))), silence))
    odds = np.exp(options @ point - np.max(options @ point))
    answerable = case.right.any()
    right = odds * np.append(case.right, not answerable)
    difference: Array = options.T @ (odds / odds.sum() - right / right.sum())
    return difference * (1.0 if answerable else ABSTAIN_WEIGHT)


def _cases(library: PolicyLibrary, gazetteer: Gazetteer, asked: dict[str, Any]) -> list[Case]:
    """The questions that a municipality's passages answer or that none does; those that only a figure answers not."""
    cases = []
    for entry in (*asked["answerable"], *asked["unanswerable"]):
        places = gazetteer.find(entry["q"])
        if places.unknown or not (places.named or entry["in"]):
            continue
        found = library.evidence(entry["q"], (places.named or (entry["in"],))[0])
        document = asked["documents"][entry["doc"]] if "doc" in entry else None
        right = [
            library.documents[passage.document].code == document and re.search(entry["fact"], passage.text) is not None
            for passage, _ in found
        ]
        if document is None or any(right):
            cases.append(Case(np.array([features(e) for _, e in found], np.float64), np.array(right, np.bool_)))
    return cases


def _report(cases: Sequence[Case], weights: Array, floor: float) -> str:
    answerable = [case for case in cases if case.right.any()]
    silent = [case for case in cases if not case.right.any()]
    facts = 0
    for case in answerable:
        support = case.features @ weights
        best = np.argsort(-support)[:MAX_PASSAGES]
        facts += bool((case.right[best] & (support[best] >= floor)).any())
    abstained = sum((case.features @ weights).max() < floor for case in silent)
    return f"fact among the passages {facts}/{len(answerable)}, abstained {abstained}/{len(silent)}"


def _library() -> tuple[PolicyLibrary, Gazetteer]:
    engine = create_engine_from_url("sqlite://")
    migrate.upgrade(engine)
    seed(engine)
    with Session(engine) as session:
        municipalities = load_municipalities(session)
        policies = load_policies(session)
    library = PolicyLibrary(*policies, municipalities, embed=lambda t: embed_passages(t, ROOT / "var" / "vectors.npz"))
    return library, Gazetteer(municipalities)


if __name__ == "__main__":
    main()
