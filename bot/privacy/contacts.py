"""E-mail addresses, also written out, and profiles in social media."""

import regex

_AT = r"(?:\s?@\s?|\s?[(\[{]\s?(?:at|a|snabel-?\s?a)\s?[)\]}]\s?|\s?snabel[- ]?a\s?)"
_DOT = r"(?:\.|\s?[(\[{]\s?(?:dot|punktum|\.)\s?[)\]}]\s?|\s(?:dot|punktum|prik)\s)"
_PROVIDER = (
    r"(?:gmail|hotmail|outlook|live|yahoo|icloud|jubii|mail|msn|protonmail|proton|me|post|stofanet"
    r"|youmail|ofir|webspeed|mac)"
)
_EMAIL = regex.compile(
    rf"(?i)(?<![\w.+-])[\w.+-]{{1,64}}+{_AT}[\w-]{{1,63}}+(?:{_DOT}[\w-]{{1,63}}+){{1,4}}"
    rf"|(?<![\w.+-])[\w.+-]{{1,64}}+\s(?:at|snabel)\s{_PROVIDER}{_DOT}[a-z]{{2,4}}"
)
_PROFILE_LINK = regex.compile(
    r"(?i)(?<![\w.])(?:https?://)?(?:[a-z]{1,6}\.)?(?:facebook|fb|instagram|tiktok|snapchat|linkedin"
    r"|twitter|x|youtube|discord|threads"
    r"|reddit|onlyfans|t|m)\.(?:com|gg|me|dk|net)/[^\s\[\]]{1,200}+"
)
_HANDLE = regex.compile(r"(?<![\w.@/\]])@[\p{L}_][\w.]{1,30}+")
_HANDLE_CUE = regex.compile(
    r"(?i)\b((?:min\s|mit\s|på\s|my\s)?(?:snap|snapchat|insta|instagram|ig|tiktok|discord|facebook|fb"
    r"|twitter|messenger|skype|telegram|kik)"
    r"(?:en)?(?:[\s-]?(?:navn|brugernavn|profil|user|username))?\s?(?::|\ser\s|\shedder\s|\sis\s"
    r"|=)\s?(?:jeg\s)?)([\w.#-]{3,40}+)"
)
_NOT_A_HANDLE = frozenset(
    """
    ikke det den en et dårligt godt for sundt farligt min mit dit nok også blevet gået bare ret usundt
    """.split()  # noqa: SIM905
)


def redact(text: str) -> str:
    """`text` with [e-mail] and [profil] for the addresses and profiles in it."""
    text = _EMAIL.sub("[e-mail]", text)
    text = _PROFILE_LINK.sub("[profil]", text)
    text = _HANDLE.sub("[profil]", text)
    return _HANDLE_CUE.sub(_handle, text)


def _handle(match: regex.Match[str]) -> str:
    return match[0] if match[2].lower() in _NOT_A_HANDLE else f"{match[1]}[profil]"
