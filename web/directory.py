"""The municipalities that the guide serves, read from the directory at start."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping

from aiohttp import web
from sqlalchemy.orm import Session

from offers_db.database import create_engine_from_url
from offers_db.offer import Municipality, load_municipalities
from web.security import SETTINGS

MUNICIPALITIES = web.AppKey("municipalities", Mapping[str, Municipality])


async def municipalities_context(app: web.Application) -> AsyncIterator[None]:
    """Load the municipalities before the first request."""
    app[MUNICIPALITIES] = await asyncio.to_thread(_read, app[SETTINGS].database_url)
    yield


def _read(database_url: str) -> dict[str, Municipality]:
    engine = create_engine_from_url(database_url)
    try:
        with Session(engine) as session:
            return {municipality.code: municipality for municipality in load_municipalities(session)}
    finally:
        engine.dispose()


async def municipalities(request: web.Request) -> web.Response:
    """GET /api/municipalities: code, name, phone or null, url or null, fictional."""
    return web.json_response(
        [
            {
                "code": municipality.code,
                "name": municipality.name,
                "phone": municipality.phone,
                "url": municipality.url,
                "fictional": municipality.fictional,
            }
            for municipality in request.app[MUNICIPALITIES].values()
        ]
    )
