"""Content entries as database rows: every column set, so that a merge also takes away what a file no longer says."""

import uuid
from decimal import Decimal

from offers_db.content_schema import (
    AccessibilityEntry,
    ContentFile,
    LocationEntry,
    OrganizationEntry,
    PhoneEntry,
    ServiceEntry,
)
from offers_db.facts import FACT_TERMS, term_code
from offers_db.models import (
    Accessibility,
    Address,
    Attribute,
    Base,
    Contact,
    CostOption,
    Language,
    Location,
    Municipality,
    Organization,
    Phone,
    RequiredDocument,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceCapacity,
    SourceDocument,
    Taxonomy,
    TaxonomyTerm,
    stable_id,
)
from offers_db.topics import TOPICS


def taxonomy_rows() -> list[Base]:
    """The vocabulary of topics and those of the three-valued facts."""
    names = {"topics": "Emner", "anonymous": "Anonymitet", "referral": "Henvisning", "online": "På nettet"}
    terms = [("topics", code, name) for code, name in TOPICS.items()]
    terms += [(term.fact, term.code, term.name) for term in FACT_TERMS]
    return [
        *(Taxonomy(id=stable_id("taxonomy", code), name=code, description=name) for code, name in names.items()),
        *(
            TaxonomyTerm(
                id=_term_id(code),
                taxonomy_id=stable_id("taxonomy", taxonomy),
                code=code,
                name=name,
                description=name,
                language="da",
            )
            for taxonomy, code, name in terms
        ),
    ]


def file_rows(content: ContentFile) -> list[Base]:
    """Everything a file says, in the order in which rows refer to each other."""
    return [
        *_municipality(content),
        *_sources(content),
        *(_organization(content.scope, entry) for entry in content.organizations),
        *(_location(content, entry) for entry in content.locations),
        *(_service(content, entry) for entry in content.services),
    ]


def _municipality(content: ContentFile) -> list[Municipality]:
    entry = content.municipality
    if entry is None:
        return []
    return [
        Municipality(
            id=stable_id("municipality", entry.code),
            code=entry.code,
            name=entry.name,
            region=entry.region,
            phone=entry.phone,
            url=entry.url,
            address_1=entry.address and entry.address.address_1,
            postal_code=entry.address and entry.address.postal_code,
            city=entry.address and entry.address.city,
            fictional=entry.fictional,
        )
    ]


def _municipality_id(content: ContentFile) -> uuid.UUID | None:
    return stable_id("municipality", content.scope) if content.municipality else None


def _sources(content: ContentFile) -> list[SourceDocument]:
    return [
        SourceDocument(
            id=stable_id("source", content.scope, key),
            municipality_id=_municipality_id(content),
            document=entry.document,
            title=entry.title,
            date=entry.date,
        )
        for key, entry in content.sources.items()
    ]


def _organization(scope: str, entry: OrganizationEntry) -> Organization:
    row_id = stable_id("organization", scope, entry.key)
    return Organization(
        id=row_id,
        name=entry.name,
        description=entry.description,
        email=entry.email,
        website=entry.url,
        phones=_phones(row_id, entry.phones),
    )


def _location(content: ContentFile, entry: LocationEntry) -> Location:
    row_id = stable_id("location", content.scope, entry.key)
    return Location(
        id=row_id,
        organization_id=entry.organization and stable_id("organization", content.scope, entry.organization),
        location_type=entry.location_type,
        name=entry.name,
        alternate_name=entry.alternate_name,
        description=entry.description,
        transportation=entry.transportation,
        latitude=entry.latitude,
        longitude=entry.longitude,
        addresses=_addresses(row_id, content, entry),
        phones=_phones(row_id, entry.phones),
        languages=_languages(row_id, entry.languages),
        accessibility=_accessibility(row_id, entry.accessibility),
    )


def _addresses(owner: uuid.UUID, content: ContentFile, entry: LocationEntry) -> list[Address]:
    if entry.address is None:
        return []
    region = content.municipality.region if content.municipality else None
    return [
        Address(
            id=stable_id("address", str(owner)),
            position=0,
            address_1=entry.address.address_1,
            postal_code=entry.address.postal_code,
            city=entry.address.city,
            state_province=region or "",
            country="DK",
            address_type=entry.location_type,
        )
    ]


def _service(content: ContentFile, entry: ServiceEntry) -> Service:
    row_id = stable_id("service", content.scope, entry.key)
    service = Service(
        id=row_id,
        organization_id=stable_id("organization", content.scope, entry.organization),
        municipality_id=_municipality_id(content),
        source_document_id=stable_id("source", content.scope, entry.source.key),
        source_section=entry.source.section,
        **entry.model_dump(include=_SAME_NAME),
        attributes=_attributes(row_id, entry),
        service_at_locations=_places(row_id, content.scope, entry),
        service_areas=[_area(row_id, content)],
        phones=_phones(row_id, entry.phones),
        contacts=_contacts(row_id, entry),
        schedules=_schedules(row_id, entry),
        cost_options=_costs(row_id, entry),
        languages=_languages(row_id, entry.languages),
        accessibility=_accessibility(row_id, entry.accessibility),
        required_documents=_required_documents(row_id, entry),
        service_capacities=_capacities(row_id, entry),
    )
    # Staff may have confirmed the facts in the database: a file that says nothing about that does not take it back.
    if entry.assured_date:
        service.assured_date = entry.assured_date
    return service


_SAME_NAME = {
    *("name", "alternate_name", "description", "keywords", "url", "email", "status", "interpretation_services"),
    *("application_process", "fees_description", "eligibility_description", "minimum_age", "maximum_age", "alert"),
    *("valid_from", "valid_to", "policy_section"),
}


def _attributes(owner: uuid.UUID, entry: ServiceEntry) -> list[Attribute]:
    stated = (("anonymous", entry.anonymous), ("referral", entry.referral), ("online", entry.online))
    codes = [*entry.topics, *(term_code(fact, value) for fact, value in stated if value is not None)]
    return [
        Attribute(
            id=stable_id("attribute", str(owner), code),
            position=position,
            link_id=owner,
            link_entity="service",
            taxonomy_term_id=_term_id(code),
        )
        for position, code in enumerate(codes)
    ]


def _term_id(code: str) -> uuid.UUID:
    return stable_id("taxonomy_term", code)


def _places(owner: uuid.UUID, scope: str, entry: ServiceEntry) -> list[ServiceAtLocation]:
    return [
        ServiceAtLocation(
            id=stable_id("service_at_location", str(owner), key),
            position=position,
            location_id=stable_id("location", scope, key),
        )
        for position, key in enumerate(entry.locations)
    ]


def _area(owner: uuid.UUID, content: ContentFile) -> ServiceArea:
    name = content.municipality.name if content.municipality else "Danmark"
    return ServiceArea(id=stable_id("service_area", str(owner)), position=0, name=name)


def _phones(owner: uuid.UUID, entries: list[PhoneEntry]) -> list[Phone]:
    return [
        Phone(id=stable_id("phone", str(owner), position), position=position, **entry.model_dump())
        for position, entry in enumerate(entries)
    ]


def _contacts(owner: uuid.UUID, entry: ServiceEntry) -> list[Contact]:
    return [
        Contact(id=stable_id("contact", str(owner), position), position=position, **contact.model_dump())
        for position, contact in enumerate(entry.contacts)
    ]


def _schedules(owner: uuid.UUID, entry: ServiceEntry) -> list[Schedule]:
    """The words of `schedule_text` are a schedule with a description alone."""
    fields: list[dict[str, object]] = [schedule.model_dump() for schedule in entry.schedules]
    if entry.schedule_text:
        fields.insert(0, dict.fromkeys(fields[0] if fields else ()) | {"description": entry.schedule_text})
    return [
        Schedule(id=stable_id("schedule", str(owner), position), position=position, **values)
        for position, values in enumerate(fields)
    ]


def _costs(owner: uuid.UUID, entry: ServiceEntry) -> list[CostOption]:
    """`free: true` without a price is a price of 0; `free: false` without one is a price whose amount is not known."""
    fields: list[dict[str, object]] = [cost.model_dump() for cost in entry.costs]
    if not fields and entry.free is not None:
        fields = [
            {
                "amount": Decimal(0) if entry.free else None,
                "currency": "DKK",
                "option": None,
                "amount_description": None,
            }
        ]
    return [
        CostOption(id=stable_id("cost_option", str(owner), position), position=position, **values)
        for position, values in enumerate(fields)
    ]


def _languages(owner: uuid.UUID, codes: list[str]) -> list[Language]:
    return [
        Language(id=stable_id("language", str(owner), position), position=position, code=code)
        for position, code in enumerate(codes)
    ]


def _accessibility(owner: uuid.UUID, entries: list[AccessibilityEntry]) -> list[Accessibility]:
    return [
        Accessibility(id=stable_id("accessibility", str(owner), position), position=position, **entry.model_dump())
        for position, entry in enumerate(entries)
    ]


def _required_documents(owner: uuid.UUID, entry: ServiceEntry) -> list[RequiredDocument]:
    return [
        RequiredDocument(
            id=stable_id("required_document", str(owner), position), position=position, **document.model_dump()
        )
        for position, document in enumerate(entry.required_documents)
    ]


def _capacities(owner: uuid.UUID, entry: ServiceEntry) -> list[ServiceCapacity]:
    if entry.capacity is None:
        return []
    return [ServiceCapacity(id=stable_id("service_capacity", str(owner)), position=0, **entry.capacity.model_dump())]
