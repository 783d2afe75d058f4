"""Origins, headers, cookies, sessions: what a browser and a curious neighbour meet."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
from aiohttp.test_utils import TestClient
from stub_engine import INTERNAL_SECRET, SECRET_KEY, Serve, StubEngine

from web import pages
from web.app import init_app
from web.settings import Settings

ALLOWED, OTHER = "https://www.ballerup.example", "https://evil.example"
HSTS = "Strict-Transport-Security"
PREFLIGHT = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
PATHS = ("/", "/ballerup", "/privatliv", "/tilgaengelighed", "/static/widget.js", "/api/municipalities", "/healthz")

_SETTINGS = Settings.from_environment({"GUIDE_SECRET_KEY": SECRET_KEY, "GUIDE_INTERNAL_SECRET": INTERNAL_SECRET})
ROUTES = sorted({route.resource.canonical for route in init_app(_SETTINGS).router.routes() if route.resource})
EXAMPLES = {
    "municipality": "ballerup",
    "name": "page.js",
    "document": "ballerup-sundhedspolitik-2022-2029",
    "wording": "ordret",
    "rest": "findes/ikke",
    "account": "00000000-0000-0000-0000-000000000000",
    "case": "00000000-0000-0000-0000-000000000000",
    "conversation": "00000000-0000-0000-0000-000000000000",
    "note": "00000000-0000-0000-0000-000000000000",
    "state": "spaer",
    "session": "00000000-0000-0000-0000-000000000000",
}


async def _with_origin(client: TestClient, origin: str) -> dict[str, str]:
    response = await client.post("/api/chat", json={"message": "hej"}, headers={"Origin": origin})
    return dict(response.headers)


async def test_a_configured_origin_may_read_the_answers(serve: Serve) -> None:
    client = await serve(GUIDE_ALLOWED_ORIGINS=f"{ALLOWED}/ https://second.example")
    headers = await _with_origin(client, ALLOWED)
    assert headers["Access-Control-Allow-Origin"] == ALLOWED and headers["Vary"] == "Origin"
    assert "Access-Control-Allow-Credentials" not in headers
    assert (await _with_origin(client, "https://second.example"))["Access-Control-Allow-Origin"]


@pytest.mark.parametrize(
    "origin", [OTHER, "null", f"{ALLOWED}.evil.example", ALLOWED.replace("https", "http"), f"{ALLOWED}:8443", "*"]
)
async def test_another_origin_may_not(serve: Serve, origin: str) -> None:
    client = await serve(GUIDE_ALLOWED_ORIGINS=ALLOWED)
    assert "Access-Control-Allow-Origin" not in await _with_origin(client, origin)
    preflight = await client.options("/api/chat", headers={"Origin": origin, **PREFLIGHT})
    assert not [name for name in preflight.headers if name.startswith("Access-Control")]


async def test_without_configuration_no_origin_may(client: TestClient) -> None:
    assert "Access-Control-Allow-Origin" not in await _with_origin(client, ALLOWED)


@pytest.mark.parametrize("path", ["/api/chat", "/api/chat/forget", "/api/municipalities"])
async def test_the_preflight_of_a_configured_origin_is_answered(serve: Serve, path: str) -> None:
    client = await serve(GUIDE_ALLOWED_ORIGINS=ALLOWED)
    response = await client.options(path, headers={"Origin": ALLOWED, **PREFLIGHT})
    assert response.status == 204
    assert response.headers["Access-Control-Allow-Origin"] == ALLOWED
    assert "POST" in response.headers["Access-Control-Allow-Methods"]
    assert response.headers["Access-Control-Allow-Headers"].lower() == "content-type"


async def test_an_error_can_be_read_by_the_widget_too(serve: Serve) -> None:
    client = await serve(GUIDE_ALLOWED_ORIGINS=ALLOWED)
    response = await client.post("/api/chat", data=b"{", headers={"Origin": ALLOWED})
    assert response.status == 400 and response.headers["Access-Control-Allow-Origin"] == ALLOWED


async def test_the_widgets_files_are_for_every_site(client: TestClient) -> None:
    response = await client.get("/static/widget.js", headers={"Origin": OTHER})
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def assert_has_the_headers(headers: Mapping[str, str], framed_by: str = "'none'", sends_forms: bool = False) -> None:
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'" and policy["frame-ancestors"] == framed_by
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'none'" or (sends_forms and policy["form-action"] == "'self'")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "camera=()" in headers["Permissions-Policy"]
    assert not any(name in headers["Server"].lower() for name in ("python", "aiohttp"))


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS", "DELETE"])
@pytest.mark.parametrize("route", ROUTES)
async def test_every_answer_of_every_route_has_the_headers(client: TestClient, route: str, method: str) -> None:
    path = re.sub(r"\{(\w+).*?\}+", lambda found: EXAMPLES[found[1]], route)
    response = await client.request(method, path, data=b"{" if method == "POST" else None, allow_redirects=False)
    assert_has_the_headers(response.headers, sends_forms=route.startswith("/personale"))


REFUSALS: dict[int, dict[str, Any]] = {
    400: {"path": "/api/chat", "data": b"{"},
    404: {"path": "/findes/ikke", "method": "GET"},
    405: {"path": "/ballerup"},
    413: {"path": "/api/chat", "data": b"x" * 100_000},
    417: {"path": "/api/chat", "headers": {"Expect": "kvaksalver"}},
    429: {"path": "/api/chat", "json": {"message": "hej"}},
    500: {"path": "/ballerup", "method": "GET"},
    503: {"path": "/api/chat", "json": {"message": "hej"}},
}


@pytest.mark.parametrize("status", REFUSALS)
async def test_every_refusal_has_the_headers(
    serve: Serve, engine: StubEngine, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    """Also those of aiohttp's own making, and what comes when our own code breaks."""
    engine.status = 500
    monkeypatch.setattr(pages, "_page", None)
    client = await serve(GUIDE_RATE_LIMIT="1", GUIDE_TRUSTED_PROXIES="1")
    if status == 429:
        await client.post("/api/chat", json={"message": "hej"})
    call = {"method": "POST", "headers": {}, **REFUSALS[status]}
    call["headers"] = {**call["headers"], "X-Forwarded-Proto": "https"}
    response = await client.request(**call)
    assert response.status == status
    assert_has_the_headers(response.headers)
    assert response.headers[HSTS]
    assert "Traceback" not in await response.text()


@pytest.mark.parametrize(
    "sent",
    [
        b"KVAKSALVER\r\n\r\n",
        b"GET /" + b"kvaksalver" * 1000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"kvaksalver" * 1000 + b"\r\n\r\n",
        b"GET http://[kvaksalver HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST /api/chat HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"POST /api/chat HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nkvaksalver\r\n",
    ],
    ids=["no request", "long address", "long header", "no address", "smuggled", "no chunk"],
)
async def test_what_is_no_request_learns_nothing(client: TestClient, sent: bytes) -> None:
    """No version, no echo, no stack trace: aiohttp would answer it before any of our code runs."""
    reader, writer = await asyncio.open_connection(client.host, client.port)
    writer.write(sent)
    head, _, body = (await asyncio.wait_for(reader.read(), 5)).decode().partition("\r\n\r\n")
    writer.close()
    status, *lines = head.split("\r\n")
    assert " 400 " in status
    assert_has_the_headers(dict(line.split(": ", 1) for line in lines))
    assert json.loads(body)["error"]["code"] == "bad_request" and "kvaksalver" not in body.lower()


async def test_pages_may_be_framed_by_configured_origins_and_nothing_else_may(serve: Serve) -> None:
    client = await serve(GUIDE_ALLOWED_ORIGINS=f"{ALLOWED}/ https://second.example")
    for path in ("/", "/ballerup", "/privatliv", "/tilgaengelighed", "/politikker", "/politikker/findes-ikke"):
        assert await _framing(client, path) == f"frame-ancestors https://second.example {ALLOWED}"
    for path in ("/api/municipalities", "/api/chat", "/healthz", "/readyz", "/static/widget.js", "/findes-ikke"):
        assert await _framing(client, path) == "frame-ancestors 'none'"


async def test_a_lost_reader_stays_in_the_frame(serve: Serve) -> None:
    """Who follows a dead link in the widget's frame sees the page that leads back, not the browser's refusal."""
    client = await serve(GUIDE_ALLOWED_ORIGINS=ALLOWED)
    for path in ("/findes-ikke", "/odense", "/findes/ikke", "/static/nothing.js", "/politikker/findes-ikke"):
        response = await client.get(path, headers={"Accept": "text/html"})
        assert response.status == 404
        assert_has_the_headers(response.headers, framed_by=ALLOWED)


async def _framing(client: TestClient, path: str) -> str:
    return (await client.get(path)).headers["Content-Security-Policy"].rpartition("; ")[2]


@pytest.mark.parametrize("path", ["/", "/api/municipalities", "/findes-ikke"])
async def test_behind_tls_a_browser_is_told_to_stay_there(serve: Serve, path: str) -> None:
    client = await serve(GUIDE_TRUSTED_PROXIES="1")
    headers = (await client.get(path, headers={"X-Forwarded-Proto": "https"})).headers
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    for scheme in ("http", "https, http", ""):
        assert HSTS not in (await client.get(path, headers={"X-Forwarded-Proto": scheme})).headers
    assert HSTS not in (await client.get(path)).headers


async def test_with_two_proxies_the_outer_one_knows_about_tls(serve: Serve) -> None:
    client = await serve(GUIDE_TRUSTED_PROXIES="2")
    said = {"https, http": True, "https": True, "https, http, http": False, "http, https": False}
    for scheme, is_safe in said.items():
        assert (HSTS in (await client.get("/", headers={"X-Forwarded-Proto": scheme})).headers) is is_safe, scheme


async def test_without_a_proxy_nobody_is_believed_about_tls(client: TestClient) -> None:
    assert HSTS not in (await client.get("/", headers={"X-Forwarded-Proto": "https"})).headers


async def test_nothing_sets_a_cookie(client: TestClient) -> None:
    for path in PATHS:
        assert "Set-Cookie" not in (await client.get(path)).headers
    chat = await client.post("/api/chat", json={"message": "hej"})
    assert "Set-Cookie" not in chat.headers and not list(client.session.cookie_jar)


async def test_no_answer_of_the_api_is_kept_in_a_cache(client: TestClient) -> None:
    chat = await client.post("/api/chat", json={"message": "hej"})
    refused = await client.post("/api/chat", data=b"{")
    assert chat.headers["Cache-Control"] == refused.headers["Cache-Control"] == "no-store"


async def test_sessions_are_long_random_and_never_the_same(client: TestClient) -> None:
    sessions = [(await (await client.post("/api/chat", json={"message": "hej"})).json())["session"] for _ in range(40)]
    assert len(set(sessions)) == 40
    raw = [base64.urlsafe_b64decode(session + "=" * (-len(session) % 4)) for session in sessions]
    assert all(len(secret) * 8 >= 128 for secret in raw)
    # Each bit is set in about half of them: nothing is a constant, a clock or a counter.
    bits = [sum(secret[i // 8] >> (i % 8) & 1 for secret in raw) for i in range(len(raw[0]) * 8)]
    assert min(bits) > 3 and max(bits) < 37


async def test_the_engine_sees_only_a_keyed_hash(serve: Serve, engine: StubEngine) -> None:
    session = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ"
    for client in (await serve(), await serve(GUIDE_SECRET_KEY="another key, also thirty-two characters")):
        await client.post("/api/chat", json={"message": "hej", "session": session})
    first, second = (heard["sender"] for heard in engine.heard)
    assert first == hmac.new(SECRET_KEY.encode(), session.encode(), hashlib.sha256).hexdigest()
    assert first != second and all(session not in str(heard) for heard in engine.heard)


async def test_only_the_engine_is_sent_the_shared_secret(client: TestClient, engine: StubEngine) -> None:
    answers = [
        await client.post("/api/chat", json={"message": "hej"}),
        await client.post("/api/chat/forget", json={"session": "s" * 43}),
        await client.get("/readyz"),
    ]
    assert set(engine.authorizations) == {f"Bearer {INTERNAL_SECRET}"} and len(engine.authorizations) == 4
    for answer in answers:
        assert INTERNAL_SECRET not in await answer.text() + str(answer.headers)
