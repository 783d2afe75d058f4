"""What every table shares: constraint names, stable ids, and lists that live and die with their owner."""

import uuid
from typing import Any

from sqlalchemy import ForeignKey, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, Relationship, mapped_column, relationship

from database.naming import NAMING_CONVENTION

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "sundhedsguiden")


def stable_id(*parts: str | int) -> uuid.UUID:
    """The UUIDv5 of a source key: the same entry has the same id in every installation."""
    return uuid.uuid5(_NAMESPACE, "/".join(str(part) for part in parts))


class Base(DeclarativeBase):
    """A row with a UUID; see `stable_id`."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, sort_order=100)


class Positioned:
    """A row in a list of its owner, in the source's order."""

    position: Mapped[int] = mapped_column(sort_order=99)


def owner_id(table: str, *, required: bool = False, indexed: bool = True) -> MappedColumn[Any]:
    """The id of the row that owns this one, which goes with it."""
    return mapped_column(ForeignKey(f"{table}.id", ondelete="CASCADE"), index=indexed, nullable=not required)


def owned(entity: str) -> Relationship[Any]:
    """A list of rows that have no life of their own, by position."""
    return relationship(entity, cascade="all, delete-orphan", passive_deletes=True, order_by=f"{entity}.position")


def one_of(column: str, values: tuple[str, ...]) -> str:
    """The SQL condition that a column holds one of these words."""
    return f"{column} IN ({', '.join(repr(value) for value in values)})"
