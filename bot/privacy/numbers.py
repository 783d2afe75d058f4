"""CPR, phone, account, card and licence numbers, and dates of birth."""

from collections.abc import Callable

import regex

from bot.safety.helplines import HELPLINE_NUMBERS

_S = r"[ \u00a0]"
_MONTH = (
    r"(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sep|sept|okt|nov|dec|january|february|march|may|june|july|october)"
)
_DATE = (
    rf"(?:\d{{1,2}}{_S}?[./-]{_S}?\d{{1,2}}(?:{_S}?[./-]{_S}?\d{{2,4}})?|\d{{1,2}}{_S}\d{{1,2}}{_S}\d{{2,4}}"
    rf"|\d{{1,2}}\.?(?:st|nd|rd|th)?{_S}?(?:of{_S})?{_MONTH}\b\.?(?:,?{_S}?\d{{2,4}})?"
    rf"|\d{{4}}-\d{{2}}-\d{{2}}|\d{{6}}|\d{{8}})(?!\d)"
)
_UNIT = rf"(?!{_S}?(?:kr\b|kroner|,-|mio|mill|indbyggere|borgere|personer|dkk|procent|%|skridt|timer|km\b))"

_DIGITS = regex.compile(r"\d{2}|\d\D{1,3}\d")
_IBAN = regex.compile(
    r"(?i)(?<!\w)(?:DK\s?\d{2}(?:\s?\d){14}|(?-i:[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){2,7}(?:\s?[A-Z0-9]{1,3})?))(?!\w)"
)
_CARD = regex.compile(r"(?<![\d+])[3-6]\d{3}(?:[ -]?\d{4}){2}[ -]?\d{3,4}(?!\d)")
_CPR = regex.compile(
    rf"(?<![\d+])(\d{{2}})[ .-]?(\d{{2}})[ .-]?(\d{{2}}){_S}?[-–./]?{_S}?(?:\d{{4}}|[xX*]{{4}})(?![\dxX*]){_UNIT}"
)
_CPR_CUE = regex.compile(
    r"(?i)\b((?:cpr|personnummer|cpr-?nummer|cprnr)[\w.]{0,8}(?:[\s:.-]|nr|nummer|er"
    r"|det){0,12}?)\d[\d \u00a0./–-]{4,14}\d(?!\d)"
)
_BORN = regex.compile(
    rf"(?i)\b((?:født|foedt|fodt|fødselsdato|fødselsdag|fødselsdagen|fødselsdagen|fødselar|fødsdag|fdato"
    rf"|f\.?d\.?|born|birthday|birth|dob|f\.)(?:\s?:|\s(?:er|den|d\.?|på|i|dato|on|is|the|of"
    rf"|was)){{0,4}}\s*)({_DATE})"
)
_OLD_DATE = regex.compile(r"(?<![\d.])(?:0?[1-9]|[12]\d|3[01])([./-])(?:0?[1-9]|1[0-2])\1(?:19\d\d)(?!\d)")
_ACCOUNT_CUE = regex.compile(
    r"(?i)\b((?:konto|kontonummer|kontonr|bankkonto|nemkonto|lønkonto|account)(?:\w{0,8})[\s.:]{0,3}"
    r"(?:(?:nr|nummer|number|no|er|is)[\s.:]{0,3}){0,2})(\d[\d \u00a0-]{4,18}\d)(?!\d)"
)
_REG_CUE = regex.compile(
    r"(?i)\b((?:reg|regnr|registreringsnummer|reg\.nr)[\s.:]{0,3}(?:(?:nr|nummer|er)[\s.:]{0,3}){0,2})(\d{4})(?!\d)"
)
_ACCOUNT = regex.compile(rf"(?<![\d+])\d{{4}}(?:{_S}?[-–/]{_S}?|{_S})\d{{7,10}}(?!\d)|(?<![\d+])\d{{14}}(?!\d)")
_PLATE = regex.compile(
    rf"(?<![\p{{L}}\d])(?!DK|EU|KL|NR|ER|PÅ|TIL|AF)[A-ZÆØÅ]{{2}}{_S}?\d{{2}}{_S}?\d{{3}}(?!\d){_UNIT}"
)
_PLATE_CUE = regex.compile(
    rf"(?i)\b((?:nummerplade|nummerpladen|reg\.?\s?nr|registreringsnummer|indregistreret)\w{{0,4}}"
    rf"(?:\s?:|\s(?:er|på|nr)){{0,2}}\s?\.?\s?)[a-zæøå]{{2}}{_S}?\d{{2}}{_S}?\d{{3}}(?!\d)"
)
_INTERNATIONAL = regex.compile(r"(?<![\w+])(?:\+|00)(?:[ ().-]{0,2}\d){8,15}+")
_PHONE = regex.compile(
    rf"(?i)(?<![\w+./,-])(?:\(?(?:\+|00)?45\)?[ \u00a0-]?)?[2-9](?:[ \u00a0]?\d){{7}}(?!\d|[.,]\d"
    rf"|{_S}?[-–]{_S}?\d|-\w){_UNIT}"
    rf"|(?<![\w+./,-])[2-9]\d(?:([-.])\d\d)(?:\1\d\d){{2}}(?![\d])|(?<![\w+./,-])[2-9]\d{{3}}[-–]\d{{4}}(?!\d)"
)
_PHONE_CUE = regex.compile(
    r"(?i)\b((?:tlf|telefon|telefonnummer|mobil|mobilnummer|nummer|nr|phone|ring til mig på|ring på"
    r"|sms)\.?(?:\s?:|\s(?:er|nr|på)){0,2}\s?\.?\s?)((?:\+?45)?(?:[ \u00a0./-]{0,2}\d){8}(?!\d))"
)
_YEARS = regex.compile(r"(?:19|20)\d\d[ \u00a0–-](?:19|20)\d\d")
_DAY_OF_YEAR = regex.compile(r"(?:[12]?\d|3[01]) (?:0?[1-9]|1[0-2]) (?:19|20)\d\d")


def redact(text: str) -> str:
    """`text` with a tag for each number that points to a person; helpline numbers stay."""
    if not _DIGITS.search(text):
        return text
    text = _IBAN.sub("[konto]", text)
    text = _CPR_CUE.sub(r"\1[cpr]", text)
    text = _BORN.sub(r"\1[fødselsdato]", text)
    text = _CARD.sub("[konto]", text)
    text = _PLATE_CUE.sub(r"\1[nummerplade]", text)
    text = _ACCOUNT_CUE.sub(r"\1[konto]", text)
    text = _REG_CUE.sub(r"\1[konto]", text)
    text = _CPR.sub(_cpr, text)
    text = _ACCOUNT.sub(_unless_helpline("[konto]"), text)
    text = _OLD_DATE.sub("[fødselsdato]", text)
    text = _PLATE.sub("[nummerplade]", text)
    text = _PHONE_CUE.sub(lambda match: match[0] if _is_public(match[2]) else f"{match[1]}[telefon]", text)
    text = _INTERNATIONAL.sub(_unless_helpline("[telefon]"), text)
    return _PHONE.sub(_unless_helpline("[telefon]"), text)


def _cpr(match: regex.Match[str]) -> str:
    """Tests the date only: the checksum no longer holds. Replacement numbers have 60 added to the day."""
    day, month = int(match[1]), int(match[2])
    return "[cpr]" if (1 <= day <= 31 or 61 <= day <= 91) and 1 <= month <= 12 else match[0]


def _unless_helpline(tag: str) -> Callable[[regex.Match[str]], str]:
    return lambda match: match[0] if _is_public(match[0]) else tag


def _is_public(number: str) -> bool:
    """Whether a number is a helpline's or the municipality's, or is years or a date rather than a phone."""
    digits = "".join(character for character in number if character.isdigit())
    national = digits.removeprefix("00").removeprefix("45")
    return not HELPLINE_NUMBERS.isdisjoint((digits, national)) or bool(
        _YEARS.fullmatch(number) or _DAY_OF_YEAR.fullmatch(number)
    )
