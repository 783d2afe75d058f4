"""The list's filters in the address, and back. What cannot be read is left out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from multidict import MultiMapping

from review.conversations import Key, normalised_label
from review.filters import Filters
from staff.account import Account
from web.console.conversation_wording import INTENTS, LANGUAGES, SIGNS, URGENCIES

LONGEST_SEARCH = 200
MINE = "mig"
_DENMARK = ZoneInfo("Europe/Copenhagen")
_YES_NO = {"ja": True, "nej": False}
_REASONS = {word: urgency for urgency, (word, _) in URGENCIES.items()}


@dataclass(frozen=True)
class Asked:
    """What the address asks for: the filters, what their fields show, and where the page begins."""

    filters: Filters
    fields: Mapping[str, str]
    signs: frozenset[str]
    before: Key | None

    def address(self, path: str, before: Key | None = None) -> str:
        """The address of the same filters; with `before`, of the page after that place."""
        pairs = [(name, value) for name, value in self.fields.items() if value]
        pairs += [("tegn", name) for name in SIGNS if name in self.signs]
        if before is not None:
            pairs.append(("efter", f"{before.last_at}.{before.number}"))
        return f"{path}?{urlencode(pairs)}" if pairs else path

    @property
    def narrows(self) -> bool:
        """Whether any filter is set."""
        return bool(self.signs or any(self.fields.values()))


def asked(query: MultiMapping[str], account: Account) -> Asked:
    """Read the address for somebody; their municipalities bound what they see."""
    fields = {
        "soeg": " ".join(query.get("soeg", "").split())[:LONGEST_SEARCH],
        "fra": _a_date(query.get("fra", "")),
        "til": _a_date(query.get("til", "")),
        "kommune": _one_word(query.get("kommune", "")),
        "emne": _one_word(query.get("emne", "")),
        "hensigt": _one_of(query.get("hensigt", ""), INTENTS),
        "under": _a_percentage(query.get("under", "")),
        "sprog": _one_of(query.get("sprog", ""), LANGUAGES),
        "gennemgaaet": _one_of(query.get("gennemgaaet", ""), _YES_NO),
        "etiket": normalised_label(query.get("etiket", "")),
        "hos": _one_of(query.get("hos", ""), {MINE: None}),
        "grund": _one_of(query.get("grund", ""), _REASONS),
    }
    signs = frozenset(query.getall("tegn", [])) & SIGNS.keys()
    return Asked(_filters(fields, signs, account), fields, signs, _key(query.get("efter", "")))


def _filters(fields: Mapping[str, str], signs: frozenset[str], account: Account) -> Filters:
    return Filters(
        scope=account.municipalities,
        since=_midnight(fields["fra"]),
        until=_midnight(fields["til"], days=1),
        municipality=fields["kommune"] or None,
        topic=fields["emne"] or None,
        intent=fields["hensigt"] or None,
        confidence_below=int(fields["under"]) / 100 if fields["under"] else None,
        signs=signs,
        language=fields["sprog"] or None,
        reviewed=_YES_NO.get(fields["gennemgaaet"]),
        label=fields["etiket"] or None,
        assigned_to=account.id if fields["hos"] else None,
        urgency=_REASONS.get(fields["grund"]),
        words=fields["soeg"],
    )


def _one_of(text: str, allowed: Mapping[str, object]) -> str:
    return text if text in allowed else ""


def _one_word(text: str) -> str:
    return text if text.replace("_", "").isalnum() and len(text) <= 60 else ""


def _a_date(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat() if 1970 < date.fromisoformat(text).year < 9000 else ""
    except ValueError:
        return ""


def _a_percentage(text: str) -> str:
    return text if text.isascii() and text.isdecimal() and len(text) <= 3 and int(text) <= 100 else ""


def _midnight(day: str, days: int = 0) -> int | None:
    """When a day begins in Denmark, Unix seconds; `days` later."""
    if not day:
        return None
    begins = datetime.combine(date.fromisoformat(day) + timedelta(days=days), datetime.min.time(), _DENMARK)
    return math.ceil(begins.timestamp())


def _key(text: str) -> Key | None:
    last_at, _, number = text.partition(".")
    if not all(part.isascii() and part.isdecimal() and len(part) < 19 for part in (last_at, number)):
        return None
    return Key(int(last_at), int(number))
