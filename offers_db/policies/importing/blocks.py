"""What a reader makes of a file: pages of lines, then blocks; and the error when a file cannot be read."""

from dataclasses import dataclass
from typing import Literal


class UnreadableFile(Exception):
    """The file cannot be imported. The message is Danish and says why."""


@dataclass(frozen=True)
class Line:
    """A line of a page; `text` is "" for a blank line. `size` in points and `bold` are None and False if not known."""

    text: str
    size: float | None = None
    bold: bool = False


Page = list[Line]


@dataclass(frozen=True)
class Block:
    """A heading (`level` from 1), a paragraph or a list item. `page` from 1, None if the file has no pages."""

    kind: Literal["heading", "text", "bullet"]
    text: str
    page: int | None = None
    level: int = 0
