"""Messages a minute a client, and which address counts behind proxies."""

from __future__ import annotations

import pytest
from aiohttp.test_utils import TestClient
from stub_engine import Serve, StubEngine
from test_chat_contract import SESSION, assert_refused

from web.rate_limit import WINDOW_SECONDS, RateLimiter


async def _status(client: TestClient, forwarded_for: str | None = None) -> int:
    headers = {"X-Forwarded-For": forwarded_for} if forwarded_for else {}
    return (await client.post("/api/chat", json={"message": "hej"}, headers=headers)).status


async def test_the_limit_is_kept_and_says_when_to_come_back(serve: Serve, engine: StubEngine) -> None:
    client = await serve(GUIDE_RATE_LIMIT="3")
    assert [await _status(client) for _ in range(3)] == [200, 200, 200]
    refused = await client.post("/api/chat", json={"message": "hej"})
    await assert_refused(refused, 429, "too_many_requests")
    assert 0 < int(refused.headers["Retry-After"]) <= WINDOW_SECONDS + 1
    assert len(engine.heard) == 3


async def test_the_default_is_30_a_minute(serve: Serve) -> None:
    client = await serve(GUIDE_RATE_LIMIT="30")
    assert [await _status(client) for _ in range(31)] == [200] * 30 + [429]


async def test_0_is_no_limit(client: TestClient) -> None:
    assert {await _status(client) for _ in range(60)} == {200}


async def test_forgetting_counts_too(serve: Serve) -> None:
    client = await serve(GUIDE_RATE_LIMIT="1")
    assert (await client.post("/api/chat/forget", json={"session": SESSION})).status == 204
    response = await client.post("/api/chat/forget", json={"session": SESSION})
    await assert_refused(response, 429, "too_many_requests")


async def test_malformed_messages_count_too(serve: Serve) -> None:
    client = await serve(GUIDE_RATE_LIMIT="1")
    assert (await client.post("/api/chat", data=b"{")).status == 400
    assert await _status(client) == 429


async def test_pages_and_health_are_not_limited(serve: Serve) -> None:
    client = await serve(GUIDE_RATE_LIMIT="1")
    await _status(client)
    assert {(await client.get(path)).status for path in ("/", "/healthz", "/static/page.js") * 3} == {200}


async def test_without_a_proxy_the_header_is_not_believed(serve: Serve) -> None:
    client = await serve(GUIDE_RATE_LIMIT="1")
    assert [await _status(client, address) for address in ("192.0.2.1", "192.0.2.2")] == [200, 429]


async def test_behind_one_proxy_the_address_that_it_added_counts(serve: Serve) -> None:
    client = await serve(GUIDE_RATE_LIMIT="1", GUIDE_TRUSTED_PROXIES="1")
    assert [await _status(client, address) for address in ("192.0.2.1", "192.0.2.2", "192.0.2.1")] == [200, 200, 429]
    # What the citizen wrote in front of it is theirs to invent.
    assert await _status(client, "198.51.100.9, 192.0.2.1") == 429


async def test_behind_two_proxies_the_second_from_the_right_counts(serve: Serve) -> None:
    client = await serve(GUIDE_RATE_LIMIT="1", GUIDE_TRUSTED_PROXIES="2")
    addresses = ("1.1.1.1, 192.0.2.1, 10.0.0.1", "2.2.2.2, 192.0.2.1, 10.0.0.2", "192.0.2.2, 10.0.0.1")
    assert [await _status(client, address) for address in addresses] == [200, 429, 200]


async def test_too_few_hops_fall_back_to_the_connection(serve: Serve) -> None:
    client = await serve(GUIDE_RATE_LIMIT="1", GUIDE_TRUSTED_PROXIES="2")
    assert [await _status(client, address) for address in ("192.0.2.1", "192.0.2.2")] == [200, 429]


def test_the_window_slides() -> None:
    now = [0.0]
    limiter = RateLimiter(2, clock=lambda: now[0])
    assert limiter.seconds_to_wait("a") == 0
    now[0] = 20.0
    assert limiter.seconds_to_wait("a") == 0
    assert limiter.seconds_to_wait("a") == pytest.approx(40.0)
    assert limiter.seconds_to_wait("b") == 0
    now[0] = 60.0
    assert limiter.seconds_to_wait("a") == 0
    assert limiter.seconds_to_wait("a") == pytest.approx(20.0)
