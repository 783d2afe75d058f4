"""Street addresses: street and number, with floor, postal code and city when they follow."""

import regex

_STRONG = (
    r"(?:vej|vejen|gade|gaden|allé|alle|alleen|alléen|stræde|strædet|straede|vænge|vænget|boulevard"
    r"|boulevarden|torv|torvet"
    r"|plads|pladsen|vaenge|svinget|skrænten|passagen)"
)
_WEAK = (
    r"(?:park|parken|have|haven|bakke|bakken|sti|stien|toft|toften|ager|ageren|høj|høje|højen|kaj|mark"
    r"|marken|dal|dalen|lund|lunden"
    r"|krog|krogen|skrænt|eng|engen|gård|gården|kæret|kær|ring|ringen|brygge|bredden|rækken|bro|hegnet"
    r"|hegn|kvarter|bymidte|vang|vangen"
    r"|holmen|huse|husene|løkken|led|ledet|center|centret)"
)
_STREET = (
    rf"(?:(?:\p{{Lu}}[\p{{L}}.'-]{{0,30}}\s){{0,3}}(?-i:\p{{Lu}})[\p{{L}}'-]{{1,30}}?(?:{_STRONG}|{_WEAK})"
    rf"|(?:\p{{Lu}}[\p{{L}}.'-]{{0,30}}\s){{1,3}}(?:{_STRONG}|{_WEAK}|Allé|Alle|Vej|Gade|Boulevard|Plads"
    rf"|Torv|Stræde|Have|Park)"
    rf"|\p{{Ll}}[\p{{L}}'-]{{1,30}}?{_STRONG})(?![\p{{L}}])"
)
_FLOOR = (
    r"(?:,?\s?(?:st|kld?|\d{1,2})\.?(?:\s?sal\b\.?)?,?\s?(?:til\s(?:højre|venstre)|tv|th|mf"
    r"|dør\s\d{1,3}|lejl\.?\s\d{1,3})\b\.?"
    r"|,?\s?\d{1,2}\.?\s?sal\b\.?|,?\s?st\b\.?)?"
)
_CITY = r"(?:,?\s{1,2}\d{4}\s\p{L}[\p{L}-]{1,30}(?:\s(?:NV|SV|SØ|NØ|N|S|V|Ø|C|K|M)\b)?)?"
_NOT_UNIT = (
    r"(?!\s?(?:gange|km|kilometer|år|timer|minutter|min\b|kr|kroner|personer|dage|uger|meter|m\b|skridt"
    r"|procent|%|mdr))"
)
_ADDRESS = regex.compile(
    rf"(?<![\p{{L}}\d])({_STREET})(?:\s(?:nr\.?|nummer)?\s?|,\s?)\d{{1,3}}(?:\s?[A-Za-z]\b)?(?!\d"
    rf"|[.,:]\d){_NOT_UNIT}{_FLOOR}{_CITY}"
)
_LIVES_ON = regex.compile(
    rf"(?i)\b((?:bor|boende|adresse|adressen|hjemme|live|flyttet)\s?(?::|\ser|\spå|\si|\sat|\son|\stil"
    rf"|\sligger){{1,2}}\s)"
    rf"((?:[\p{{L}}.'-]{{1,30}}\s){{0,2}}?[\p{{L}}'-]{{2,30}}?{_STRONG})(?![\p{{L}}])"
)
_NOT_A_STREET = frozenset(
    """
    omvej genvej udvej motorvej cykelvej luftvej forvej halvvej afvej hovedvej hovedgade gågade arbejdsplads
    arbejdspladsen sygehusplads legeplads legepladsen parkeringsplads parkeringspladsen byggeplads
    markedsplads behandlingsplads praktikplads elevplads ståplads siddeplads krisecenterplads plejehjemsplads
    institutionsplads daginstitutionsplads hvileplads dagplads torsdag genveje blindgade kommunevej
    sovepladsen campingplads campingpladsen rasteplads holdeplads læreplads læreplads aflastningsplads
    døgnplads
    """.split()  # noqa: SIM905
)


def redact(text: str) -> str:
    """`text` with [adresse] for each street address."""
    text = _ADDRESS.sub(lambda match: match[0] if match[1].lower() in _NOT_A_STREET else "[adresse]", text)
    return _LIVES_ON.sub(lambda m: m[0] if m[2].split()[-1].lower() in _NOT_A_STREET else f"{m[1]}[adresse]", text)
