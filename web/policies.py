"""The pages of the policies: an index, and each document whole, for reading without the chat and without JavaScript."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

from aiohttp import web
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from offers_db.database import create_engine_from_url
from offers_db.policies.read_model import PAGES, load_policies
from web import policy_html
from web.directory import MUNICIPALITIES
from web.policy_html import Shelf
from web.security import SETTINGS, may_be_framed

READ_EVERY_SECONDS = 10.0


class LiveShelf:
    """The documents in force, read again at most every READ_EVERY_SECONDS: an import needs no restart."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = asyncio.Lock()
        self._read_at = float("-inf")
        self._shelf = Shelf()

    async def current(self) -> Shelf:
        """The documents as they are now."""
        async with self._lock:
            if time.monotonic() - self._read_at > READ_EVERY_SECONDS:
                self._shelf = await asyncio.to_thread(self._read)
                self._read_at = time.monotonic()
            return self._shelf

    def _read(self) -> Shelf:
        with Session(self._engine) as session:
            return Shelf(*load_policies(session))


SHELF = web.AppKey("policy_shelf", LiveShelf)


async def shelf_context(app: web.Application) -> AsyncIterator[None]:
    """Keep the connections to the database while the application runs."""
    engine = create_engine_from_url(app[SETTINGS].database_url)
    app[SHELF] = LiveShelf(engine)
    yield
    engine.dispose()


def add_routes(app: web.Application) -> None:
    """`/politikker` and all under it; to be added before `/{municipality}`."""
    app.router.add_get(PAGES, index)
    app.router.add_get(f"{PAGES}/{{document}}", document)
    app.router.add_get(f"{PAGES}/{{document}}/{{wording:ordret}}", document)
    app.router.add_get(f"{PAGES}/{{rest:.*}}", missing)


async def index(request: web.Request) -> web.Response:
    """All documents in force, by municipality."""
    return _page(policy_html.index_page(await request.app[SHELF].current(), request.app[MUNICIPALITIES]))


async def document(request: web.Request) -> web.Response:
    """One document: in the guide's words, or verbatim at `/ordret`. What a newer version replaced is not found."""
    shelf = await request.app[SHELF].current()
    found = shelf.document(request.match_info["document"], imported="wording" in request.match_info)
    municipality = request.app[MUNICIPALITIES].get(found.municipality) if found else None
    if found is None or municipality is None:
        return await missing(request)
    return _page(policy_html.document_page(found, shelf, municipality))


async def missing(_: web.Request) -> web.Response:
    """404 for a reader, not for a program."""
    return _page(policy_html.missing_page(), status=404)


def _page(html: str, status: int = 200) -> web.Response:
    page = web.Response(text=html, status=status, content_type="text/html", headers={"Cache-Control": "no-cache"})
    return may_be_framed(page)
