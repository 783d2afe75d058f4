"""Which intent a message has, and which topics it is about: one linear support vector machine a class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import skops.io
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, hstack, vstack
from scipy.special import softmax
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.multiclass import OneVsRestClassifier
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC

TOPIC_PREFIX = "topic_"
_WITHOUT_TOPIC = [
    *("out_of_scope", "vague_need", "greet", "thank", "goodbye", "affirm", "deny", "stop"),
    *("bot_challenge", "thumbs_up", "thumbs_down", "ask_human", "ask_privacy", "ask_offer"),
]
_FILE = "classifier.skops"
# What the file may hold beyond the types that skops itself trusts: plain arrays of weights.
_TRUSTED_TYPES = ["scipy.sparse._csr.csr_matrix"]


@dataclass(frozen=True)
class RawFeatures:
    """Messages as the featurizers see them: n-gram counts, a matrix a featurizer, and sentence vectors of length 1."""

    counts: list[csr_matrix]
    vectors: np.ndarray

    def rows(self, chosen: np.ndarray) -> RawFeatures:
        """Return the features of some of the messages."""
        return RawFeatures([count[chosen] for count in self.counts], self.vectors[chosen])

    def together(self, other: RawFeatures) -> RawFeatures:
        """Return the features that each message and its fellow would have as one."""
        vectors = self.vectors + other.vectors
        counts = [one + two for one, two in zip(self.counts, other.counts)]
        return RawFeatures(counts, vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntentClassifier(GraphComponent, IntentClassifier):
    """Trains on weighted n-gram counts beside sentence vectors.

    One machine knows all intents. A second one knows only topics, and what has none: it hears the topic in
    "nej jeg mener stress", too, where the first hears a correction. The intent is the class with the widest margin;
    which topic it is, both decide. Each topic whose margin of the second is above `topic_margin` is a `topic` entity.

    People often name two needs in one breath, training sentences seldom do: the second machine also learns from
    pairs of them, added up as if they had been written in one.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        """Featurizers named in `sparse_features`, and a dense one."""
        return [Featurizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """All options.

        sparse_features: aliases of the featurizers whose counts are weighted, each by itself.
        dense_scale: weight of the standardised sentence vector beside n-gram blocks of unit length.
        C: inverse strength of the regularisation.
        balance: how much more a sentence of a rare intent counts, from 0 (not) to 1 (intents count the same).
        sharpness: factor that turns margins into confidences (softmax), chosen on the dev set.
        topic_margin: least margin at which a topic counts as heard.
        pairs: how many pairs of sentences the second machine learns from.
        pair_length: most characters of a sentence in a pair.
        without_topic: intents whose sentences teach the second machine what is no topic.
        ranking_length: how many intents to report.
        """
        return {
            "sparse_features": ["words", "letters"],
            "dense_scale": 0.07,
            "C": 0.3,
            "balance": 0.5,
            "sharpness": 5.0,
            "topic_margin": -0.45,
            "pairs": 6000,
            "pair_length": 90,
            "without_topic": _WITHOUT_TOPIC,
            "ranking_length": 8,
        }

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self._config = {**self.get_default_config(), **config}
        self._storage = model_storage
        self._resource = resource
        self._weighting = {alias: TfidfTransformer(sublinear_tf=True) for alias in self._config["sparse_features"]}
        self._scaler = StandardScaler()
        self._machine = LinearSVC(C=self._config["C"], random_state=0)
        self._topic_machine = OneVsRestClassifier(LinearSVC(C=self._config["C"], random_state=0))
        self._topics: list[str] = []

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LinearIntentClassifier:
        """Build an untrained component (Rasa's signature)."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit weights, scale and machine on all examples with an intent, and persist them."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        intents = np.array([example.get(INTENT) for example in examples])
        lengths = np.array([len(example.get(TEXT)) for example in examples])
        raw = RawFeatures([_counts(examples, alias) for alias in self._weighting], _vectors(examples))
        for weighting, counts in zip(self._weighting.values(), raw.counts):
            weighting.fit(counts)
        self._scaler.fit(raw.vectors)
        self._machine.set_params(class_weight=self._class_weights(intents))
        self._machine.fit(self._weighted(raw), intents)
        self._fit_topics(raw, intents, lengths)
        with self._storage.write_to(self._resource) as folder:
            skops.io.dump(self._learned, folder / _FILE)
        return self._resource

    def _class_weights(self, intents: np.ndarray) -> dict[str, float]:
        names, sentences = np.unique(intents, return_counts=True)
        return dict(zip(names.tolist(), (sentences.mean() / sentences) ** self._config["balance"]))

    def _fit_topics(self, raw: RawFeatures, intents: np.ndarray, lengths: np.ndarray) -> None:
        """Fit one machine a topic on sentences with one topic, with none, and on pairs."""
        is_topic = np.char.startswith(intents, TOPIC_PREFIX)
        taught = np.flatnonzero(is_topic | np.isin(intents, self._config["without_topic"]))
        short = np.flatnonzero(is_topic & (lengths <= self._config["pair_length"]))
        first, second = np.random.default_rng(0).choice(short, (2, self._config["pairs"]))
        differ = intents[first] != intents[second]
        first, second = first[differ], second[differ]
        self._topics = sorted({intent.removeprefix(TOPIC_PREFIX) for intent in intents[is_topic]})
        labels = intents[:, np.newaxis] == np.array([TOPIC_PREFIX + topic for topic in self._topics])
        self._topic_machine.fit(
            vstack([self._weighted(raw.rows(taught)), self._weighted(raw.rows(first).together(raw.rows(second)))]),
            np.vstack([labels[taught], labels[first] | labels[second]]).astype(int),
        )

    @property
    def _learned(self) -> tuple[Any, ...]:
        return self._weighting, self._scaler, self._machine, self._topic_machine, self._topics

    @_learned.setter
    def _learned(self, learned: tuple[Any, ...]) -> None:
        self._weighting, self._scaler, self._machine, self._topic_machine, self._topics = learned

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LinearIntentClassifier:
        """Load a trained component; skops refuses a file with types that it does not know."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            learned = skops.io.load(folder / _FILE, trusted=_TRUSTED_TYPES)
        component._weighting, component._scaler, component._machine, component._topic_machine, component._topics = (
            learned
        )
        return component

    def process(self, messages: list[Message]) -> list[Message]:
        """Set intent, ranking and topic entities of each message."""
        features = self._features(messages)
        margins = self._machine.decision_function(features)
        topic_margins = self._topic_machine.decision_function(features)
        self._let_both_choose_the_topic(margins, topic_margins)
        for message, margin, topic_margin in zip(messages, margins, topic_margins):
            self._set_intent(message, margin)
            self._add_topics(message, topic_margin)
        return messages

    def _let_both_choose_the_topic(self, margins: np.ndarray, topic_margins: np.ndarray) -> None:
        """Order the topics by the mean of both machines; the first alone decides between topics and other intents."""
        intents = list(self._machine.classes_)
        topics = [intents.index(TOPIC_PREFIX + topic) for topic in self._topics]
        best = margins[:, topics].max(axis=1, keepdims=True)
        mean = (margins[:, topics] + topic_margins) / 2
        margins[:, topics] = best - (mean.max(axis=1, keepdims=True) - mean)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing after this component learns from its output."""
        return training_data

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Refuse options that do not exist."""
        unknown = set(config) - set(cls.get_default_config())
        if unknown:
            raise ValueError(f"LinearIntentClassifier has no option {sorted(unknown)}")

    def _features(self, messages: list[Message]) -> csr_matrix:
        return self._weighted(RawFeatures([_counts(messages, alias) for alias in self._weighting], _vectors(messages)))

    def _weighted(self, raw: RawFeatures) -> csr_matrix:
        blocks = [weighting.transform(counts) for weighting, counts in zip(self._weighting.values(), raw.counts)]
        dense = self._scaler.transform(raw.vectors) * self._config["dense_scale"]
        return hstack([*blocks, csr_matrix(dense)]).tocsr()

    def _set_intent(self, message: Message, margin: np.ndarray) -> None:
        confidence = softmax(margin * self._config["sharpness"])
        order = np.argsort(-margin)[: self._config["ranking_length"]]
        ranking = [{"name": str(self._machine.classes_[i]), "confidence": float(confidence[i])} for i in order]
        message.set(INTENT, ranking[0], add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)

    def _add_topics(self, message: Message, margin: np.ndarray) -> None:
        heard = [
            {
                "entity": "topic",
                "value": self._topics[i],
                "confidence_entity": float(margin[i]),
                "start": 0,
                "end": len(message.get(TEXT)),
                "extractor": type(self).__name__,
            }
            for i in np.argsort(-margin)
            if margin[i] > self._config["topic_margin"]
        ]
        message.set(ENTITIES, [*message.get(ENTITIES, []), *heard], add_to_output=True)


def _counts(messages: list[Message], alias: str) -> csr_matrix:
    """Return n-gram counts of one featurizer, shape (messages, n-grams)."""
    return vstack([message.get_sparse_features(TEXT, [alias])[1].features for message in messages]).tocsr()


def _vectors(messages: list[Message]) -> np.ndarray:
    """Return sentence vectors, shape (messages, dimensions)."""
    return np.vstack([message.get_dense_features(TEXT)[1].features for message in messages])
