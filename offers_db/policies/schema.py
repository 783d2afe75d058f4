"""What a content file of a policy may hold: content/policies/<document id>.yml. A key left out means "not said"."""

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator

from offers_db.content_fields import Age, Key, SourceDate, Text, Topic, wrong
from offers_db.content_reader import FieldPath, read_checked, read_each
from offers_db.content_schema import Entry

Kind = Literal["background", "definition", "commitment", "goal", "value", "principle", "follow_up", "organisation",
               "contact", "figure"]  # fmt: skip


class DocumentEntry(Entry):
    id: Key
    municipality: Key
    title: Text
    year: Annotated[int, Field(ge=1970, le=2100)] | None = None
    status: Literal["adopted", "framework"]
    adopted: SourceDate | None = None
    valid_from: SourceDate | None = None
    valid_to: SourceDate | None = None
    no_expiry: bool = False
    status_note: Text | None = None
    keywords: tuple[Text, ...] = ()


class PassageEntry(Entry):
    id: Key
    text: Text
    kind: Kind
    topics: tuple[Topic, ...] = ()
    keywords: tuple[Text, ...] = ()


class SectionEntry(Entry):
    id: Key
    heading: Text
    parent: Key | None = None
    passages: tuple[PassageEntry, ...] = ()


class PopulationEntry(Entry):
    label: Text
    age_from: Age | None = None
    age_to: Age | None = None
    sex: Literal["female", "male"] | None = None
    school_year: Text | None = None
    other: Text | None = None

    @field_validator("age_to")
    @classmethod
    def _in_order(cls, value: int | None, info: ValidationInfo) -> int | None:
        start = info.data.get("age_from")
        if value is not None and start is not None and value < start:
            raise wrong("den højeste alder er lavere end den laveste")
        return value


class ComparisonEntry(Entry):
    area: Text
    value: float


class FigureEntry(Entry):
    id: Key
    indicator: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    name: Text
    definition: Text
    population: PopulationEntry
    value: float
    unit: Literal["percent", "persons", "count"]
    persons: Annotated[int, Field(ge=0)] | None = None
    year: Text | None = None
    source: Text | None = None
    section: Key
    footnote: Text | None = None
    comparison: ComparisonEntry | None = None
    area: Text | None = None
    topics: tuple[Topic, ...] = ()
    keywords: tuple[Text, ...] = ()


class PolicyFile(Entry):
    document: DocumentEntry
    sections: Annotated[tuple[SectionEntry, ...], Field(min_length=1)]
    figures: tuple[FigureEntry, ...] = ()


def read_policies(content: Path) -> list[PolicyFile]:
    """Every document of the folder `content`/policies, checked; none if there is no such folder.

    Raises `content_reader.ContentError` with every error of every file.
    """
    municipalities = {path.stem for path in content.glob("*.yml")}
    check: Callable[[PolicyFile, str], Iterator[tuple[FieldPath, str]]] = partial(_wrong_references, municipalities)
    return read_each(sorted((content / "policies").glob("*.yml")), lambda path: read_checked(path, PolicyFile, check))


def _wrong_references(
    municipalities: Collection[str], content: PolicyFile, stem: str
) -> Iterator[tuple[FieldPath, str]]:
    """Keys that are used twice or name nothing."""
    document = content.document
    if document.id != stem:
        yield ("document", "id"), f"filen skal hedde {document.id}.yml"
    if document.municipality not in municipalities:
        yield ("document", "municipality"), f"der er ingen fil {document.municipality}.yml med kommunens tilbud"
    sections = [section.id for section in content.sections]
    passages = [
        (("sections", index, "passages", position, "id"), passage.id)
        for index, section in enumerate(content.sections)
        for position, passage in enumerate(section.passages)
    ]
    yield from _doubles((("sections", index, "id"), key) for index, key in enumerate(sections))
    yield from _doubles(passages)
    yield from _doubles((("figures", index, "id"), figure.id) for index, figure in enumerate(content.figures))
    for index, section in enumerate(content.sections):
        if section.parent is not None and section.parent not in sections[:index]:
            yield ("sections", index, "parent"), f"“{section.parent}” er ikke et afsnit højere oppe"
    for index, figure in enumerate(content.figures):
        if figure.section not in sections:
            yield ("figures", index, "section"), f"“{figure.section}” står ikke under sections"


def _doubles(keys: Iterable[tuple[FieldPath, str]]) -> Iterator[tuple[FieldPath, str]]:
    seen: set[str] = set()
    for where, key in keys:
        if key in seen:
            yield where, f"nøglen “{key}” er brugt før"
        seen.add(key)
