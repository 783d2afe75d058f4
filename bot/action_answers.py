"""The engine's check of what an action answers, by Rasa's own schema, which is read once.

Rasa reads it anew for each answer, and first checks the schema itself: a fifth of the time that a message took.
"""

from __future__ import annotations

from functools import cache
from typing import Any


@cache
def read_schema_once() -> None:
    """From now on check each action's answer in this process by a schema that is kept; a second call does nothing."""
    # Here, as it takes TensorFlow along: with a message its agent has loaded that already.
    from rasa.core.actions.action import RemoteAction

    RemoteAction._validate_action_result = _check


def _check(_: object, answer: dict[str, Any]) -> bool:
    """Raise jsonschema's ValidationError when it is no answer of an action."""
    _validator().validate(answer)
    return True


@cache
def _validator() -> Any:
    from jsonschema.validators import validator_for
    from rasa.core.actions.action import RemoteAction

    schema = RemoteAction.action_response_format_spec()
    return validator_for(schema)(schema)
