"""Does an offer fit? Yes, no, or not known: the three are kept apart."""

from collections.abc import Iterator
from datetime import date

from offers_db.offer import Offer
from offers_db.search.query import Filters


def answers(offer: Offer, filters: Filters) -> Iterator[bool | None]:
    """For each condition that is asked, whether the offer meets it; None if that is not known."""
    wanted_facts = (
        (filters.free, offer.free),
        (filters.anonymous, offer.anonymous),
        (filters.no_referral, None if offer.referral is None else offer.referral == "none"),
        (filters.online, offer.online),
        (filters.evening, offer.evening),
        (filters.national_only, offer.municipality is None),
        (filters.local_only, offer.municipality is not None),
    )
    for wanted, fact in wanted_facts:
        if wanted is not None:
            yield None if fact is None else fact == wanted
    if filters.weekday is not None:
        yield filters.weekday in offer.weekdays if offer.weekdays else None
    if filters.language is not None:
        yield filters.language in offer.languages if offer.languages else None


def fits(offer: Offer, filters: Filters) -> bool | None:
    """False if any condition is known not to hold, else None if any is not known, else True."""
    given = set(answers(offer, filters))
    return False if False in given else None if None in given else True


def fits_age(offer: Offer, age: int | None) -> bool | None:
    """Whether somebody of that age may come; None if no age is given or the offer states no limit."""
    if age is None or (offer.minimum_age is None and offer.maximum_age is None):
        return None
    return (offer.minimum_age or 0) <= age <= (age if offer.maximum_age is None else offer.maximum_age)


def is_current(offer: Offer, today: date) -> bool:
    """Whether the offer is in force today."""
    return (offer.valid_from or today) <= today <= (offer.valid_to or today)


def is_in_reach(offer: Offer, municipality: str | None) -> bool:
    """National offers and one's own municipality's; a fictional municipality's offers only when it is asked for."""
    if municipality is None:
        return not offer.fictional
    return offer.municipality in (None, municipality)
