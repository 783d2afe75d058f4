"""The crisis gate inside the pipeline: last component, so that nothing learned can overrule it."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.safety import assess

CRISIS_PREFIX = "crisis_"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class CrisisGate(GraphComponent):
    """Sets the intent `crisis_<level>` when bot.safety hears a crisis.

    The classifier knows these intents, too: what it hears and the gate does not, stands.
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
        """Overrule the intent of each message in which a crisis is heard."""
        for message in messages:
            text = message.get(TEXT) or ""
            assessment = assess(text)
            if assessment is None:
                continue
            intent = {"name": f"{CRISIS_PREFIX}{assessment.level}", "confidence": 1.0}
            message.set(INTENT, intent, add_to_output=True)
            message.set(INTENT_RANKING_KEY, [intent, *message.get(INTENT_RANKING_KEY, [])], add_to_output=True)
        return messages
