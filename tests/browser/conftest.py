"""A browser, a guide of cardboard, a municipality's site on another origin, and one page a test."""

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from intake import migrate as cases
from offers_db import migrate as directory
from offers_db.content_reader import CONTENT_FOLDER
from offers_db.database import create_engine_from_url
from offers_db.seed import seed
from staff import migrate
from staff.personnel import Personnel, open_personnel
from web.app import init_app
from web.settings import Settings

from .fake_guide import FakeGuide, Server, host_app
from .pages import GuidePage, Widget

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

Opens = Callable[..., Page]
KEY = "a key of at least thirty-two characters"


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def _guide() -> Iterator[tuple[FakeGuide, str, str]]:
    fake = FakeGuide()
    with Server(fake.app()) as guide_url, Server(host_app(guide_url)) as host_url:
        yield fake, guide_url, host_url


@pytest.fixture
def guide(_guide: tuple[FakeGuide, str, str]) -> FakeGuide:
    """The fake guide, its memory wiped."""
    fake = _guide[0]
    fake.chats.clear()
    fake.forgotten.clear()
    fake.forget_fails, fake.slow = False, 0.0
    return fake


@pytest.fixture
def guide_url(_guide: tuple[FakeGuide, str, str], guide: FakeGuide) -> str:
    return _guide[1]


@pytest.fixture
def host_url(_guide: tuple[FakeGuide, str, str], guide: FakeGuide) -> str:
    """A page of another origin with the widget and a hostile style sheet."""
    return _guide[2]


@pytest.fixture(scope="package")
def _contexts(browser: Browser) -> Iterator[dict[str, BrowserContext]]:
    """Contexts by their options. What the page keeps lives in its tab, so tests can share a context and its cache."""
    contexts: dict[str, BrowserContext] = {}
    yield contexts
    for context in contexts.values():
        context.close()


@pytest.fixture
def new_page(browser: Browser, _contexts: dict[str, BrowserContext]) -> Iterator[Opens]:
    """Opens a page; keyword arguments are its context's. An error in the page fails the test."""
    pages: list[Page] = []
    errors: list[str] = []

    def open_page(**options: Any) -> Page:
        options = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce", "locale": "da-DK", **options}
        context = _contexts.get(repr(options)) or _contexts.setdefault(repr(options), browser.new_context(**options))
        page = context.new_page()
        pages.append(page)
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.append(said.text) if "Content Security Policy" in said.text else None)
        return page

    yield open_page
    for page in pages:
        # The console's login must not follow the next test into a context they share.
        page.context.clear_cookies()
        page.close()
    assert errors == []


@pytest.fixture
def page(new_page: Opens, guide_url: str) -> GuidePage:
    return GuidePage(new_page()).open(guide_url)


@pytest.fixture
def widget(new_page: Opens, host_url: str) -> Widget:
    return Widget(new_page()).open(host_url)


@pytest.fixture(scope="package")
def personnel(tmp_path_factory: pytest.TempPathFactory) -> Personnel:
    """Staff's room, in a database that the console reads too."""
    engine = create_engine_from_url(f"sqlite:///{tmp_path_factory.mktemp('console')}/cases.db")
    migrate.upgrade(engine)
    cases.upgrade(engine)
    directory.upgrade(engine)
    seed(engine, CONTENT_FOLDER)
    return open_personnel(engine, KEY.encode())


@pytest.fixture(scope="package")
def console_url(personnel: Personnel) -> Iterator[str]:
    """The address of the real web application. It has no engine: the console needs none."""
    url = str(personnel.audit._engine.url)
    environment = {
        "GUIDE_CASES_DATABASE_URL": url,
        "GUIDE_DATABASE_URL": url,
        "GUIDE_SECRET_KEY": KEY,
        "GUIDE_INTERNAL_SECRET": "x" * 32,
    }
    with Server(init_app(Settings.from_environment(environment))) as address:
        yield f"{address}/personale"
