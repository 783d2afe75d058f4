"""Policy content as database rows: every column set, so that a merge also takes away what a file no longer says."""

import uuid

from offers_db.models import PolicyDocument, PolicyPassage, PolicySection, Statistic, stable_id
from offers_db.policies.schema import FigureEntry, PolicyFile


def document_row(content: PolicyFile) -> PolicyDocument:
    """The document with all its sections, passages and figures."""
    entry = content.document
    document_id = document_id_of(entry.id, "guide", 1)
    sections = _sections(document_id, content)
    return PolicyDocument(
        id=document_id,
        code=entry.id,
        municipality_id=stable_id("municipality", entry.municipality),
        title=entry.title,
        year=entry.year,
        status=entry.status,
        adopted=entry.adopted,
        valid_from=entry.valid_from,
        valid_to=entry.valid_to,
        no_expiry=entry.no_expiry,
        status_note=entry.status_note,
        keywords=list(entry.keywords),
        origin="guide",
        version=1,
        replaced_at=None,
        replaced_by_id=None,
        sections=list(sections.values()),
        passages=_passages(document_id, content, sections),
        statistics=[
            _statistic(document_id, figure, sections[figure.section], position)
            for position, figure in enumerate(content.figures)
        ],
    )


def document_id_of(code: str, origin: str, version: int) -> uuid.UUID:
    """The id of that version of a document."""
    return stable_id("policy", origin, code, version)


def _sections(document_id: uuid.UUID, content: PolicyFile) -> dict[str, PolicySection]:
    rows: dict[str, PolicySection] = {}
    for position, entry in enumerate(content.sections):
        rows[entry.id] = PolicySection(
            id=stable_id(str(document_id), "section", entry.id),
            position=position,
            key=entry.id,
            heading=entry.heading,
            parent=rows[entry.parent] if entry.parent else None,
        )
    return rows


def _passages(document_id: uuid.UUID, content: PolicyFile, sections: dict[str, PolicySection]) -> list[PolicyPassage]:
    entries = [(section.id, entry) for section in content.sections for entry in section.passages]
    return [
        PolicyPassage(
            id=stable_id(str(document_id), "passage", entry.id),
            position=position,
            section=sections[section],
            key=entry.id,
            page=None,
            text=entry.text,
            kind=entry.kind,
            keywords=list(entry.keywords),
            topics=list(entry.topics),
        )
        for position, (section, entry) in enumerate(entries)
    ]


def _statistic(document_id: uuid.UUID, entry: FigureEntry, section: PolicySection, position: int) -> Statistic:
    return Statistic(
        id=stable_id(str(document_id), "statistic", entry.id),
        position=position,
        section=section,
        key=entry.id,
        indicator=entry.indicator,
        name=entry.name,
        definition=entry.definition,
        population_label=entry.population.label,
        age_from=entry.population.age_from,
        age_to=entry.population.age_to,
        sex=entry.population.sex,
        school_year=entry.population.school_year,
        population_other=entry.population.other,
        value=entry.value,
        unit=entry.unit,
        persons=entry.persons,
        year=entry.year,
        source=entry.source,
        footnote=entry.footnote,
        comparison_area=entry.comparison and entry.comparison.area,
        comparison_value=entry.comparison and entry.comparison.value,
        area=entry.area,
        topics=list(entry.topics),
        keywords=list(entry.keywords),
    )
