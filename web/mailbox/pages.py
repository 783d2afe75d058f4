"""The two pages. Their scripts build what they show; without scripts they say whom to ring."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from web.directory import MUNICIPALITIES
from web.security import SETTINGS

_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


async def mailbox_page(request: web.Request) -> web.Response:
    """GET /postkasse."""
    return _page(request, "postkasse.html")


async def own_page(request: web.Request) -> web.Response:
    """GET /anonym."""
    return _page(request, "anonym.html")


def _page(request: web.Request, template: str) -> web.Response:
    phones = [(each.name, each.phone) for each in request.app[MUNICIPALITIES].values() if each.phone]
    leave_url = request.app[SETTINGS].leave_url
    html = _environment.get_template(template).render(leave_url=leave_url, phones=phones)
    return web.Response(text=html, content_type="text/html")
