"""The guide for counsellors: easy to read, and true to what the console says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from intake.reply_templates import reply_templates
from web.console.inbox import TABS
from web.console.menu import MENU

GUIDE = Path(__file__).parents[2] / "docs" / "raadgivere.md"
TEMPLATES = Path(__file__).parents[2] / "web" / "console" / "templates"


@pytest.fixture(scope="module")
def guide() -> str:
    return GUIDE.read_text("utf-8")


def test_it_is_easy_to_read(guide: str) -> None:
    prose = re.sub(r"!\[.*?\]\(.*?\)|`[^`]*`", "", guide)
    words, sentences = re.findall(r"[^\W\d_]+", prose), len(re.findall(r"[.!?:](?=\s|$)", prose))
    assert len(words) / sentences + 100 * sum(len(word) > 6 for word in words) / len(words) < 35


def test_its_pictures_are_there_and_small(guide: str) -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", guide)
    assert len(pictures) == 5
    assert all(0 < (GUIDE.parent / picture).stat().st_size < 40_000 for picture in pictures)


def test_what_it_names_is_on_the_pages(guide: str) -> None:
    titles = {template.title for template in reply_templates()}
    assert set(re.findall("”([^”]+)”", guide)) - {"Ny henvendelse"} <= titles
    pages = "".join(path.read_text("utf-8") for path in TEMPLATES.glob("*.html"))
    for button in ("Gem, og send senere", "Overtag", "Tag den", "Del de åbne"):
        assert button in guide and button in pages
    assert all(f"**{tab.title}:**" in guide for tab in TABS)
    assert {"Kolleger", "Min konto"} <= {entry.title for entry in MENU}
