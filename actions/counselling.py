"""Anonymous counselling and self-tests: only their beginning. The answers are web's (web/counselling)."""

from __future__ import annotations

import re

from actions.heard import Heard
from actions.offers import show_topics, take_municipality
from actions.state import ConversationState
from actions.turn import GuideAction, Turn

# A test's own name says more than a topic.
_NAMED = {
    "audit_c": re.compile(r"(?i)\baudit"),
    "fagerstroem": re.compile(r"(?i)\bfagerstr"),
    "who5": re.compile(r"(?i)\bwho\W?(?:5|fem)|\btriv|\bhumør|\bwell-?being|\bmood"),
}
# Which test a topic asks for. The web process asks when none is heard.
_TEST_OF_TOPIC = {
    "alcohol": "audit_c",
    "smoking": "fagerstroem",
    "mental_health": "who5",
    "stress": "who5",
    "loneliness": "who5",
    "sleep": "who5",
}


class ActionStartCounselling(GuideAction):
    """Tells the web process that somebody wants to write to a counsellor."""

    action_name = "action_start_counselling"

    def answer(self, turn: Turn) -> ConversationState:
        """Utter the start, which the web process replaces by the form's first step.

        The offers of a topic that was named come first: web keeps them where nobody can be written to.
        """
        take_municipality(turn)
        state = show_topics(turn, turn.heard.topics) if turn.heard.topics else turn.state
        turn.say("utter_start_counselling", custom={"type": "intake_step", "step": "explanation"})
        return state


class ActionStartSelftest(GuideAction):
    """Tells the web process that somebody wants a self-test, and which."""

    action_name = "action_start_selftest"

    def answer(self, turn: Turn) -> ConversationState:
        """Utter the start; the web process puts the test's first question in its place."""
        turn.say("utter_start_selftest", custom={"type": "selftest_step", "instrument": _wanted_test(turn.heard)})
        return turn.state


def _wanted_test(heard: Heard) -> str | None:
    named = [name for name, words in _NAMED.items() if words.search(heard.text)]
    by_topic = [_TEST_OF_TOPIC[topic] for topic in heard.topics if topic in _TEST_OF_TOPIC]
    return next(iter([*named, *by_topic]), None)
