"""Messages and notes, sealed one by one to their place in a case."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from intake import sealing
from intake.case_keys import CaseKeys
from intake.hours import time_of
from intake.models import CaseText
from intake.sealing import Tampered

CITIZEN = "citizen"
COUNSELLOR = "counsellor"
SYSTEM = "system"


@dataclass(frozen=True)
class Content:
    """What is inside a seal: who wrote (an author, for a note the counsellor's id), the words, a form's answers."""

    author: str
    text: str
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Message:
    """What both sides read; `at` is the beginning of the hour it was written in."""

    author: str
    text: str
    at: datetime


@dataclass(frozen=True)
class Note:
    """What only counsellors read."""

    counsellor_id: uuid.UUID
    text: str
    at: datetime


def seal_text(keys: CaseKeys, kind: str, number: int, hour: int, content: Content) -> CaseText:
    """Return the row of a new text; raise TooLong if it does not fit the largest size class."""
    text_id = uuid.uuid4()
    place = _place(keys.case_id, text_id, kind, number, hour)
    sealed = sealing.seal_data(keys.text_key(kind), [content.author, content.text, dict(content.answers)], place)
    return CaseText(id=text_id, case_id=keys.case_id, kind=kind, number=number, hour=hour, sealed=sealed)


def open_text(keys: CaseKeys, row: CaseText) -> Content:
    """Return what is inside; raise Tampered if the row is not as it was sealed, or stood elsewhere."""
    place = _place(keys.case_id, row.id, row.kind, row.number, row.hour)
    author, text, answers = sealing.unseal_data(keys.text_key(row.kind), row.sealed, place)
    return Content(author, text, answers)


def message_of(content: Content, row: CaseText) -> Message:
    """Return an opened message with its time."""
    return Message(content.author, content.text, time_of(row.hour))


def note_of(content: Content, row: CaseText) -> Note:
    """Return an opened note with its time."""
    return Note(uuid.UUID(content.author), content.text, time_of(row.hour))


def check_complete(rows: Sequence[CaseText], count: int) -> None:
    """Raise Tampered unless the rows are numbered 1, 2, 3 … up to the count or beyond (one was just written)."""
    numbers = [row.number for row in rows]
    if numbers != list(range(1, len(rows) + 1)) or len(rows) < count:
        raise Tampered


def _place(case_id: uuid.UUID, text_id: uuid.UUID, kind: str, number: int, hour: int) -> bytes:
    """Return what a seal is bound to. The author is inside the seal: on the disk nobody sees who wrote."""
    numbers = number.to_bytes(8, signed=True) + hour.to_bytes(8, signed=True)
    return case_id.bytes + text_id.bytes + numbers + kind.encode()
