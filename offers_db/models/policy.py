"""The policies: documents, their sections, passages that can be shown alone, and figures."""

import datetime
import uuid
from typing import Optional

from sqlalchemy import JSON, CheckConstraint, DateTime, Double, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from offers_db.models.base import Base, Positioned, one_of, owned, owner_id
from offers_db.models.municipality import Municipality

ORIGINS = ("guide", "imported")
STATUSES = ("adopted", "framework")
KINDS = (
    *("background", "definition", "commitment", "goal", "value", "principle", "follow_up"),
    *("organisation", "contact", "figure", "quote"),
)
SEXES = ("female", "male")
UNITS = ("percent", "persons", "count")


class PolicySection(Positioned, Base):
    """A heading; `key` is its anchor on the document's page."""

    __tablename__ = "policy_section"
    __table_args__ = (UniqueConstraint("document_id", "key"),)

    # The unique constraint is the index that finds a document's sections; so below.
    document_id: Mapped[uuid.UUID] = owner_id("policy_document", required=True, indexed=False)
    parent_id: Mapped[uuid.UUID | None] = owner_id("policy_section")
    key: Mapped[str]
    heading: Mapped[str]

    parent: Mapped[Optional["PolicySection"]] = relationship(remote_side="PolicySection.id")


class PolicyPassage(Positioned, Base):
    """A piece of text, in the guide's words or, of kind `quote`, verbatim. `page` counts from 1."""

    __tablename__ = "policy_passage"
    __table_args__ = (CheckConstraint(one_of("kind", KINDS), name="kind"), UniqueConstraint("document_id", "key"))

    document_id: Mapped[uuid.UUID] = owner_id("policy_document", required=True, indexed=False)
    section_id: Mapped[uuid.UUID] = owner_id("policy_section", required=True)
    key: Mapped[str]
    page: Mapped[int | None]
    text: Mapped[str]
    kind: Mapped[str]
    keywords: Mapped[list[str]] = mapped_column(JSON)
    topics: Mapped[list[str]] = mapped_column(JSON)

    section: Mapped[PolicySection] = relationship()


class Statistic(Positioned, Base):
    """A figure. `area`: set only if it is about another area than the municipality; None elsewhere = not said."""

    __tablename__ = "statistic"
    __table_args__ = (
        CheckConstraint(one_of("sex", SEXES), name="sex"),
        CheckConstraint(one_of("unit", UNITS), name="unit"),
        CheckConstraint("age_from <= age_to", name="age_range"),
        CheckConstraint("persons >= 0", name="persons"),
        UniqueConstraint("document_id", "key"),
    )

    document_id: Mapped[uuid.UUID] = owner_id("policy_document", required=True, indexed=False)
    section_id: Mapped[uuid.UUID] = owner_id("policy_section", required=True)
    key: Mapped[str]
    indicator: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    definition: Mapped[str]
    population_label: Mapped[str]
    age_from: Mapped[int | None]
    age_to: Mapped[int | None]
    sex: Mapped[str | None]
    school_year: Mapped[str | None]
    population_other: Mapped[str | None]
    value: Mapped[float] = mapped_column(Double)
    unit: Mapped[str]
    persons: Mapped[int | None]
    year: Mapped[str | None]
    source: Mapped[str | None]
    footnote: Mapped[str | None]
    comparison_area: Mapped[str | None]
    comparison_value: Mapped[float | None] = mapped_column(Double)
    area: Mapped[str | None]
    topics: Mapped[list[str]] = mapped_column(JSON)
    keywords: Mapped[list[str]] = mapped_column(JSON)

    section: Mapped[PolicySection] = relationship()


class PolicyDocument(Base):
    """A version of a document. In force unless `replaced_at` is set; dates are a year or YYYY-MM-DD."""

    __tablename__ = "policy_document"
    __table_args__ = (
        CheckConstraint(one_of("origin", ORIGINS), name="origin"),
        CheckConstraint(one_of("status", STATUSES), name="status"),
        CheckConstraint("version >= 1", name="version"),
        UniqueConstraint("code", "origin", "version"),
    )

    code: Mapped[str]
    municipality_id: Mapped[uuid.UUID] = owner_id("municipality", required=True)
    title: Mapped[str]
    year: Mapped[int | None]
    status: Mapped[str]
    adopted: Mapped[str | None]
    valid_from: Mapped[str | None]
    valid_to: Mapped[str | None]
    no_expiry: Mapped[bool]
    status_note: Mapped[str | None]
    keywords: Mapped[list[str]] = mapped_column(JSON)
    origin: Mapped[str]
    version: Mapped[int]
    replaced_at: Mapped[datetime.datetime | None] = mapped_column(DateTime(timezone=True))
    replaced_by_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("policy_document.id", ondelete="SET NULL"), index=True
    )

    municipality: Mapped[Municipality] = relationship()
    sections: Mapped[list[PolicySection]] = owned("PolicySection")
    passages: Mapped[list[PolicyPassage]] = owned("PolicyPassage")
    statistics: Mapped[list[Statistic]] = owned("Statistic")
