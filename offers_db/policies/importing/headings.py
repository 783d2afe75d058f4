"""Tells headings from text by their wording."""

import re

MAX_TITLE = 88

_NUMBERED = re.compile(r"^(\d{1,2}(?:\.\d{1,2})*)\.?\s+[A-ZÆØÅ]")
_CAPITALS = re.compile(r"^(?:\d+(?:\.\d+)*\.? +)?[^a-zæøåéü]{4,}$")
_LETTERED = re.compile(r"^(?:Princip|Pejlemærke|Kapitel|Afsnit|Bilag|Tema|Mål) (?:[A-Z]|\d{1,2})\b", re.IGNORECASE)
_YEAR_TITLE = re.compile(r"^20\d\d(?: ?[–-] ?(?:20\d\d)?)?: ?[”\"]")
_TITLE = re.compile(r"^[A-ZÆØÅ”\"]")
_NO_TITLE = re.compile(
    r"[.,;]$|\bTlf|@|\.dk\b|\b\d{4} [A-ZÆØÅ]|^[(\d]|\d+ ?%|:\s\S|\.\s+[A-ZÆØÅ]|,,"
    r"|^(?:med venlig|venlig hilsen|på vegne)|borg(?:er)?mester|rådmand|direktør",
    re.IGNORECASE,
)


def heading_level(text: str) -> int | None:
    """The depth of a heading that is one for sure: "6.1 …" 2, "1.0 Formål" 1, "PEJLEMÆRKE 1" 1; else None."""
    if len(text) > 100 or re.search(r"[.,;]$", text):
        return None
    numbered = _NUMBERED.match(text)
    if numbered and (_CAPITALS.match(text) or "." in numbered[1]):
        return len([part for part in numbered[1].split(".") if part != "0"])
    if _CAPITALS.match(text) and re.search(r"[A-ZÆØÅ]{4}", text) and "%" not in text:
        return 1
    if _LETTERED.match(text) or _YEAR_TITLE.match(text):
        return 2
    return None


def is_title(text: str) -> bool:
    """Whether the text may be a heading by its form: short, begins with a capital, is no sentence, address or name."""
    return len(text) <= MAX_TITLE and _TITLE.match(text) is not None and not _NO_TITLE.search(text)
