"""Policies as answers and pages need them: plain values, read in a few queries."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from offers_db.models import PolicyDocument, PolicyPassage, PolicySection
from offers_db.models import Statistic as StatisticRow

PAGES = "/politikker"
"""Where the pages of the documents are; a passage is an anchor of its document's page."""


@dataclass(frozen=True)
class Section:
    """A heading; `key` is its anchor on the page, `parent` the key of the section it stands under."""

    key: str
    heading: str
    parent: str | None


@dataclass(frozen=True)
class Document:
    """A document in force. `imported`: its text is verbatim. Dates are a year or YYYY-MM-DD, None = not said."""

    id: str
    code: str
    municipality: str
    title: str
    year: int | None
    status: str
    adopted: str | None
    valid_from: str | None
    valid_to: str | None
    no_expiry: bool
    status_note: str | None
    keywords: tuple[str, ...]
    imported: bool
    version: int
    sections: tuple[Section, ...]

    @property
    def url(self) -> str:
        """The path of the page that shows the whole document."""
        return f"{PAGES}/{self.code}" + ("/ordret" if self.imported else "")

    def section(self, key: str) -> Section:
        """Raises KeyError if the document has no such section."""
        found = next((section for section in self.sections if section.key == key), None)
        if found is None:
            raise KeyError(key)
        return found


@dataclass(frozen=True)
class Passage:
    """A piece of a document that can be shown alone. `document`: its `Document.id`; `section`: key; `page` from 1."""

    id: str
    document: str
    section: str
    key: str
    page: int | None
    text: str
    kind: str
    keywords: tuple[str, ...]
    topics: tuple[str, ...]


@dataclass(frozen=True)
class Statistic:
    """A figure. `document`: its `Document.id`; `unit`: percent, persons or count; None = not said.

    `area` is set only if the figure is about another area than the municipality.
    """

    id: str
    document: str
    section: str
    key: str
    municipality: str
    indicator: str
    name: str
    definition: str
    population: str
    age_from: int | None
    age_to: int | None
    sex: str | None
    school_year: str | None
    population_other: str | None
    value: float
    unit: str
    persons: int | None
    year: str | None
    source: str | None
    footnote: str | None
    comparison_area: str | None
    comparison_value: float | None
    area: str | None
    topics: tuple[str, ...]
    keywords: tuple[str, ...]


def load_policies(session: Session) -> tuple[list[Document], list[Passage], list[Statistic]]:
    """Every document that nothing has replaced, with its passages and figures, in the documents' order."""
    rows = session.scalars(
        select(PolicyDocument)
        .where(PolicyDocument.replaced_at.is_(None))
        .options(selectinload("*"))
        .order_by(PolicyDocument.code, PolicyDocument.origin)
    ).all()
    documents = [_document(row) for row in rows]
    passages = [_passage(row, passage) for row in rows for passage in row.passages]
    statistics = [_statistic(row, statistic) for row in rows for statistic in row.statistics]
    return documents, passages, statistics


def _document(row: PolicyDocument) -> Document:
    return Document(
        id=str(row.id),
        code=row.code,
        municipality=row.municipality.code,
        title=row.title,
        year=row.year,
        status=row.status,
        adopted=row.adopted,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        no_expiry=row.no_expiry,
        status_note=row.status_note,
        keywords=tuple(row.keywords),
        imported=row.origin == "imported",
        version=row.version,
        sections=tuple(_section(section) for section in row.sections),
    )


def _section(row: PolicySection) -> Section:
    return Section(row.key, row.heading, row.parent.key if row.parent else None)


def _passage(document: PolicyDocument, row: PolicyPassage) -> Passage:
    return Passage(
        id=str(row.id),
        document=str(document.id),
        section=row.section.key,
        key=row.key,
        page=row.page,
        text=row.text,
        kind=row.kind,
        keywords=tuple(row.keywords),
        topics=tuple(row.topics),
    )


def _statistic(document: PolicyDocument, row: StatisticRow) -> Statistic:
    return Statistic(
        id=str(row.id),
        document=str(document.id),
        section=row.section.key,
        key=row.key,
        municipality=document.municipality.code,
        indicator=row.indicator,
        name=row.name,
        definition=row.definition,
        population=row.population_label,
        age_from=row.age_from,
        age_to=row.age_to,
        sex=row.sex,
        school_year=row.school_year,
        population_other=row.population_other,
        value=row.value,
        unit=row.unit,
        persons=row.persons,
        year=row.year,
        source=row.source,
        footnote=row.footnote,
        comparison_area=row.comparison_area,
        comparison_value=row.comparison_value,
        area=row.area,
        topics=tuple(row.topics),
        keywords=tuple(row.keywords),
    )
