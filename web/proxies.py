"""What the trusted proxies in front say of a request: whose it is, and whether it came over TLS."""

from __future__ import annotations

from aiohttp import web


def client_address(request: web.Request, trusted_proxies: int) -> str:
    """Return the client's address; behind N trusted proxies it is the Nth from the right of X-Forwarded-For.

    Each proxy adds one address on the right, so whatever stands further left is the client's to invent.
    """
    hops = _values(request, "X-Forwarded-For")
    if trusted_proxies and len(hops) >= trusted_proxies:
        return hops[-trusted_proxies]
    return request.remote or ""


def is_over_tls(request: web.Request, trusted_proxies: int) -> bool:
    """Tell whether the client's own connection is encrypted, as the outermost trusted proxy says."""
    schemes = _values(request, "X-Forwarded-Proto")
    # Most proxies replace this header instead of adding to it, so there may be fewer values than proxies.
    return bool(trusted_proxies and schemes) and schemes[-trusted_proxies:][0].lower() == "https"


def _values(request: web.Request, header: str) -> list[str]:
    """Return a header's values; a proxy may add a line of its own as well as an item."""
    values = [value.strip() for line in request.headers.getall(header, []) for value in line.split(",")]
    return [value for value in values if value]
