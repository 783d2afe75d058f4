"""Citations and figures in words."""

from __future__ import annotations

from collections.abc import Mapping

from actions.wording import joined, place_name
from offers_db.offer import Municipality
from offers_db.policies.answer import CitedFigure, CitedPassage, PolicyFigures

_UNITS = {"percent": "%", "persons": "borgere", "count": ""}


def citation(cited: CitedPassage | CitedFigure) -> str:
    """Return "»Sundhedspolitik 2022-2029«, afsnittet »Forord« (2022)"; a figure's own source and year come first."""
    title = f"»{cited.title}«, afsnittet »{cited.section}«"
    if isinstance(cited, CitedFigure):
        return f"{cited.source}, i {title}" if cited.source else title
    return f"{title} ({cited.year})" if cited.year else title


def figures_text(found: PolicyFigures, municipalities: Mapping[str, Municipality]) -> str:
    """Return one line a figure, then their footnotes, and which municipalities have none."""
    lines: list[str] = []
    for figure in found.figures:
        place = figure.area or place_name(municipalities.get(figure.municipality))
        lines.append(f"{place}: {figure_line(figure)}")
    lines += dict.fromkeys(figure.footnote for figure in found.figures if figure.footnote)
    if found.missing:
        lines.append(f"Jeg har ikke tallet for {joined(found.missing)}.")
    return "\n".join(lines)


def figure_line(figure: CitedFigure) -> str:
    """Return value, what it measures, group, persons, comparison and year."""
    parts = [f"{amount(figure.value, figure.unit)} – {figure.name.lower()} ({figure.population})"]
    if figure.persons is not None and figure.unit != "persons":
        parts.append(f"det er {amount(figure.persons, 'persons')}")
    if figure.comparison_value is not None:
        parts.append(f"{figure.comparison_area}: {amount(figure.comparison_value, figure.unit)}")
    return ", ".join(parts) + (f", {figure.year}." if figure.year else ".")


def amount(value: float, unit: str) -> str:
    """Return a number as Danes write it: "5,3 %", "1.300 borgere"."""
    digits = f"{value:,.1f}".removesuffix(".0")
    danish = digits.replace(",", " ").replace(".", ",").replace(" ", ".")
    return f"{danish} {_UNITS[unit]}".strip()
