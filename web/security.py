"""Headers that keep a page to itself, and the origins that may embed the widget."""

from __future__ import annotations

from aiohttp import web

from web.errors import Handler
from web.settings import Settings

SETTINGS = web.AppKey("settings", Settings)

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src 'self' data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = {
    "Server": "sundhedsguiden",  # aiohttp would name its own version and Python's
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_PREFLIGHT_SECONDS = "600"


@web.middleware
async def security_middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer preflights and add the headers to every response."""
    is_preflight = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
    response = web.Response(status=204) if is_preflight else await handler(request)
    response.headers.update(_HEADERS)
    response.headers.update(_cross_origin_headers(request, is_preflight))
    if request.path.startswith("/api/"):
        response.headers["Cache-Control"] = "no-store"
    return response


def _cross_origin_headers(request: web.Request, is_preflight: bool) -> dict[str, str]:
    """Static files are public; the API answers only pages of configured origins. Never with credentials."""
    if request.path.startswith("/static/"):
        return {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
    origin = request.headers.get("Origin", "")
    if not request.path.startswith("/api/") or origin not in request.app[SETTINGS].allowed_origins:
        return {}
    headers = {"Access-Control-Allow-Origin": origin, "Vary": "Origin"}
    if is_preflight:
        headers |= {
            "Access-Control-Allow-Methods": "GET, POST",
            "Access-Control-Allow-Headers": "Content-Type",
            "Access-Control-Max-Age": _PREFLIGHT_SECONDS,
        }
    return headers
