"""HSDS schedule: when, in the terms of RFC 5545."""

import datetime
import uuid

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped

from offers_db.models.base import Base, Positioned, one_of, owner_id

FREQUENCIES = ("WEEKLY", "MONTHLY")
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Schedule(Positioned, Base):
    """Recurring times (`freq`, `byday`), a single event (`dtstart` alone), or words (`description` alone).

    Times are local, HH:MM; `timezone` is minutes from UTC, as HSDS has it.
    """

    __tablename__ = "schedule"
    __table_args__ = (
        CheckConstraint(one_of("freq", FREQUENCIES), name="freq"),
        CheckConstraint(one_of("wkst", DAYS), name="wkst"),
        CheckConstraint("opens_at < closes_at", name="opens_before_closes"),
        CheckConstraint("valid_from <= valid_to", name="valid_period"),
    )

    valid_from: Mapped[datetime.date | None]
    valid_to: Mapped[datetime.date | None]
    dtstart: Mapped[datetime.date | None]
    timezone: Mapped[int | None]
    until: Mapped[datetime.date | None]
    count: Mapped[int | None]
    wkst: Mapped[str | None]
    freq: Mapped[str | None]
    interval: Mapped[int | None]
    byday: Mapped[str | None]
    byweekno: Mapped[str | None]
    bymonthday: Mapped[str | None]
    byyearday: Mapped[str | None]
    description: Mapped[str | None]
    opens_at: Mapped[str | None]
    closes_at: Mapped[str | None]
    schedule_link: Mapped[str | None]
    attending_type: Mapped[str | None]
    notes: Mapped[str | None]
    service_id: Mapped[uuid.UUID | None] = owner_id("service")
    location_id: Mapped[uuid.UUID | None] = owner_id("location")
    service_at_location_id: Mapped[uuid.UUID | None] = owner_id("service_at_location")
