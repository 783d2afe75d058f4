"""Three-valued facts that HSDS has no column for, kept as attributes: yes, no, or no attribute = not known."""

from typing import NamedTuple

from offers_db.models import Service


class FactTerm(NamedTuple):
    """A taxonomy term that states a fact: `value` is what the read model says when a service has it."""

    fact: str
    value: bool | str
    code: str
    name: str


FACT_TERMS = (
    FactTerm("anonymous", True, "anonymous", "Du kan være anonym"),
    FactTerm("anonymous", False, "not_anonymous", "Du kan ikke være anonym"),
    FactTerm("referral", "none", "referral_none", "Ingen henvisning"),
    FactTerm("referral", "gp", "referral_gp", "Henvisning fra egen læge"),
    FactTerm("referral", "hospital", "referral_hospital", "Henvisning fra sygehus"),
    FactTerm("online", True, "online", "Kan bruges på nettet"),
    FactTerm("online", False, "not_online", "Kan ikke bruges på nettet"),
)
_BY_CODE = {term.code: term for term in FACT_TERMS}


def term_code(fact: str, value: bool | str) -> str:
    """The code of the term that states `value` of `fact`."""
    return next(term.code for term in FACT_TERMS if (term.fact, term.value) == (fact, value))


def is_known(service: Service, fact: str) -> bool | None:
    """Yes, no, or None when the service has no attribute for this fact."""
    value = _value(service, fact)
    return value if isinstance(value, bool) else None


def referral(service: Service) -> str | None:
    """none, gp, hospital, or None when not known."""
    value = _value(service, "referral")
    return value if isinstance(value, str) else None


def _value(service: Service, fact: str) -> bool | str | None:
    terms = (_BY_CODE.get(attribute.taxonomy_term.code) for attribute in service.attributes)
    return next((term.value for term in terms if term and term.fact == fact), None)
