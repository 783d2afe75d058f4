"""Whole conversations through POST /api/chat, written down in stories/*.yml (fields: story.py)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from every_reply import assert_sound
from running_guide import Answer, Conversation, RunningGuide
from story import Story, Turn, load_stories

pytestmark = pytest.mark.engine

BEHAVIOURS = {
    "change_of_topic",
    "correction",
    "crisis",
    "despair",
    "english",
    "feedback",
    "follow_up",
    "happy_path",
    "municipality",
    "narrowing",
    "out_of_scope",
    "professional",
    "relatives",
    "stop",
    "two_needs",
    "unclear",
    "vague",
}
UNCLEAR = "UNCLEAR"
# Messages that a person would not understand either; which of them a model finds unclear differs from one to the next.
MUMBLED = (
    "den der ting du ved nok",
    "jeg tænkte på om man måske kunne det",
    "det kommer an på",
    "det ved jeg sgu ikke lige",
    "og så var der lige det",
    "øh jo altså måske den der fra før",
)


@pytest.fixture(scope="module")
def unclear(guide: RunningGuide) -> str:
    """A message that this model does not understand."""
    for message in MUMBLED:
        if guide.conversation().say(message).custom("fallback"):
            return message
    pytest.fail("the model claims to understand every mumble")


@pytest.mark.parametrize("story", load_stories(), ids=str)
def test_story(guide: RunningGuide, unclear: str, story: Story) -> None:
    for number, (turn, answer, lives_in) in enumerate(_played(guide, story, unclear)):
        where = f"turn {number + 1}, »{turn.say or turn.press}«: {_shown(answer)}"
        assert_sound(answer, lives_in)
        assert_introduces_itself(answer, first=number == 0)
        assert not _broken(turn, answer), f"{_broken(turn, answer)} in {where}"


def test_every_behaviour_has_a_story() -> None:
    assert {story.behaviour for story in load_stories()} == BEHAVIOURS


def assert_introduces_itself(answer: Answer, *, first: bool) -> None:
    """The first reply, and only that, says what it is; nobody in a crisis is told first."""
    introduced = answer.custom("welcome") is not None
    assert introduced == (first and answer.custom("crisis") is None), answer.text
    if introduced:
        welcome = answer.messages[0]["text"]
        assert "chatbot" in welcome and "anonym" in welcome and "sundhedstilbud" in welcome


def _played(guide: RunningGuide, story: Story, unclear: str) -> Iterator[tuple[Turn, Answer, str | None]]:
    """Yield each turn with its answer and whose offers may show."""
    talk: Conversation = guide.conversation(story.municipality)
    lives_in: str | None = story.municipality
    answer: Answer | None = None
    for turn in story.turns:
        if turn.page:
            talk.municipality = lives_in = turn.page
        if turn.lives_in != "as before":
            lives_in = turn.lives_in
        message = unclear if turn.say == UNCLEAR else turn.say
        answer = talk.say(message if message is not None else _payload(answer, turn.press or ""))
        yield turn, answer, lives_in


def _payload(answer: Answer | None, title: str) -> str:
    shown = {button["title"]: button["payload"] for button in (answer.buttons if answer else ())}
    assert title in shown, f"no button »{title}« among {list(shown)}"
    return shown[title]


def _broken(turn: Turn, answer: Answer) -> list[str]:
    """Return the expectations that the reply does not meet."""
    names = [offer["name"] for offer in answer.offers]
    text, titles = answer.text.lower(), [button["title"] for button in answer.buttons]
    crisis = answer.custom("crisis") or {}
    phones = [helpline["phone"] for helpline in crisis.get("helplines", ())]
    shown_topics = set((answer.custom("offers") or {}).get("topics", ()))
    checks = {
        f"topic {turn.topic}": turn.topic in (None, answer.topic),
        f"topics {turn.topics}": set(turn.topics) <= shown_topics,
        f"an offer for each of {turn.topics}": all(
            any(topic in offer["topics"] for offer in answer.offers) for topic in turn.topics
        ),
        f"first offer {turn.first_offer}": turn.first_offer is None or names[:1] == [turn.first_offer],
        f"offers {turn.offers}": set(turn.offers) <= set(names),
        "no offers": not (turn.without_offers and names),
        f"says {turn.says}": all(words.lower() in text for words in turn.says),
        f"is silent about {turn.silent_about}": not any(words.lower() in text for words in turn.silent_about),
        f"custom {turn.custom}": turn.custom is None or answer.custom(turn.custom) is not None,
        f"level {turn.level}": turn.level in (None, crisis.get("level")),
        f"phones {turn.phones}": {str(phone) for phone in turn.phones} <= set(phones),
        f"button {turn.button}": turn.button is None or any(title.startswith(turn.button) for title in titles),
        f"{turn.buttons} buttons": len(titles) >= turn.buttons,
    }
    return [expectation for expectation, met in checks.items() if not met]


def _shown(answer: Answer) -> str:
    names = [offer["name"] for offer in answer.offers]
    return f"{answer.text!r}, offers {names}, buttons {[button['title'] for button in answer.buttons]}"
