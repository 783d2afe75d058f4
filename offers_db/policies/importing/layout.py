"""Pages of lines as clean blocks: no running heads, page numbers, credits or broken words; headings found."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from offers_db.policies.importing.blocks import Block, Line, Page
from offers_db.policies.importing.headings import heading_level, is_title
from offers_db.search.danish import is_word

BULLETS = "•●▪◦‣\uf0b7\uf0a7–-"
_BULLET = re.compile(rf"^(?:[{BULLETS}]|o(?= [A-ZÆØÅ])|\d{{1,2}}\.(?=\s)|[A-E]\.(?=\s))\s+(?=\S)")
_DASH = re.compile(r"^[–-] ")
_TRAILING_BULLET = re.compile(r"[\uf0b7\uf0a7]\s*$")
_CREDIT = re.compile(r"^(?:foto\b|fotos?:|colourbox|.*©|[\w ]+ @ [A-ZÆØÅ])", re.IGNORECASE)
_CHROME = re.compile(
    r"^(?:skip til|spring til|hop til|hjem om |læs op$|udskriv$|del siden|har du set\b|let digital adgang$"
    r"|tilgængelighedserklæring$)",
    re.IGNORECASE,
)
_NUMBERS_ALONE = re.compile(r"[\d\s./|–-]{1,12}")
_FOOTNOTE = re.compile(r"^\d{1,2} (?=[A-ZÆØÅ])(?![A-ZÆØÅ\d .]+$)")
_FIGURE = re.compile(r"^\d+(?:[.,]\d+)? ?%")
# A line that ends in one of these goes on.
_CONNECTING = re.compile(r"\b(?:af|at|de|den|der|en|er|et|for|fra|har|i|med|og|om|på|som|til|ved)$")
_SENTENCE_END = re.compile(r"[.!?:;”\"')\]…]\d?$")
# A blank line after nearly every line is spacing, not the end of a paragraph.
_DOUBLE_SPACED = 0.6
_NARROW = 0.85
# Words of a title that stands alone on a page; more are a quotation.
MAX_TITLE_WORDS = 6
# Characters of a title that stands beside its text, and so comes after it.
MAX_SIDE_TITLE = 60


@dataclass(frozen=True)
class _Chunk:
    """Lines that belong together, joined. `first` of the page; `size`, `bold` as in Line."""

    text: str
    page: int
    size: float | None
    bold: bool
    bullet: bool
    first: bool
    lines: int


def blocks(pages: Sequence[Page]) -> list[Block]:
    """The pages' content in reading order."""
    cleaned = _without_running_heads([_tidied(page) for page in pages])
    sizes = [line.size for page in cleaned for line in page if line.size and line.text]
    body = median(sizes) if sizes else None
    found: list[Block] = []
    for number, page in enumerate(_single_spaced(cleaned), start=1):
        chunks = _chunks(page, number, body)
        found += _with_headings(_footnotes_last(chunks), body, has_pages=len(pages) > 1)
    return list(_joined_over_pages(_levelled(found)))


def join_lines(lines: Sequence[str]) -> str:
    """Lines as one text: "samar-" "bejde" -> "samarbejde"; "mad- og" "måltider" keeps its hyphen."""
    text = ""
    for line in lines:
        if re.search(r"\w-$", text) and line[:1].islower() and not re.match(r"(?:og|eller|samt)\b", line):
            text = text[:-1] + line
        elif text.endswith("/"):
            text += line
        else:
            text = f"{text} {line}".strip()
    return re.sub(r"\s+", " ", text)


def _tidied(page: Page) -> Page:
    """The page without credits and lone numbers; bullets that stand behind their line moved before it."""
    has_trailing = any(_TRAILING_BULLET.search(line.text) for line in page)
    kept: Page = []
    for line in page:
        text = line.text.replace("\xa0", " ").replace("\xad", "").strip()
        if _TRAILING_BULLET.search(text):
            text = "• " + _TRAILING_BULLET.sub("", text).strip()
        elif has_trailing:
            text = _with_sub_bullet_first(text)
        if _CREDIT.match(text) or _CHROME.match(text) or (text and _NUMBERS_ALONE.fullmatch(text) and "%" not in text
                                                          and not re.search(r"\d{2} \d{2}", text)):  # fmt: skip
            continue
        kept.append(Line(text, line.size, line.bold))
    return kept


def _with_sub_bullet_first(text: str) -> str:
    """ "Rygestopo" -> "• Rygestop": the small o is a bullet of the second level."""
    if text.endswith(" o"):
        return "• " + text[:-2].strip()
    if not text.endswith("o") or is_word(text.split()[-1].lower()):
        return text
    return "• " + text[:-1]


def _without_running_heads(pages: Sequence[Page]) -> list[Page]:
    """Drops what stands at the edge of two pages or more, apart from its numbers."""
    edges = Counter(head for page in pages for head in {_head(line) for line in _edge(page)})
    repeated = {head for head, count in edges.items() if count > 1 and len(head) > 5}
    return [[line for line in page if not (line.text and _head(line) in repeated and _is_head(line))] for page in pages]


def _edge(page: Page) -> list[Line]:
    filled = [line for line in page if line.text]
    return [line for line in (*filled[:1], *filled[-2:]) if _is_head(line)]


def _is_head(line: Line) -> bool:
    return len(line.text) < 90 and not line.text.endswith((".", ":", ")", "-", ",")) and not _BULLET.match(line.text)


def _head(line: Line) -> str:
    return re.sub(r"[\d\s]+", " ", line.text).strip().lower()


def _single_spaced(pages: Sequence[Page]) -> list[Page]:
    """Without the blank lines of a text that has one after nearly every line."""
    breaks = [
        (first.text, third.text)
        for page in pages
        for first, second, third in zip(page, page[1:], page[2:], strict=False)
        if first.text and third.text and not second.text
    ]
    direct = sum(bool(a.text and b.text) for page in pages for a, b in pairwise(page))
    runs_on = sum(third[:1].islower() for _, third in breaks)
    if not breaks or len(breaks) < _DOUBLE_SPACED * (len(breaks) + direct) or runs_on < 0.2 * len(breaks):
        return list(pages)
    return [_collapsed(page) for page in pages]


def _collapsed(page: Page) -> Page:
    """A line that fills the width, or the next of which starts small, goes on; any other ends its paragraph."""
    filled = [line for line in page if line.text]
    width = max((len(line.text) for line in filled), default=0)
    result: Page = []
    for line, following in zip(filled, [*filled[1:], Line("")], strict=True):
        result.append(line)
        ends = _SENTENCE_END.search(line.text) or len(line.text) < _NARROW * width
        if ends and not following.text[:1].islower():
            result.append(Line(""))
    return result


def _chunks(page: Page, number: int, body: float | None) -> list[_Chunk]:
    """The page's lines, grouped: at blank lines, list items, titles right above their text, and changes of size."""
    width = max((len(line.text) for line in page), default=0)
    groups: list[list[Line]] = [[]]
    for line in page:
        group = groups[-1]
        if not line.text:
            groups.append([])
        elif group and _starts_anew(group, line, width, body):
            groups.append([line])
        else:
            group.append(line)
    merged: list[list[Line]] = []
    for group in filter(None, groups):
        if merged and _goes_on(merged[-1], group):
            merged[-1] = [*merged[-1], *group]
        else:
            merged.append(group)
    return [_chunk(group, number, first=index == 0) for index, group in enumerate(merged)]


def _chunk(group: list[Line], number: int, *, first: bool) -> _Chunk:
    text = join_lines([line.text for line in group])
    bullet = bool(_BULLET.match(text)) and heading_level(text) is None
    sizes = [line.size for line in group if line.size]
    return _Chunk(
        text=_BULLET.sub("", text, count=1) if bullet else text,
        page=number,
        size=min(sizes) if sizes else None,
        bold=all(line.bold for line in group),
        bullet=bullet,
        first=first,
        lines=len(group),
    )


def _starts_anew(group: list[Line], line: Line, width: int, body: float | None) -> bool:
    last = group[-1]
    if _DASH.match(line.text) and not (_DASH.match(group[0].text) or _SENTENCE_END.search(last.text)):
        return False
    if _FIGURE.match(line.text) and not _CONNECTING.search(last.text):
        return True
    if _BULLET.match(line.text) or heading_level(line.text) is not None:
        return True
    if line.size and last.size and abs(line.size - last.size) > 0.8:
        return True
    if line.bold != last.bold and (body is None or (line.size or body) <= body):
        return True
    starts_sentence = line.text[:1].isupper() or line.text[:1] in '”"'
    title_above = is_title(join_lines([part.text for part in group])) and len(last.text) < _NARROW * width
    if heading_level(group[0].text) is not None:
        return starts_sentence and len(last.text) < _NARROW * width
    return len(group) == 1 and starts_sentence and title_above and len(line.text) > len(last.text)


def _goes_on(before: list[Line], group: list[Line]) -> bool:
    """Whether a blank line only broke a sentence: a leftover of columns."""
    text, following = before[-1].text, group[0].text
    if before[-1].size != group[0].size or _SENTENCE_END.search(text) or _BULLET.match(following):
        return False
    if _CONNECTING.search(text) and not is_title(text):
        return True
    is_cut_in_name = _FIGURE.match(before[0].text) is not None and text.split()[-1][0].isupper()
    return following[:1].islower() or is_cut_in_name


def _footnotes_last(chunks: list[_Chunk]) -> list[_Chunk]:
    notes = [chunk for chunk in chunks if _FOOTNOTE.match(chunk.text) and heading_level(chunk.text) is None]
    return [chunk for chunk in chunks if chunk not in notes] + notes


def _with_headings(chunks: list[_Chunk], body: float | None, *, has_pages: bool) -> list[Block]:
    """The page's blocks. A title at its foot whose text stands above it, as beside a column, is moved to its top."""
    titles = [_level(chunk, body) if _may_be_title(chunks, index) else None for index, chunk in enumerate(chunks)]
    order = list(range(len(chunks)))
    notes = next((i for i, c in enumerate(chunks) if _FOOTNOTE.match(c.text) and titles[i] is None), len(chunks))
    last = notes - 1
    if (
        has_pages
        and last > 0
        and titles[last] is not None
        and titles[0] is None
        and len(chunks[last].text) < MAX_SIDE_TITLE
    ):
        order.insert(0, order.pop(last))
        titles[last] = 1
    page = chunks[0].page if has_pages and chunks else None
    result = []
    for position, index in enumerate(order):
        chunk, level = chunks[index], titles[index]
        is_last = position + 1 == len(order) and heading_level(chunk.text) is None
        is_empty = is_last and (len(order) > 1 or len(chunk.text.split()) > MAX_TITLE_WORDS)
        if level is not None and not is_empty:
            result.append(Block("heading", chunk.text.rstrip(":.").strip(), page, level))
        else:
            result.append(Block("bullet" if chunk.bullet else "text", chunk.text, page))
    return result


def _may_be_title(chunks: list[_Chunk], index: int) -> bool:
    """A title follows the end of a sentence or another title; one ending in a colon heads a paragraph, not a list."""
    chunk = chunks[index]
    following = chunks[index + 1] if index + 1 < len(chunks) else None
    before = chunks[index - 1] if index else None
    if chunk.bullet:
        stands_alone = not (before and before.bullet) and following is not None and not following.bullet
        return len(chunk.text) < 60 and stands_alone and len(following.text if following else "") > 80
    if chunk.text.endswith(":"):
        return following is not None and not following.bullet and len(chunk.text) < 70
    return True


def _level(chunk: _Chunk, body: float | None) -> int | None:
    """1 for numbered and capital headings by their depth; 2 for other titles, 1 if they open a page; None for text."""
    strong = heading_level(chunk.text)
    if strong is not None:
        return strong
    if body is not None and chunk.size is not None:
        if chunk.size < body * 1.08 and not chunk.bold:
            return None
        is_short = len(chunk.text) < 160 and not re.search(r"[.,;]$", chunk.text)
        return (1 if chunk.size > body * 1.35 else 2) if is_short else None
    if chunk.lines > 3 or not is_title(chunk.text.rstrip(":.") if chunk.bullet else chunk.text.rstrip(":")):
        return None
    return 1 if chunk.first else 2


def _levelled(found: list[Block]) -> list[Block]:
    """In a document with numbered or capital headings any other title stands one level below the last of those."""
    strong = [block.kind == "heading" and heading_level(block.text) is not None for block in found]
    if not any(is_strong and block.level == 1 for is_strong, block in zip(strong, found, strict=True)):
        return found
    result: list[Block] = []
    depth = 0
    for is_strong, block in zip(strong, found, strict=True):
        depth = block.level if is_strong else depth
        below = block.kind == "heading" and not is_strong and depth > 0
        result.append(replace(block, level=depth + 1) if below else block)
    return result


def _joined_over_pages(found: list[Block]) -> Iterator[Block]:
    """Sentences that a page break has cut, made whole; the piece keeps the page it began on."""
    waiting: Block | None = None
    for block in found:
        cut = (
            waiting is not None
            and waiting.kind != "heading"
            and block.kind == "text"
            and block.page != waiting.page
            and block.text[:1].islower()
            and not _SENTENCE_END.search(waiting.text)
        )
        if cut and waiting is not None:
            waiting = Block(waiting.kind, join_lines([waiting.text, block.text]), waiting.page)
            continue
        if waiting is not None:
            yield waiting
        waiting = block
    if waiting is not None:
        yield waiting
