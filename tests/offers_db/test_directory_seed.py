"""Seeding: idempotent, whole or not at all, and a removed entry sleeps until it returns."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from offers_db.content_reader import ContentError, read_folder
from offers_db.models import Service
from offers_db.offer import Offer, load_offers
from offers_db.seed import seed

Edit = Callable[[str, str, str], None]


@pytest.fixture
def folder(content: Path, tmp_path: Path) -> Path:
    """A copy of the test content that a test may change."""
    return Path(shutil.copytree(content, tmp_path / "content"))


@pytest.fixture
def edit(folder: Path) -> Edit:
    def replace(file: str, old: str, new: str) -> None:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return replace


def offers(engine: Engine) -> dict[str, Offer]:
    with Session(engine) as session:
        return {offer.name: offer for offer in load_offers(session, today=date(2026, 11, 21))}


def cut_entry(folder: Path, file: str, key: str) -> None:
    head, *entries = (folder / file).read_text(encoding="utf-8").split("\n  - key: ")
    (folder / file).write_text("\n  - key: ".join([head, *(e for e in entries if not e.startswith(key))]), "utf-8")


def test_a_second_run_changes_nothing(tables: Engine, folder: Path) -> None:
    first = seed(tables, folder)
    assert (first.new, first.changed, first.deactivated) == (25, 0, 0)
    before = offers(tables)
    assert str(seed(tables, folder)) == "0 nye, 0 ændrede, 0 deaktiverede"
    assert offers(tables) == before


@pytest.mark.parametrize(
    ("old", "new", "check"),
    [
        ("name: Sorggruppe", "name: Gruppe om sorg", lambda o: o["Gruppe om sorg"].free),
        ("minimum_age: 75", "minimum_age: 80", lambda o: o["Forebyggende hjemmebesøg"].minimum_age == 80),
        ('byday: "MO,TH"', 'byday: "WE"', lambda o: o["Behandling for alkohol"].weekdays == {"WE"}),
        (
            "topics: [grief, loneliness]",
            "topics: [loneliness, grief]",
            lambda o: o["Sorggruppe"].topics[0] == "loneliness",
        ),
        ("    referral: gp\n", "", lambda o: o["Motion på recept"].referral is None),
        ("    anonymous: false\n", "    anonymous: true\n", lambda o: o["Behandling for alkohol"].anonymous is True),
        (
            "keywords: [dødsfald, enke, savn, sorg, mistet]",
            "keywords: [tab]",
            lambda o: o["Sorggruppe"].keywords == ("tab",),
        ),
    ],
)
def test_a_changed_entry_is_brought_in_line(
    tables: Engine, folder: Path, edit: Edit, old: str, new: str, check: Callable[[dict[str, Offer]], bool]
) -> None:
    seed(tables, folder)
    ids = {offer.id for offer in offers(tables).values()}
    edit("ballerup.yml", old, new)
    report = seed(tables, folder)
    assert (report.new, report.changed, report.deactivated) == (0, 1, 0)
    assert check(offers(tables))
    assert {offer.id for offer in offers(tables).values()} == ids
    assert str(seed(tables, folder)) == "0 nye, 0 ændrede, 0 deaktiverede"


def test_a_removed_entry_is_deactivated_and_returns_as_itself(tables: Engine, folder: Path, content: Path) -> None:
    seed(tables, folder)
    first = offers(tables)["Sorggruppe"]
    cut_entry(folder, "ballerup.yml", "sorggruppe")
    assert str(seed(tables, folder)) == "0 nye, 0 ændrede, 1 deaktiverede"
    assert "Sorggruppe" not in offers(tables)
    assert str(seed(tables, folder)) == "0 nye, 0 ændrede, 0 deaktiverede"
    shutil.copy(content / "ballerup.yml", folder)
    assert str(seed(tables, folder)) == "0 nye, 1 ændrede, 0 deaktiverede"
    assert offers(tables)["Sorggruppe"] == first


def test_a_confirmation_by_staff_outlives_seeding(tables: Engine, folder: Path) -> None:
    seed(tables, folder)
    with Session(tables) as session, session.begin():
        service = session.scalars(select(Service).where(Service.name == "Sorggruppe")).one()
        service.assured_date = date(2026, 10, 1)
    assert str(seed(tables, folder)) == "0 nye, 0 ændrede, 0 deaktiverede"
    assert offers(tables)["Sorggruppe"].assured_date == date(2026, 10, 1)


def test_one_wrong_file_changes_nothing_at_all(tables: Engine, folder: Path, edit: Edit) -> None:
    seed(tables, folder)
    before = offers(tables)
    edit("aalborg.yml", "name: Søvnkursus", "name: Kursus i søvn")
    edit("ballerup.yml", "minimum_age: 75", "minimum_age: mange")
    with pytest.raises(ContentError):
        seed(tables, folder)
    assert offers(tables) == before


def line_of(path: Path, text: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)


def test_every_error_of_every_file_is_named_with_line_and_field(folder: Path, edit: Edit) -> None:
    edit("ballerup.yml", "    minimum_age: 75\n", "    minimum_age: 75\n    maximum_age: 12\n")
    edit("ballerup.yml", "    referral: gp\n", "    referal: gp\n")
    edit("aalborg.yml", "topics: [sleep]", "topics: [sleep, sovn]")
    edit("national.yml", "number: 80200500", "number: 8020050")
    with pytest.raises(ContentError) as caught:
        read_folder(folder)
    age, referral = line_of(folder / "ballerup.yml", "maximum_age"), line_of(folder / "ballerup.yml", "referal")
    topic, phone = line_of(folder / "aalborg.yml", "sovn]"), line_of(folder / "national.yml", "8020050,")
    assert caught.value.errors == [
        f"aalborg.yml linje {topic}, services[0].topics[1]: ukendt emne “sovn”",
        f"ballerup.yml linje {age}, services[2].maximum_age: den højeste alder er lavere end den laveste",
        f"ballerup.yml linje {referral}, services[3].referal: feltet er ukendt (stavet forkert?)",
        f"national.yml linje {phone}, services[0].phones[0].number: “8020050” er ikke et dansk telefonnummer (8 cifre)"
        " eller et kendt kort nummer",
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("ballerup.yml", "    topics: [exercise, chronic_illness]\n", "", "services[3].topics: feltet mangler"),
        (
            "ballerup.yml",
            "organization: ballerup-kommune\n    topics: [alcohol]",
            "organization: x\n    topics: [alcohol]",
            "services[1].organization: “x” står ikke under organizations",
        ),
        (
            "ballerup.yml",
            "locations: [sundhedshuset]\n    keywords: [træning",
            "locations: [kaelder]\n    keywords: [træning",
            "services[3].locations[0]: “kaelder” står ikke under locations",
        ),
        (
            "ballerup.yml",
            "- key: sorggruppe",
            "- key: hjemmebesoeg",
            "services[4].key: nøglen “hjemmebesoeg” er brugt før",
        ),
        (
            "ballerup.yml",
            "https://ballerup.dk\n  address",
            "http://ballerup.dk\n  address",
            "skal begynde med https://",
        ),
        ("ballerup.yml", 'closes_at: "20:30"', 'closes_at: "17:30"', "der lukkes, før der åbnes"),
        ("ballerup.yml", "valid_to: 2026-12-15", "valid_to: 2026-08-15", "slutdatoen ligger før startdatoen"),
        ("ballerup.yml", "valid_to: 2026-12-15", "valid_to: 2026-13-15", "valid_to: skal være en dato som 2026-09-01"),
        ("ballerup.yml", "referral: gp", "referral: læge", "skal være 'none', 'gp' eller 'hospital'"),
        ("ballerup.yml", "anonymous: true", "anonymous: måske", "services[0].anonymous: skal være true eller false"),
        ("ballerup.yml", "minimum_age: 75", "minimum_age: -1", "minimum_age: skal være mindst 0"),
        (
            "ballerup.yml",
            "    free: true\n    referral: none",
            "    free: true\n    costs: [{amount: 10}]\n    referral: none",
            "tilbuddet er gratis, men har også en pris",
        ),
        ("ballerup.yml", 'byday: "MO,TH"', "byday: mandag", "er ikke ugedage som TU eller MO,TH"),
        ("ballerup.yml", "code: ballerup", "code: herlev", "municipality: filen skal hedde herlev.yml"),
        ("ballerup.yml", "name: Sorggruppe", "name: Sorggruppe\n    name: Igen", "kan ikke læses som YAML"),
        ("national.yml", "municipality: null\n", "", "municipality: feltet mangler"),
        (
            "national.yml",
            "source: {key: facts}\n  - key: stop",
            "source: {key: ukendt}\n  - key: stop",
            "services[0].source.key: “ukendt” står ikke under sources",
        ),
        ("national.yml", "document: null", "document: null, side: 3", "sources.facts.side: feltet er ukendt"),
    ],
)
def test_wrong_entries(folder: Path, edit: Edit, file: str, old: str, new: str, expected: str) -> None:
    edit(file, old, new)
    with pytest.raises(ContentError) as caught:
        read_folder(folder)
    assert len(caught.value.errors) == 1, caught.value.errors
    assert caught.value.errors[0].startswith(f"{file} linje ")
    assert expected in caught.value.errors[0]


def test_an_empty_folder_is_an_error_not_an_empty_directory(tables: Engine, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ContentError, match=r"ingen \.yml-filer"):
        seed(tables, tmp_path / "empty")
