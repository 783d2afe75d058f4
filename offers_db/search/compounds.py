"""Splits Danish compounds: "rygestopkursus" -> ryge, stop, kursus."""

from collections.abc import Callable
from functools import cache

MIN_PART = 3
MAX_PARTS = 4
# "sundhed-s-pleje", "jul-e-frokost": letters that bind two parts and belong to neither.
LINKS = ("", "s", "e")


def split_compound(word: str, is_part: Callable[[str], bool]) -> tuple[str, ...]:
    """The fewest known parts that make up the word, its last part as long as possible; () if it is no compound.

    Joined with links ("", "s" or "e") between them the parts give the word back. A part has at least 3 letters.
    """

    @cache
    def parts_from(start: int, left: int) -> tuple[str, ...]:
        rest = word[start:]
        if start > 0 and len(rest) >= MIN_PART and is_part(rest):
            return (rest,)
        if left == 1:
            return ()
        found = [
            (word[start:end], *tail)
            for end in range(start + MIN_PART, len(word) - MIN_PART + 1)
            if is_part(word[start:end])
            for link in LINKS
            if word.startswith(link, end) and (tail := parts_from(end + len(link), left - 1))
        ]
        return min(found, key=lambda parts: (len(parts), -len(parts[-1])), default=())

    return parts_from(0, MAX_PARTS)
