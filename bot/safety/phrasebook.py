"""Phrase files: what people write in a crisis, in a notation a nurse can read and correct.

One phrase a line; `#` starts a comment. Words are matched whole, in order, in the spelling of `wording.fold`.
    a|b      either word               (a b|c)  either phrase           x?   may be missing
    abc*     any ending                ..       up to five words between, in the same sentence
    <name>   a list defined by a line `@name = a|b c`
    $        here the sentence ends, or "jeg", "og", "men", "kan", "hvad" or the like begins a new thought
    ! ...    counts also in a sentence about the past or about facts
Under a line, what it must hear and what it must not; each is a test:
    + jeg vil dø
    - jeg er ved at dø af grin
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

from bot.safety.wording import FILLERS, fold

_ELEMENT = re.compile(r"\([^)]*\)\??|\S+")
_LIST_NAME = re.compile(r"<(\w+)>")
_GAP = r"(?:[^ .]+ ){0,5}?"
_NEW_THOUGHT = (
    r"(?=(?:[.§]|jeg|vi|og|men|fordi|kan|kunne|har|findes|er der|hvad|hvor|hvem|hvordan|hvilke|hjalp|nu|and|but|because"
    r"|what|where|is there) |$)"
)
_SIGNS = {"..": _GAP, "$": _NEW_THOUGHT}
_EXAMPLE_SIGNS = "+-"


@dataclass(frozen=True)
class Phrase:
    """One line of a phrase file; `always` when history and information do not silence it."""

    elements: tuple[str, ...]
    always: bool

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Searches a text whose words each end with one space, the first preceded by one."""
        return re.compile("(?<= )" + "".join(_SIGNS.get(element) or _element(element) for element in self.elements))

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word spelled out in the phrase."""
        spelled = (word for element in self.elements for option in _options(element) for word in option.split())
        return frozenset(word for word in spelled if word.isalnum())

    @cached_property
    def anchors(self) -> tuple[str, ...]:
        """Words (or `prefix*`) one of which every match contains: the most telling required element."""
        required = [_longest_words(e) for e in self.elements if e not in _SIGNS and not e.endswith("?")]
        return max(required, key=lambda found: min(len(word.rstrip("*")) for word in found))

    @cached_property
    def needs(self) -> tuple[frozenset[str], ...]:
        """For each required element spelled out without `*`: words one of which every match contains."""
        required = (_longest_words(e) for e in self.elements if e not in _SIGNS and not e.endswith("?"))
        return tuple(frozenset(found) for found in required if all(word.isalnum() for word in found))


class Phrases:
    """The phrases of one file, found quickly by the words of a text."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._phrases = tuple(phrases)
        self._by_word: dict[str, set[int]] = {}
        self._by_prefix: dict[str, set[int]] = {}
        for index, phrase in enumerate(self._phrases):
            for anchor in phrase.anchors:
                table = self._by_prefix if anchor.endswith("*") else self._by_word
                table.setdefault(anchor.rstrip("*"), set()).add(index)
        self._prefix_lengths = sorted({len(prefix) for prefix in self._by_prefix})

    @property
    def vocabulary(self) -> frozenset[str]:
        """Every word spelled out in the file."""
        return frozenset().union(*(phrase.words for phrase in self._phrases))

    def likely(self, words: set[str]) -> list[Phrase]:
        """The phrases that `words` could tell, in the order of the file."""
        starts = {word[:length] for length in self._prefix_lengths for word in words}
        found: set[int] = set()
        for word in self._by_word.keys() & words:
            found |= self._by_word[word]
        for prefix in self._by_prefix.keys() & starts:
            found |= self._by_prefix[prefix]
        likely = (self._phrases[index] for index in sorted(found))
        return [phrase for phrase in likely if not any(need.isdisjoint(words) for need in phrase.needs)]


@dataclass(frozen=True)
class Example:
    """A message under a line of a phrase file, and whether the line must hear it."""

    file: str
    line: int
    message: str
    is_heard: bool


def examples(name: str) -> list[Example]:
    """The examples and counter-examples in `phrases/<name>.txt`."""
    return [
        Example(name, number, content[1:].strip(), content[0] == "+")
        for number, content in _content(read_phrases(name))
        if content[0] in _EXAMPLE_SIGNS
    ]


def lines_to_try(name: str) -> list[int]:
    """Numbers of the rule lines in `phrases/<name>.txt` that lack an example or a counter-example."""
    signs: dict[int, str] = {}
    line = 0
    for number, content in _content(read_phrases(name)):
        if content[0] in _EXAMPLE_SIGNS:
            signs[line] += content[0]
        elif not content.startswith("@"):
            line = number
            signs[line] = ""
    return [number for number, found in signs.items() if not set(found).issuperset(_EXAMPLE_SIGNS)]


def rule_lines(text: str) -> Iterable[tuple[int, str]]:
    """Number and content of each line that is a rule: neither empty, nor comment, nor example."""
    return ((number, content) for number, content in _content(text) if content[0] not in _EXAMPLE_SIGNS)


def read_phrases(name: str) -> str:
    """The text of `phrases/<name>.txt`."""
    return files("bot.safety").joinpath("phrases", f"{name}.txt").read_text(encoding="utf-8")


def _content(text: str) -> Iterable[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if content := line.partition("#")[0].strip():
            yield number, content


def load(name: str) -> Phrases:
    """Phrases of `phrases/<name>.txt`. Raises ValueError naming the line that cannot be read."""
    text = read_phrases(name)
    lists: dict[str, str] = {}
    phrases = []
    for number, content in rule_lines(text):
        try:
            expanded = _LIST_NAME.sub(lambda match: f"({lists[match[1]]})", content)
            if content.startswith("@"):
                list_name, _, members = expanded[1:].partition("=")
                lists[list_name.strip()] = members.strip().replace("(", "").replace(")", "")
            else:
                phrases.append(_phrase(expanded))
        except (KeyError, ValueError, re.error) as error:
            raise ValueError(f"phrases/{name}.txt line {number}: {error}") from error
    return Phrases(phrases)


def _phrase(line: str) -> Phrase:
    always = line.startswith("!")
    folded = (fold(element) for element in _ELEMENT.findall(line.removeprefix("!")))
    phrase = Phrase(tuple(element for element in folded if element in _SIGNS or _options(element)), always)
    re.compile(phrase.pattern)
    if not all(anchor.rstrip("*") for anchor in phrase.anchors):
        raise ValueError("a phrase needs a word of its own")
    return phrase


def _options(element: str) -> list[str]:
    """The alternatives of an element; fillers are left out, as they are in a text."""
    bare = element.removesuffix("?").strip("()").replace("-", " ")
    options = (" ".join(word for word in option.split() if word not in FILLERS) for option in bare.split("|"))
    return [option for option in options if option]


def _element(element: str) -> str:
    options = "|".join(re.escape(option).replace(r"\ ", " ").replace(r"\*", "[^ .]*") for option in _options(element))
    return f"(?:(?:{options}) )" + ("?" if element.endswith("?") else "")


def _longest_words(element: str) -> tuple[str, ...]:
    return tuple(max(option.split(), key=_telling) for option in _options(element))


def _telling(word: str) -> int:
    return 0 if word.startswith("*") else len(word)
