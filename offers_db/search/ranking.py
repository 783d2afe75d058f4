"""The directory in memory: which offers fit a query, best first, and why."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import zip_longest
from pathlib import Path

import numpy as np
import numpy.typing as npt

from offers_db.offer import Municipality, Offer
from offers_db.search import embedding
from offers_db.search.fitting import answers, fits, fits_age, is_current, is_in_reach
from offers_db.search.lexical import LexicalIndex, Scores
from offers_db.search.query import OfferQuery, SearchResult
from offers_db.search.reasons import reasons
from offers_db.topics import TOPICS

# What a hit counts in the name, the keywords, the topics' names and the description.
FIELD_WEIGHTS = (4.0, 3.0, 2.0, 1.0)
# Reciprocal rank fusion's constant, from Cormack et al. 2009.
RRF_K = 60
# Points of an offer for a topic: with nothing preferred, main topic before secondary and local before national.
MAIN_TOPIC, PREFERRED, LOCAL = 2, 2, 1
# In a search by text alone a point lifts an offer by some two or three ranks.
POINT_BOOST = 0.02
# Below either floor an offer is not about the text. Calibrated on 192 topic sentences and 60 out of scope of data/nlu.
LEXICAL_FLOOR = 3.0
MEANING_FLOOR = 0.85
# Characters of name and keywords that are embedded: half as many find less, the description adds nothing.
PASSAGE_LENGTH = 200


class Directory:
    """Search over `offers`. Build it once, and again when the offers change: vectors of unchanged texts are kept.

    `today` decides what is in force. `vector_cache` is an .npz file that spares the next process the embedding.
    """

    def __init__(
        self,
        offers: Sequence[Offer],
        municipalities: Iterable[Municipality],
        *,
        today: Callable[[], date] = date.today,
        vector_cache: Path | None = None,
    ) -> None:
        self.offers = tuple(offers)
        self.municipalities = {municipality.code: municipality for municipality in municipalities}
        self._today = today
        self._by_id = {offer.id: offer for offer in self.offers}
        self._place_names = {code: _place_name(m.name) for code, m in self.municipalities.items()}
        self._lexical = LexicalIndex([_fields(offer) for offer in self.offers], FIELD_WEIGHTS)
        self._vectors = embedding.embed_passages([_passage(offer) for offer in self.offers], vector_cache)

    def offer(self, offer_id: str) -> Offer | None:
        """The offer with that id, None if there is none any more."""
        return self._by_id.get(offer_id)

    def search(self, query: OfferQuery) -> SearchResult:
        """What fits the query; see OfferQuery and SearchResult."""
        today = self._today()
        reachable = [
            index
            for index, offer in enumerate(self.offers)
            if is_current(offer, today)
            and is_in_reach(offer, query.municipality)
            and fits_age(offer, query.age) is not False
        ]
        ranked = self._ranked(query, reachable)
        fitting = [offer for offer in ranked if fits(offer, query.filters)]
        unknown = [offer for offer in ranked if fits(offer, query.filters) is None]
        ruled_out = [offer for offer in ranked if fits(offer, query.filters) is False]
        page = fitting[query.offset : query.offset + query.limit]
        return SearchResult(
            offers=self._with_reasons(page, query),
            unknown=self._with_reasons(unknown[: query.limit], query),
            total=len(fitting),
            closest=() if fitting else self._with_reasons(ruled_out[: query.limit], query),
        )

    def _ranked(self, query: OfferQuery, reachable: list[int]) -> list[Offer]:
        """The offers of the right topics, or without topics those the text is about, best first."""
        relevance, is_about = self._relevance(query.text, reachable)
        if query.topics:
            groups = [self._for_topic(topic, query, reachable, relevance) for topic in query.topics]
        else:
            about = [index for index in reachable if is_about[index]] if query.text else reachable
            groups = [self._by_relevance(about, query, relevance)]
        interleaved = (index for group in zip_longest(*groups) for index in group if index is not None)
        return [self.offers[index] for index in dict.fromkeys(interleaved)]

    def _for_topic(self, topic: str, query: OfferQuery, reachable: list[int], relevance: Scores) -> list[int]:
        """The topic's offers by points; the text decides between equals."""
        group = [index for index in reachable if topic in self.offers[index].topics]
        return sorted(group, key=lambda i: (-self._points(self.offers[i], query, topic), -relevance[i]))

    def _by_relevance(self, group: list[int], query: OfferQuery, relevance: Scores) -> list[int]:
        """Offers by relevance, points adding a little; by points alone where the query has no text."""
        points = {index: self._points(self.offers[index], query, None) for index in group}
        return sorted(group, key=lambda i: (-relevance[i] * (1 + POINT_BOOST * points[i]), -points[i]))

    def _relevance(self, text: str | None, reachable: list[int]) -> tuple[Scores, npt.NDArray[np.bool_]]:
        """For each offer the reciprocal rank fusion of words and meaning, and whether it is above both floors."""
        relevance = np.zeros(len(self.offers), dtype=np.float32)
        is_about = np.zeros(len(self.offers), dtype=np.bool_)
        if not text or not reachable:
            return relevance, is_about
        lexical = self._lexical.scores(text)[reachable]
        meaning = (self._vectors @ embedding.embed_query(self._lexical.analyzer.respelled(text)))[reachable]
        is_about[reachable] = (lexical >= LEXICAL_FLOOR) & (meaning >= MEANING_FLOOR)
        relevance[reachable] = (lexical > 0) / (RRF_K + _ranks(lexical)) + 1 / (RRF_K + _ranks(meaning))
        return relevance, is_about

    def _points(self, offer: Offer, query: OfferQuery, topic: str | None) -> int:
        """Main topic, nearness, each preference or age limit known to be met; one known not to be counts against."""
        preferences = [*answers(offer, query.prefer), fits_age(offer, query.age)]
        return (
            MAIN_TOPIC * (offer.topics[:1] == (topic,))
            + LOCAL * (offer.municipality is not None)
            + PREFERRED * (preferences.count(True) - preferences.count(False))
        )

    def _with_reasons(self, offers: Iterable[Offer], query: OfferQuery) -> tuple[Offer, ...]:
        return tuple(replace(offer, reasons=reasons(offer, query, self._place_names)) for offer in offers)


def _ranks(scores: Scores) -> Scores:
    """1 for the highest score, 2 for the next; equals share the better rank."""
    higher: Scores = (scores[None, :] > scores[:, None]).sum(axis=1).astype(np.float32)
    return higher + 1


def _fields(offer: Offer) -> tuple[str, str, str, str]:
    """The texts that words are looked for in, in the order of FIELD_WEIGHTS."""
    name = f"{offer.name} {offer.alternate_name or ''}"
    topics = " ".join(TOPICS[topic] for topic in offer.topics)
    return name, " ".join(offer.keywords), topics, f"{offer.description or ''} {offer.eligibility_description or ''}"


def _passage(offer: Offer) -> str:
    """What stands for the offer's meaning: short, because every word costs time when the guide starts."""
    return f"{offer.name}. {', '.join(offer.keywords) or offer.description or ''}"[:PASSAGE_LENGTH]


def _place_name(municipality: str) -> str:
    """Ballerup Kommune -> Ballerup"""
    return municipality.removesuffix(" Kommune")
