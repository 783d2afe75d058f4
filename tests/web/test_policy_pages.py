"""The pages of the policies, asked of the real web application over a small directory of its own."""

import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.fake_guide import Server
from sqlalchemy import Engine

from offers_db import migrate
from offers_db.content_reader import CONTENT_FOLDER
from offers_db.database import create_engine_from_url
from offers_db.policies.importing.document import import_document
from offers_db.seed import seed
from web import policies
from web.app import init_app
from web.policy_figures import amount
from web.settings import Settings

DOCUMENT = "/politikker/ballerup-sundhedspolitik-2022-2029"
FRAMEWORK = "/politikker/ballerup-sundhedshus-rammeoplaeg-2010"
IMPORTED = "1. Indsats\n\nKommunen vil <b>måle</b> & veje.\n\n2. Mål\n\nAlle skal have det godt i byen.\n"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    engine = create_engine_from_url(f"sqlite:///{tmp_path_factory.mktemp('policies')}/guide.db")
    migrate.upgrade(engine)
    seed(engine, CONTENT_FOLDER)
    return engine


@pytest.fixture(scope="module")
def client(database: Engine) -> Iterator[str]:
    """The address of the application. It has no engine: these pages need none."""
    secrets = {"GUIDE_SECRET_KEY": "x" * 32, "GUIDE_INTERNAL_SECRET": "x" * 32}
    environment = {"GUIDE_DATABASE_URL": str(database.url), **secrets}
    with pytest.MonkeyPatch.context() as patch, Server(init_app(Settings.from_environment(environment))) as url:
        patch.setattr(policies, "READ_EVERY_SECONDS", -1.0)
        yield url


def read(client: str, path: str, status: int = 200) -> str:
    try:
        response = urllib.request.urlopen(client + path)
    except urllib.error.HTTPError as error:
        response = error
    with response:
        assert response.status == status
        assert response.headers["Content-Type"] == "text/html; charset=utf-8"
        assert "script-src 'self'" in response.headers["Content-Security-Policy"]
        return str(response.read().decode())


def put(database: Engine, folder: Path, text: str, document: str, municipality: str = "demo") -> None:
    path = folder / "plan.txt"
    path.write_text(text, "utf-8")
    import_document(database, path, municipality=municipality, document=document, title="Prøve <plan>", year=2026)


def test_the_index_has_every_document_with_its_year_and_status(client: str) -> None:
    html = read(client, "/politikker")
    for text in ("Aalborg Kommune", "Ballerup Kommune", "Glostrup Kommune", f'href="{DOCUMENT}"', "fra 2022"):
        assert text in html
    assert "Politikken gælder fra 2022 til 2029." in html
    assert "vedtaget 27. marts 2023" in html
    assert "Oplæg, ikke en vedtaget politik · fra 2010" in html
    assert "Det er en plan fra 2010" in html


def test_a_document_has_contents_headings_and_passages_with_their_ids(client: str) -> None:
    html = read(client, DOCUMENT)
    assert re.search(r'<h2 id="mere-lighed-i-sundhed">', html)
    assert re.search(r'<h3 id="[^"]+">Sunde vaner fra start</h3>', html)
    assert re.search(r'<p id="forord-1">\S', html)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    targets = re.findall(r'href="#([^"]+)"', html)
    assert len(targets) > 20 and set(targets) <= set(ids)
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script|https?://", html)


def test_figures_are_a_table_with_year_source_and_footnotes(client: str) -> None:
    html = read(client, DOCUMENT)
    row = re.search(r'<tr id="tal_ryger-dagligt-16-34">.*?</tr>', html, re.S)
    assert row
    for text in ('scope="row"', "Ryger dagligt", "16-34-årige", "11 %", "2021", "Sundhedsprofilen 2021", "#note_"):
        assert text in row[0]
    assert len(re.findall(r'<li id="note_', html)) == 3
    glostrup = read(client, "/politikker/glostrup-sundhed-trivsel-2024-2032")
    assert "8,1 %" in glostrup and "9.500 borgere" in glostrup and "Region Hovedstaden: 47 %" in glostrup


def test_the_framework_says_at_the_top_that_it_is_from_2010(client: str) -> None:
    top = (read(client, FRAMEWORK)).split("<nav")[0]
    assert re.search(r'<p class="alert">[^<]*2010', top)


def test_an_imported_document_is_quoted_escaped_and_labelled(client: str, database: Engine, tmp_path: Path) -> None:
    put(database, tmp_path, IMPORTED, "demo-plan")
    html = read(client, "/politikker/demo-plan/ordret")
    assert re.search(
        r'<blockquote id="[^"]+--[0-9]+"><p class="text">Kommunen vil &lt;b&gt;måle&lt;/b&gt; &amp; veje', html
    )
    assert "Prøve &lt;plan&gt;" in html and "<plan>" not in html
    assert "Opdigtet eksempel" in html
    assert "kommunens egne ord" in read(client, "/politikker")
    read(client, "/politikker/demo-plan", status=404)


def test_a_replaced_version_is_not_shown(client: str, database: Engine, tmp_path: Path) -> None:
    put(database, tmp_path, IMPORTED, "demo-ny")
    assert "måle" in read(client, "/politikker/demo-ny/ordret")
    put(database, tmp_path, IMPORTED.replace("måle", "tælle"), "demo-ny")
    html = read(client, "/politikker/demo-ny/ordret")
    assert "tælle" in html and "måle" not in html
    assert (read(client, "/politikker")).count("/politikker/demo-ny/ordret") == 1


def test_both_wordings_lead_to_each_other(client: str, database: Engine, tmp_path: Path) -> None:
    put(database, tmp_path, IMPORTED, "glostrup-sundhed-trivsel-2024-2032", "glostrup")
    path = "/politikker/glostrup-sundhed-trivsel-2024-2032"
    assert f'href="{path}/ordret"' in read(client, path)
    assert f'href="{path}"' in read(client, f"{path}/ordret")


@pytest.mark.parametrize("path", ["findes-ikke", "", "a/b/c", "%3Cb%3E"])
def test_what_is_not_there_is_told_in_danish(client: str, path: str) -> None:
    html = read(client, f"/politikker/{path}", status=404)
    assert "Siden findes ikke" in html and 'href="/politikker"' in html and "<b>" not in html


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [(11.0, "percent", "11 %"), (8.1, "percent", "8,1 %"), (1300.0, "persons", "1.300 borgere"), (7.0, "count", "7")],
)
def test_numbers_are_written_as_in_danish(value: float, unit: str, text: str) -> None:
    assert amount(value, unit) == text
