"""The read model: what the guide knows about one offer, free of the database."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from offers_db import facts
from offers_db import schedule_text as when
from offers_db.models import Attribute, CostOption, Location, Service, ServiceAtLocation
from offers_db.models import Municipality as MunicipalityRow
from offers_db.topics import TOPICS


@dataclass(frozen=True)
class Municipality:
    """A municipality the guide serves; `phone` is its main number, None if not known."""

    code: str
    name: str
    phone: str | None
    url: str | None
    fictional: bool


@dataclass(frozen=True)
class Source:
    """Where the facts are from; `date` is a year or YYYY-MM-DD."""

    title: str
    date: str | None


@dataclass(frozen=True)
class Offer:
    """One active offer. None means "not known" and is never the same as False; so does an empty tuple or set.

    `municipality` is a code, None if national. `topics` begins with the main topic. `weekdays` holds MO..SU.
    The fields down to `reasons` are the chat contract's; the rest is for cards, follow-up questions and search.
    """

    id: str
    name: str
    description: str | None
    topics: tuple[str, ...]
    organization: str
    municipality: str | None
    anonymous: bool | None
    free: bool | None
    referral: str | None
    minimum_age: int | None
    maximum_age: int | None
    phone: str | None
    email: str | None
    url: str | None
    address: str | None
    schedule_text: str | None
    source: Source | None
    assured_date: date | None
    reasons: tuple[str, ...] = ()
    alternate_name: str | None = None
    fees_text: str | None = None
    languages: tuple[str, ...] = ()
    interpretation_services: str | None = None
    online: bool | None = None
    accessibility: tuple[str, ...] = ()
    location_name: str | None = None
    transportation: str | None = None
    eligibility_description: str | None = None
    application_process: str | None = None
    required_documents: tuple[str, ...] = ()
    alert: str | None = None
    contact_role: str | None = None
    attending: str | None = None
    weekdays: frozenset[str] = frozenset()
    evening: bool | None = None
    phone_hours: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    fictional: bool = False
    capacity_text: str | None = None
    section: str | None = None
    document: str | None = None
    keywords: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The `offers` entry of the chat contract, then what else a card may show. Dates are YYYY-MM-DD."""
        source = self.source and {"title": self.source.title, "date": self.source.date}
        values = {name: _plain(getattr(self, name)) for name in self.__dataclass_fields__ if name != "keywords"}
        return values | {"source": source}


def load_municipalities(session: Session) -> list[Municipality]:
    """All municipalities, by name."""
    rows = session.scalars(select(MunicipalityRow).order_by(MunicipalityRow.name))
    return [Municipality(row.code, row.name, row.phone, row.url, row.fictional) for row in rows]


def load_offers(session: Session, *, today: date | None = None) -> list[Offer]:
    """All active offers, in a fixed number of queries. `today` decides which times are still to come."""
    reference = today or date.today()
    return [offer_of(service, reference) for service in session.scalars(_active_services())]


def offer_of(service: Service, today: date) -> Offer:
    """The read model of one service."""
    location = service.service_at_locations[0].location if service.service_at_locations else None
    phone = next(iter(service.phones or (location.phones if location else [])), None)
    coming = when.upcoming(service.schedules, today)
    source = service.source_document
    return Offer(
        id=str(service.id),
        name=service.name,
        description=service.description,
        topics=tuple(a.taxonomy_term.code for a in service.attributes if a.taxonomy_term.code in TOPICS),
        organization=service.organization.name,
        municipality=service.municipality.code if service.municipality else None,
        anonymous=facts.is_known(service, "anonymous"),
        free=_free(service.cost_options),
        referral=facts.referral(service),
        minimum_age=service.minimum_age,
        maximum_age=service.maximum_age,
        phone=phone.number if phone else None,
        email=service.email,
        url=service.url,
        address=_address(location),
        schedule_text=when.schedule_text(service.schedules, today),
        source=Source(source.title, source.date) if source else None,
        assured_date=service.assured_date,
        alternate_name=service.alternate_name,
        fees_text=_fees(service),
        languages=tuple(language.code for language in service.languages if language.code),
        interpretation_services=service.interpretation_services,
        online=facts.is_known(service, "online"),
        accessibility=_accessibility(service, location),
        location_name=location.name if location else None,
        transportation=location.transportation if location else None,
        eligibility_description=service.eligibility_description,
        application_process=service.application_process,
        required_documents=tuple(d.document for d in service.required_documents if d.document),
        alert=service.alert,
        contact_role=_contact_role(service),
        attending=_attending(service),
        weekdays=when.weekdays(coming),
        evening=when.is_evening(coming),
        phone_hours=phone.hours if phone else None,
        valid_from=service.valid_from,
        valid_to=service.valid_to,
        fictional=service.municipality is not None and service.municipality.fictional,
        capacity_text=_capacity(service),
        section=service.source_section,
        document=source.document if source else None,
        keywords=tuple(service.keywords),
    )


_RELATIVES = re.compile(
    r"[^.!?]*\b(?:pårørende|ledsager|familie|partner|ægtefælle|bisidder)\w*[^.!?]*[.!?]?", re.IGNORECASE
)


def _active_services() -> Select[Service]:
    """Active services with all that `offer_of` reads: one query for the rows, one for each list."""
    place = selectinload(Service.service_at_locations).joinedload(ServiceAtLocation.location)
    return (
        select(Service)
        .where(Service.status == "active")
        .order_by(Service.name, Service.id)
        .options(
            joinedload(Service.organization),
            joinedload(Service.municipality),
            joinedload(Service.source_document),
            place.selectinload(Location.addresses),
            place.selectinload(Location.phones),
            place.selectinload(Location.accessibility),
            selectinload(Service.phones),
            selectinload(Service.contacts),
            selectinload(Service.schedules),
            selectinload(Service.cost_options),
            selectinload(Service.languages),
            selectinload(Service.accessibility),
            selectinload(Service.required_documents),
            selectinload(Service.service_capacities),
            selectinload(Service.attributes).joinedload(Attribute.taxonomy_term),
        )
    )


def _free(costs: list[CostOption]) -> bool | None:
    """Free only if every price is 0, paid only if none is: free for some is neither."""
    amounts_are_zero = {cost.amount == 0 for cost in costs}
    return amounts_are_zero.pop() if len(amounts_are_zero) == 1 else None


def _fees(service: Service) -> str | None:
    if service.fees_description:
        return service.fees_description
    return "; ".join(filter(None, (_price(cost) for cost in service.cost_options))) or None


def _price(cost: CostOption) -> str | None:
    if cost.amount_description or cost.amount is None:
        return cost.amount_description
    amount = "gratis" if cost.amount == 0 else f"{cost.amount:.2f}".removesuffix(".00").replace(".", ",") + " kr."
    return f"{cost.option}: {amount}" if cost.option else amount


def _address(location: Location | None) -> str | None:
    address = next(iter(location.addresses), None) if location else None
    return f"{address.address_1}, {address.postal_code} {address.city}" if address else None


def _accessibility(service: Service, location: Location | None) -> tuple[str, ...]:
    rows = [*service.accessibility, *(location.accessibility if location else [])]
    return tuple(dict.fromkeys(row.description for row in rows if row.description))


def _contact_role(service: Service) -> str | None:
    contact = next(iter(service.contacts), None)
    return ", ".join(part for part in (contact.title, contact.department) if part) or None if contact else None


def _attending(service: Service) -> str | None:
    """The source's own sentence on relatives, if it has one: whether they may come is never inferred."""
    texts = (service.eligibility_description, service.description)
    found = (_RELATIVES.search(text) for text in texts if text)
    return next((match.group().strip() for match in found if match), None)


def _capacity(service: Service) -> str | None:
    capacity = next(iter(service.service_capacities), None)
    return (
        f"{capacity.available} ledige {capacity.unit} (talt {when.danish_date(capacity.updated)})" if capacity else None
    )


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, frozenset):
        return [day for day in when.WEEKDAYS if day in value]
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
