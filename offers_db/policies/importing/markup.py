"""HTML and DOCX, which say themselves what is a heading."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import OpcError
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import etree, html

from offers_db.policies.importing.blocks import Block, UnreadableFile

# Uncompressed bytes of a DOCX: a small file may unpack to a very large one.
MAX_UNPACKED = 200_000_000
_SKIPPED = (
    "//script | //style | //nav | //header[not(ancestor::article or ancestor::main)] | //footer | //aside | //form"
    " | //noscript | //template | //iframe | //*[@hidden] | //*[@aria-hidden='true']"
)
_HEADING = re.compile(r"h([1-6])")
_STYLE = re.compile(r"(?:heading|overskrift) (\d)", re.IGNORECASE)
_TEXT_TAGS = {"p", "blockquote", "td", "th", "figcaption", "dd", "dt", "address", "pre"}


def read_html(path: Path) -> list[Block]:
    """The content of a page: of <main> or <article> if it has one, without menus and the like."""
    raw = path.read_bytes()
    try:
        tree = html.document_fromstring(_decoded(raw), parser=html.HTMLParser(no_network=True, remove_comments=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFile("filen er ikke en læselig HTML-side") from error
    for element in _elements(tree, _SKIPPED):
        element.drop_tree()
    contents = _elements(tree, "//main") or _elements(tree, "//article") or _elements(tree, "//body") or [tree]
    return [block for content in contents for block in _html_blocks(content)]


def _elements(tree: html.HtmlElement, path: str) -> list[html.HtmlElement]:
    found = tree.xpath(path)
    return [element for element in found if isinstance(element, html.HtmlElement)] if isinstance(found, list) else []


def _decoded(raw: bytes) -> str:
    declared = re.search(rb"charset=[\"']?([\w-]+)", raw[:2048])
    for encoding in ("utf-8-sig", declared[1].decode("ascii") if declared else "cp1252"):
        try:
            return re.sub(r"^\s*<\?xml[^>]*\?>", "", raw.decode(encoding))
        except (UnicodeDecodeError, LookupError):
            continue
    return raw.decode("cp1252", errors="replace")


def _html_blocks(element: html.HtmlElement) -> Iterator[Block]:
    """Headings, list items and paragraphs; loose text between them is a paragraph."""
    loose = [element.text or ""]
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        if _is_block(child, tag):
            yield from _text("text", " ".join(loose))
            yield from _block(child, tag)
            loose = [child.tail or ""]
        else:
            loose += [child.text_content() if tag else "", child.tail or ""]
    yield from _text("text", " ".join(loose))


def _block(element: html.HtmlElement, tag: str) -> Iterator[Block]:
    heading = _HEADING.fullmatch(tag)
    if heading:
        yield from _text("heading", element.text_content(), int(heading[1]))
    elif tag == "li" and not element.xpath(".//ul | .//ol | .//p[2] | .//h2 | .//h3 | .//h4"):
        yield from _text("bullet", element.text_content())
    elif tag == "tr":
        cells = [cell.text_content() for cell in _elements(element, "./td | ./th")]
        yield from _text("text", " | ".join(" ".join(cell.split()) for cell in cells if cell.strip()))
    elif tag in _TEXT_TAGS and not any(_is_block(child, child.tag) for child in element.iterdescendants(etree.Element)):
        yield from _text("text", element.text_content())
    else:
        yield from _html_blocks(element)


def _is_block(element: html.HtmlElement, tag: object) -> bool:
    inline = {"a", "abbr", "b", "br", "cite", "code", "em", "i", "img", "mark", "q", "s", "small", "span", "strong",
              "sub", "sup", "time", "u", "wbr"}  # fmt: skip
    return isinstance(tag, str) and tag not in inline


def _text(kind: str, text: str, level: int = 0) -> Iterator[Block]:
    clean = " ".join(text.replace("\xad", "").split())
    if clean:
        yield Block("heading" if kind == "heading" else "bullet" if kind == "bullet" else "text", clean, None, level)


def read_docx(path: Path) -> list[Block]:
    """The paragraphs and tables of a Word document, by their styles."""
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise UnreadableFile("filen fylder alt for meget, når den pakkes ud")
        document = docx.Document(str(path))
    except (zipfile.BadZipFile, OpcError, KeyError, ValueError, etree.XMLSyntaxError) as error:
        raise UnreadableFile(_why_no_word_file(path)) from error
    return list(_docx_blocks(document))


def _why_no_word_file(path: Path) -> str:
    # Word wraps a document with a password into an OLE file.
    is_locked = path.open("rb").read(8) == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    return (
        "filen er låst med en adgangskode (eller i et gammelt format)" if is_locked else "filen er ikke en læselig DOCX"
    )


def _docx_blocks(document: WordDocument) -> Iterator[Block]:
    for item in document.iter_inner_content():
        if isinstance(item, Table):
            for row in item.rows:
                cells = dict.fromkeys(" ".join(cell.text.split()) for cell in row.cells)
                yield from _text("text", " | ".join(cell for cell in cells if cell))
        else:
            yield from _docx_paragraph(item)


def _docx_paragraph(paragraph: Paragraph) -> Iterator[Block]:
    style = (paragraph.style.name or "") if paragraph.style else ""
    heading = _STYLE.match(style)
    if heading or style in ("Title", "Titel"):
        yield from _text("heading", paragraph.text, int(heading[1]) if heading else 1)
        return
    is_list = "list" in style.lower() or (paragraph._p.pPr is not None and paragraph._p.pPr.numPr is not None)
    yield from _text("bullet" if is_list else "text", paragraph.text)
