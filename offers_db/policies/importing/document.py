"""Imports one file: reads it, and puts it in the place of the version before."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from offers_db.models import Municipality, PolicyDocument, PolicyPassage, PolicySection, stable_id
from offers_db.policies.importing.blocks import Block, UnreadableFile
from offers_db.policies.importing.layout import blocks
from offers_db.policies.importing.sections import ImportedSection, sections
from offers_db.policies.rows import document_id_of

MAX_BYTES = 50_000_000
"""A larger file is refused before it is read."""

_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MEGABYTE = 1_000_000


@dataclass(frozen=True)
class ImportReport:
    """What came in. `version` counts from 1."""

    version: int
    sections: int
    passages: int

    def __str__(self) -> str:
        return f"version {self.version}: {self.sections} afsnit, {self.passages} tekststykker"


def read_file(path: Path) -> list[Block]:
    """A file's content by its kind: .pdf, .html, .htm, .docx, .txt. Raises UnreadableFile, in Danish."""
    if not path.is_file():
        raise UnreadableFile("filen findes ikke")
    size = path.stat().st_size
    if size == 0:
        raise UnreadableFile("filen er tom")
    if size > MAX_BYTES:
        raise UnreadableFile(f"filen fylder {size // _MEGABYTE} MB; den må højst fylde {MAX_BYTES // _MEGABYTE} MB")
    found = _read(path)
    if not any(block.kind != "heading" for block in found):
        raise UnreadableFile("der er ingen tekst i filen")
    return found


def _read(path: Path) -> list[Block]:
    # Imported here: only the importer needs these libraries.
    kind = path.suffix.lower()
    if kind == ".pdf":
        from offers_db.policies.importing.pdf import read_pdf

        return blocks(read_pdf(path))
    if kind in (".html", ".htm", ".docx"):
        from offers_db.policies.importing.markup import read_docx, read_html

        return read_docx(path) if kind == ".docx" else read_html(path)
    if kind == ".txt":
        from offers_db.policies.importing.plain import read_text

        return blocks(read_text(path))
    raise UnreadableFile("filen skal være PDF, HTML, DOCX eller tekst (.pdf, .html, .docx, .txt)")


def import_document(
    engine: Engine, path: Path, *, municipality: str, document: str, title: str, year: int
) -> ImportReport:
    """Stores the file as the newest version of the document; the one before is kept, marked as replaced.

    Raises UnreadableFile, and changes nothing, if the file cannot be read or the municipality is not known.
    """
    if not _KEY.fullmatch(document):
        raise UnreadableFile(f"dokumentets id “{document}” må kun have a-z, 0-9 og bindestreg")
    found = sections(read_file(path), title)
    with Session(engine) as session, session.begin():
        owner = session.scalars(select(Municipality).where(Municipality.code == municipality)).one_or_none()
        if owner is None:
            raise UnreadableFile(f"kommunen “{municipality}” findes ikke")
        earlier = _versions(session, document)
        row = _row(found, owner, document, title, year, 1 + max((d.version for d in earlier), default=0))
        _keep_what_is_known(row, session)
        session.add(row)
        session.flush()
        for old in earlier:
            if old.replaced_at is None:
                old.replaced_at, old.replaced_by_id = datetime.now(UTC), row.id
        return ImportReport(row.version, len(row.sections), len(row.passages))


def _versions(session: Session, code: str) -> list[PolicyDocument]:
    imported = select(PolicyDocument).where(PolicyDocument.code == code, PolicyDocument.origin == "imported")
    return list(session.scalars(imported))


def _keep_what_is_known(row: PolicyDocument, session: Session) -> None:
    """Status and validity are the same as those of the document in the guide's words, if there is one."""
    guide = session.scalars(
        select(PolicyDocument).where(PolicyDocument.code == row.code, PolicyDocument.origin == "guide")
    ).one_or_none()
    if guide is not None:
        row.status, row.adopted, row.status_note = guide.status, guide.adopted, guide.status_note
        row.valid_from, row.valid_to, row.no_expiry = guide.valid_from, guide.valid_to, guide.no_expiry


def _row(
    found: list[ImportedSection], owner: Municipality, code: str, title: str, year: int, version: int
) -> PolicyDocument:
    document_id = document_id_of(code, "imported", version)
    rows: list[PolicySection] = []
    passages: list[PolicyPassage] = []
    for position, section in enumerate(found):
        key = _key(section.heading, {row.key for row in rows})
        parent = None if section.parent is None else rows[section.parent]
        rows.append(
            PolicySection(
                id=stable_id(str(document_id), "section", key),
                position=position,
                key=key,
                heading=section.heading,
                parent=parent,
            )
        )
        for number, passage in enumerate(section.passages, start=1):
            passages.append(
                PolicyPassage(
                    id=stable_id(str(document_id), "passage", f"{key}-{number}"),
                    position=len(passages),
                    section=rows[-1],
                    key=f"{key}--{number}",
                    page=passage.page,
                    text=passage.text,
                    kind="quote",
                    keywords=[],
                    topics=[],
                )
            )
    return PolicyDocument(
        id=document_id,
        code=code,
        municipality=owner,
        title=title,
        year=year,
        status="adopted",
        no_expiry=False,
        keywords=[],
        origin="imported",
        version=version,
        sections=rows,
        passages=passages,
        statistics=[],
    )


def _key(heading: str, taken: set[str]) -> str:
    """ "6.4 Børn og unge" -> "6-4-boern-og-unge", numbered if there is one already."""
    spelled = heading.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    key = "-".join(re.findall(r"[a-z0-9]+", plain))[:60].strip("-") or "afsnit"
    numbered = (f"{key}-{number}" for number in range(2, len(taken) + 3))
    return key if key not in taken else next(k for k in numbered if k not in taken)
