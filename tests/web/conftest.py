"""The real web process in this process, with a stub for the engine and a directory of four municipalities."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer
from argon2 import PasswordHasher
from console_browser import Browse, Browser
from sqlalchemy.orm import Session
from stub_engine import INTERNAL_SECRET, SECRET_KEY, Serve, StubEngine

from intake.database import create_engine_from_url as create_cases_engine
from intake.migrate import upgrade as upgrade_cases
from offers_db import migrate
from offers_db.database import create_engine_from_url
from offers_db.models import Municipality
from review.database import create_engine_from_url as create_review_engine
from review.migrate import upgrade as upgrade_review
from staff.migrate import upgrade as upgrade_staff
from web.app import init_app
from web.counselling.rooms import RECIPIENTS
from web.counselling.sending import Recipients
from web.settings import Settings

MUNICIPALITIES = (
    ("aalborg", "Aalborg Kommune", "99 31 19 55", False),
    ("ballerup", "Ballerup Kommune", "44 77 20 00", False),
    ("demo", "Demo Kommune", "67 00 00 00", True),
    ("glostrup", "Glostrup Kommune", None, False),
)


@pytest.fixture(scope="session")
def municipalities_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database with the municipalities and nothing else."""
    url = f"sqlite:///{tmp_path_factory.mktemp('web')}/guide.db"
    engine = create_engine_from_url(url)
    migrate.upgrade(engine)
    with Session(engine) as session, session.begin():
        for code, name, phone, fictional in MUNICIPALITIES:
            session.add(Municipality(id=uuid.uuid4(), code=code, name=name, phone=phone, fictional=fictional))
    engine.dispose()
    return url


@pytest.fixture(scope="session")
def cases_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An empty database of cases and drafts. Tests can share it: everybody's session is their own."""
    url = f"sqlite:///{tmp_path_factory.mktemp('web')}/cases.db"
    engine = create_cases_engine(url)
    upgrade_cases(engine)
    upgrade_staff(engine)
    engine.dispose()
    return url


@pytest.fixture(scope="session")
def review_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A read model without a conversation."""
    url = f"sqlite:///{tmp_path_factory.mktemp('web')}/review.db"
    engine = create_review_engine(url)
    upgrade_review(engine)
    engine.dispose()
    return url


@pytest.fixture
def engine() -> StubEngine:
    return StubEngine()


@pytest.fixture
async def serve(engine: StubEngine, municipalities_url: str, cases_url: str, review_url: str) -> AsyncIterator[Serve]:
    """Start a web process with the settings given, and perhaps with counsellors; several may run at a time."""
    engine_server = TestServer(engine.app())
    await engine_server.start_server()
    clients: list[TestClient] = []

    async def start(recipients: Recipients | None = None, **settings: str) -> TestClient:
        environment = {
            "GUIDE_ENGINE_URL": str(engine_server.make_url("")),
            "GUIDE_DATABASE_URL": municipalities_url,
            "GUIDE_CASES_DATABASE_URL": cases_url,
            "GUIDE_REVIEW_DATABASE_URL": review_url,
            "GUIDE_ENGINE_DATABASE_URL": "sqlite:///none/engine.db",
            "GUIDE_SECRET_KEY": SECRET_KEY,
            "GUIDE_INTERNAL_SECRET": INTERNAL_SECRET,
            "GUIDE_RATE_LIMIT": "0",
            **settings,
        }
        app = init_app(Settings.from_environment(environment))
        if recipients:
            app[RECIPIENTS] = recipients
        client = TestClient(TestServer(app))
        await client.start_server()
        clients.append(client)
        return client

    yield start
    for client in clients:
        await client.close()
    await engine_server.close()


@pytest.fixture
async def client(serve: Serve) -> TestClient:
    """A web process with default settings, but no limit on messages."""
    return await serve()


@pytest.fixture
async def client_without_engine(serve: Serve, unused_tcp_port: int) -> TestClient:
    """A web process whose engine is not there."""
    return await serve(GUIDE_ENGINE_URL=f"http://127.0.0.1:{unused_tcp_port}")


@pytest.fixture(scope="session")
def cheap_passwords() -> PasswordHasher:
    return PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


@pytest.fixture
async def console(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cheap_passwords: PasswordHasher
) -> TestClient:
    """A web process with a database of staff and cases."""
    monkeypatch.setattr("staff.passwords.PasswordHasher", lambda: cheap_passwords)
    url = f"sqlite:///{tmp_path}/cases.db"
    engine = create_cases_engine(url)
    upgrade_staff(engine)
    upgrade_cases(engine)
    engine.dispose()
    return await serve(GUIDE_CASES_DATABASE_URL=url, GUIDE_TRUSTED_PROXIES="1")


@pytest.fixture
async def browse(console: TestClient) -> AsyncIterator[Browse]:
    """Opens browsers."""
    browsers: list[Browser] = []

    def open_browser(**headers: str) -> Browser:
        browsers.append(Browser(console, headers))
        return browsers[-1]

    yield open_browser
    for browser in browsers:
        await browser.session.close()
