"""Finds the figures a question asks for: what is measured first, then in whom."""

import re
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from offers_db.policies.evidence import Embed, EvidenceIndex, Searchable
from offers_db.policies.read_model import Statistic
from offers_db.search import embedding

# Share of the question's words about the thing measured that a figure must have.
COVERAGE_FLOOR = 0.6
MAX_FIGURES = 4

_ASKS = re.compile(
    r"\bhvor mange\b|\bantal\w*|\bprocent\w*|\bandel\w*|\btal\w*|\bstatistik\w*|%|\bsammenlign\w*|\bhvor stor\w*"
    r"|\bhvor udbredt|\bhvor meget\b|\bhvor høj\w*|\bgennemsnit\w*|\bforskel\w*|\bhow many\b|\bhow much\b|\bcompar\w*"
    r"|\bper ?cent\w*|\bfigures?\b|\bnumbers?\b|\bstatistics?\b|\bshare of\b|\bproportion\b|\bhow common\b"
)
# Words of asking for a figure, which name neither what is measured nor in whom.
_FIGURE_WORDS = re.compile(
    r"(?i)\b(?:hvor|mange|how|many|much|antal\w*|procent\w*|procentdel|andel\w*|tal|tallene|tallet|statistik\w*"
    r"|sammenlign\w*|stor|stort|udbredt|høj|højt|gennemsnit\w*|forskel\w*|compar\w*|per ?cent\w*|figures?"
    r"|numbers?|statistics?|share|proportion|common|of|meet|opfylder|lever (?:ikke )?op til"
    r"|regionen|regional\w*|region|landsgennemsnit\w*|people|borgere|borgerne|personer|folk|mennesker|indbyggere|residents"
    r"|flest|færrest|profil\w*|lider|har|stadig|cirka|ca|year|år|årige|årig|forhold)\b"
)
_Test = Callable[[Statistic], bool]


def _is_young(s: Statistic) -> bool:
    return s.school_year is not None or (s.age_to is not None and s.age_to <= 34)


def _is_pupil(s: Statistic) -> bool:
    return s.school_year is not None or (s.age_to is not None and s.age_to < 18)


def _is_old(s: Statistic) -> bool:
    return s.age_from is not None and s.age_from >= 60


def _is_adult(s: Statistic) -> bool:
    return s.school_year is None and (s.age_to is None or s.age_to > 34)


def _is_ninth_year(s: Statistic) -> bool:
    return "9" in (s.school_year or "") and "7" not in (s.school_year or "")


_POPULATIONS: tuple[tuple[re.Pattern[str], _Test], ...] = (
    (re.compile(r"(?i)\b(?:ung\w*|teenage\w*|young|youth|16-34\S*)\b"), _is_young),
    (
        re.compile(
            r"(?i)\b(?:børn\w*|boern\w*|elev\w*|folkeskole\w*|skole\w*|udskoling\w*|klasse\w*|children|pupils|school|students)\b"
        ),
        _is_pupil,
    ),
    (re.compile(r"(?i)\b(?:ældre\w*|aeldre\w*|senior\w*|pensionist\w*|elderly|over 65|65\+?|80)\b"), _is_old),
    (re.compile(r"(?i)\b(?:voksne\w*|adults?)\b"), _is_adult),
    (re.compile(r"(?i)\b(?:pige\w*|kvinde\w*|girls?|women)\b"), lambda s: s.sex == "female"),
    (re.compile(r"(?i)\b(?:dreng\w*|mænd\w*|maend\w*|mand|boys?|men)\b"), lambda s: s.sex == "male"),
    (re.compile(r"(?i)\b9\. ?kl\w*|\bniende\w*"), _is_ninth_year),
)  # fmt: skip


def asks_for_figures(question: str) -> bool:
    """Whether a number is asked for."""
    return _ASKS.search(question.lower()) is not None


def compares(question: str) -> bool:
    """Whether a comparison is asked for."""
    return re.search(r"\bsammenlign\w*|\bcompar\w*|\bforskel\w* (?:på|mellem)", question.lower()) is not None


class Figures:
    """Search over `statistics`."""

    def __init__(self, statistics: Sequence[Statistic], embed: Embed = embedding.embed_passages) -> None:
        self.statistics = tuple(statistics)
        self._index = EvidenceIndex([_searchable(statistic) for statistic in statistics], embed)

    def find(self, question: str, municipality: str | None) -> list[Statistic]:
        """The figures of that municipality (None: of all) that measure what is asked, the group asked for first.

        `question` names no municipality any more.
        """
        measured = _FIGURE_WORDS.sub(" ", question)
        for words, _ in _POPULATIONS:
            measured = words.sub(" ", measured)
        among = np.array([i for i, s in enumerate(self.statistics) if municipality in (None, s.municipality)], np.int64)
        evidence = [
            e
            for e in self._index.find(" ".join(measured.split()), among, meaning_of=question)
            if e.coverage >= COVERAGE_FLOOR
        ]
        if not evidence:
            return []
        best = max(e.coverage for e in evidence)
        ranked = sorted((e for e in evidence if e.coverage >= best - 0.01), key=lambda e: (-e.lexical, -e.meaning))
        return _of_population([self.statistics[e.index] for e in ranked], question)


def _of_population(found: list[Statistic], question: str) -> list[Statistic]:
    """Those about the group the question names; without one, or if none is, all, the broadest group first."""
    tests = [test for words, test in _POPULATIONS if words.search(question)]
    met = [sum(test(statistic) for test in tests) for statistic in found]
    most = max(met)
    if most:
        return [statistic for statistic, count in zip(found, met, strict=True) if count == most][:MAX_FIGURES]
    return sorted(found, key=_narrowness)[:MAX_FIGURES]


def _narrowness(statistic: Statistic) -> int:
    limits = (statistic.age_to, statistic.sex, statistic.school_year, statistic.population_other, statistic.area)
    return sum(limit is not None for limit in limits)


def definitions_differ(by_municipality: Iterable[Sequence[Statistic]]) -> bool:
    """Whether the municipalities' figures measure different things, in different groups, or in different years."""
    measured = {frozenset(map(_definition, statistics)) for statistics in by_municipality}
    return len(measured) > 1


def _definition(s: Statistic) -> tuple[object, ...]:
    return s.indicator, s.definition, s.age_from, s.age_to, s.sex, s.school_year, s.year, s.unit


def _searchable(statistic: Statistic) -> Searchable:
    text = f"{statistic.definition}. {statistic.population}. {statistic.footnote or ''}"
    return Searchable(statistic.name, " ".join(statistic.keywords), text)
