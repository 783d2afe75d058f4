"""Blocks as sections with passages short enough to quote."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from offers_db.policies.importing.blocks import Block

# Words of a passage: a longer paragraph is cut between sentences, a list between its items.
MAX_WORDS = 130
_LABEL = re.compile(r"^[A-ZÆØÅ]{4,} \d{1,2}$")
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?]) (?=[A-ZÆØÅ”\"])")


@dataclass
class ImportedPassage:
    """Verbatim text; a list's items stand on lines of their own. `page` from 1, None if the file has no pages."""

    text: str
    page: int | None


@dataclass
class ImportedSection:
    """`parent`: index of the section it stands under."""

    heading: str
    level: int
    parent: int | None
    passages: list[ImportedPassage] = field(default_factory=list)


def sections(blocks: Sequence[Block], title: str) -> list[ImportedSection]:
    """The document's sections in order. Text before the first heading stands under the document's title."""
    found: list[ImportedSection] = []
    blocks = _with_labels_joined(blocks)
    for heading, level, content in _by_heading(blocks, title):
        passages = list(_passages(content))
        found.append(ImportedSection(heading, level, _parent(found, level), passages))
    return _without_empty(found)


def _with_labels_joined(blocks: Sequence[Block]) -> list[Block]:
    """ "PEJLEMÆRKE 1" and the heading below it are one heading."""
    result: list[Block] = []
    for block in blocks:
        last = result[-1] if result else None
        if last and last.kind == block.kind == "heading" and _LABEL.match(last.text):
            result[-1] = Block("heading", f"{last.text}: {block.text}", last.page, last.level)
        else:
            result.append(block)
    return result


def _by_heading(blocks: Iterable[Block], title: str) -> list[tuple[str, int, list[Block]]]:
    groups: list[tuple[str, int, list[Block]]] = [(title, 1, [])]
    for block in blocks:
        if block.kind == "heading":
            groups.append((block.text, block.level, []))
        else:
            groups[-1][2].append(block)
    return groups


def _parent(found: Sequence[ImportedSection], level: int) -> int | None:
    """The nearest section above of a smaller level."""
    return next((index for index in reversed(range(len(found))) if found[index].level < level), None)


def _without_empty(found: list[ImportedSection]) -> list[ImportedSection]:
    """Drops headings with neither text nor sections below them."""
    parents = {section.parent for section in found if section.passages}
    for index in reversed(range(len(found))):
        if index in parents and found[index].parent is not None:
            parents.add(found[index].parent)
    kept = [index for index, section in enumerate(found) if section.passages or index in parents]
    place = {old: new for new, old in enumerate(kept)}
    return [
        ImportedSection(s.heading, s.level, None if s.parent is None else place[s.parent], s.passages)
        for s in (found[index] for index in kept)
    ]


def _passages(content: Sequence[Block]) -> Iterable[ImportedPassage]:
    """Paragraphs; a list together with the line that leads into it."""
    current: list[Block] = []
    for block in content:
        goes_on = current and (
            block.kind == "bullet"
            and (current[-1].kind == "bullet" or current[-1].text.endswith(":"))
            and _words(current) + _words([block]) <= MAX_WORDS
        )
        if current and not goes_on:
            yield from _cut(current)
            current = []
        current.append(block)
    if current:
        yield from _cut(current)


def _cut(blocks: Sequence[Block]) -> Iterable[ImportedPassage]:
    if len(blocks) > 1:
        lines = [f"• {block.text}" if block.kind == "bullet" else block.text for block in blocks]
        yield ImportedPassage("\n".join(lines), blocks[0].page)
        return
    if len(blocks[0].text.split()) < 3 and blocks[0].text.endswith(":"):
        return  # a lead-in whose list has become sections of its own
    part: list[str] = []
    for sentence in _BETWEEN_SENTENCES.split(blocks[0].text):
        if part and len(" ".join([*part, sentence]).split()) > MAX_WORDS:
            yield ImportedPassage(" ".join(part), blocks[0].page)
            part = []
        part.append(sentence)
    yield ImportedPassage(" ".join(part), blocks[0].page)


def _words(blocks: Iterable[Block]) -> int:
    return sum(len(block.text.split()) for block in blocks)
