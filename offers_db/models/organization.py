"""HSDS organization: who offers a service."""

import uuid

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from offers_db.models.base import Base, owned
from offers_db.models.contact import Contact, Phone


class Organization(Base):
    """A municipality's centre, an association, a helpline's owner."""

    __tablename__ = "organization"

    parent_organization_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("organization.id", ondelete="SET NULL"), index=True
    )
    name: Mapped[str]
    alternate_name: Mapped[str | None]
    description: Mapped[str]
    email: Mapped[str | None]
    website: Mapped[str | None]
    year_incorporated: Mapped[int | None]
    legal_status: Mapped[str | None]
    logo: Mapped[str | None]
    uri: Mapped[str | None]

    phones: Mapped[list[Phone]] = owned("Phone")
    contacts: Mapped[list[Contact]] = owned("Contact")
