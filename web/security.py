"""Headers that keep a page to itself, and the origins that may embed the widget."""

from __future__ import annotations

import re
from typing import TypeVar

from aiohttp import web
from aiohttp.typedefs import Handler

from web.proxies import is_over_tls
from web.settings import Settings

SETTINGS = web.AppKey("settings", Settings)
Page = TypeVar("Page", bound=web.StreamResponse)

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src 'self' data:",
        "base-uri 'none'",
    )
)
_HEADERS = {
    "Server": "sundhedsguiden",  # aiohttp would name its own version and Python's
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
# For what is answered without an application; such an answer is never a page.
BARE_HEADERS = {**_HEADERS, "Content-Security-Policy": f"{_POLICY}; form-action 'none'; frame-ancestors 'none'"}
_PREFLIGHT_SECONDS = "600"
# Mailbox and own page are for who opened them: no frame, no other origin, no cache, no window that opened them.
_TO_ITSELF = re.compile(r"/(?:api/)?(?:postkasse|anonym)(?:/.*)?")
_TO_ITSELF_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), display-capture=(), browsing-topics=()",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, noarchive",
}
# A year, for this host alone: what else the municipality has below its domain is not ours to bind.
_STRICT_TRANSPORT = "max-age=31536000"
_MAY_BE_FRAMED = web.ResponseKey("may_be_framed", bool)
_MAY_SEND_FORMS = web.ResponseKey("may_send_forms", bool)


def may_be_framed(page: Page) -> Page:
    """Mark a page that citizens read, so that configured origins may show it in a frame; return it."""
    page[_MAY_BE_FRAMED] = True
    return page


def may_send_forms(page: Page) -> Page:
    """Mark a page whose forms are sent without a script, to this host only; return it."""
    page[_MAY_SEND_FORMS] = True
    return page


@web.middleware
async def preflight_middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer a browser that asks what another origin may do."""
    return web.Response(status=204) if _is_preflight(request) else await handler(request)


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Add the headers to a response that is about to be sent: also to those that aiohttp makes by itself."""
    response.headers.update(_HEADERS)
    forms = "'self'" if _MAY_SEND_FORMS in response else "'none'"
    framing = _framing_origins(request, response)
    response.headers["Content-Security-Policy"] = f"{_POLICY}; form-action {forms}; frame-ancestors {framing}"
    if is_over_tls(request, request.app[SETTINGS].trusted_proxies):
        response.headers["Strict-Transport-Security"] = _STRICT_TRANSPORT
    response.headers.update(_cross_origin_headers(request))
    if request.path.startswith("/api/"):
        response.headers["Cache-Control"] = "no-store"
    if _TO_ITSELF.fullmatch(request.path):
        response.headers.update(_TO_ITSELF_HEADERS)


def _is_preflight(request: web.Request) -> bool:
    return request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers


def _framing_origins(request: web.Request, response: web.StreamResponse) -> str:
    """Nobody frames anything, except configured origins the pages that say so: a frame invites clickjacking."""
    origins = sorted(request.app[SETTINGS].allowed_origins) if _MAY_BE_FRAMED in response else []
    return " ".join(origins) or "'none'"


def _cross_origin_headers(request: web.Request) -> dict[str, str]:
    """Static files are public; the API answers only pages of configured origins. Never with credentials."""
    if request.path.startswith("/static/"):
        return {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
    origin = request.headers.get("Origin", "")
    if _TO_ITSELF.fullmatch(request.path):
        return {}
    if not request.path.startswith("/api/") or origin not in request.app[SETTINGS].allowed_origins:
        return {}
    headers = {"Access-Control-Allow-Origin": origin, "Vary": "Origin"}
    if _is_preflight(request):
        headers |= {
            "Access-Control-Allow-Methods": "GET, POST",
            "Access-Control-Allow-Headers": "Content-Type",
            "Access-Control-Max-Age": _PREFLIGHT_SECONDS,
        }
    return headers
