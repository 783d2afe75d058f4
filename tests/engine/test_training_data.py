"""Training sentences and responses: enough of them, none twice, and in plain Danish."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from training_sentences import normalised, training_sentences

ROOT = Path(__file__).parents[2]

LEAST_SENTENCES = 60
MOST_LIX = 35.0
# One word decides the LIX of a shorter text; those are measured together.
LEAST_WORDS = 10
# Pressed as buttons, or set by the crisis gate: no sentence to learn from.
WITHOUT_SENTENCES = {"choose_offer", "crisis"}
# Rasa's own names for what a policy sets.
BUILT_IN = {"nlu_fallback", "restart", "session_start", "back"}
_PAYLOAD = re.compile(r"/(\w+)(\{.*\})?")


@cache
def _domain() -> dict[str, dict[str, Any]]:
    """Return each domain file's content."""
    return {
        path.name: yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
        for path in sorted((ROOT / "domain").rglob("*.yml"))
    }


def _intents() -> set[str]:
    return {intent for content in _domain().values() for intent in content.get("intents", ())}


def _responses() -> dict[str, list[dict[str, Any]]]:
    return {name: texts for content in _domain().values() for name, texts in content.get("responses", {}).items()}


@cache
def _said() -> list[tuple[str, str]]:
    """Return intent and sentence as it is compared; lines of emoji alone have no letters and are left aside."""
    pairs = ((intent, normalised(sentence)) for intent, sentence in training_sentences())
    return [(intent, sentence) for intent, sentence in pairs if sentence]


def test_no_sentence_has_two_intents() -> None:
    intents = defaultdict(set)
    for intent, sentence in _said():
        intents[sentence].add(intent)
    assert not {sentence: names for sentence, names in intents.items() if len(names) > 1}


def test_no_sentence_stands_twice() -> None:
    assert not [pair for pair, times in Counter(_said()).items() if times > 1]


def test_every_intent_has_enough_sentences() -> None:
    counted = Counter(intent for intent, _ in training_sentences())
    wanted = _intents() - WITHOUT_SENTENCES
    assert not {intent: counted[intent] for intent in wanted if counted[intent] < LEAST_SENTENCES}


def test_every_sentence_has_an_intent_of_the_domain() -> None:
    assert not {intent for intent, _ in training_sentences()} - _intents()


def test_every_intent_has_a_rule() -> None:
    rules = "\n".join(path.read_text("utf-8") for path in (ROOT / "data" / "rules").rglob("*.yml"))
    handled = set(re.findall(r"intent: (\w+)", rules))
    assert handled - BUILT_IN == _intents()


@pytest.mark.parametrize("name", ["dev", "test"])
def test_the_training_data_has_not_swallowed_the_held_out_messages(name: str) -> None:
    """Else they measure nothing. A word or two (»ensom«) may stand in both: people do write just that."""
    seen = {sentence for _, sentence in _said()}
    content = yaml.safe_load((ROOT / "tests" / "unseen" / f"{name}.yml").read_text("utf-8"))
    messages = [normalised(message) for group in content["topics"].values() for message in group]
    whole = [message for message in messages if len(message.split()) > 3]
    assert len(whole) > 100
    swallowed = sum(message in seen for message in whole)
    assert swallowed <= len(whole) * 0.02, f"{swallowed} of {len(whole)}"


@pytest.mark.parametrize("name", _responses())
def test_a_response_is_plain_danish(name: str) -> None:
    for variant in _responses()[name]:
        text = variant["text"]
        assert text.strip()
        assert len(text.split()) < LEAST_WORDS or _lix(text) < MOST_LIX, f"LIX {_lix(text):.0f}: {text}"


def test_the_short_responses_together_are_plain_danish() -> None:
    texts = [variant["text"] for variants in _responses().values() for variant in variants]
    assert _lix(" ".join(text if text[-1] in ".!?" else f"{text}." for text in texts)) < MOST_LIX


@pytest.mark.parametrize("name", _responses())
def test_every_button_names_an_intent(name: str) -> None:
    for variant in _responses()[name]:
        for button in variant.get("buttons", ()):
            payload = _PAYLOAD.fullmatch(button["payload"])
            assert payload and payload[1] in _intents(), button
            assert button["title"].strip()
            assert payload[2] is None or isinstance(yaml.safe_load(payload[2]), dict), button


def test_buttons_made_in_code_name_an_intent() -> None:
    literal = re.compile(r"\"payload\": f?['\"]/([a-z_]+)(?=[{'\"])")
    named = {
        (path.name, intent)
        for path in (ROOT / "actions").glob("*.py")
        for intent in literal.findall(path.read_text("utf-8"))
    }
    # "topic_" goes on with a topic's code.
    assert named and not {pair for pair in named if pair[1] not in _intents() | {"topic_"}}


def _lix(text: str) -> float:
    """Words a sentence plus the share in percent of words of seven letters or more; a hole counts as a short word."""
    filled = re.sub(r"\{\w+\}", "navn", text)
    words = re.findall(r"[^\W_]+", filled)
    sentences = len(re.findall(r"[.!?:](?:\s|$)", filled)) or 1
    return len(words) / sentences + 100 * sum(len(word) >= 7 for word in words) / len(words)


def test_the_measure_tells_plain_from_heavy() -> None:
    assert _lix("Jeg ved det ikke. Ring og spørg.") < 20
    assert _lix("Kommunalbestyrelsens sundhedspolitiske handleplaner implementeres tværsektorielt.") > 60
