"""Somebody of staff at the real console over HTTP: a browser without scripts, and a phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pyotp
from aiohttp import ClientResponse, ClientSession, CookieJar
from aiohttp.test_utils import TestClient
from sqlalchemy import text

from staff.personnel import Personnel
from web.console.desk import DESK, Desk

# Opens a browser with the headers given.
Browse = Callable[..., "Browser"]
OWN_PASSWORD = "fire gode korte ord"
_CSRF = re.compile(r'name="csrf" value="([0-9a-f]{64})"')


def desk_of(client: TestClient) -> Desk:
    """What the running console holds."""
    return client.app[DESK]


@dataclass
class Person:
    """An account as the command line makes it. `password` is the one-time password until another is chosen."""

    personnel: Personnel
    name: str
    password: str
    secret: str

    @classmethod
    def employ(cls, client: TestClient, name: str, *roles: str, municipalities: tuple[str, ...] = ()) -> Person:
        personnel = desk_of(client).personnel
        first = personnel.accounts.create(name, roles or ("reviewer",), municipalities)
        assert first.totp_uri is not None
        return cls(personnel, name, first.password, parse_qs(urlsplit(first.totp_uri).query)["secret"][0])

    def code(self) -> str:
        return pyotp.TOTP(self.secret).now()


@dataclass
class Page:
    """What was answered."""

    response: ClientResponse
    html: str

    @property
    def status(self) -> int:
        return self.response.status

    @property
    def path(self) -> str:
        return self.response.url.path

    @property
    def errors(self) -> list[str]:
        """The lines of the error summary."""
        summary = re.search(r'<div class="errors" role="alert".*?</div>', self.html, re.S)
        return [unescape(line) for line in re.findall(r"<a href=\"#\w+\">(.*?)</a>", summary[0])] if summary else []

    @property
    def menu(self) -> list[str]:
        nav = re.search(r'<nav class="menu".*?</nav>', self.html, re.S)
        return re.findall(r"<a [^>]*>(.*?)</a>", nav[0]) if nav else []


@dataclass
class Browser:
    """A browser with cookies of its own. `csrf` is that of the last page, as a form on it would send."""

    client: TestClient
    headers: dict[str, str] = field(default_factory=dict)
    csrf: str = ""

    def __post_init__(self) -> None:
        self.session = ClientSession(cookie_jar=CookieJar(unsafe=True))

    async def open(self, path: str) -> Page:
        return await self._read(await self.session.get(self.client.make_url(path), headers=self.headers))

    async def send(self, path: str, *, csrf: str | None = None, **fields: str) -> Page:
        """Send a form; `csrf` replaces the secret of the page."""
        data = {"csrf": self.csrf if csrf is None else csrf, **fields}
        return await self._read(await self.session.post(self.client.make_url(path), data=data, headers=self.headers))

    async def log_in(self, person: Person, *, password: str | None = None, code: str | None = None) -> Page:
        """Log in from the first page on; a code is made usable again, as if half a minute had passed."""
        with desk_of(self.client).engine.begin() as connection:
            connection.execute(text("UPDATE staff_account SET totp_step = NULL"))
        await self.open("/personale/login")
        await self.send("/personale/login", name=person.name, password=password or person.password)
        return await self.send("/personale/login/kode", code=code or person.code())

    async def settle_in(self, person: Person) -> Page:
        """The first login of all: with the one-time password, and then an own one."""
        await self.log_in(person)
        page = await self.send("/personale/ny-adgangskode", new=OWN_PASSWORD, again=OWN_PASSWORD)
        person.password = OWN_PASSWORD
        return page

    def cookies(self) -> dict[str, str]:
        return {cookie.key: cookie.value for cookie in self.session.cookie_jar}

    async def _read(self, response: ClientResponse) -> Page:
        page = Page(response, await response.text())
        found = _CSRF.search(page.html)
        self.csrf = found[1] if found else self.csrf
        return page
