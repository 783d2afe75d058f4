"""Importing documents: sections, clean text, pages, versions, and clear errors that change nothing."""

import os
import zipfile
from pathlib import Path

import docx
import pytest
from pdf_maker import Words, write_pdf
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from offers_db.__main__ import main
from offers_db.models import PolicyDocument, PolicyPassage
from offers_db.policies.importing.blocks import UnreadableFile
from offers_db.policies.importing.document import import_document, read_file
from offers_db.policies.importing.sections import ImportedSection, sections
from offers_db.policies.read_model import load_policies

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"

TEXT = """Klarby Kommune / Sundhedspolitik 1

Forord
Vi vil have flere til at røre sig. Det er godt for arbejds-
markedet, og mad- og måltidsvaner betyder også noget for alle
i byen.

Klarby Kommune / Sundhedspolitik 2
\fKlarby Kommune / Sundhedspolitik 3

MÅL

Kommunen vil:
• Have flere i fællesskaber
• Have færre rygere blandt
unge

1.1 Opfølgning

Byrådet følger op hvert år, og det sker i et møde, hvor alle er
\fmed og kan sige deres mening.
12
"""


def imported(path: Path) -> list[ImportedSection]:
    return sections(read_file(path), "Titel")


def outline(path: Path) -> list[tuple[int, str]]:
    return [(section.level, section.heading) for section in imported(path)]


def texts(path: Path) -> list[str]:
    return [passage.text for section in imported(path) for passage in section.passages]


def text_file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "politik.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_text_becomes_clean_sections_with_pages(tmp_path: Path) -> None:
    path = text_file(tmp_path, TEXT)
    assert [heading for _, heading in outline(path)] == ["Forord", "MÅL", "1.1 Opfølgning"]
    assert texts(path) == [
        "Vi vil have flere til at røre sig. Det er godt for arbejdsmarkedet, og mad- og måltidsvaner betyder også noget"
        " for alle i byen.",
        "Kommunen vil:\n• Have flere i fællesskaber\n• Have færre rygere blandt unge",
        "Byrådet følger op hvert år, og det sker i et møde, hvor alle er med og kan sige deres mening.",
    ]
    assert [passage.page for section in imported(path) for passage in section.passages] == [1, 2, 2]


def test_a_title_beside_its_column_comes_first(tmp_path: Path) -> None:
    page = "Vi arbejder for, at alle har mulighed for et sundt liv i byen.\n\nMere lighed i \nsundhed\n"
    path = text_file(tmp_path, f"Side et er her, og den slutter.\n\f{page}\fSlut er det hele nu.\n")
    assert "Mere lighed i sundhed" in [heading for _, heading in outline(path)]
    section = next(s for s in imported(path) if s.heading == "Mere lighed i sundhed")
    assert section.passages[0].text.startswith("Vi arbejder for")


def two_columns(path: Path) -> Path:
    left = ["Motion er sundt for alle, og", "derfor bygger vi nye stier i", "byen og ved vandet hvert eneste", "år."]
    right = ["Søvn er vigtig for både børn", "og voksne, og skolen taler om", "det sammen med forældre-", "rådet."]
    head = Words(60, 815, 8, "Klarby Sundhedspolitik 2030")
    page = [
        head,
        Words(60, 780, 18, "Bevægelse"),
        *(Words(60, 750 - 14 * i, 10, line) for i, line in enumerate(left)),
        Words(320, 780, 18, "Søvn"),
        *(Words(320, 750 - 14 * i, 10, line) for i, line in enumerate(right)),
    ]
    second = [
        head,
        Words(60, 780, 18, "Kontakt"),
        Words(60, 750, 10, "Skriv til sundhedsafdelingen på rådhuset, hvis du vil."),
    ]
    return write_pdf(path, [[*page, Words(290, 30, 8, "1")], [*second, Words(290, 30, 8, "2")]])


def test_pdf_columns_headings_and_pages(tmp_path: Path) -> None:
    path = two_columns(tmp_path / "politik.pdf")
    assert [heading for _, heading in outline(path)] == ["Bevægelse", "Søvn", "Kontakt"]
    assert texts(path) == [
        "Motion er sundt for alle, og derfor bygger vi nye stier i byen og ved vandet hvert eneste år.",
        "Søvn er vigtig for både børn og voksne, og skolen taler om det sammen med forældrerådet.",
        "Skriv til sundhedsafdelingen på rådhuset, hvis du vil.",
    ]
    assert [passage.page for section in imported(path) for passage in section.passages] == [1, 1, 2]


def test_html_takes_the_content_not_the_menus(tmp_path: Path) -> None:
    path = tmp_path / "politik.html"
    path.write_text(
        "<html><head><title>x</title><script>alert(1)</script></head><body><nav>Menu</nav><main><h1>Sundhed</h1>"
        "<p>Vi vil <b>mere</b> sundhed.</p><h2>Mål</h2><p>Vi vil:</p><ul><li>Gå mere</li><li>Sove mere</li></ul>"
        "<div>Løs tekst</div></main><footer>Cookies</footer></body></html>",
        encoding="utf-8",
    )
    assert outline(path) == [(1, "Sundhed"), (2, "Mål")]
    assert texts(path) == ["Vi vil mere sundhed.", "Vi vil:\n• Gå mere\n• Sove mere", "Løs tekst"]


def test_docx_takes_its_styles_and_tables(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Psykiatri", level=1)
    document.add_paragraph("Vi lytter til borgerne.")
    document.add_heading("Værdier", level=2)
    document.add_paragraph("Tillid", style="List Bullet")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Rygere", "11 %"
    document.save(str(tmp_path / "politik.docx"))
    path = tmp_path / "politik.docx"
    assert outline(path) == [(1, "Psykiatri"), (2, "Værdier")]
    assert texts(path) == ["Vi lytter til borgerne.", "Tillid", "Rygere | 11 %"]


def big(tmp_path: Path) -> Path:
    path = tmp_path / "stor.pdf"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    return path


def encrypted(tmp_path: Path) -> Path:
    standard = "<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + "00" * 32 + "> /U <" + "00" * 32 + "> >>"
    return write_pdf(tmp_path / "laast.pdf", [[Words(60, 700, 10, "hemmelig")]], f"/Encrypt {standard} /ID [<00> <00>]")


def written(tmp_path: Path, name: str, data: bytes) -> Path:
    (tmp_path / name).write_bytes(data)
    return tmp_path / name


def bomb(tmp_path: Path) -> Path:
    with zipfile.ZipFile(tmp_path / "bombe.docx", "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a", "w") as file:
        for _ in range(210):
            file.write(b"\0" * 1_000_000)
    return tmp_path / "bombe.docx"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda p: p / "mangler.pdf", "findes ikke"),
        (lambda p: written(p, "tom.pdf", b""), "filen er tom"),
        (big, "200 MB; den må højst fylde 50 MB"),
        (encrypted, "låst med en adgangskode"),
        (lambda p: written(p, "i_stykker.pdf", b"%PDF-1.4\n\x00\xff garbage"), "beskadiget"),
        (lambda p: written(p, "halv.pdf", two_columns(p / "hel.pdf").read_bytes()[:700]), "beskadiget"),
        (lambda p: write_pdf(p / "billede.pdf", [[]]), "ingen tekst"),
        (lambda p: written(p, "i_stykker.docx", b"PK\x03\x04 nope"), "ikke en læselig DOCX"),
        (lambda p: written(p, "laast.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600), "låst"),
        (bomb, "pakkes ud"),
        (lambda p: written(p, "tom.html", b"<html></html>"), "ingen tekst"),
        (lambda p: written(p, "binaer.txt", b"abc\x00def"), "ikke en tekstfil"),
        (lambda p: written(p, "blank.txt", b" \n \n"), "ingen tekst"),
        (lambda p: written(p, "ark.xlsx", b"x"), "skal være PDF"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_told_in_danish(tmp_path: Path, make, message: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UnreadableFile, match=message):
        read_file(make(tmp_path))


def bring_in(engine: Engine, path: Path, **changed: str) -> str:
    values = {"municipality": "ballerup", "document": "klarby", "title": "Sundhedspolitik", **changed}
    return str(import_document(engine, path, year=2030, **values))


def test_a_new_version_replaces_the_old_one_and_keeps_it(seeded: Engine, tmp_path: Path) -> None:
    assert bring_in(seeded, text_file(tmp_path, TEXT)) == "version 1: 3 afsnit, 3 tekststykker"
    bring_in(seeded, text_file(tmp_path, TEXT.replace("hvert år", "hver måned")))
    with Session(seeded) as session:
        old, new = session.scalars(select(PolicyDocument).order_by(PolicyDocument.version)).all()
        assert (old.version, new.version) == (1, 2)
        assert old.replaced_at is not None
        assert old.replaced_by_id == new.id
        assert new.replaced_at is None
        assert any("hvert år" in passage.text for passage in old.passages)
        documents, passages, _ = load_policies(session)
    assert [(document.version, document.imported) for document in documents] == [(2, True)]
    assert any("hver måned" in passage.text for passage in passages)
    assert not any("hvert år" in passage.text for passage in passages)


@pytest.mark.parametrize("changed", [{"municipality": "ukendt"}, {"document": "Æ B"}])
def test_a_wrong_import_changes_nothing(seeded: Engine, tmp_path: Path, changed: dict[str, str]) -> None:
    bring_in(seeded, text_file(tmp_path, TEXT))
    with pytest.raises(UnreadableFile):
        bring_in(seeded, text_file(tmp_path, TEXT), **changed)
    with Session(seeded) as session:
        assert session.scalar(select(func.count()).select_from(PolicyDocument)) == 1
        assert session.scalar(select(func.count()).select_from(PolicyPassage)) == 3


def test_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], content: Path
) -> None:
    monkeypatch.setenv("GUIDE_DATABASE_URL", f"sqlite:///{tmp_path}/guide.db")
    assert main(["migrate"]) == main(["seed", "--content", str(content)]) == 0
    rest = ["--municipality", "ballerup", "--document", "klarby", "--title", "Sundhed", "--year", "2030"]
    assert main(["policies", "import", str(two_columns(tmp_path / "a.pdf")), *rest]) == 0
    assert "version 1: 3 afsnit" in capsys.readouterr().out
    assert main(["policies", "import", str(written(tmp_path, "tom.pdf", b"")), *rest]) == 2
    assert "tom.pdf: filen er tom" in capsys.readouterr().err


EXPECTED = {
    "ballerup-sundhedspolitik-2022-2029": ("Mål mod 2029", "Mere lighed i sundhed", "Tal fra Sundhedsprofilen 2021"),
    "ballerup-psykiatripolitik": ("4. VÆRDIER", "Værdighed og respekt", "6.4 BØRN OG UNGE", "7. UDMØNTNING"),
    "ballerup-sundhedshus-rammeoplaeg-2010": ("1.0 Formål", "SundhedsHus for alle", "2011: ”Lidt for alle”"),
    "glostrup-sundhed-trivsel-2024-2032": (
        "PEJLEMÆRKE 2: Et børne- og ungeliv i trivsel",
        "Princip B: Tidlig indsats på flere niveauer",
    ),
    "aalborg-sundhedspolitik-2023": ("Verdensmålsstrategien", "Mere lighed i sundhed", "Sunde rammer"),
}


@pytest.mark.skipif(not os.path.isdir(SEEDS), reason="the documents are not in the repository")
@pytest.mark.parametrize("document", EXPECTED)
def test_the_five_documents(document: str) -> None:
    path = SEEDS / f"{document}.txt"
    found = imported(path)
    headings = [section.heading for section in found]
    assert set(EXPECTED[document]) <= set(headings)
    assert 15 <= len(found) <= 40
    joined = " ".join(passage.text for section in found for passage in section.passages)
    assert "samar- bejde" not in joined
    assert "\uf0b7" not in joined
    assert "Sundhedspolitik / 2022" not in joined
    assert len(joined) > 0.85 * len(" ".join(path.read_text(encoding="utf-8").split()))
