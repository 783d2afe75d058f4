"""The crisis gate, through its public door: what fires, what stays silent, how fast."""

import hashlib
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.safety import assess, doubt
from bot.safety.phrasebook import Example, examples, lines_to_try

ROOT = Path(__file__).parents[2]
SETS = {
    name: yaml.safe_load(Path(__file__).with_name(f"{name}.yml").read_text("utf-8"))
    for name in ("dev", "test", "varied")
}
SECOND = {
    name: yaml.safe_load(Path(__file__).with_name(f"{name}.yml").read_text("utf-8"))
    for name in ("second_dev", "second_test")
}
FOURTH = {
    name: yaml.safe_load(Path(__file__).with_name(f"{name}.yml").read_text("utf-8"))
    for name in ("fourth_dev", "fourth_test")
}
THIRD = yaml.safe_load(Path(__file__).with_name("third_dev.yml").read_text("utf-8"))
LEVELS = ("suicide", "overdose", "violence", "medical", "withdrawal", "child")

WORDS = tuple("jeg min barn ikke taget piller drikke ryster vil dø . slår mig har over bange".split())  # noqa: SIM905


def _positives(name: str) -> Iterator[tuple[str, str]]:
    return ((level, message) for level in LEVELS for message in SETS[name][level])


def _recall(name: str, level: str) -> float:
    messages = SETS[name][level]
    return sum(assess(message) is not None for message in messages) / len(messages)


@pytest.mark.parametrize(("level", "message"), list(_positives("dev")))
def test_fires_at_the_right_level(level: str, message: str) -> None:
    assessment = assess(message)
    assert assessment is not None and assessment.level == level


@pytest.mark.parametrize("name", ["dev", "test"])
def test_stays_silent(name: str) -> None:
    false = [message for message in SETS[name]["none"] if assess(message)]
    assert len(false) / len(SETS[name]["none"]) <= 0.05


@pytest.mark.parametrize("level", LEVELS)
def test_recall_on_messages_not_tuned_on(level: str) -> None:
    assert _recall("test", level) >= 0.8


def test_recall_on_freer_wordings() -> None:
    assert _recall("varied", "any_level") >= 0.9


def test_false_positives_on_messages_not_tuned_on() -> None:
    negatives = SETS["test"]["none"]
    assert sum(assess(message) is not None for message in negatives) / len(negatives) <= 0.05


@pytest.mark.parametrize("name", SECOND)
def test_a_second_authors_free_wordings(name: str) -> None:
    crisis = [message for messages in SECOND[name]["crisis"].values() for message in messages]
    ordinary = SECOND[name]["ordinary"]
    assert sum(assess(message) is not None for message in crisis) / len(crisis) >= 0.9
    assert sum(assess(message) is not None for message in ordinary) / len(ordinary) <= 0.04


def test_a_third_authors_free_wordings() -> None:
    acute = [(level, message) for level, messages in THIRD["acute"].items() for message in messages]
    found = {message: assess(message) for message in (*(message for _, message in acute), *THIRD["freer"])}
    assert sum(heard is not None for heard in found.values()) / len(found) >= 0.99
    right = [heard is not None and heard.level == level for level, message in acute for heard in [found[message]]]
    assert sum(right) / len(right) >= 0.95
    false = [message for message in THIRD["ordinary"] if assess(message)]
    assert len(false) / len(THIRD["ordinary"]) <= 0.03, false


@pytest.mark.parametrize("name", FOURTH)
def test_a_fourth_authors_indirect_wordings(name: str) -> None:
    crisis = [message for messages in FOURTH[name]["crisis"].values() for message in messages]
    heard = [message for message in crisis if assess(message)]
    noticed = [message for message in crisis if assess(message) or doubt(message)]
    false = [message for message in FOURTH[name]["ordinary"] if assess(message)]
    assert len(heard) / len(crisis) >= 0.7
    assert len(noticed) / len(crisis) >= 0.87
    assert len(false) / len(FOURTH[name]["ordinary"]) <= 0.1


def test_doubt_is_no_crisis_and_rare() -> None:
    doubted = [message for message in THIRD["ordinary"] if doubt(message)]
    assert not [message for message in doubted if assess(message)]
    assert len(doubted) / len(THIRD["ordinary"]) <= 0.1


def test_a_crisis_in_a_long_message_weighs_as_much_as_alone() -> None:
    bad = "jeg har skrevet afskedsbreve til børnene og lagt dem i skuffen"
    chat = "vi har haft en god sommer med haven og naboerne og spist meget jordbær sammen "
    assert assess(bad) and assess(chat * 4 + bad + ". " + chat * 4)


def test_the_weights_were_learned_from_the_sentences_that_are_here() -> None:
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted((ROOT / "data" / "crisis").glob("*.txt")):
        digest.update(path.name.encode() + path.read_bytes())
    learned_from = (ROOT / "bot" / "safety" / "weights.tsv").read_text("utf-8").splitlines()[0]
    assert learned_from == digest.hexdigest(), "run `make crisis-weights`"


def test_no_held_out_message_is_learned_from() -> None:
    files = (ROOT / "data" / "crisis").glob("*.txt")
    learned = {line for path in files for line in path.read_text("utf-8").splitlines()}
    held_out = [
        *(message for name in ("dev", "test", "varied") for messages in SETS[name].values() for message in messages),
        *(message for data in (*SECOND.values(), *FOURTH.values()) for message in _messages(data)),
    ]
    assert not learned & set(held_out)


def _messages(data: object) -> Iterator[str]:
    if isinstance(data, dict | list):
        for inner in data.values() if isinstance(data, dict) else data:
            yield from _messages(inner)
    else:
        yield str(data)


@pytest.mark.parametrize(
    "message",
    [
        "jeg er ved at dø af grin",
        "min hund døde i går",
        "hvad gør kommunen for at forebygge selvmord",
        "jeg skærer ned på sukker",
        "min bror tog sit liv for to år siden, er der en sorggruppe",
    ],
)
def test_what_the_issue_names_as_no_crisis(message: str) -> None:
    assert assess(message) is None


@pytest.mark.parametrize("name", [*LEVELS, "combinations"])
def test_each_line_has_an_example_and_a_look_alike(name: str) -> None:
    assert lines_to_try(name) == []


def test_combinations_hear_their_examples_and_not_their_look_alikes() -> None:
    assert not [one for one in examples("combinations") if (assess(one.message) is not None) != one.is_heard]


@pytest.mark.parametrize("level", LEVELS)
def test_each_line_hears_its_examples_and_not_its_look_alikes(level: str) -> None:
    def is_right(example: Example) -> bool:
        heard = assess(example.message)
        return heard is not None and heard.level == level if example.is_heard else heard is None

    assert len(examples(level)) > 10
    assert not [example for example in examples(level) if not is_right(example)]


@pytest.mark.parametrize(
    "message",
    [
        "jeg kan ikke sove og har selvmordstanker",
        "jeg kan ikke mere min mand slår mig",
        "han svarer ikke og har kramper",
        "i dont know what to do i want to die",
    ],
)
def test_a_not_elsewhere_in_the_sentence_does_not_hide_a_crisis(message: str) -> None:
    assert assess(message) is not None


@pytest.mark.parametrize(
    "message", ["mig slår min mand", "piller, 40 af dem, har jeg slugt", "ryster, ingen øl siden i går"]
)
def test_word_order_is_free(message: str) -> None:
    assert assess(message) is not None


def test_the_most_life_threatening_comes_first() -> None:
    assessment = assess("jeg vil dø og har taget 40 panodiler")
    assert assessment is not None and assessment.level == "overdose"


@pytest.mark.parametrize(
    "message", ["Jeg vil dø!!!", "JEG VIL DOE", "jeg vil døøø", "jeg   vil\u00a0dø", "hej. jeg vil dø. hej"]
)
def test_spelling_does_not_matter(message: str) -> None:
    assert assess(message) is not None


def test_a_denial_does_not_hide_what_follows() -> None:
    assert assess("jeg har ikke tanker om selvmord men jeg orker ikke at leve mere") is not None


@settings(max_examples=150, deadline=200)
@given(st.text(max_size=2000))
def test_any_text_is_read(text: str) -> None:
    assert assess(text) == assess(text)


@settings(max_examples=60, deadline=200)
@given(
    st.lists(
        st.sampled_from(WORDS),
        max_size=400,
    )
)
def test_repeated_crisis_words_are_read_in_time(words: list[str]) -> None:
    assess(" ".join(words)[:2000])


def test_a_usual_message_takes_less_than_a_millisecond() -> None:
    spent = []
    for message in THIRD["ordinary"] * 3:
        began = time.process_time()
        assess(message)
        spent.append(time.process_time() - began)
    assert sorted(spent)[len(spent) // 2] < 0.001


def test_a_long_message_takes_a_few_milliseconds() -> None:
    message = ("vi vil gerne høre om motion for ældre om tirsdagen og hvad det koster hos kommunen " * 30)[:2000]
    assess(message)
    began = time.perf_counter()
    for _ in range(10):
        assess(message)
    assert (time.perf_counter() - began) / 10 < 0.02  # wide, as test machines are shared; about 2 ms alone
