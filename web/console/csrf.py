"""A secret in every form that only our own pages know: another site cannot send one in a person's name."""

from __future__ import annotations

import hmac

from aiohttp import web

from web.console.desk import DESK

FIELD = "csrf"


def token(request: web.Request, cookie: str) -> str:
    """The secret that belongs to a cookie: 64 hexadecimal digits."""
    return hmac.new(request.app[DESK].csrf_key, cookie.encode(), "sha256").hexdigest()


async def is_sent(request: web.Request, cookie: str) -> bool:
    """Tell whether the form that was posted carries it."""
    sent = await text_field(request, FIELD)
    return hmac.compare_digest(sent.encode(errors="replace"), token(request, cookie).encode())


async def text_field(request: web.Request, name: str) -> str:
    """A field of the form as text; empty if it is missing or a file."""
    value = (await request.post()).get(name, "")
    return value if isinstance(value, str) else ""
