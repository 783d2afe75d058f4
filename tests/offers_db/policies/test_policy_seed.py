"""Seeding policies: idempotent, whole or not at all, errors with line and field."""

from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from offers_db.content_reader import ContentError
from offers_db.policies.read_model import load_policies
from offers_db.seed import seed


def change(folder: Path, old: str, new: str) -> None:
    path = folder / "policies" / "ballerup-motion.yml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_seeding_twice_changes_nothing_and_a_change_is_one_change(tables: Engine, policy_folder: Path) -> None:
    seed(tables, policy_folder)
    assert str(seed(tables, policy_folder)) == "0 nye, 0 ændrede, 0 deaktiverede"
    change(policy_folder, "flere til at gå", "flere til at løbe")
    assert str(seed(tables, policy_folder)) == "0 nye, 1 ændrede, 0 deaktiverede"
    with Session(tables) as session:
        documents, passages, statistics = load_policies(session)
    assert [section.parent for section in documents[0].sections] == [None, "forord"]
    assert passages[0].text == "Ballerup vil have flere til at løbe."
    assert (statistics[0].value, statistics[0].section, statistics[0].municipality) == (11.5, "tal", "ballerup")


def test_a_removed_file_is_withdrawn_and_returns(tables: Engine, policy_folder: Path) -> None:
    seed(tables, policy_folder)
    path = policy_folder / "policies" / "ballerup-motion.yml"
    text = path.read_text(encoding="utf-8")
    path.unlink()
    assert str(seed(tables, policy_folder)) == "0 nye, 0 ændrede, 1 deaktiverede"
    with Session(tables) as session:
        assert load_policies(session)[0] == []
    path.write_text(text, encoding="utf-8")
    assert str(seed(tables, policy_folder)) == "0 nye, 1 ændrede, 0 deaktiverede"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("  id: ballerup-motion", "  id: ballerup-anden", "linje 2, document.id: filen skal hedde ballerup-anden.yml"),
        (
            "municipality: ballerup",
            "municipality: herlev",
            "linje 3, document.municipality: der er ingen fil herlev.yml",
        ),
        (
            "parent: forord",
            "parent: efterord",
            "linje 14, sections[1].parent: “efterord” er ikke et afsnit højere oppe",
        ),
        ("section: tal", "section: ukendt", "figures[0].section: “ukendt” står ikke under sections"),
        ("topics: [exercise]", "topics: [motion]", "sections[0].passages[0].topics[0]: ukendt emne “motion”"),
        ("kind: goal", "kind: ønske", "sections[0].passages[0].kind: skal være"),
        ("value: 11.5", "value: mange", "figures[0].value: skal være et tal"),
        ("unit: percent", "unit: percent\n    unti: 3", "figures[0].unti: feltet er ukendt"),
    ],
)
def test_errors_name_file_line_and_field(
    policy_folder: Path, tables: Engine, old: str, new: str, expected: str
) -> None:
    change(policy_folder, old, new)
    with pytest.raises(ContentError) as caught:
        seed(tables, policy_folder)
    assert len(caught.value.errors) == 1, caught.value.errors
    assert caught.value.errors[0].startswith("ballerup-motion.yml linje ")
    assert expected in caught.value.errors[0]


def test_errors_of_offers_and_policies_come_together(policy_folder: Path, tables: Engine) -> None:
    change(policy_folder, "kind: goal", "kind: ønske")
    offers = policy_folder / "ballerup.yml"
    offers.write_text(offers.read_text(encoding="utf-8").replace("minimum_age: 75", "minimum_age: mange"), "utf-8")
    with pytest.raises(ContentError) as caught:
        seed(tables, policy_folder)
    assert {error.split(" linje")[0] for error in caught.value.errors} == {"ballerup.yml", "ballerup-motion.yml"}
