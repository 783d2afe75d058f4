"""What the library answers: passages, figures, or that nothing supports an answer."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SectionLink:
    """A section to go on to. `document` is the document's code, `section` the heading, `url` a path with an anchor."""

    document: str
    title: str
    municipality: str
    section: str
    url: str


@dataclass(frozen=True)
class CitedPassage:
    """A passage with its citation: the fields of the contract's `policy_answer` and more.

    `text` is the document's own words if `is_quote`, else the guide's wording of them. `status_note` is to be shown.
    """

    passage_id: str
    document: str
    title: str
    municipality: str
    section: str
    year: int | None
    text: str
    status_note: str | None
    is_quote: bool
    page: int | None
    topics: tuple[str, ...]
    url: str


@dataclass(frozen=True)
class CitedFigure:
    """A figure with its citation: the fields of the contract's `statistic` and more. `value` is in `unit`.

    `comparison_value` is the same figure for `comparison_area`. `area` is set if the figure is not the municipality's.
    """

    statistic_id: str
    municipality: str
    indicator: str
    name: str
    definition: str
    population: str
    value: float
    unit: str
    persons: int | None
    year: str | None
    source: str | None
    footnote: str | None
    comparison_area: str | None
    comparison_value: float | None
    area: str | None
    document: str
    title: str
    section: str
    status_note: str | None
    topics: tuple[str, ...]
    url: str


@dataclass(frozen=True)
class PolicyPassages:
    """One to three passages, best first, and up to two sections to go on to."""

    passages: tuple[CitedPassage, ...]
    related: tuple[SectionLink, ...]


@dataclass(frozen=True)
class PolicyFigures:
    """Figures, best first; those of several municipalities stand side by side, one municipality after the other.

    `definitions_differ`: the municipalities' figures do not measure the same thing in the same group.
    `missing`: names of municipalities asked about that have no such figure. `passages`: what the documents say besides.
    """

    figures: tuple[CitedFigure, ...]
    definitions_differ: bool
    missing: tuple[str, ...]
    passages: tuple[CitedPassage, ...]
    related: tuple[SectionLink, ...]


@dataclass(frozen=True)
class PolicyNone:
    """Nothing supports an answer. `searched`: codes of the documents searched.

    `unknown_municipality`: the name of a municipality asked about that has no documents here. `nearest`: up to three.
    """

    nearest: tuple[SectionLink, ...]
    searched: tuple[str, ...]
    unknown_municipality: str | None


PolicyAnswer = PolicyPassages | PolicyFigures | PolicyNone
