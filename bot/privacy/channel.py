"""The engine's only door: understand the original message in memory, hand over and store the redacted one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.action_answers import read_schema_once
from bot.privacy import shared_secret
from bot.privacy.json_log import configure_logging
from bot.privacy.payloads import CRISIS_PREFIX, as_words, is_payload
from bot.privacy.redactor import redact, redact_data
from bot.privacy.retention import PurgeJob
from bot.privacy.tracker_store import RedactingTrackerStore

if TYPE_CHECKING:
    # Not needed to run, and it takes TensorFlow along.
    from rasa.core.agent import Agent

_OUR_ROUTES = "/webhooks/guide/"
# All that the dialogue and a reviewer need of a parse; the rest repeats the citizen's words.
_KEPT = ("intent", "intent_ranking", "entities")


class WholeMessageChannel(CollectingOutputChannel):
    """Collects each reply as one message with its text, buttons and custom part together."""

    @classmethod
    def name(cls) -> str:
        """Name of the channel, as in `responses` with a `channel:`."""
        return "guide"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep the three parts that the chat contract knows."""
        reply = {"text": message.get("text") or "", "buttons": message.get("buttons") or []}
        if message.get("custom"):
            reply["custom"] = message["custom"]
        self.messages.append(reply)


class GuideChannel(InputChannel):
    """`POST /webhooks/guide/message`, `/understand` and `/forget`, for the web process, which knows the secret."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

    @classmethod
    def name(cls) -> str:
        """The channel's part of the URL."""
        return "guide"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> GuideChannel:
        """Build the channel from its part of credentials.yml; raise ValueError without a secret worth the name."""
        return cls(shared_secret.checked((credentials or {}).get("secret")))

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the routes; Rasa mounts them under /webhooks/guide."""
        # Rasa has set up its own logging by now, which would print what citizens write.
        configure_logging()
        routes = Blueprint("guide_channel", __name__)
        PurgeJob.from_environment().attach(routes)

        async def refuse_strangers(request: Request) -> HTTPResponse | None:
            if not shared_secret.is_sent(request.headers, self._secret):
                return response.json({"error": "unauthorized"}, status=401)
            return None if request.path.startswith(_OUR_ROUTES) else response.json({"error": "not_found"}, status=404)

        @routes.before_server_start
        async def guard_every_path(app: Sanic, _: asyncio.AbstractEventLoop) -> None:
            # Not on the blueprint's routes only: Rasa tells its version at "/". First: its CORS answers any OPTIONS.
            app.request_middleware.appendleft(refuse_strangers)

        @routes.post("/message")
        async def message(request: Request) -> HTTPResponse:
            agent = _agent(request)
            read_schema_once()
            body = request.json
            heard = UserMessage(_words_or_payload(body["message"], agent), sender_id=body["sender"])
            parsed = await agent.parse_message(heard.text)
            # Somebody in a crisis is not first told what a chatbot is (action_session_start).
            metadata = {**(body.get("metadata") or {}), "crisis": parsed["intent"]["name"].startswith(CRISIS_PREFIX)}
            replies = WholeMessageChannel()
            await on_new_message(
                UserMessage(
                    redact(heard.text),
                    output_channel=replies,
                    sender_id=heard.sender_id,
                    parse_data={**redact_parse(parsed, heard.text), "metadata": metadata},
                    input_channel=self.name(),
                    metadata=metadata,
                )
            )
            return response.json({"messages": replies.messages, "intent": parsed["intent"]["name"]})

        @routes.post("/understand")
        async def understand(request: Request) -> HTTPResponse:
            """Say what words mean and keep nothing of them: no conversation has this message."""
            parsed = await _agent(request).parse_message(as_words(request.json["message"]))
            return response.json(_meaning(parsed))

        @routes.post("/forget")
        async def forget(request: Request) -> HTTPResponse:
            agent, sender = _agent(request), request.json["sender"]
            store = RedactingTrackerStore.of(agent)
            async with agent.lock_store.lock(sender):
                deleted = store.forget(sender)
            await asyncio.to_thread(store.release_space)
            return response.json({"deleted": deleted})

        return routes


def _agent(request: Request) -> Agent:
    """Return the loaded agent; refuse to work when the conversation would go elsewhere than our store."""
    agent: Agent = request.app.ctx.agent
    RedactingTrackerStore.of(agent)
    return agent


def _words_or_payload(text: str, agent: Agent) -> str:
    """Return a button's payload as it is, and anything else as words, whatever it looks like to Rasa."""
    return text if is_payload(text, agent.domain.intents) else as_words(text)


def _meaning(parsed: dict[str, Any]) -> dict[str, Any]:
    """Return names and numbers of a parse, none of its words."""
    topics = [entity["value"] for entity in parsed["entities"] if entity["entity"] == "topic"]
    return {"intent": parsed["intent"]["name"], "confidence": parsed["intent"]["confidence"], "topics": topics}


def redact_parse(parsed: dict[str, Any], original: str) -> dict[str, Any]:
    """Return what may be stored of a parse: no text but the redacted one, no raw entity values."""
    kept = {key: redact_data(parsed[key]) for key in _KEPT if key in parsed}
    return {**kept, "text": redact(original)}
