"""An engine of cardboard behind the real web process: it remembers what it was sent and answers what it is told to."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient

# The fixture that starts a web process with settings.
Serve = Callable[..., Awaitable[TestClient]]
SECRET_KEY = "a key of at least thirty-two characters"
INTERNAL_SECRET = "thesecretthatwebandtheengineshare"

PLAIN_REPLY = {"text": "Her er et svar.", "buttons": [{"title": "Vis flere", "payload": "/more"}]}
RETENTION = {"days": 30, "overdue": 3, "last_run": "2026-11-21T10:00:00+00:00"}


@dataclass
class StubEngine:
    """`replies` go to every message; `status`, `raw` and `delay` spoil the answer."""

    replies: list[dict[str, Any]] = field(default_factory=lambda: [dict(PLAIN_REPLY)])
    status: int = 200
    raw: str | None = None
    delay: float = 0.0
    heard: list[dict[str, Any]] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)
    authorizations: list[str | None] = field(default_factory=list)
    intent: str = "thank"
    # What it understands: message -> intent and confidence; and what it was asked to understand.
    meanings: dict[str, tuple[str, float]] = field(default_factory=dict)
    pondered: list[str] = field(default_factory=list)

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/webhooks/guide/message", self._message)
        app.router.add_post("/webhooks/guide/understand", self._understand)
        app.router.add_post("/webhooks/guide/forget", self._forget)
        app.router.add_get("/webhooks/guide/retention", self._retention)
        return app

    async def _message(self, request: web.Request) -> web.Response:
        self.authorizations.append(request.headers.get("Authorization"))
        self.heard.append(await request.json())
        return await self._answer({"messages": self.replies, "intent": self.intent})

    async def _understand(self, request: web.Request) -> web.Response:
        self.authorizations.append(request.headers.get("Authorization"))
        message = (await request.json())["message"]
        self.pondered.append(message)
        intent, confidence = self.meanings.get(message, ("nlu_fallback", 0.3))
        return await self._answer({"intent": intent, "confidence": confidence, "topics": []})

    async def _forget(self, request: web.Request) -> web.Response:
        self.authorizations.append(request.headers.get("Authorization"))
        self.forgotten.append((await request.json())["sender"])
        return await self._answer({"deleted": 7})

    async def _retention(self, _: web.Request) -> web.Response:
        return await self._answer(RETENTION)

    async def _answer(self, body: dict[str, Any]) -> web.Response:
        await asyncio.sleep(self.delay)
        if self.raw is not None:
            return web.Response(text=self.raw, status=self.status, content_type="application/json")
        return web.json_response(body, status=self.status)
