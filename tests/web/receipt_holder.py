"""Somebody with a receipt, over HTTP: proves, sends, enters, reads, writes."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import Any

from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient

from intake.proof import zero_bits

SENT = {"about": "me", "topic": "drugs", "urgency": "soon"}


def prove(challenge: str, bits: int) -> dict[str, str]:
    """What a browser computes."""
    number = next(str(each) for each in count() if zero_bits(challenge, str(each)) >= bits)
    return {"challenge": challenge, "number": number}


async def proof(client: TestClient, room: str) -> dict[str, str]:
    """A fresh proof for `postkasse` or `anonym`."""
    given = await (await client.get(f"/api/{room}/challenge")).json()
    return prove(**given)


async def send(
    client: TestClient, text: str, answers: Mapping[str, str] = SENT, municipality: str = "ballerup", **more: Any
) -> ClientResponse:
    """Send the form of the own page."""
    body = {"municipality": municipality, "answers": {**answers, "text": text}, **more}
    return await client.post("/api/anonym/send", json={**body, "proof": await proof(client, "anonym")})


class ReceiptHolder:
    """Enters with a receipt; keeps token and case of the last answer."""

    def __init__(self, client: TestClient, receipt: str) -> None:
        self.client, self.receipt = client, receipt
        self.token = ""
        self.case: dict[str, Any] = {}

    async def enter(self) -> ClientResponse:
        body = {"receipt": self.receipt, "proof": await proof(self.client, "postkasse")}
        response = await self.client.post("/api/postkasse/enter", json=body)
        if response.status == 200:
            answer = await response.json()
            self.token, self.case = answer["token"], answer["case"]
        return response

    async def read(self) -> ClientResponse:
        response = await self.client.get("/api/postkasse/messages", headers=self.headers)
        if response.status == 200:
            self.case = (await response.json())["case"]
        return response

    async def write(self, text: str) -> ClientResponse:
        body = {"text": text, "proof": await proof(self.client, "anonym")}
        return await self.client.post("/api/postkasse/messages", json=body, headers=self.headers)

    async def delete(self) -> ClientResponse:
        return await self.client.delete("/api/postkasse/case", headers=self.headers)

    async def leave(self) -> ClientResponse:
        return await self.client.post("/api/postkasse/leave", data=f'{{"token": "{self.token}"}}')

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    @property
    def messages(self) -> list[tuple[str, str]]:
        return [(each["author"], each["text"]) for each in self.case["messages"]]
