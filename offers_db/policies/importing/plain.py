"""Plain text: finds the pages."""

import re
from pathlib import Path

from offers_db.policies.importing.blocks import Line, Page, UnreadableFile

# Text taken out of a PDF marks a new page by a form feed, by three empty lines, by one
# space before the first word, or by its number on a line alone.
_NEW_PAGE = re.compile(
    r"\f|\n\n(?=\d{1,3} *\n)|\n\n\n\n(?=\S)|\n(?= (?:[^\W\d_]|\d+%|\d[\d.]* (?!\.)[A-ZÆØÅ]{2}|\d [A-ZÆØÅ]))"
    r"|(?<=\n)\n\n\n(?= )"
)
_LIST_START = re.compile(r" \d+\. [A-ZÆØÅ][a-zæøå]")


def read_text(path: Path) -> list[Page]:
    """The pages of a text file in UTF-8, or in Windows' Western European encoding."""
    raw = path.read_bytes()
    if b"\x00" in raw:
        raise UnreadableFile("filen er ikke en tekstfil")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    return [[Line(line.strip()) for line in page.split("\n")] for page in _pages(text.replace("\r\n", "\n"))]


def _pages(text: str) -> list[str]:
    pages = [""]
    end = 0
    for match in _NEW_PAGE.finditer(text):
        if _LIST_START.match(text, match.end()):
            continue
        pages[-1] += text[end : match.start()]
        pages.append("")
        end = match.end()
    pages[-1] += text[end:]
    return [page for page in pages if page.strip()]
