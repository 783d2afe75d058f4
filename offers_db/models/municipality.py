"""The municipalities the guide serves, and the documents its facts come from."""

import uuid

from sqlalchemy.orm import Mapped, mapped_column

from offers_db.models.base import Base, owner_id


class Municipality(Base):
    """A municipality; `phone` is its main number. A fictional one is labelled so wherever it shows."""

    __tablename__ = "municipality"

    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    region: Mapped[str | None]
    phone: Mapped[str | None]
    url: Mapped[str | None]
    address_1: Mapped[str | None]
    postal_code: Mapped[str | None]
    city: Mapped[str | None]
    fictional: Mapped[bool]


class SourceDocument(Base):
    """Where a service's facts are from. `document`: id of a policy, if it is one; `date`: a year or YYYY-MM-DD."""

    __tablename__ = "source_document"

    municipality_id: Mapped[uuid.UUID | None] = owner_id("municipality")
    document: Mapped[str | None]
    title: Mapped[str]
    date: Mapped[str | None]
