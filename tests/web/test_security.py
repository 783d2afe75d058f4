"""Origins, headers, cookies, sessions: what a browser and a curious neighbour meet."""

from __future__ import annotations

import base64
import hashlib
import hmac

import pytest
from aiohttp.test_utils import TestClient
from stub_engine import INTERNAL_SECRET, SECRET_KEY, Serve, StubEngine

ALLOWED, OTHER = "https://www.ballerup.example", "https://evil.example"
HSTS = "Strict-Transport-Security"
PREFLIGHT = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
PATHS = ("/", "/ballerup", "/privatliv", "/tilgaengelighed", "/static/widget.js", "/api/municipalities", "/healthz")


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


@pytest.mark.parametrize("path", [*PATHS, "/findes-ikke", "/api/nothing"])
async def test_every_answer_has_the_headers(client: TestClient, path: str) -> None:
    headers = (await client.get(path)).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'" and policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert "unsafe" not in headers["Content-Security-Policy"] and "http" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "camera=()" in headers["Permissions-Policy"]
    assert not any(name in headers["Server"].lower() for name in ("python", "aiohttp"))


async def test_pages_may_be_framed_by_configured_origins_and_nothing_else_may(serve: Serve) -> None:
    client = await serve(GUIDE_ALLOWED_ORIGINS=f"{ALLOWED}/ https://second.example")
    for path in ("/", "/ballerup", "/privatliv", "/tilgaengelighed", "/politikker", "/politikker/findes-ikke"):
        assert await _framing(client, path) == f"frame-ancestors https://second.example {ALLOWED}"
    for path in ("/api/municipalities", "/api/chat", "/healthz", "/readyz", "/static/widget.js", "/findes-ikke"):
        assert await _framing(client, path) == "frame-ancestors 'none'"


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
