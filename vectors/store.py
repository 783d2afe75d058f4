"""Vectors by text in a small file: eight bits a component, and a digest instead of the text."""

import os
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
SHIPPED = Path(__file__).parent
_STEPS = 127


def key(text: str) -> int:
    """The text's digest of 64 bits, by which its vector is found."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")


def read(*files: Path) -> dict[int, Vectors]:
    """The vectors of all files by `key`, each of length 1; a missing or damaged file holds none."""
    known: dict[int, Vectors] = {}
    for file in files:
        try:
            with np.load(file) as stored:
                vectors = _unit(stored["steps"].astype(np.float32))
                known.update(zip(stored["keys"].tolist(), vectors, strict=True))
        except (OSError, ValueError, KeyError, EOFError, BadZipFile):
            continue
    return known


def write(file: Path, vectors: Mapping[int, Vectors]) -> None:
    """Replaces the file in one step: another process may be reading it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    values = np.stack(list(vectors.values()))
    steps = np.rint(values / np.abs(values).max(axis=1, keepdims=True) * _STEPS).astype(np.int8)
    partial = file.with_suffix(f".{os.getpid()}.npz")
    np.savez(partial, keys=np.fromiter(vectors, np.uint64, len(vectors)), steps=steps)
    partial.replace(file)


def _unit(vectors: Vectors) -> Vectors:
    unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit
