"""What is sent to the APIs: JSON objects."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from web.errors import refuse


async def json_object(request: web.Request) -> dict[str, Any]:
    """Return a request's body; refuse with 400 what is no JSON object."""
    try:
        body = await request.json()
    except (json.JSONDecodeError, UnicodeDecodeError, LookupError, RecursionError):
        refuse(400, "bad_request")
    if not isinstance(body, dict):
        refuse(400, "bad_request")
    return body
