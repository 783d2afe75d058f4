"""What a counsellor sees first: their cases, opened in memory and sorted there, as the database knows no urgency."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from nacl.public import PrivateKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from intake import texts
from intake.case_keys import MESSAGE, CaseKeys
from intake.hours import time_of
from intake.models import CLOSED, CaseKey, CaseText, SealedCase
from intake.sealing import Tampered
from intake.texts import CITIZEN, Content

NEW = "new"
MINE = "mine"
WAITING = "waiting"
TAKEN = "taken"
LOCKED = "locked"
URGENCY = "urgency"
ABOUT = "about"


@dataclass(frozen=True)
class CaseSummary:
    """A case in one counsellor's inbox.

    `state` is `new` (nobody has claimed it), `mine` (the citizen spoke last), `waiting` (mine, and the citizen has been
    answered), `taken` (a colleague's), `closed`, or `locked`: this key does not open it (a new key after a lost
    password, or a row that was tampered with). `urgency` and `about` are the form's answers, None if skipped or locked.
    `unread` counts the citizen's messages that this counsellor has not read. `written` is what the citizen wrote in the
    first message, the last one and those unread: to be looked through for danger, in memory.
    """

    id: uuid.UUID
    state: str
    municipality: str
    claimed_by: uuid.UUID | None
    urgency: str | None
    about: str | None
    opened: datetime
    last_message: datetime
    unread: int
    kept_until: date
    answers: Mapping[str, str] = field(default_factory=dict, repr=False)
    written: Sequence[str] = field(default=(), repr=False)


def inbox(
    session: Session, counsellor_id: uuid.UUID, private_key: PrivateKey, hour: int, urgent_first: Sequence[str]
) -> list[CaseSummary]:
    """Return the cases sealed to this counsellor and not overdue in this hour: most urgent first, then oldest."""
    mine = (CaseKey.recipient_id == counsellor_id, SealedCase.kept_until_hour >= hour)
    wanted = select(SealedCase, CaseKey).join(CaseKey, CaseKey.case_id == SealedCase.id).where(*mine)
    found = session.execute(wanted).tuples().all()
    rows = _texts_needed(session, counsellor_id)
    summaries = [_summary(case, key, rows.get(case.id, []), private_key) for case, key in found]
    rank = {urgency: place for place, urgency in enumerate(urgent_first)}
    return sorted(summaries, key=lambda case: (rank.get(case.urgency or "", len(rank)), case.opened, str(case.id)))


def _texts_needed(session: Session, counsellor_id: uuid.UUID) -> dict[uuid.UUID, list[CaseText]]:
    """Return by case the first message (it has the answers), the last one and the unread ones, in order."""
    needed = (
        (CaseText.number == 1) | (CaseText.number == SealedCase.messages) | (CaseText.number > CaseKey.messages_read)
    )
    wanted = (
        select(CaseText)
        .join(SealedCase, SealedCase.id == CaseText.case_id)
        .join(CaseKey, CaseKey.case_id == CaseText.case_id)
        .where(CaseKey.recipient_id == counsellor_id, CaseText.kind == MESSAGE, needed)
        .order_by(CaseText.number)
    )
    by_case: dict[uuid.UUID, list[CaseText]] = {}
    for row in session.scalars(wanted):
        by_case.setdefault(row.case_id, []).append(row)
    return by_case


def _summary(case: SealedCase, key: CaseKey, rows: Sequence[CaseText], private_key: PrivateKey) -> CaseSummary:
    try:
        keys = CaseKeys.unseal(key.sealed, private_key, case.id, case.public_key)
        contents = [texts.open_text(keys, row) for row in rows]
    except Tampered:
        contents = []
    answers = contents[0].answers if contents else {}
    unread = [content for row, content in zip(rows, contents) if row.number > key.messages_read]
    return CaseSummary(
        id=case.id,
        state=_state(case, key.recipient_id, contents),
        municipality=case.municipality,
        claimed_by=case.claimed_by,
        urgency=answers.get(URGENCY),
        about=answers.get(ABOUT),
        opened=time_of(case.opened_hour),
        last_message=time_of(case.last_message_hour),
        unread=_by_citizen(unread),
        kept_until=time_of(case.kept_until_hour).date(),
        answers=answers,
        written=[content.text for content in contents if content.author == CITIZEN],
    )


def _state(case: SealedCase, counsellor_id: uuid.UUID, contents: Sequence[Content]) -> str:
    if not contents:
        return LOCKED
    if case.state == CLOSED:
        return CLOSED
    if case.claimed_by is None:
        return NEW
    if case.claimed_by != counsellor_id:
        return TAKEN
    return MINE if contents[-1].author == CITIZEN else WAITING


def _by_citizen(contents: Iterable[Content]) -> int:
    return sum(content.author == CITIZEN for content in contents)
