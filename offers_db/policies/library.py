"""The policies in memory: asked a question in any wording, they answer with citations or say that they do not."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from offers_db.offer import Municipality
from offers_db.policies import figures
from offers_db.policies.answer import (
    CitedFigure,
    CitedPassage,
    PolicyAnswer,
    PolicyFigures,
    PolicyNone,
    PolicyPassages,
    SectionLink,
)
from offers_db.policies.evidence import Embed, Evidence, EvidenceIndex, Indices, Searchable
from offers_db.policies.places import Gazetteer
from offers_db.policies.read_model import Document, Passage, Section, Statistic
from offers_db.policies.support import SUPPORT_FLOOR, support
from offers_db.search import embedding

MAX_PASSAGES = 3
# A passage under the best one's heading is shown with so much less support.
SIBLING_MARGIN = 3.0
MAX_NEAREST = 3
MAX_RELATED = 2


class PolicyLibrary:
    """Search over the documents in force. Build it once, and again when they change: known texts' vectors are kept."""

    def __init__(
        self,
        documents: Iterable[Document],
        passages: Sequence[Passage],
        statistics: Sequence[Statistic],
        municipalities: Iterable[Municipality],
        *,
        embed: Embed = embedding.embed_passages,
    ) -> None:
        self.documents = {document.id: document for document in documents}
        self.passages = tuple(passages)
        self._by_document: dict[str, list[Passage]] = defaultdict(list)
        for passage in self.passages:
            self._by_document[passage.document].append(passage)
        self._municipalities = {municipality.code: municipality for municipality in municipalities}
        self._gazetteer = Gazetteer(self._municipalities.values())
        self._index = EvidenceIndex([self._searchable(passage) for passage in self.passages], embed)
        self._figures = figures.Figures(statistics, embed)
        self._by_municipality: dict[str, Indices] = {
            code: np.array([i for i, p in enumerate(self.passages) if self._of(p).municipality == code], np.int64)
            for code in {document.municipality for document in self.documents.values()}
        }

    def document(self, code: str, *, imported: bool = False) -> Document | None:
        """The document with that code, in the guide's words or verbatim; None if there is none."""
        found = (d for d in self.documents.values() if d.code == code and d.imported == imported)
        return next(found, None)

    def passages_of(self, document: Document) -> list[Passage]:
        """The document's passages in its own order."""
        return list(self._by_document.get(document.id, ()))

    def ask(self, question: str, municipality: str | None) -> PolicyAnswer:
        """Answers from the municipality in focus (a code), or those that the question names; from all if neither.

        A question for a number gets figures if there are any; else passages that support an answer, else PolicyNone.
        """
        places = self._gazetteer.find(question)
        asked = places.named or ((municipality,) if municipality else tuple(self._by_municipality))
        unknown = [*places.unknown, *(self._name(code) for code in asked if code not in self._by_municipality)]
        targets = [code for code in asked if code in self._by_municipality]
        if (places.unknown and not places.named) or not targets:
            nearby = [code for code in self._by_municipality if municipality in (code, None)] or list(
                self._by_municipality
            )
            return self._none([self._ranked(places.rest, code) for code in nearby], unknown[0])
        ranked = [self._ranked(places.rest, code) for code in targets]
        found = self._supported(ranked)
        if len(targets) > 1 and figures.compares(question) and self._is_one_sided(found, targets):
            found = []
        if found and not figures.asks_for_figures(question):
            return self._from_passages(found)
        with_figures = self._with_figures(places.rest, targets, unknown, found)
        return with_figures or (self._from_passages(found) if found else self._none(ranked, None))

    def ask_statistics(self, question: str, municipality: str | None) -> tuple[CitedFigure, ...]:
        """The figures that answer the question, each municipality's best first; () if there are none."""
        places = self._gazetteer.find(question)
        asked = places.named or ((municipality,) if municipality else tuple(self._by_municipality))
        return tuple(self._figure(s) for code in asked for s in self._figures.find(places.rest, code))

    def evidence(self, question: str, municipality: str) -> list[tuple[Passage, Evidence]]:
        """What one municipality's passages offer for a question, best first: for calibrating."""
        places = self._gazetteer.find(question)
        return [(self.passages[e.index], e) for e in self._ranked(places.rest, municipality)]

    def section(self, code: str, key: str) -> tuple[tuple[CitedPassage, ...], tuple[SectionLink, ...]]:
        """A section's passages in order and sections to go on to; both empty if there is no such section."""
        document = self.document(code) or self.document(code, imported=True)
        passages = [p for p in self.passages_of(document) if p.section == key] if document else []
        if document is None or not passages:
            return (), ()
        here = frozenset((key,))
        topics = frozenset(topic for passage in passages for topic in passage.topics)
        related = self._neighbours(document, document.section(key), here, topics)
        return tuple(self._passage(passage) for passage in passages), related

    def best_passage(self, code: str, text: str) -> CitedPassage | None:
        """The passage of one document that is most about a text; None if the document is not here."""
        document = self.document(code)
        if document is None:
            return None
        among = np.array([i for i, p in enumerate(self.passages) if p.document == document.id], np.int64)
        ranked = sorted(self._index.find(text, among), key=support, reverse=True)
        return self._passage(self.passages[ranked[0].index]) if ranked else None

    def _from_passages(self, found: Sequence[Evidence]) -> PolicyPassages:
        return PolicyPassages(self._cited(found), self._related(self.passages[found[0].index], found))

    def _with_figures(
        self, question: str, targets: Sequence[str], unknown: Sequence[str], passages: Sequence[Evidence]
    ) -> PolicyFigures | None:
        by_municipality = {code: self._figures.find(question, code) for code in targets}
        found = [statistic for statistics in by_municipality.values() for statistic in statistics]
        if not found:
            return None
        with_figures = [statistics for statistics in by_municipality.values() if statistics]
        missing = [self._name(code) for code, statistics in by_municipality.items() if not statistics]
        document = self.documents[found[0].document]
        return PolicyFigures(
            figures=tuple(self._figure(statistic) for statistic in found),
            definitions_differ=figures.definitions_differ(with_figures),
            missing=(*missing, *unknown),
            passages=self._cited(passages),
            related=self._neighbours(document, document.section(found[0].section), frozenset()),
        )

    def _supported(self, ranked: Sequence[Sequence[Evidence]]) -> list[Evidence]:
        """The passages that support an answer, best first; of several municipalities each one's best first."""
        firsts = [] if len(ranked) == len(self._by_municipality) else [e for group in ranked for e in group[:1]]
        rest = sorted((e for group in ranked for e in group if e not in firsts), key=support, reverse=True)
        found = [evidence for evidence in (*firsts, *rest) if support(evidence) >= SUPPORT_FLOOR][:MAX_PASSAGES]
        return self._completed(found, rest) if found and len(ranked) == 1 else found

    def _completed(self, found: list[Evidence], ranked: Sequence[Evidence]) -> list[Evidence]:
        """With what stands under the same heading as the best and nearly supports the answer, to the full number."""
        section = self._section_of(found[0])
        more = [
            evidence
            for evidence in ranked
            if evidence not in found
            and self._section_of(evidence) == section
            and support(evidence) >= SUPPORT_FLOOR - SIBLING_MARGIN
        ]
        return [*found, *more][:MAX_PASSAGES]

    def _section_of(self, evidence: Evidence) -> tuple[str, str]:
        passage = self.passages[evidence.index]
        return passage.document, passage.section

    def _is_one_sided(self, found: Iterable[Evidence], targets: Sequence[str]) -> bool:
        """Whether a municipality that is to be compared has no passage."""
        heard = {self._of(self.passages[evidence.index]).municipality for evidence in found}
        return not set(targets) <= heard

    def _ranked(self, question: str, municipality: str) -> list[Evidence]:
        return sorted(self._index.find(question, self._by_municipality[municipality]), key=support, reverse=True)

    def _none(self, ranked: Sequence[Sequence[Evidence]], unknown: str | None) -> PolicyNone:
        """`unknown`: name of a municipality asked about that has no documents."""
        found = sorted((evidence for group in ranked for evidence in group), key=support, reverse=True)
        places = {self._of(self.passages[evidence.index]).municipality for evidence in found}
        links = dict.fromkeys(self._link(self.passages[evidence.index]) for evidence in found)
        searched = {d.code for d in self.documents.values() if d.municipality in places}
        return PolicyNone(tuple(links)[:MAX_NEAREST], tuple(sorted(searched)), unknown)

    def _cited(self, found: Iterable[Evidence]) -> tuple[CitedPassage, ...]:
        return tuple(self._passage(self.passages[evidence.index]) for evidence in found)

    def _passage(self, passage: Passage) -> CitedPassage:
        document = self._of(passage)
        return CitedPassage(
            passage_id=passage.id,
            document=document.code,
            title=document.title,
            municipality=document.municipality,
            section=document.section(passage.section).heading,
            year=document.year,
            text=passage.text,
            status_note=document.status_note,
            is_quote=document.imported,
            page=passage.page,
            topics=passage.topics,
            url=f"{document.url}#{passage.key}",
        )

    def _figure(self, statistic: Statistic) -> CitedFigure:
        document = self.documents[statistic.document]
        return CitedFigure(
            statistic_id=statistic.id,
            municipality=statistic.municipality,
            indicator=statistic.indicator,
            name=statistic.name,
            definition=statistic.definition,
            population=statistic.population,
            value=statistic.value,
            unit=statistic.unit,
            persons=statistic.persons,
            year=statistic.year,
            source=statistic.source,
            footnote=statistic.footnote,
            comparison_area=statistic.comparison_area,
            comparison_value=statistic.comparison_value,
            area=statistic.area,
            document=document.code,
            title=document.title,
            section=document.section(statistic.section).heading,
            status_note=document.status_note,
            topics=statistic.topics,
            url=f"{document.url}#{statistic.section}",
        )

    def _related(self, passage: Passage, shown: Iterable[Evidence]) -> tuple[SectionLink, ...]:
        """Sections to go on to: those of the same topic first, then the neighbours."""
        document = self._of(passage)
        here = frozenset(self.passages[evidence.index].section for evidence in shown)
        return self._neighbours(document, document.section(passage.section), here, frozenset(passage.topics))

    def _neighbours(
        self, document: Document, section: Section, shown: frozenset[str], topics: frozenset[str] = frozenset()
    ) -> tuple[SectionLink, ...]:
        shared: dict[str, int] = defaultdict(int)
        for passage in self.passages_of(document):
            shared[passage.section] = max(shared[passage.section], len(topics & frozenset(passage.topics)))
        order = [s.key for s in document.sections]
        here = order.index(section.key)
        others = [s for s in document.sections if s.key in shared and s.key != section.key and s.key not in shown]
        others.sort(key=lambda s: (-shared[s.key], abs(order.index(s.key) - here), -order.index(s.key)))
        return tuple(self._section_link(document, s) for s in others[:MAX_RELATED])

    def _link(self, passage: Passage) -> SectionLink:
        document = self._of(passage)
        return self._section_link(document, document.section(passage.section))

    def _section_link(self, document: Document, section: Section) -> SectionLink:
        return SectionLink(
            document.code, document.title, document.municipality, section.heading, f"{document.url}#{section.key}"
        )

    def _searchable(self, passage: Passage) -> Searchable:
        document = self._of(passage)
        heading = document.section(passage.section)
        parent = document.section(heading.parent).heading if heading.parent else ""
        return Searchable(
            heading=f"{heading.heading} {parent} {document.title}",
            keywords=" ".join(passage.keywords),
            text=passage.text,
            title=document.title,
            kind=passage.kind,
        )

    def _of(self, passage: Passage) -> Document:
        return self.documents[passage.document]

    def _name(self, code: str) -> str:
        known = self._municipalities.get(code)
        return known.name.removesuffix(" Kommune") if known else code
