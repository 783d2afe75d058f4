"""Pages, static files and the list of municipalities."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient
from ruamel.yaml import YAML
from test_chat_contract import assert_refused

from web.pages import STATIC

CONTENT = Path(str(files("offers_db"))) / "content"


@pytest.mark.parametrize(
    "path", ["/", "/ballerup", "/glostrup", "/aalborg", "/demo", "/privatliv", "/tilgaengelighed", "/was"]
)
async def test_a_page_is_danish_html(client: TestClient, path: str) -> None:
    response = await client.get(path)
    assert response.status == 200 and response.content_type == "text/html"
    page = await response.text()
    assert '<html lang="da">' in page and "<title>" in page and "Sundhedsguiden" in page


async def test_the_accessibility_statement_has_what_the_law_asks_for(client: TestClient) -> None:
    """Commission decision (EU) 2018/1523: status, what is missing, dates and method, whom to tell, who enforces."""
    page = await (await client.get("/was")).text()
    assert "delvist" in page and "EN 301 549" in page and "Digitaliseringsstyrelsen" in page
    written, reviewed = (date.fromisoformat(found) for found in re.findall(r'datetime="([\d-]+)"', page))
    assert written <= reviewed <= datetime.now(UTC).date()
    for heading in ("Følger guiden kravene?", "Det mangler", "Det har vi prøvet", "Sådan klager du"):
        assert f"<h2>{heading}</h2>" in page


async def test_the_accessibility_statement_tells_whom_to_ring(client: TestClient) -> None:
    page = await (await client.get("/tilgaengelighed")).text()
    for content in sorted(CONTENT.glob("*.yml")):
        municipality = YAML(typ="safe").load(content.read_text("utf-8")).get("municipality")
        if municipality and not municipality["fictional"]:
            assert municipality["name"] in page and municipality["url"].removeprefix("https://") in page
            assert municipality.get("phone", "Guiden kender ikke nummeret") in page


async def test_the_page_of_an_unknown_municipality_is_not_found(client: TestClient) -> None:
    await assert_refused(await client.get("/odense"), 404, "unknown_municipality")


@pytest.mark.parametrize("path", ["/odense", "/findes/ikke", "/static/nothing.js", "/politikker/nothing"])
async def test_a_reader_who_gets_lost_is_led_back(client: TestClient, path: str) -> None:
    response = await client.get(path, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert response.status == 404 and response.content_type == "text/html"
    page = await response.text()
    assert "Siden findes ikke" in page and 'href="/"' in page and path not in page
    assert "Content-Security-Policy" in response.headers


async def test_a_program_gets_json_even_if_it_would_read_html(client: TestClient) -> None:
    await assert_refused(await client.get("/api/nothing", headers={"Accept": "text/html"}), 404, "not_found")


async def test_every_static_file_is_served_as_what_it_is(client: TestClient) -> None:
    types = {".js": "javascript", ".css": "text/css", ".svg": "image/svg+xml", ".html": "text/html"}
    files = [file for file in STATIC.iterdir() if file.is_file()]
    assert {file.suffix for file in files} <= types.keys() and len(files) > 5
    for file in files:
        response = await client.get(f"/static/{file.name}")
        assert response.status == 200 and types[file.suffix] in response.headers["Content-Type"], file.name
        assert await response.read() == file.read_bytes()


@pytest.mark.parametrize(
    "path",
    [
        "/static/",
        "/static/nothing.js",
        "/static/../settings.py",
        "/static/..%2fsettings.py",
        "/static/%2e%2e/app.py",
        "/static/.hidden.js",
        "/static/page.js%00.svg",
        "/static/pages.py",
    ],
)
async def test_nothing_else_is_served(client: TestClient, path: str) -> None:
    response = await client.get(path, allow_redirects=False)
    assert response.status == 404 and "import" not in await response.text()


async def test_the_municipalities_are_listed_and_the_fictional_one_is_labelled(client: TestClient) -> None:
    listed = await (await client.get("/api/municipalities")).json()
    assert all(entry.keys() == {"code", "name", "phone", "url", "fictional"} for entry in listed)
    assert {entry["code"]: entry["fictional"] for entry in listed} == {
        "aalborg": False,
        "ballerup": False,
        "demo": True,
        "glostrup": False,
    }
    assert {entry["code"]: entry["phone"] for entry in listed}["glostrup"] is None
