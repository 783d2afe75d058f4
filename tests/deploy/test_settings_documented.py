"""docs/settings.md is the one table of settings: every GUIDE_ variable that is used, and no other."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
_NAME = re.compile(r"\bGUIDE_[A-Z0-9_]*[A-Z0-9]\b")
_ROW = re.compile(r"^\|\s*`(GUIDE_[A-Z0-9_]+)`\s*\|(.+)\|\s*$", re.MULTILINE)
_ROOMS = ("actions", "bot", "database", "deploy", "intake", "offers_db", "review", "staff", "web", "bench")
_FILES = ("Makefile", "Procfile", "config.yml", "credentials.yml", "endpoints.yml", ".ci/run")
_TESTS_OWN = "GUIDE_TEST_"


def _used() -> dict[str, str]:
    """Return each variable and a file that uses it."""
    code = [path for room in _ROOMS for path in (ROOT / room).rglob("*.py")]
    files = [*code, *(ROOT / name for name in _FILES if (ROOT / name).is_file())]
    used = {name: str(path.relative_to(ROOT)) for path in files for name in _names(path)}
    tests = (ROOT / "tests").rglob("*.py")
    own = {name: str(path.relative_to(ROOT)) for path in tests for name in _names(path) if name.startswith(_TESTS_OWN)}
    return used | own


def _names(path: Path) -> list[str]:
    return _NAME.findall(path.read_text("utf-8"))


def _documented() -> dict[str, str]:
    """Return each variable of the table and the rest of its row."""
    return dict(_ROW.findall((ROOT / "docs" / "settings.md").read_text("utf-8")))


def test_the_code_uses_settings_at_all() -> None:
    assert {"GUIDE_PORT", "GUIDE_DATABASE_URL", "GUIDE_RATE_LIMIT", "GUIDE_ACTIONS_PORT"} <= _used().keys()


def test_every_setting_is_documented() -> None:
    missing = {name: file for name, file in _used().items() if name not in _documented()}
    assert not missing


def test_every_documented_setting_is_used() -> None:
    assert not _documented().keys() - _used().keys()


def test_every_row_says_something() -> None:
    assert all(len(row.replace("|", "").split()) >= 3 for row in _documented().values())
