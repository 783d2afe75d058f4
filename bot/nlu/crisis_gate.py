"""The crisis gate inside the pipeline: last component, so that nothing learned can overrule it."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.safety import assess, doubt, is_despairing

CRISIS_PREFIX = "crisis_"
# To somebody in despair who asks for nothing in particular: help for the mind, not "what do you mean?".
HELP_IN_DESPAIR = "topic_mental_health"
_ASKS_FOR_NOTHING = frozenset(
    (
        "affirm", "ask_offer", "bot_challenge", "correct", "deny", "goodbye", "greet", "more", "narrow", "nlu_fallback",
        "out_of_scope", "stop", "thank", "thumbs_down", "thumbs_up", "vague_need",
    )
)  # fmt: skip


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class CrisisGate(GraphComponent):
    """Sets the intent `crisis_<level>` when bot.safety hears a crisis, and that of mental health when it hears despair.

    The classifier knows these intents, too. What it hears, and the gate does not, stands when the gate is in doubt.
    """

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> CrisisGate:
        """Build the component (Rasa's signature)."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Overrule the intent of each message in which a crisis, or despair without a request, is heard."""
        for message in messages:
            ranking = message.get(INTENT_RANKING_KEY) or []
            chosen = self._intent(message.get(TEXT) or "", message.get(INTENT) or {}, ranking)
            if chosen is not message.get(INTENT):
                message.set(INTENT, chosen, add_to_output=True)
                others = [intent for intent in ranking if intent["name"] != chosen["name"]]
                message.set(INTENT_RANKING_KEY, [chosen, *others], add_to_output=True)
        return messages

    def _intent(self, text: str, heard: dict[str, Any], ranking: list[dict[str, Any]]) -> dict[str, Any]:
        """Return the intent that the message shall have."""
        crisis = assess(text)
        name = heard.get("name") or ""
        if crisis is not None:
            return {"name": f"{CRISIS_PREFIX}{crisis.level}", "confidence": 1.0}
        if name in _ASKS_FOR_NOTHING and is_despairing(text):
            return {"name": HELP_IN_DESPAIR, "confidence": 1.0}
        if name.startswith(CRISIS_PREFIX) and doubt(text) is None:
            return next((intent for intent in ranking if not intent["name"].startswith(CRISIS_PREFIX)), heard)
        return heard
