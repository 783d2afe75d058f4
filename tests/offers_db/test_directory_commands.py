"""The command line: `python -m offers_db`."""

from pathlib import Path

import pytest

from offers_db.__main__ import main


@pytest.fixture(autouse=True)
def own_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDE_DATABASE_URL", f"sqlite:///{tmp_path}/guide.db")


def test_migrate_seed_search(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate"]) == 0
    assert main(["seed", "--content", str(content)]) == 0
    assert capsys.readouterr().out.strip() == "25 nye, 0 ændrede, 0 deaktiverede"
    assert main(["search", "drikker for meget", "--municipality", "ballerup", "--topic", "alcohol"]) == 0
    assert "Anonym rådgivning om alkohol og stoffer" in capsys.readouterr().out
    assert main(["migrate", "--down"]) == 0


def test_wrong_content_is_told_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "ballerup.yml").write_text("municipality: {code: ballerup}\n", encoding="utf-8")
    assert main(["migrate"]) == 0
    assert main(["seed", "--content", str(tmp_path)]) == 1
    assert "ballerup.yml linje 1, municipality.name: feltet mangler" in capsys.readouterr().err


def test_a_database_without_tables_fails_with_a_word(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["seed", "--content", str(content)]) == 1
    assert "databasefejl" in capsys.readouterr().err
