"""The tables, in the terms of HSDS 3.1.3, and those of the policies."""

from offers_db.models.base import Base, stable_id
from offers_db.models.contact import Contact, Language, Phone
from offers_db.models.location import Accessibility, Address, Location, ServiceAtLocation
from offers_db.models.municipality import Municipality, SourceDocument
from offers_db.models.organization import Organization
from offers_db.models.policy import PolicyDocument, PolicyPassage, PolicySection, Statistic
from offers_db.models.schedule import Schedule
from offers_db.models.service import CostOption, RequiredDocument, Service, ServiceArea, ServiceCapacity
from offers_db.models.taxonomy import Attribute, Taxonomy, TaxonomyTerm

__all__ = [
    "Accessibility",
    "Address",
    "Attribute",
    "Base",
    "Contact",
    "CostOption",
    "Language",
    "Location",
    "Municipality",
    "Organization",
    "Phone",
    "PolicyDocument",
    "PolicyPassage",
    "PolicySection",
    "RequiredDocument",
    "Schedule",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "ServiceCapacity",
    "SourceDocument",
    "Statistic",
    "Taxonomy",
    "TaxonomyTerm",
    "stable_id",
]
