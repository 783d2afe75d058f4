"""What a content file may hold: one municipality's offers, or the national ones. A key left out means "not known"."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, ValidationInfo, field_validator, model_validator

from offers_db.content_fields import (
    Age,
    Byday,
    Clock,
    Email,
    Key,
    LanguageCode,
    PhoneNumber,
    SourceDate,
    Text,
    Topic,
    Url,
    wrong,
)


class Entry(BaseModel):
    """Base of all entries: a key that the schema does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, coerce_numbers_to_str=True)


class Period(Entry):
    """An entry that holds from one day to another, both included."""

    valid_from: date | None = None
    valid_to: date | None = None

    @field_validator("valid_to")
    @classmethod
    def _in_order(cls, value: date | None, info: ValidationInfo) -> date | None:
        start = info.data.get("valid_from")
        if value and start and value < start:
            raise wrong("slutdatoen ligger før startdatoen")
        return value


class AddressEntry(Entry):
    address_1: Text
    postal_code: Annotated[str, Field(pattern=r"^\d{4}$")]
    city: Text


class MunicipalityEntry(Entry):
    code: Key
    name: Text
    region: Text | None = None
    phone: PhoneNumber | None = None
    url: Url | None = None
    address: AddressEntry | None = None
    fictional: StrictBool = False


class SourceEntry(Entry):
    document: Key | None = None
    title: Text
    date: SourceDate | None = None


class PhoneEntry(Entry):
    number: PhoneNumber
    description: Text | None = None
    hours: Text | None = None


class AccessibilityEntry(Entry):
    description: Text
    details: Text | None = None
    url: Url | None = None


class OrganizationEntry(Entry):
    key: Key
    name: Text
    description: Text
    url: Url | None = None
    email: Email | None = None
    phones: list[PhoneEntry] = []


class LocationEntry(Entry):
    key: Key
    organization: str | None = None
    name: Text
    location_type: Literal["physical", "postal", "virtual"] = "physical"
    alternate_name: Text | None = None
    description: Text | None = None
    transportation: Text | None = None
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    address: AddressEntry | None = None
    accessibility: list[AccessibilityEntry] = []
    phones: list[PhoneEntry] = []
    languages: list[LanguageCode] = []


class CostEntry(Entry):
    amount: Annotated[Decimal, Field(ge=0, decimal_places=2)] | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "DKK"
    option: Text | None = None
    amount_description: Text | None = None


class RequiredDocumentEntry(Entry):
    document: Text
    uri: Url | None = None


class ContactEntry(Entry):
    title: Text
    department: Text | None = None
    name: Text | None = None
    email: Email | None = None


class ScheduleEntry(Period):
    freq: Literal["WEEKLY", "MONTHLY"] | None = None
    interval: Annotated[int, Field(ge=1)] | None = None
    byday: Byday | None = None
    dtstart: date | None = None
    opens_at: Clock | None = None
    closes_at: Clock | None = None
    description: Text | None = None
    attending_type: Text | None = None
    schedule_link: Url | None = None

    @field_validator("closes_at")
    @classmethod
    def _closes_after_opening(cls, value: str | None, info: ValidationInfo) -> str | None:
        opens = info.data.get("opens_at")
        if value and opens and value <= opens:
            raise wrong("der lukkes, før der åbnes")
        return value

    @model_validator(mode="after")
    def _says_when(self) -> "ScheduleEntry":
        if self.freq and not (self.byday or self.dtstart):
            raise wrong("freq kræver byday eller dtstart")
        if self.byday and not self.freq:
            raise wrong("byday kræver freq")
        if not (self.freq or self.dtstart or self.description):
            raise wrong("en tid skal have freq, dtstart eller description")
        return self


class CapacityEntry(Entry):
    unit: Text
    available: Annotated[int, Field(ge=0)]
    updated: date


class SourceReference(Entry):
    key: str
    section: Text | None = None


class ServiceEntry(Period):
    key: Key
    name: Text
    alternate_name: Text | None = None
    description: Text
    keywords: list[Text] = []
    organization: str
    locations: list[str] = []
    topics: Annotated[list[Topic], Field(min_length=1)]
    status: Literal["active", "inactive", "defunct", "temporarily closed"] = "active"
    anonymous: StrictBool | None = None
    referral: Literal["none", "gp", "hospital"] | None = None
    minimum_age: Age | None = None
    maximum_age: Age | None = None
    eligibility_description: Text | None = None
    costs: list[CostEntry] = []
    free: StrictBool | None = None
    fees_description: Text | None = None
    application_process: Text | None = None
    required_documents: list[RequiredDocumentEntry] = []
    phones: list[PhoneEntry] = []
    email: Email | None = None
    url: Url | None = None
    contacts: list[ContactEntry] = []
    schedules: list[ScheduleEntry] = []
    schedule_text: Text | None = None
    languages: list[LanguageCode] = []
    interpretation_services: Text | None = None
    accessibility: list[AccessibilityEntry] = []
    online: StrictBool | None = None
    capacity: CapacityEntry | None = None
    alert: Text | None = None
    assured_date: date | None = None
    policy_section: Text | None = None
    source: SourceReference

    @field_validator("topics", "locations", "languages")
    @classmethod
    def _no_doubles(cls, value: list[str]) -> list[str]:
        if len(set(value)) < len(value):
            raise wrong("det samme står to gange")
        return value

    @field_validator("maximum_age")
    @classmethod
    def _not_under_minimum(cls, value: int | None, info: ValidationInfo) -> int | None:
        minimum = info.data.get("minimum_age")
        if value is not None and minimum is not None and value < minimum:
            raise wrong("den højeste alder er lavere end den laveste")
        return value

    @field_validator("free")
    @classmethod
    def _agrees_with_costs(cls, value: bool | None, info: ValidationInfo) -> bool | None:
        if value and any(cost.amount != 0 for cost in info.data.get("costs", [])):
            raise wrong("tilbuddet er gratis, men har også en pris")
        return value


class ContentFile(Entry):
    """A whole file. `municipality: null` makes its services national."""

    municipality: MunicipalityEntry | None
    sources: dict[Key, SourceEntry] = {}
    organizations: list[OrganizationEntry] = []
    locations: list[LocationEntry] = []
    services: list[ServiceEntry] = []

    @property
    def scope(self) -> str:
        """The municipality's code, or "national": the first part of every id's source key."""
        return self.municipality.code if self.municipality else "national"
