"""HSDS taxonomies: the topics, and the facts that are yes, no or not known."""

import uuid

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from offers_db.models.base import Base, Positioned, one_of, owner_id

LINK_ENTITIES = ("organization", "service", "location")


class Taxonomy(Base):
    """A vocabulary."""

    __tablename__ = "taxonomy"

    name: Mapped[str] = mapped_column(unique=True)
    description: Mapped[str]
    uri: Mapped[str | None]
    version: Mapped[str | None]


class TaxonomyTerm(Base):
    """A word of a vocabulary; `code` is what the guide's code says, `name` what people read."""

    __tablename__ = "taxonomy_term"

    taxonomy_id: Mapped[uuid.UUID] = owner_id("taxonomy", required=True)
    parent_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("taxonomy_term.id", ondelete="SET NULL"), index=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    description: Mapped[str]
    language: Mapped[str | None]
    term_uri: Mapped[str | None]


class Attribute(Positioned, Base):
    """A term said of a row of any entity: `link_id` is that row's id, `link_entity` its table."""

    __tablename__ = "attribute"
    __table_args__ = (
        CheckConstraint(one_of("link_entity", LINK_ENTITIES), name="link_entity"),
        UniqueConstraint("link_id", "taxonomy_term_id"),
    )

    link_id: Mapped[uuid.UUID]
    link_entity: Mapped[str]
    link_type: Mapped[str | None]
    taxonomy_term_id: Mapped[uuid.UUID] = owner_id("taxonomy_term", required=True)
    value: Mapped[str | None]
    label: Mapped[str | None]

    taxonomy_term: Mapped[TaxonomyTerm] = relationship()
