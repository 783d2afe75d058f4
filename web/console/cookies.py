"""The console's two cookies: the session, and the browser that is about to log in."""

from __future__ import annotations

from aiohttp import web

from web.proxies import is_over_tls
from web.security import SETTINGS

SESSION = "personale"
LOGIN = "personale-login"


def read(request: web.Request, cookie: str) -> str | None:
    """The cookie's value, if it has the length of one of ours."""
    value = request.cookies.get(_name(request, cookie), "")
    return value if len(value) == 43 else None


def write(request: web.Request, response: web.Response, cookie: str, value: str) -> None:
    """Set the cookie for this host alone, out of reach of scripts and of other sites; it ends with the browser."""
    secure = _is_secure(request)
    response.set_cookie(_name(request, cookie), value, path="/", httponly=True, samesite="Strict", secure=secure)


def delete(request: web.Request, response: web.Response, cookie: str) -> None:
    """Remove the cookie."""
    secure = _is_secure(request)
    response.del_cookie(_name(request, cookie), path="/", httponly=True, samesite="Strict", secure=secure)


def _name(request: web.Request, cookie: str) -> str:
    # With this prefix a browser takes the cookie only over TLS, from this very host.
    return f"__Host-{cookie}" if _is_secure(request) else cookie


def _is_secure(request: web.Request) -> bool:
    return is_over_tls(request, request.app[SETTINGS].trusted_proxies)
