"""A citizen in the middle of a form, over HTTP; and the counsellors who can read what is sent."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from aiohttp.test_utils import TestClient
from nacl.public import PrivateKey

from intake.open_case import OpenCase
from web.counselling.rooms import CASE_STORE

Message = dict[str, Any]


class Counsellors:
    """One counsellor with a key in Ballerup and one in Aalborg; nobody elsewhere."""

    def __init__(self) -> None:
        self.keys = {code: (uuid.uuid4(), PrivateKey.generate()) for code in ("ballerup", "aalborg")}

    def recipients(self, municipality: str) -> Mapping[uuid.UUID, bytes]:
        """Who reads a municipality's cases."""
        readers = [self.keys[municipality]] if municipality in self.keys else []
        return {who: bytes(key.public_key) for who, key in readers}

    def cases(self, client: TestClient, municipality: str = "ballerup") -> list[OpenCase]:
        """What lies in that counsellor's inbox, opened."""
        who, key = self.keys[municipality]
        store = client.server.app[CASE_STORE]
        opened = [store.enter_as_counsellor(each.id, who, key) for each in store.inbox(who, key)]
        return [case for case in opened if case]


class Citizen:
    """Says and presses; keeps what was last answered."""

    def __init__(self, client: TestClient, municipality: str = "ballerup") -> None:
        self.client, self.municipality = client, municipality
        self.session: str | None = None
        self.messages: list[Message] = []

    async def say(self, message: str) -> list[Message]:
        body = {"message": message, "session": self.session, "municipality": self.municipality}
        response = await self.client.post("/api/chat", json=body)
        answer = await response.json()
        assert response.status == 200, answer
        self.session, self.messages = answer["session"], answer["messages"]
        return self.messages

    async def press(self, title: str) -> list[Message]:
        """Press the button with this title in the last replies."""
        payloads = {button["title"]: button["payload"] for message in self.messages for button in message["buttons"]}
        return await self.say(payloads[title])

    async def answer(self, *said: str) -> None:
        """Press or say each in turn."""
        for each in said:
            titles = {button["title"] for message in self.messages for button in message["buttons"]}
            await (self.press(each) if each in titles else self.say(each))

    def custom(self, kind: str) -> dict[str, Any]:
        """The custom part of that type in the last replies."""
        [found] = [part for part in self._customs if part["type"] == kind]
        return found

    @property
    def kinds(self) -> list[str]:
        """The types in the last replies, in order; "" for words alone."""
        return [(message.get("custom") or {}).get("type", "") for message in self.messages]

    @property
    def step(self) -> str:
        """The form's step that is asked."""
        return str(self.custom("intake_step")["step"])

    @property
    def text(self) -> str:
        return "\n".join(message["text"] for message in self.messages)

    @property
    def _customs(self) -> list[dict[str, Any]]:
        return [message["custom"] for message in self.messages if message.get("custom")]
