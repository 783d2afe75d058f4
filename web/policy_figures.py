"""A section's figures as a table, with numbered footnotes under it."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from offers_db.policies.read_model import Section, Statistic

_TABLE = Markup(
    "<table><caption>Tallene i afsnittet</caption>\n"
    '<thead><tr><th scope="col">Hvad og hvem</th><th scope="col">Tal</th><th scope="col">År og kilde</th></tr></thead>'
    "<tbody>{}</tbody></table>{}"
)
_ROW = Markup(
    '<tr id="tal_{key}"><th scope="row"><strong>{name}</strong> {group}</th>'
    "<td><strong>{value}{footnote}</strong> {more}</td><td>{year} {source}</td></tr>\n"
)
_UNITS = {"percent": " %", "persons": " borgere"}


def figures_table(figures: Sequence[Statistic], section: Section) -> Markup:
    """One row a figure, in the document's order. Each different footnote stands once."""
    footnotes = list(dict.fromkeys(figure.footnote for figure in figures if figure.footnote))
    rows = (_row(figure, footnotes, section) for figure in figures)
    return _TABLE.format(Markup().join(rows), _footnotes(footnotes, section))


def amount(value: float, unit: str) -> str:
    """(8.1, "percent") -> "8,1 %"; (1300, "persons") -> "1.300 borgere"."""
    whole, _, rest = f"{value:,.10g}".partition(".")
    return whole.replace(",", ".") + (f",{rest}" if rest else "") + _UNITS.get(unit, "")


def _row(figure: Statistic, footnotes: Sequence[str], section: Section) -> Markup:
    about = [figure.population, figure.area, figure.definition if figure.definition != figure.name else None]
    return _ROW.format(
        key=figure.key,
        name=figure.name,
        group=". ".join(part for part in about if part),
        value=amount(figure.value, figure.unit),
        footnote=_reference(footnotes.index(figure.footnote) + 1, section) if figure.footnote else "",
        more=" ".join(_more(figure)),
        year=figure.year or "Året står der ikke.",
        source=figure.source or "",
    )


def _more(figure: Statistic) -> list[str]:
    more = []
    if figure.persons and figure.unit != "persons":
        more.append(f"{amount(figure.persons, 'persons')}.")
    if figure.comparison_area and figure.comparison_value is not None:
        more.append(f"{figure.comparison_area}: {amount(figure.comparison_value, figure.unit)}.")
    return more


def _reference(number: int, section: Section) -> Markup:
    return Markup('<sup><a href="#note_{}_{}" aria-label="Note {}">{}</a></sup>').format(
        section.key, number, number, number
    )


def _footnotes(footnotes: Sequence[str], section: Section) -> Markup:
    items = [
        Markup('<li id="note_{}_{}">{}</li>').format(section.key, number, text)
        for number, text in enumerate(footnotes, start=1)
    ]
    return Markup('<ol class="source" aria-label="Noter">{}</ol>').format(Markup().join(items)) if items else Markup()
