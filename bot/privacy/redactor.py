"""Replaces personal data in text with Danish tags, for what is stored or logged. Too much is better than too little."""

from collections.abc import Mapping
from typing import Any

import regex

from bot.privacy import addresses, contacts, names, numbers

_UUID = regex.compile(r"(?i)(?<![0-9a-f])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f])")
# Contacts go first, as an address of e-mail may hold a name; names last, as a street may hold one.
_STEPS = (contacts.redact, numbers.redact, addresses.redact, names.redact)


def redact(text: str) -> str:
    """`text` with personal data as [cpr], [telefon], [e-mail], [adresse], [navn], [konto], [nummerplade], [fødselsdato]
    or [profil]. Helpline numbers and UUIDs stay. Never raises; redacting twice changes nothing.
    """
    while (redacted := _redact_once(text)) != text:  # ends: each round leaves fewer characters outside tags
        text = redacted
    return text


def redact_data(value: Any) -> Any:
    """A copy of `value` with every string in its dicts (values, not keys), lists and tuples redacted, nothing else."""
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, Mapping):
        return {key: redact_data(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [redact_data(item) for item in value]
    return value


def _redact_once(text: str) -> str:
    pieces, end = [], 0
    for uuid in _UUID.finditer(text):
        pieces += [_apply(text[end : uuid.start()]), uuid[0]]
        end = uuid.end()
    return "".join([*pieces, _apply(text[end:])])


def _apply(text: str) -> str:
    for step in _STEPS:
        text = step(text)
    return text
