"""The engine, over HTTP on loopback."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.privacy import shared_secret


class EngineUnavailable(Exception):
    """The engine did not answer, or answered with nothing to say."""


@dataclass(frozen=True)
class Replies:
    """What the engine says to a message, each reply with text, buttons and perhaps custom; and what it understood."""

    messages: list[dict[str, Any]]
    intent: str


@dataclass(frozen=True)
class Understanding:
    """What a message means to the engine: its intent, how sure that is (0 to 1), and the topics heard."""

    intent: str
    confidence: float
    topics: tuple[str, ...] = ()


class Engine:
    """Client of the channel in bot/privacy/channel.py. One HTTP session is kept for all calls."""

    def __init__(self, base_url: str, timeout: float, secret: str) -> None:
        self._base_url = base_url.rstrip("/")
        self._timeout = aiohttp.ClientTimeout(total=timeout)
        self._headers = shared_secret.header(secret)
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Engine:
        self._session = aiohttp.ClientSession(timeout=self._timeout, headers=self._headers)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session:
            await self._session.close()

    async def say(
        self, sender: str, message: str, municipality: str, language: str, *, longest_wait: float | None = None
    ) -> Replies:
        """Send one message and return the replies.

        `longest_wait`: seconds, if less than the timeout that holds for every call. Raises EngineUnavailable when the
        engine is down, too slow, or has nothing to say.
        """
        metadata = {"municipality": municipality, "language": language}
        body = {"sender": sender, "message": message, "metadata": metadata}
        try:
            async with asyncio.timeout(longest_wait):
                answer = await self._call("POST", "message", body)
        except TimeoutError as error:
            raise EngineUnavailable("TimeoutError") from error
        if not answer.get("messages"):
            raise EngineUnavailable("no reply")
        return Replies(answer["messages"], str(answer.get("intent")))

    async def understand(self, message: str) -> Understanding:
        """Ask what a message means; the engine keeps nothing of it. Raises EngineUnavailable."""
        answer = await self._call("POST", "understand", {"message": message})
        try:
            return Understanding(answer["intent"], float(answer["confidence"]), tuple(answer["topics"]))
        except (KeyError, TypeError, ValueError) as error:
            raise EngineUnavailable("no meaning") from error

    async def forget(self, sender: str) -> int:
        """Delete a conversation and return how many events it had. Raises EngineUnavailable."""
        answer = await self._call("POST", "forget", {"sender": sender})
        return int(answer["deleted"])

    async def retention(self) -> dict[str, Any]:
        """Return how the deletion of old conversations goes. Raises EngineUnavailable.

        Fields: days that they are kept, overdue (how many are), last_run (ISO 8601, UTC; null before the first).
        """
        return await self._call("GET", "retention")

    async def _call(self, method: str, route: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        assert self._session is not None, "use `async with Engine(...)`"
        url = f"{self._base_url}/webhooks/guide/{route}"
        try:
            async with self._session.request(method, url, json=body) as response:
                if response.status != 200:
                    raise EngineUnavailable(f"status {response.status}")
                answer: dict[str, Any] = await response.json()
                if not isinstance(answer, dict):
                    raise ValueError("no JSON object")
                return answer
        except (TimeoutError, aiohttp.ClientError, ValueError) as error:
            raise EngineUnavailable(type(error).__name__) from error
