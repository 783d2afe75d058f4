"""What one may ask the directory for, and what it answers."""

from dataclasses import dataclass, field

from offers_db.offer import Offer


@dataclass(frozen=True)
class Filters:
    """Conditions on an offer. None = not asked; `weekday` is MO..SU, `language` an ISO 639-1 code."""

    free: bool | None = None
    anonymous: bool | None = None
    no_referral: bool | None = None
    online: bool | None = None
    national_only: bool | None = None
    local_only: bool | None = None
    weekday: str | None = None
    evening: bool | None = None
    language: str | None = None


@dataclass(frozen=True)
class OfferQuery:
    """One search. `topics` are codes of `offers_db.topics.TOPICS`, the most wanted first; `municipality` is a code.

    `filters` must hold; `prefer` only raises the rank of what is known to fit. `offset` and `limit` page through.
    """

    text: str | None = None
    topics: tuple[str, ...] = ()
    municipality: str | None = None
    filters: Filters = field(default_factory=Filters)
    prefer: Filters = field(default_factory=Filters)
    age: int | None = None
    limit: int = 3
    offset: int = 0


@dataclass(frozen=True)
class SearchResult:
    """`offers`: this page of those known to fit, best first, with `reasons`. `total`: how many fit in all.

    `unknown`: the best `limit` of those where a filtered fact is not known: to be shown as such, never as fitting.
    `closest`: only when `offers` is empty: the best `limit` of the right topic and place that the filters ruled out.
    """

    offers: tuple[Offer, ...] = ()
    unknown: tuple[Offer, ...] = ()
    total: int = 0
    closest: tuple[Offer, ...] = ()
