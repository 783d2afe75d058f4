"""The citizen page, its two information pages and the static files."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web

from web.directory import MUNICIPALITIES
from web.errors import refuse
from web.security import may_be_framed

STATIC = Path(__file__).parent / "static"
# Modules import each other by plain names, so every one is checked for a newer version; an ETag makes that cheap.
_ASSET_CACHE = "no-cache"


async def citizen_page(request: web.Request) -> web.FileResponse:
    """`/` and `/<municipality>`: the page itself reads the municipality from its address."""
    code = request.match_info.get("municipality")
    if code is not None and code not in request.app[MUNICIPALITIES]:
        refuse(404, "unknown_municipality")
    return _page("index.html")


async def accessibility_page(_: web.Request) -> web.FileResponse:
    """The accessibility statement that the law asks for."""
    return _page("tilgaengelighed.html")


async def privacy_page(_: web.Request) -> web.FileResponse:
    """About the guide and what it keeps."""
    return _page("privatliv.html")


async def asset(request: web.Request) -> web.FileResponse:
    """A file of web/static; the route's pattern allows no folder and no leading dot."""
    path = STATIC / request.match_info["name"]
    if not path.is_file():
        refuse(404, "not_found")
    return web.FileResponse(path, headers={"Cache-Control": _ASSET_CACHE})


def _page(name: str) -> web.FileResponse:
    return may_be_framed(web.FileResponse(STATIC / name, headers={"Cache-Control": "no-cache"}))
