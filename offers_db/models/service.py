"""HSDS service, and what belongs to it alone: prices, required documents, area and capacity."""

import datetime
import uuid
from decimal import Decimal

from sqlalchemy import JSON, CheckConstraint, DateTime, ForeignKey, Numeric
from sqlalchemy.orm import Mapped, mapped_column, relationship

from offers_db.models.base import Base, Positioned, one_of, owned, owner_id
from offers_db.models.contact import Contact, Language, Phone
from offers_db.models.location import Accessibility, ServiceAtLocation
from offers_db.models.municipality import Municipality, SourceDocument
from offers_db.models.organization import Organization
from offers_db.models.schedule import Schedule
from offers_db.models.taxonomy import Attribute

STATUSES = ("active", "inactive", "defunct", "temporarily closed")


class CostOption(Positioned, Base):
    """A price; `amount` None means that there is one which is not known."""

    __tablename__ = "cost_option"
    __table_args__ = (CheckConstraint("amount >= 0", name="amount"),)

    valid_from: Mapped[datetime.date | None]
    valid_to: Mapped[datetime.date | None]
    option: Mapped[str | None]
    currency: Mapped[str | None]
    amount: Mapped[Decimal | None] = mapped_column(Numeric(10, 2))
    amount_description: Mapped[str | None]
    service_id: Mapped[uuid.UUID | None] = owner_id("service")


class RequiredDocument(Positioned, Base):
    """What one must bring, such as a referral."""

    __tablename__ = "required_document"

    document: Mapped[str | None]
    uri: Mapped[str | None]
    service_id: Mapped[uuid.UUID | None] = owner_id("service")


class ServiceArea(Positioned, Base):
    """The area whose residents the service is for."""

    __tablename__ = "service_area"

    name: Mapped[str | None]
    description: Mapped[str | None]
    extent: Mapped[str | None]
    extent_type: Mapped[str | None]
    uri: Mapped[str | None]
    service_id: Mapped[uuid.UUID | None] = owner_id("service")


class ServiceCapacity(Positioned, Base):
    """Free places (`unit` says of what), counted on the day `updated`."""

    __tablename__ = "service_capacity"
    __table_args__ = (CheckConstraint("available >= 0", name="available"),)

    unit: Mapped[str]
    available: Mapped[int]
    maximum: Mapped[int | None]
    description: Mapped[str | None]
    updated: Mapped[datetime.date]
    service_id: Mapped[uuid.UUID | None] = owner_id("service")


class Service(Base):
    """An offer, national without a municipality. `source_section`, `policy_section`: headings in the documents."""

    __tablename__ = "service"
    __table_args__ = (
        CheckConstraint(one_of("status", STATUSES), name="status"),
        CheckConstraint("minimum_age >= 0 AND maximum_age >= 0 AND minimum_age <= maximum_age", name="age_range"),
        CheckConstraint("valid_from <= valid_to", name="valid_period"),
    )

    organization_id: Mapped[uuid.UUID] = owner_id("organization", required=True)
    municipality_id: Mapped[uuid.UUID | None] = owner_id("municipality")
    source_document_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("source_document.id", ondelete="SET NULL"), index=True
    )
    name: Mapped[str]
    alternate_name: Mapped[str | None]
    description: Mapped[str | None]
    keywords: Mapped[list[str]] = mapped_column(JSON)
    url: Mapped[str | None]
    email: Mapped[str | None]
    status: Mapped[str] = mapped_column(index=True)
    interpretation_services: Mapped[str | None]
    application_process: Mapped[str | None]
    fees_description: Mapped[str | None]
    eligibility_description: Mapped[str | None]
    minimum_age: Mapped[int | None]
    maximum_age: Mapped[int | None]
    assured_date: Mapped[datetime.date | None]
    assurer_email: Mapped[str | None]
    alert: Mapped[str | None]
    last_modified: Mapped[datetime.datetime | None] = mapped_column(DateTime(timezone=True))
    valid_from: Mapped[datetime.date | None]
    valid_to: Mapped[datetime.date | None] = mapped_column(index=True)
    source_section: Mapped[str | None]
    policy_section: Mapped[str | None]

    organization: Mapped[Organization] = relationship()
    municipality: Mapped[Municipality | None] = relationship()
    source_document: Mapped[SourceDocument | None] = relationship()
    # An attribute may be linked to any entity, so that no foreign key tells SQLAlchemy how they join.
    attributes: Mapped[list[Attribute]] = relationship(
        primaryjoin="Service.id == foreign(Attribute.link_id)",
        cascade="all, delete-orphan",
        order_by="Attribute.position",
    )
    service_at_locations: Mapped[list[ServiceAtLocation]] = owned("ServiceAtLocation")
    service_areas: Mapped[list[ServiceArea]] = owned("ServiceArea")
    phones: Mapped[list[Phone]] = owned("Phone")
    contacts: Mapped[list[Contact]] = owned("Contact")
    schedules: Mapped[list[Schedule]] = owned("Schedule")
    cost_options: Mapped[list[CostOption]] = owned("CostOption")
    languages: Mapped[list[Language]] = owned("Language")
    accessibility: Mapped[list[Accessibility]] = owned("Accessibility")
    required_documents: Mapped[list[RequiredDocument]] = owned("RequiredDocument")
    service_capacities: Mapped[list[ServiceCapacity]] = owned("ServiceCapacity")
