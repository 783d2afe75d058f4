"""The policies as HTML. Every text goes through `Markup.format`, which escapes it; the frames are in templates/."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markupsafe import Markup

from offers_db.offer import Municipality
from offers_db.policies.read_model import Document, Passage, Section, Statistic
from web.policy_figures import figures_table

_TEMPLATES = Path(__file__).parent / "templates"
_MONTHS = ("januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november",
           "december")  # fmt: skip
_STATUS = {"adopted": "Politik", "framework": "Oplæg, ikke en vedtaget politik"}
_OWN_WORDS = "Guiden har skrevet dokumentet om til et enkelt sprog."
_VERBATIM = "Her står kommunens egne ord. Teksten er hentet fra kommunens fil."
_FICTIONAL = Markup('<p class="fictional">Opdigtet eksempel</p>')
_DEEPEST_HEADING = 6


@dataclass(frozen=True)
class Shelf:
    """The documents in force, with what they hold."""

    documents: Sequence[Document] = ()
    passages: Sequence[Passage] = ()
    statistics: Sequence[Statistic] = ()

    def document(self, code: str, *, imported: bool) -> Document | None:
        """The document with that code, in the guide's words or verbatim; None if there is none."""
        return next((d for d in self.documents if d.code == code and d.imported == imported), None)


def index_page(shelf: Shelf, municipalities: Mapping[str, Municipality]) -> Markup:
    """All documents by municipality; one without documents is left out."""
    groups = [_group(municipality, shelf) for municipality in municipalities.values()]
    main = _joined(groups) or Markup("<p>Der er ingen politikker endnu.</p>")
    return _page("Politikker for sundhed", "/", _template("policy_index").format(municipalities=main))


def document_page(document: Document, shelf: Shelf, municipality: Municipality) -> Markup:
    """The whole document: contents, sections, passages with their keys as ids, figures."""
    home = f"/{municipality.code}"
    main = _template("policy_document").format(
        title=document.title,
        home=home,
        facts=_joined([municipality.name, *_facts(document)], " · "),
        notes=_joined(_notes(document, shelf, municipality)),
        contents=_contents(document, None),
        sections=_joined((_section(section, document, shelf) for section in document.sections), "\n"),
    )
    return _page(f"{document.title} – {municipality.name}", home, main)


def missing_page() -> Markup:
    """There is nothing at that address."""
    return _page("Siden findes ikke", "/", _template("missing"))


@cache
def _template(name: str) -> Markup:
    return Markup((_TEMPLATES / f"{name}.html").read_text("utf-8"))


def _page(title: str, home: str, main: Markup) -> Markup:
    return _template("policy_page").format(title=title, home=home, main=main)


def _joined(parts: Iterable[str], by: str = "") -> Markup:
    return Markup(by).join(parts)


def _group(municipality: Municipality, shelf: Shelf) -> Markup:
    items = [_index_item(d) for d in shelf.documents if d.municipality == municipality.code]
    if not items:
        return Markup()
    return Markup('<h2>{}</h2>{}<ul class="documents">{}</ul>\n').format(
        municipality.name, _FICTIONAL if municipality.fictional else "", _joined(items)
    )


def _index_item(document: Document) -> Markup:
    title = f"{document.title} – kommunens egne ord" if document.imported else document.title
    return Markup('<li><a href="{}">{}</a><p>{}</p>{}</li>\n').format(
        document.url, title, _joined(_facts(document), " · "), _status_note(document)
    )


def _facts(document: Document) -> list[str]:
    """The kind of document and its year; how long it holds, unless its note says so."""
    adopted = document.adopted and _danish_date(document.adopted)
    year = f"fra {document.year}" if document.year else "året står der ikke"
    return [
        _STATUS[document.status],
        f"vedtaget {adopted}" if adopted else year,
        *([] if document.status_note else _validity(document)),
    ]


def _validity(document: Document) -> list[str]:
    start, end = document.valid_from, document.valid_to
    if start and end:
        return [f"gælder fra {_danish_date(start)} til {_danish_date(end)}"]
    if end:
        return [f"gælder til {_danish_date(end)}"]
    return ["har ingen udløbsdato"] if document.no_expiry else []


def _danish_date(text: str) -> str:
    """ "2023-03-27" -> "27. marts 2023"; a bare year stays a year."""
    year, *rest = text.split("-")
    return f"{int(rest[1])}. {_MONTHS[int(rest[0]) - 1]} {year}" if len(rest) == 2 else text


def _status_note(document: Document) -> Markup:
    """An old or unadopted plan must not be read as what holds today, so its note stands out."""
    if not document.status_note:
        return Markup()
    name = "alert" if document.status == "framework" else "status"
    return Markup('<p class="{}">{}</p>').format(name, document.status_note)


def _notes(document: Document, shelf: Shelf, municipality: Municipality) -> Iterable[Markup]:
    if municipality.fictional:
        yield _FICTIONAL
    yield _status_note(document)
    yield Markup('<p class="status">{}{}</p>').format(
        _VERBATIM if document.imported else _OWN_WORDS, _link_to_other_wording(document, shelf)
    )


def _link_to_other_wording(document: Document, shelf: Shelf) -> Markup:
    other = shelf.document(document.code, imported=not document.imported)
    if other is None:
        return Markup()
    text = "Læs kommunens egne ord" if other.imported else "Læs det i et enkelt sprog"
    return Markup(' <a href="{}">{}</a>').format(other.url, text)


def _contents(document: Document, parent: str | None) -> Markup:
    """The sections under `parent` as a list of links, with those under them."""
    items = [
        Markup('<li><a href="#{}">{}</a>{}</li>').format(s.key, s.heading, _contents(document, s.key))
        for s in document.sections
        if s.parent == parent
    ]
    return Markup("<ul>{}</ul>").format(_joined(items)) if items else Markup()


def _section(section: Section, document: Document, shelf: Shelf) -> Markup:
    passages = [p for p in shelf.passages if p.document == document.id and p.section == section.key]
    figures = [s for s in shelf.statistics if s.document == document.id and s.section == section.key]
    return Markup('<h{level} id="{key}">{heading}</h{level}>\n{passages}{figures}').format(
        level=_level(section, document),
        key=section.key,
        heading=section.heading,
        passages=_joined(_passage(p, document) for p in passages),
        figures=figures_table(figures, section) if figures else "",
    )


def _level(section: Section, document: Document) -> int:
    """2 for a section of the document itself."""
    level = 2
    while section.parent is not None:
        section = document.section(section.parent)
        level += 1
    return min(level, _DEEPEST_HEADING)


def _passage(passage: Passage, document: Document) -> Markup:
    if not document.imported:
        return Markup('<p id="{}">{}</p>\n').format(passage.key, passage.text)
    page = Markup('<p class="status">Side {}</p>').format(passage.page) if passage.page else ""
    return Markup('<blockquote id="{}"><p class="text">{}</p>{}</blockquote>\n').format(passage.key, passage.text, page)
