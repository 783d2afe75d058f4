"""Words of a Danish message, each with the folded spelling that the sparse features count."""

from __future__ import annotations

from typing import Any

import regex
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.spelling import fold

_WORD = regex.compile(r"\d+(?:[.,]\d+)*|\w+(?:['’]\w+)*")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class DanishTokenizer(Tokenizer):
    """Splits at everything that is not a letter or digit; `lemma` holds the folded spelling."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Rasa's own two options for intents; we split none."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DanishTokenizer:
        """Build the component (Rasa's signature)."""
        return cls(config)

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Return the message's words in order; a message without any is one token."""
        text = message.get(attribute)
        words = list(_WORD.finditer(text))
        if not words:
            return [Token(text, 0, lemma=text)]
        return [Token(word.group(), word.start(), word.end(), lemma=fold(word.group())) for word in words]
