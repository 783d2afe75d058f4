"""Names of persons: after words that introduce a name, after titles, and first names in capitals."""

from collections.abc import Iterable
from importlib.resources import files

import regex


def _listed(name: str) -> frozenset[str]:
    return frozenset(files("bot.privacy").joinpath(name).read_text(encoding="utf-8").lower().split())


_FIRST = _listed("first_names.txt")
_LAST = _listed("surnames.txt")
# First names that are also words, months or pronouns: names only with a surname, or after a cue.
_ALSO_WORDS = frozenset(
    """
    alma august bo dan gry hans ib jan kaj kim liv mark noor per sten storm tage ulf viola sine sys søs line
    bent rosa jean tim
    """.split()  # noqa: SIM905
) - frozenset(["alma", "noor", "ulf", "ib", "kim", "bent", "rosa", "jean"])
_SURNAME = regex.compile(
    r"(?i)[\p{L}-]{2,20}(?:sen|gaard|gård|strup|sson|bjerg|holm|lund|skov|dahl|feldt|berg|toft|vig)"
)
_NAME = r"[\p{L}][\p{L}'’-]{0,30}+"
_WORD = regex.compile(rf"\s?({_NAME}|(?<=\s)\p{{Lu}}\.)")
_CAPITALISED = regex.compile(r"(?<![\p{L}\[@/_-])\p{Lu}[\p{L}'’-]{1,30}+")

_CUE = regex.compile(
    r"(?i)(?<!\p{L})(?:(?P<name>(?:jeg|han|hun|der|barnet|manden|som|hende|ham|datter|søn|mor|far|kone"
    r"|mand|kæreste|læge|ven|veninde|bror"
    r"|søster|kollega|nabo|chef|sagsbehandler|psykolog|i|de)\s(?:hedder|heder|hedde|hed)|(?:mit|min"
    r"|hans|hendes|my|fulde|for|efter)\s?(?:for|efter)?navn(?:et)?\s(?:er|is)"
    r"|navn(?:et)?\s?:|navnet\ser|my\sname\sis|my\sname’?s|kald(?:er)?\smig|call\sme"
    r"|det\ser\s(?=\p{Lu})|her\staler|du\staler\smed|kaldes)"
    r"|(?P<sign>(?:venlig(?:e|st)?\s|med\svenlig\s|kærlig\s|mange\s|de\sbedste\s|bedste\s|med\s)*"
    r"(?:hilsen|hilsner|hilsener|mvh|vh|kh|dbh|regards)(?:\sfra)?)"
    r"|(?P<title>hr|fru|frk|frøken|herr|dr|doktor|læge|lægen|overlæge|sygeplejerske|sygeplejersken"
    r"|psykolog|psykologen|sagsbehandler"
    r"|mr|mrs|ms|pædagog|lærer|jordemoder|terapeut|fysioterapeut|psykiater|rådgiver|socialrådgiver"
    r"|(?:min|mine|vores)\s(?:mand|kone|søn|datter|mor|far|bror|søster|kæreste|ven|veninde|eks"
    r"|ekskæreste|chef|kollega|nabo|læge|samlever|barn|dreng|pige))(?!\s(?:hedder|heder|hed)\b))"
    r"(?!\p{L})[.,:;!]?(?:\s(?:bare|bl\.a\.|altså|også|just))?\s*"
)
_NOT_A_NAME = frozenset(
    """
    ikke noget det det det den en et ja nej jeg mig du min mit mine han hun vi de at og men for fra til med på
    i om som der er var har vil hemmeligt hemmelig ligegyldigt ligemeget anonym anonymt privat samme hvad hvem
    hvis når altid ofte bare lige ingenting intet aldrig egentlig nok også sådan dumt irrelevant uvigtigt
    ingen ukendt the a an not my no nobody anonymous sur glad syg gammel skat hej tak kan skal må bor går slår
    drikker ryger slog siger døde død ringe tilbage op venligst please when if dig dog jo nu her alle borger
    kommunen ballerup glostrup aalborg danmark livslinien guiden sundhedsguiden anbefaler bekymret pårørende
    ensom mor far
    """.split()  # noqa: SIM905
)


def redact(text: str) -> str:
    """`text` with [navn] for each name of a person."""
    return _listed_names(_introduced(text))


def _introduced(text: str) -> str:
    pieces, end = [], 0
    for cue in _CUE.finditer(text):
        if cue.start() < end:
            continue
        stop = _name_end(text, cue.end(), any_word=cue["name"] is not None)
        if stop > cue.end():
            pieces += [text[end : cue.end()], "[navn]"]
            end = stop
    return "".join([*pieces, text[end:]])


def _name_end(text: str, start: int, *, any_word: bool) -> int:
    """Where the name that begins at `start` ends; `start` itself when no name begins there."""
    end = start
    for count in range(4):
        word = _WORD.match(text, end)
        if (
            not word
            or (count == 0) != (word.start(1) == end)
            or not _continues(word[1], first=count == 0, any_word=any_word)
        ):
            break
        end = word.end()
    return end


def _continues(word: str, *, first: bool, any_word: bool) -> bool:
    lower = word.lower()
    if lower in _NOT_A_NAME or (first and len(word) < 2):
        return False
    if first and any_word:
        return True
    return word[0].isupper() or lower in _LAST or (lower in _FIRST - _ALSO_WORDS) or bool(_SURNAME.fullmatch(lower))


def _listed_names(text: str) -> str:
    pieces, end = [], 0
    for word in _CAPITALISED.finditer(text):
        if word.start() < end:
            continue
        stop = _listed_end(text, word)
        if stop > word.start():
            pieces += [text[end : word.start()], "[navn]"]
            end = stop
    return "".join([*pieces, text[end:]])


def _listed_end(text: str, word: regex.Match[str]) -> int:
    parts = word[0].lower().split("-")
    following = _WORD.match(text, word.end())
    surname = following is not None and following.start(1) > word.end() and _is_surname(following[1])
    if not _any_listed(parts) or (parts[0] in _ALSO_WORDS and not surname):
        return word.start()
    return _name_end_after(text, word.end())


def _any_listed(parts: Iterable[str]) -> bool:
    return any(part in _FIRST or part.removesuffix("s") in _FIRST for part in parts)


def _is_surname(word: str) -> bool:
    return word[0].isupper() and (word.lower() in _LAST or bool(_SURNAME.fullmatch(word)))


def _name_end_after(text: str, end: int) -> int:
    for _ in range(3):
        word = _WORD.match(text, end)
        if not word or word.start(1) == end or not word[1][0].isupper() or word[1].lower() in _NOT_A_NAME:
            break
        end = word.end()
    return end
