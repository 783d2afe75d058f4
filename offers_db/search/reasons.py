"""Why an offer fits, in a few Danish words: only from what is known, what was asked for first."""

from offers_db.offer import Offer
from offers_db.search.fitting import fits_age
from offers_db.search.query import OfferQuery

MAX_REASONS = 4
_DAYS = {
    "MO": "om mandagen",
    "TU": "om tirsdagen",
    "WE": "om onsdagen",
    "TH": "om torsdagen",
    "FR": "om fredagen",
    "SA": "om lørdagen",
    "SU": "om søndagen",
}
_LANGUAGES = {
    "da": "på dansk",
    "en": "på engelsk",
    "ar": "på arabisk",
    "tr": "på tyrkisk",
    "pl": "på polsk",
    "uk": "på ukrainsk",
}


def reasons(offer: Offer, query: OfferQuery, place_names: dict[str, str]) -> tuple[str, ...]:
    """At most four reasons. `place_names`: municipality code -> the name after "i", such as "Ballerup"."""
    known = _known_reasons(offer, query, place_names)
    ordered = sorted(known, key=lambda known_reason: not known_reason[0])
    return tuple(dict.fromkeys(reason for _, reason in ordered))[:MAX_REASONS]


def _known_reasons(offer: Offer, query: OfferQuery, place_names: dict[str, str]) -> list[tuple[bool, str]]:
    """(asked for?, reason) of every known fact, the telling ones first."""
    both = (query.filters, query.prefer)
    local = offer.municipality in place_names
    found = [
        (offer.anonymous is True, any(f.anonymous for f in both), "du kan være anonym"),
        (offer.free is True, any(f.free for f in both), "gratis"),
        (offer.referral == "none", any(f.no_referral for f in both), "ingen henvisning"),
        (offer.evening is True, any(f.evening for f in both), "om aftenen"),
        (offer.online is True, any(f.online for f in both), "online"),
        (_age_range(offer) is not None, bool(fits_age(offer, query.age)), f"for dig {_age_range(offer)}"),
        (local, any(f.local_only for f in both), f"i {place_names.get(offer.municipality or '')}"),
        (offer.municipality is None, any(f.national_only for f in both), "landsdækkende"),
    ]
    days = [(f.weekday in offer.weekdays, True, _DAYS[f.weekday]) for f in both if f.weekday in _DAYS]
    languages = [
        (f.language in offer.languages, True, _LANGUAGES[f.language]) for f in both if f.language in _LANGUAGES
    ]
    return [(is_asked, reason) for is_known, is_asked, reason in (*days, *languages, *found) if is_known]


def _age_range(offer: Offer) -> str | None:
    """ "fra 75 år", "til og med 25 år", "mellem 12 og 25 år": a limit counts itself in."""
    low, high = offer.minimum_age, offer.maximum_age
    if low is not None and high is not None:
        return f"mellem {low} og {high} år"
    if low is not None:
        return f"fra {low} år"
    return f"til og med {high} år" if high is not None else None
