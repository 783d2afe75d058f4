"""Brings the database in line with the content files: all of it or, if anything is wrong, nothing."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, inspect, select
from sqlalchemy.orm import Session, selectinload

from offers_db.content_reader import CONTENT_FOLDER, read_each, read_folder
from offers_db.content_rows import file_rows, taxonomy_rows
from offers_db.models import Base, PolicyDocument, Service
from offers_db.policies.rows import document_row
from offers_db.policies.schema import read_policies


@dataclass
class SeedReport:
    """How many entries (municipalities, sources, organizations, places, services, policies) were touched."""

    new: int = 0
    changed: int = 0
    deactivated: int = 0

    def __str__(self) -> str:
        return f"{self.new} nye, {self.changed} ændrede, {self.deactivated} deaktiverede"


def seed(engine: Engine, folder: Path = CONTENT_FOLDER) -> SeedReport:
    """Loads every file of the folder, which is the whole directory: a service no file has becomes inactive.

    Its folder `policies` holds the policies in the guide's words: one that no file has any more counts as replaced.

    Raises `content_reader.ContentError`, and changes nothing, if any file is wrong.
    """
    rows = [row for part in read_each((_directory_rows, _policy_rows), lambda read: read(folder)) for row in part]
    report = SeedReport()
    with Session(engine) as session, session.begin(), session.no_autoflush:
        # Held in memory while merging, so that merge() finds every row without a query of its own.
        stored = session.scalars(select(Service).options(selectinload("*"))).all()
        for term in taxonomy_rows():
            session.merge(term)
        for row in rows:
            _merge(session, row, report)
            session.flush()  # rows come in the order in which they refer to each other
        _deactivate(stored, {row.id for row in rows if isinstance(row, Service)}, report)
        _withdraw(session, {row.id for row in rows if isinstance(row, PolicyDocument)}, report)
    return report


def _directory_rows(folder: Path) -> list[Base]:
    return [row for file in read_folder(folder) for row in file_rows(file)]


def _policy_rows(folder: Path) -> list[Base]:
    return [document_row(file) for file in read_policies(folder)]


def _merge(session: Session, row: Base, report: SeedReport) -> None:
    merged = session.merge(row)
    is_new = merged in session.new
    if not is_new and not _is_changed(session, merged):
        return
    report.new += is_new
    report.changed += not is_new
    if isinstance(merged, Service):
        merged.last_modified = datetime.now(UTC)


def _is_changed(session: Session, merged: Base) -> bool:
    """Whether the row or anything it owns differs from the database."""
    owned = [relation.key for relation in inspect(type(merged)).relationships if relation.cascade.delete_orphan]
    children = [child for key in owned for child in getattr(merged, key)]
    return any(session.is_modified(item) for item in (merged, *children))


def _deactivate(stored: Sequence[Service], kept: set[uuid.UUID], report: SeedReport) -> None:
    for service in stored:
        if service.id not in kept and service.status != "inactive":
            service.status = "inactive"
            service.last_modified = datetime.now(UTC)
            report.deactivated += 1


def _withdraw(session: Session, kept: set[uuid.UUID], report: SeedReport) -> None:
    shown = select(PolicyDocument).where(PolicyDocument.origin == "guide", PolicyDocument.replaced_at.is_(None))
    for document in session.scalars(shown):
        if document.id not in kept:
            document.replaced_at = datetime.now(UTC)
            report.deactivated += 1
