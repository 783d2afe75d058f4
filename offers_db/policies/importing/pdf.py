"""PDF: pdfminer.six puts lines into boxes and the boxes of columns into reading order."""

from pathlib import Path

from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTChar, LTPage, LTTextBoxHorizontal, LTTextLine
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect, PDFTextExtractionNotAllowed
from pdfminer.pdfparser import PDFParser, PDFSyntaxError
from pdfminer.psexceptions import PSException

from offers_db.policies.importing.blocks import Line, Page, UnreadableFile

MAX_PAGES = 500


def read_pdf(path: Path) -> list[Page]:
    """The pages of a PDF. Raises UnreadableFile if it is broken, encrypted, too long or has no text."""
    try:
        _refuse_encrypted(path)
        pages = [_page(layout) for layout in extract_pages(path, maxpages=MAX_PAGES + 1, laparams=LAParams())]
    except (PDFPasswordIncorrect, PDFEncryptionError, PDFTextExtractionNotAllowed) as error:
        raise UnreadableFile("filen er låst med en adgangskode") from error
    except UnreadableFile:
        raise
    except (PSException, PDFSyntaxError, ValueError, TypeError, KeyError, IndexError, AttributeError, OSError,
            RecursionError, AssertionError) as error:  # fmt: skip  # what pdfminer.six lets through of a broken file
        raise UnreadableFile("filen er ikke en læselig PDF: den er nok beskadiget") from error
    if len(pages) > MAX_PAGES:
        raise UnreadableFile(f"filen har flere end {MAX_PAGES} sider")
    if not any(line.text for page in pages for line in page):
        raise UnreadableFile("der er ingen tekst i filen: den er nok et billede (scannet)")
    return pages


def _refuse_encrypted(path: Path) -> None:
    with path.open("rb") as file:
        document = PDFDocument(PDFParser(file))
        if document.encryption is not None or not document.is_extractable:
            raise UnreadableFile("filen er låst med en adgangskode")


def _page(layout: LTPage) -> Page:
    """The page's lines, a blank line after every box."""
    page: Page = []
    for box in layout:
        if isinstance(box, LTTextBoxHorizontal):
            page += [_line(line) for line in box if isinstance(line, LTTextLine)]
            page.append(Line(""))
    return page


def _line(line: LTTextLine) -> Line:
    characters = [char for char in line if isinstance(char, LTChar)]
    size = max((round(char.size, 1) for char in characters), default=None)
    bold = bool(characters) and all(_is_bold(char.fontname) for char in characters)
    return Line(" ".join(line.get_text().split()), size, bold)


def _is_bold(font: str) -> bool:
    return any(name in font.lower() for name in ("bold", "black", "heavy", "semibold"))
