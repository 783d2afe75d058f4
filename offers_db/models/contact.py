"""HSDS contact, phone and language: whom to ask, and in which language."""

import uuid

from sqlalchemy.orm import Mapped, mapped_column

from offers_db.models.base import Base, Positioned, owned, owner_id


class Contact(Positioned, Base):
    """A role to ask for (`title`, `department`); a person's name only if the source publishes it."""

    __tablename__ = "contact"

    name: Mapped[str | None]
    title: Mapped[str | None]
    department: Mapped[str | None]
    email: Mapped[str | None]
    organization_id: Mapped[uuid.UUID | None] = owner_id("organization")
    service_id: Mapped[uuid.UUID | None] = owner_id("service")
    location_id: Mapped[uuid.UUID | None] = owner_id("location")
    service_at_location_id: Mapped[uuid.UUID | None] = owner_id("service_at_location")


class Language(Positioned, Base):
    """A language spoken there; `code` is ISO 639-1."""

    __tablename__ = "language"

    phone_id: Mapped[uuid.UUID | None] = owner_id("phone")
    name: Mapped[str | None]
    code: Mapped[str | None] = mapped_column(index=True)
    note: Mapped[str | None]
    service_id: Mapped[uuid.UUID | None] = owner_id("service")
    location_id: Mapped[uuid.UUID | None] = owner_id("location")


class Phone(Positioned, Base):
    """A number as Danes write it ("80 20 05 00"). `hours` is this directory's addition: when it is answered."""

    __tablename__ = "phone"

    contact_id: Mapped[uuid.UUID | None] = owner_id("contact")
    number: Mapped[str]
    extension: Mapped[int | None]
    type: Mapped[str | None]
    description: Mapped[str | None]
    hours: Mapped[str | None]
    organization_id: Mapped[uuid.UUID | None] = owner_id("organization")
    service_id: Mapped[uuid.UUID | None] = owner_id("service")
    location_id: Mapped[uuid.UUID | None] = owner_id("location")
    service_at_location_id: Mapped[uuid.UUID | None] = owner_id("service_at_location")

    languages: Mapped[list[Language]] = owned("Language")
