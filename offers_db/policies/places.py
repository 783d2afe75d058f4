"""Which municipalities a question names, however it is spelled."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from offers_db.offer import Municipality
from offers_db.search.danish import bare, is_word

ALL_NAMES = tuple(Path(__file__).with_name("danish_municipalities.txt").read_text(encoding="utf-8").split())
"""Denmark's 98 municipalities, from Statistics Denmark's list."""

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# Names that are everyday words too: in lower case they are a place only as "skive kommune".
_EVERYDAY = {"assens", "greve", "odder", "skive", "struer", "varde", "vejen"}
_MIN_TYPO_LENGTH = 6


@dataclass(frozen=True)
class Places:
    """`named`: codes of the guide's municipalities, in the question's order; `unknown`: names of others; `rest`: the
    question without them."""

    named: tuple[str, ...]
    unknown: tuple[str, ...]
    rest: str


class Gazetteer:
    """Finds names of municipalities; `served` are those with a code of their own."""

    def __init__(self, served: Iterable[Municipality]) -> None:
        self._codes = {_folded(m.name.removesuffix(" Kommune")): m.code for m in served if not m.fictional}
        self._names = {_folded(part): name for name in ALL_NAMES for part in (name, *name.split("-")) if len(part) > 4}
        self._names |= {_folded(name): name for name in ALL_NAMES}

    def find(self, question: str) -> Places:
        """The municipalities that the question names."""
        named: list[str] = []
        unknown: list[str] = []
        spans: list[tuple[int, int]] = []
        for match in _WORD.finditer(question):
            after = question[match.end() :].lower()
            is_municipality = re.match(r"[s'’]*\s+kommune", after) is not None
            code, name = self._place(match.group(), is_municipality)
            if code is None and name is None:
                continue
            named += [code] if code else []
            unknown += [name] if name else []
            spans.append((match.start(), match.end()))
        rest = question
        for start, end in reversed(spans):
            rest = rest[:start] + re.sub(r"^\s*kommunes?\b", "", rest[end:], flags=re.IGNORECASE)
        return Places(tuple(dict.fromkeys(named)), tuple(dict.fromkeys(unknown)), " ".join(rest.split()))

    def _place(self, word: str, is_municipality: bool) -> tuple[str | None, str | None]:
        """(code, None) of a served municipality, (None, name) of another, (None, None) of no place."""
        for form in (word, word[:-1] if word.endswith(("s", "S")) else word):
            if form.lower() in _EVERYDAY and form.islower() and not is_municipality:
                continue
            folded = _folded(form)
            if folded in self._codes:
                return self._codes[folded], None
            if folded in self._names and (form.lower() == self._names[folded].lower() or not is_word(form.lower())):
                return None, self._names[folded]
        if is_municipality and word[0].isupper() and word.lower() not in ("din", "jeres", "vores", "en", "min"):
            return None, word.removesuffix("s") if len(word) > 4 else word
        return self._misspelled(word), None

    def _misspelled(self, word: str) -> str | None:
        """The code of the served municipality that is one slip away."""
        if len(word) < _MIN_TYPO_LENGTH or is_word(word.lower()):
            return None
        folded = _folded(word)
        forms = {folded, folded.removesuffix("s")}
        slips = forms.union(*map(one_slip, forms))
        return next((code for name, code in self._codes.items() if slips & (one_slip(name) | {name})), None)


def one_slip(word: str) -> set[str]:
    """The word with any one letter left out: two words that share one of these differ by a slip of the hand."""
    return {word[:i] + word[i + 1 :] for i in range(len(word))}


def _folded(name: str) -> str:
    return bare(name.lower())
