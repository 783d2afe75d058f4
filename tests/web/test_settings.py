"""Settings of the web process: defaults that are safe, and a wrong one named."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from web.settings import SettingError, Settings

SECRET = {"GUIDE_INTERNAL_SECRET": "s" * 32}
KEY = {"GUIDE_SECRET_KEY": "k" * 32, **SECRET}


def test_the_defaults_keep_to_themselves() -> None:
    settings = Settings.from_environment(KEY)
    assert (settings.host, settings.port, settings.rate_limit) == ("127.0.0.1", 8080, 30)
    assert (settings.allowed_origins, settings.trusted_proxies) == (frozenset(), 0)
    assert settings.default_municipality == "ballerup"


@pytest.mark.parametrize("name", ["GUIDE_PORT", "GUIDE_RATE_LIMIT", "GUIDE_TRUSTED_PROXIES", "GUIDE_ENGINE_TIMEOUT"])
@pytest.mark.parametrize("value", ["", "mange", "-1", "1.5", "0x10", " ", "²"])
def test_a_number_that_is_none_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=name):
        Settings.from_environment({**KEY, name: value})


def test_a_short_key_is_refused_without_repeating_it() -> None:
    with pytest.raises(SettingError, match="GUIDE_SECRET_KEY") as refusal:
        Settings.from_environment({**SECRET, "GUIDE_SECRET_KEY": "hemmelig"})
    assert "hemmelig" not in str(refusal.value)


@pytest.mark.parametrize("secret", ["", "hemmelig", "hemmelig " * 8, "hemmelig\n" * 8, "æ" * 40])
def test_a_shared_secret_that_is_none_is_refused_without_repeating_it(secret: str) -> None:
    with pytest.raises(SettingError, match="GUIDE_INTERNAL_SECRET") as refusal:
        Settings.from_environment({**KEY, "GUIDE_INTERNAL_SECRET": secret})
    assert "hemmelig" not in str(refusal.value)


@pytest.mark.parametrize("origin", ["www.example.dk", "*", "https://a.dk;", "https://a.dk/sti", "javascript:x", "null"])
def test_what_is_no_origin_is_named(origin: str) -> None:
    with pytest.raises(SettingError, match="GUIDE_ALLOWED_ORIGINS"):
        Settings.from_environment({**KEY, "GUIDE_ALLOWED_ORIGINS": f"https://www.example.dk {origin}"})


@pytest.mark.parametrize("url", ["http://a.dk", "//evil.example", "javascript:alert(1)", "https://a.dk/?x", "a"])
def test_where_leaving_leads_must_be_safe(url: str) -> None:
    with pytest.raises(SettingError, match="GUIDE_LEAVE_URL"):
        Settings.from_environment({**KEY, "GUIDE_LEAVE_URL": url})
    for right in ("https://www.ballerup.dk", "https://www.ballerup.dk/a/b", "/", "/politikker"):
        assert Settings.from_environment({**KEY, "GUIDE_LEAVE_URL": right}).leave_url == right


@pytest.mark.parametrize("name", ["GUIDE_MAILBOX_IDLE", "GUIDE_PURGE_INTERVAL"])
def test_zero_seconds_are_none(name: str) -> None:
    with pytest.raises(SettingError, match=name):
        Settings.from_environment({**KEY, name: "0"})


def test_a_key_is_made_once_and_for_this_user_only(tmp_path: Path) -> None:
    file = tmp_path / "folder" / "secret.key"
    environment = {**SECRET, "GUIDE_SECRET_KEY_FILE": str(file)}
    first = Settings.from_environment(environment).secret_key
    assert first == Settings.from_environment(environment).secret_key and len(first) >= 32
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    other = Settings.from_environment({**SECRET, "GUIDE_SECRET_KEY_FILE": str(tmp_path / "other.key")}).secret_key
    assert first != other


def test_the_process_names_the_wrong_setting_and_stops() -> None:
    root = Path(__file__).parents[2]
    environment = {**os.environ, **KEY, "GUIDE_PORT": "otte"}
    run = subprocess.run(
        [sys.executable, "-m", "web"], cwd=root, env=environment, capture_output=True, text=True, timeout=30
    )
    assert run.returncode == 2
    assert "GUIDE_PORT" in run.stderr and "'otte'" in run.stderr and "Traceback" not in run.stderr
