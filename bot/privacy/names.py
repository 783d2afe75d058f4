"""Names of persons: after words that introduce a name, after titles, and first names in capitals."""

from collections.abc import Iterable
from importlib.resources import files

import regex


def _listed(name: str) -> frozenset[str]:
    return frozenset(files("bot.privacy").joinpath(name).read_text(encoding="utf-8").lower().split())


_FIRST = _listed("first_names.txt")
_LAST = _listed("surnames.txt")
# First names that are also words, months or pronouns: names only with a surname, after a cue, or after "med" or "hos".
_ALSO_WORDS = frozenset(
    """
    ane aske august birk bjørk bjørn bo charlie dan flora frank gry hans iris isa jan jo kaj kit liv luna maj mark max
    may per sam saga sander sif sine sol sten storm svend sys søs tage tea tim tor vibe viola vita line
    """.split()  # noqa: SIM905
)
# Surnames that are also words or places: names only after a first name or a cue.
_SURNAMES_ALSO_WORDS = frozenset(
    """
    agerskov bager bak balle bang berg bjerre bloch bonde borch borup bro broberg brun brix buhl busk bach beck birch
    dahl dall dam degn due elkjær falk fischer fisker foged frank frost fuglsang gade gammelgaard gram greve grøn
    grønlund hald hammer harder hein hjorth hoff holm holst hvid høj juhl juul just kaya kirk kirkegaard kjær kloster
    koch kold kolding krag krogh kruse kusk lange leth lind lindholm linnet lund lundgaard lynge meyer munk munkholm
    mørk noer nyborg nybo nyholm nymark rask ravn richter rosendahl rytter sandberg sander skipper skov skriver sloth
    smed sommer sonne spliid staal stage steen steenberg stenberg strand strøm svane svenstrup søby søholm tang toft
    tofte torp thorup tran trolle urban utzon vad valentin vang vedel vind vinding vinter voss wagner weber wind
    winkel with worm wolff yde øster ørsted ørum østerby vesterby nordentoft schwartz bech bruun friis lykkegaard
    """.split()  # noqa: SIM905
)
_OWN_SURNAMES = _LAST - _SURNAMES_ALSO_WORDS
# What stays though it looks like a name: illnesses, organisations and places named after persons.
_PUBLIC = regex.compile(
    r"(?i)\b(?:mary[ -]?fonden|marys? hjerte|lev uden vold|sankt hans|sct\.? hans|steno(?: diabetes center)?"
    r"|parkinsons?|alzheimers?|(?:mb\.? )?crohns?|aspergers?|tourettes?|novo nordisk|livslinien|kræftens bekæmpelse"
    r"|frank jensens? (?:vej|plads)|saxo ?bank|max \d+)\b"
)
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
    ensom mor far mandag tirsdag onsdag torsdag fredag lørdag søndag januar februar marts april juni juli september
    oktober november december herlev rosenhøj gladsaxe københavn stoplinien alkolinjen giftlinjen børnetelefonen
    ældretelefonen gigtforeningen hjerteforeningen mødrehjælpen headspace sundhedshuset parkinson alzheimer
    """.split()  # noqa: SIM905
)
# Words that begin a sentence and stand before a surname without being a first name.
_BEFORE_SURNAME = _NOT_A_NAME | frozenset(
    """
    ring ringer hej kære kontakt spørg skriv skrev mød familien fru hr hrr frk dr doktor herr læge min hos af efter
    når hvornår hvor hvad hvem hvis siger sagde ifølge naboen onkel tante farfar morfar farmor mormor bedstefar
    """.split()  # noqa: SIM905
)
_WITH_PERSON = regex.compile(
    r"(?i)\b(?:med|hos|kender|mødte|møder|elsker|savner|passer|besøger|hjælper|spørg|ringede til|skrev til)\s$"
)
# "olsen" is a name without a capital, too; these are also words.
_PATRONYMICS = frozenset(name for name in _OWN_SURNAMES if name.endswith("sen")) - {"nissen", "lassen"}
_LOWER_PATRONYMIC = regex.compile(r"(?<![\p{L}\[@/_.-])\p{Ll}+sens?(?![\p{L}@_-])")
_LOWER_PAIR = regex.compile(r"(?<![\p{L}\[@/_.-])(\L<first>) (\p{Ll}[\p{L}-]+)(?![\p{L}@_-])", first=sorted(_FIRST))


def redact(text: str) -> str:
    """`text` with [navn] for each name of a person."""
    return _lower_case_names(_listed_names(_introduced(text)))


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
    public = [match.span() for match in _PUBLIC.finditer(text)]
    pieces, end = [], 0
    for word in _CAPITALISED.finditer(text):
        if word.start() < end or any(start <= word.start() < stop for start, stop in public):
            continue
        stop = _listed_end(text, word)
        if stop > word.start():
            pieces += [text[end : word.start()], "[navn]"]
            end = stop
    return "".join([*pieces, text[end:]])


def _listed_end(text: str, word: regex.Match[str]) -> int:
    """Where the name that begins with the capitalised `word` ends; its start when it is no name."""
    parts = word[0].lower().split("-")
    next_word = _WORD.match(text, word.end())
    following = next_word[1] if next_word and next_word.start(1) > word.end() else ""
    if _any_listed(parts):
        is_name = len(parts) > 1 or parts[0] not in _ALSO_WORDS or _is_surname(following) or _is_met(text, word.start())
        return _name_end_after(text, word.end()) if is_name else word.start()
    if _is_own_surname(word[0]):
        return _name_end_after(text, word.end())
    if following and _is_own_surname(following) and word[0].lower() not in _BEFORE_SURNAME:
        return _name_end_after(text, word.end())
    return word.start()


def _any_listed(parts: Iterable[str]) -> bool:
    return any(part in _FIRST or part.removesuffix("s") in _FIRST for part in parts)


def _is_met(text: str, start: int) -> bool:
    """Whether the words before `start` take a person: "jeg bor med Bo"."""
    return _WITH_PERSON.search(text, max(0, start - 20), start) is not None


def _is_surname(word: str) -> bool:
    return word[:1].isupper() and (word.lower() in _LAST or bool(_SURNAME.fullmatch(word)))


def _is_own_surname(word: str) -> bool:
    """Whether a capitalised word is a surname and nothing else, also with the s of possession."""
    lower = word.lower()
    return word[:1].isupper() and (lower in _OWN_SURNAMES or lower.removesuffix("s") in _OWN_SURNAMES)


def _lower_case_names(text: str) -> str:
    """Masks "mette jensen", a listed first name and surname without capitals, and "jensen"."""
    return _LOWER_PATRONYMIC.sub(_patronymic, _LOWER_PAIR.sub(_full_name, text))


def _full_name(match: regex.Match[str]) -> str:
    first, last = match[1], match[2] if match[2] in _OWN_SURNAMES else match[2].removesuffix("s")
    is_first = first not in _ALSO_WORDS or last in _PATRONYMICS
    return "[navn]" if is_first and last in _OWN_SURNAMES else match[0]


def _patronymic(match: regex.Match[str]) -> str:
    return "[navn]" if match[0].removesuffix("s") in _PATRONYMICS else match[0]


def _name_end_after(text: str, end: int) -> int:
    for _ in range(3):
        word = _WORD.match(text, end)
        if not word or word.start(1) == end or not word[1][0].isupper() or word[1].lower() in _NOT_A_NAME:
            break
        end = word.end()
    return end
