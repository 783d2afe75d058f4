"""A guide of cardboard: the real page and widget, and canned answers to each message.

For states that the real guide reaches rarely. By hand: `python -m tests.browser.fake_guide` prints its addresses.
Messages with a meaning of their own are the keys of `replies.SCENES` and `replies.ERRORS`, and:
"langsom" waits a second; "fejl én gang" fails with 503 the first time only; "glemt" answers in another session.
"""

import asyncio
import threading
from dataclasses import dataclass, field
from pathlib import Path
from string import Template
from typing import Any

from aiohttp import web

from .replies import DEFAULT, ERRORS, MUNICIPALITIES, SCENES

HERE = Path(__file__).parent
STATIC = HERE.parents[1] / "web" / "static"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'"
)


@dataclass
class FakeGuide:
    """The fake and its memory: what was sent to it. `slow` seconds pass before each reply."""

    chats: list[dict[str, Any]] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)
    forget_fails: bool = False
    slow: float = 0.0

    def app(self) -> web.Application:
        app = web.Application(middlewares=[headers])
        for path, name in (("/privatliv", "privatliv.html"), ("/tilgaengelighed", "tilgaengelighed.html")):
            app.router.add_get(path, page(name))
        app.router.add_get("/api/municipalities", municipalities)
        app.router.add_post("/api/chat", self.chat)
        app.router.add_post("/api/chat/forget", self.forget)
        app.router.add_static("/static", STATIC)
        app.router.add_get("/", page("index.html"))
        app.router.add_get("/{municipality}", page("index.html"))
        return app

    async def chat(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.chats.append(body)
        message = body["message"]
        await asyncio.sleep(1.0 if message == "langsom" else self.slow)
        again = [each["message"] for each in self.chats].count(message) > 1
        if message == "fejl én gang" and not again:
            return error(503, "unavailable", "Guiden er ude af drift lige nu.")
        if message in ERRORS:
            return error(*ERRORS[message])
        session = "another-session" if message == "glemt" else body["session"]
        return web.json_response({"session": session, "messages": SCENES.get(message, DEFAULT)})

    async def forget(self, request: web.Request) -> web.Response:
        if self.forget_fails:
            return error(503, "unavailable", "Guiden er ude af drift.")
        self.forgotten.append((await request.json())["session"])
        return web.Response(status=204)


def error(status: int, code: str, message: str) -> web.Response:
    return web.json_response({"error": {"code": code, "message": message}}, status=status)


async def municipalities(_: web.Request) -> web.Response:
    return web.json_response(MUNICIPALITIES)


def page(name: str) -> Any:
    async def handler(_: web.Request) -> web.Response:
        return web.Response(text=(STATIC / name).read_text("utf-8"), content_type="text/html")

    return handler


@web.middleware
async def headers(request: web.Request, handler: Any) -> web.StreamResponse:
    """The policy the real server sends, and CORS for the host page."""
    response: web.StreamResponse = web.Response() if request.method == "OPTIONS" else await handler(request)
    response.headers["Content-Security-Policy"] = CSP
    # Without Vary a module cached by the page, with no allowed origin, would be refused to the widget.
    response.headers["Vary"] = "Origin"
    if origin := request.headers.get("Origin"):
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Headers"] = "Content-Type"
    return response


def host_app(guide_url: str, municipality: str = "ballerup") -> web.Application:
    """A municipality's own site, on an origin of its own and with a style sheet that means no good."""
    html = Template((HERE / "host_page.html").read_text("utf-8")).substitute(guide=guide_url, municipality=municipality)

    async def handler(_: web.Request) -> web.Response:
        return web.Response(text=html, content_type="text/html")

    app = web.Application()
    app.router.add_get("/", handler)
    return app


class Server:
    """An application served from a thread on a free port of 127.0.0.1, as a context manager that gives its URL."""

    def __init__(self, app: web.Application, port: int = 0) -> None:
        self._app, self._port = app, port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> str:
        self._thread.start()
        return asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(10)

    async def _start(self) -> str:
        self._runner = web.AppRunner(self._app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        host, port = self._runner.addresses[0][:2]
        return f"http://{host}:{port}"

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()


if __name__ == "__main__":
    with Server(FakeGuide().app(), 8099) as guide, Server(host_app(guide), 8098) as host:
        print(f"page {guide}/ballerup   widget {host}")
        threading.Event().wait()
