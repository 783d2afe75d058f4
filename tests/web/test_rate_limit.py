"""Messages a minute a client, and which address counts behind proxies."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp.test_utils import TestClient
from stub_engine import Serve, StubEngine
from test_chat_contract import SESSION, assert_refused

from web import rate_limit
from web.chat import RATE_LIMITER
from web.rate_limit import KEY_SECONDS, WINDOW_SECONDS, RateLimiter


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


async def test_a_proxy_may_add_a_line_of_its_own(serve: Serve) -> None:
    client = await serve(GUIDE_RATE_LIMIT="1", GUIDE_TRUSTED_PROXIES="1")
    for invented, status in (("198.51.100.1", 200), ("198.51.100.2", 429)):
        lines = [("X-Forwarded-For", invented), ("X-Forwarded-For", "192.0.2.1")]
        assert (await client.post("/api/chat", json={"message": "hej"}, headers=lines)).status == status


async def test_the_addresses_of_one_ipv6_network_are_one_client(serve: Serve) -> None:
    client = await serve(GUIDE_RATE_LIMIT="1", GUIDE_TRUSTED_PROXIES="1")
    addresses = ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1")
    assert [await _status(client, address) for address in addresses] == [200, 429, 200]


def kept(limiter: RateLimiter) -> str:
    """Everything in the limiter's memory."""
    return repr({name: value for name, value in vars(limiter).items() if name != "_clock"})


def test_no_address_is_kept_and_the_same_one_looks_different_after_an_hour() -> None:
    now = [0.0]
    limiter = RateLimiter(1, clock=lambda: now[0])
    other = RateLimiter(1, clock=lambda: now[0])
    for each in (limiter, other):
        assert each.seconds_to_wait("192.0.2.77") == 0
    clients = [set(each._hits) for each in (limiter, other)]
    assert "192.0.2.77" not in kept(limiter) and clients[0] != clients[1]
    now[0] = KEY_SECONDS
    assert limiter.seconds_to_wait("192.0.2.77") == 0
    assert len(limiter._hits) == 1 and not clients[0] & set(limiter._hits)


def test_an_idle_client_is_forgotten_after_a_minute() -> None:
    now = [0.0]
    limiter = RateLimiter(5, clock=lambda: now[0])
    limiter.seconds_to_wait("192.0.2.1")
    gone = set(limiter._hits)
    now[0] = WINDOW_SECONDS
    limiter.seconds_to_wait("192.0.2.2")
    assert not gone & set(limiter._hits)


async def test_clients_and_key_are_forgotten_also_when_nobody_writes(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rate_limit, "WINDOW_SECONDS", 0.1)
    client = await serve(GUIDE_RATE_LIMIT="1")
    limiter = client.app[RATE_LIMITER]
    assert await _status(client) == 200
    before = kept(limiter)
    assert limiter._hits
    monkeypatch.setattr(rate_limit, "KEY_SECONDS", 0.0)
    await asyncio.sleep(0.3)
    assert not limiter._hits and kept(limiter) != before


def test_a_flood_of_addresses_neither_fills_the_memory_nor_stops_who_was_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limit, "MOST_CLIENTS", 10)
    limiter = RateLimiter(3, clock=lambda: 0.0)
    assert limiter.seconds_to_wait("a") == 0
    waits = [limiter.seconds_to_wait(f"flood {number}") for number in range(100)]
    assert sum(wait == 0 for wait in waits) == 9 + 3 and len(limiter._hits) == 11
    assert limiter.seconds_to_wait("a") == 0


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
