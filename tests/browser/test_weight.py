"""Small, whole and at home: bytes, origins, and no inline code."""

import gzip
import re

from .conftest import Opens
from .fake_guide import STATIC
from .pages import GuidePage, Widget

LIMIT = 29_000
PRIVATE = ("anonymous.js", "idle.js", "leave.js", "mailbox.js", "private.css", "private_api.js", "private_parts.js")
CONSOLE = ("console.css", "review.js")
PRIVATE_LIMIT = 14_000


def test_modules_and_style_sheets_fit_in_29_kb_gzipped() -> None:
    # The console is staff's, and no citizen loads it; mailbox and own page are measured by themselves.
    sizes = {name: size for name, size in gzipped().items() if name not in {*CONSOLE, *PRIVATE}}
    assert "widget.js" in sizes
    assert sum(sizes.values()) < LIMIT, sizes


def test_what_mailbox_and_own_page_add_fits_in_14_kb_gzipped() -> None:
    sizes = gzipped()
    assert sum(sizes[name] for name in PRIVATE) < PRIVATE_LIMIT, sizes


def gzipped() -> dict[str, int]:
    files = [path for path in STATIC.iterdir() if path.suffix in {".js", ".css", ".svg"}]
    return {path.name: len(gzip.compress(path.read_bytes(), 6)) for path in files}


def test_no_request_leaves_the_two_origins(new_page: Opens, guide_url: str, host_url: str) -> None:
    asked: list[str] = []
    page, host = new_page(), new_page()
    for each in (page, host):
        each.on("request", lambda request: asked.append(request.url))
    GuidePage(page).open(guide_url).say("Jeg drikker for meget")
    Widget(host).open(host_url).launch().say("jeg vil dø")
    assert len(asked) > 20
    assert [url for url in asked if not url.startswith((f"{guide_url}/", f"{host_url}/", "data:"))] == []


def test_pages_have_no_inline_code_and_no_address_outside() -> None:
    forbidden = re.compile(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|(?:src|href)=\"(?:https?:)?//")
    for path in STATIC.glob("*.html"):
        assert not forbidden.search(path.read_text("utf-8")), path.name


def test_danish_a_citizen_reads_is_easy() -> None:
    """LIX below 35 on the text pages: words a sentence, and the share of words of seven letters or more."""
    for path in (STATIC / "privatliv.html", STATIC / "tilgaengelighed.html"):
        main = re.search(r"<main.*?</main>", path.read_text("utf-8"), re.S)
        assert main
        text = re.sub(r"</(?:h1|h2|li|p)>", ". ", main[0])
        text = re.sub(r"<[^>]+>", "", text)
        words = re.findall(r"[\w-]+", text)
        sentences = [each for each in re.split(r"[.:!?]+\s", text) if each.strip()]
        lix = len(words) / len(sentences) + 100 * sum(len(word) > 6 for word in words) / len(words)
        assert lix < 35, (path.name, lix)
