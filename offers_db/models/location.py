"""HSDS location, address, accessibility and service_at_location: where a service is given."""

import uuid

from sqlalchemy import CheckConstraint, Double, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from offers_db.models.base import Base, Positioned, one_of, owned, owner_id
from offers_db.models.contact import Contact, Language, Phone
from offers_db.models.schedule import Schedule

LOCATION_TYPES = ("physical", "postal", "virtual")


class Address(Positioned, Base):
    """A Danish address; `state_province` is the region."""

    __tablename__ = "address"
    __table_args__ = (CheckConstraint(one_of("address_type", LOCATION_TYPES), name="address_type"),)

    attention: Mapped[str | None]
    address_1: Mapped[str]
    address_2: Mapped[str | None]
    city: Mapped[str]
    region: Mapped[str | None]
    state_province: Mapped[str]
    postal_code: Mapped[str]
    country: Mapped[str]
    address_type: Mapped[str]
    location_id: Mapped[uuid.UUID | None] = owner_id("location")


class Accessibility(Positioned, Base):
    """What helps people with a disability there."""

    __tablename__ = "accessibility"

    description: Mapped[str | None]
    details: Mapped[str | None]
    url: Mapped[str | None]
    service_id: Mapped[uuid.UUID | None] = owner_id("service")
    location_id: Mapped[uuid.UUID | None] = owner_id("location")


class Location(Base):
    """A place, on the map or on the net."""

    __tablename__ = "location"
    __table_args__ = (CheckConstraint(one_of("location_type", LOCATION_TYPES), name="location_type"),)

    organization_id: Mapped[uuid.UUID | None] = owner_id("organization")
    location_type: Mapped[str]
    url: Mapped[str | None]
    name: Mapped[str | None]
    alternate_name: Mapped[str | None]
    description: Mapped[str | None]
    transportation: Mapped[str | None]
    latitude: Mapped[float | None] = mapped_column(Double)
    longitude: Mapped[float | None] = mapped_column(Double)
    external_identifier: Mapped[str | None]
    external_identifier_type: Mapped[str | None]

    addresses: Mapped[list[Address]] = owned("Address")
    phones: Mapped[list[Phone]] = owned("Phone")
    contacts: Mapped[list[Contact]] = owned("Contact")
    schedules: Mapped[list[Schedule]] = owned("Schedule")
    languages: Mapped[list[Language]] = owned("Language")
    accessibility: Mapped[list[Accessibility]] = owned("Accessibility")


class ServiceAtLocation(Positioned, Base):
    """A service at one of its places."""

    __tablename__ = "service_at_location"
    __table_args__ = (UniqueConstraint("service_id", "location_id"),)

    # The unique constraint is the index that finds a service's places.
    service_id: Mapped[uuid.UUID] = owner_id("service", required=True, indexed=False)
    location_id: Mapped[uuid.UUID] = owner_id("location", required=True)
    description: Mapped[str | None]

    location: Mapped[Location] = relationship()
    phones: Mapped[list[Phone]] = owned("Phone")
    contacts: Mapped[list[Contact]] = owned("Contact")
    schedules: Mapped[list[Schedule]] = owned("Schedule")
