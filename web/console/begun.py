"""Words that a counsellor sends when they have been logged out: they are sealed and wait in the case.

The form carries a proof that it was shown to this account for this case. No key is at hand then, and none is needed:
the text is sealed to the counsellor's public key.
"""

from __future__ import annotations

import asyncio
import hmac
import uuid

from aiohttp import web

from intake.case_keys import MESSAGE, NOTE
from intake.hours import hour_of, utc_now
from intake.sealing import TooLong
from web.console.counsellor_keys import COUNSELLOR
from web.console.csrf import text_field
from web.console.desk import DESK, Desk

FIELD = "begun"
TEXT_FIELDS = {MESSAGE: "answer", NOTE: "note"}
# Longer than a session can last, and a night.
HOLDS_HOURS = 24


def proof(desk: Desk, account_id: uuid.UUID, case_id: uuid.UUID) -> str:
    """What a form carries: account, hour, and a keyed hash of both and the case."""
    hour = hour_of(utc_now())
    return f"{account_id.hex}.{hour}.{_hash(desk, account_id, case_id, hour)}"


async def keep(request: web.Request, kind: str) -> bool:
    """Seal what was sent; False if there is nothing, or the form was not one of ours."""
    desk, text = request.app[DESK], plain(await text_field(request, TEXT_FIELDS[kind]))
    case_id = uuid.UUID(request.match_info["case"])
    account_id = _proved(desk, await text_field(request, FIELD), case_id)
    if account_id is None:
        return False
    return await asyncio.to_thread(put, desk, case_id, account_id, kind, text)


def put(desk: Desk, case_id: uuid.UUID, account_id: uuid.UUID, kind: str, text: str) -> bool:
    """Keep a begun text for a counsellor, with an entry in the log; False if there is none, or that cannot be."""
    if not text:
        return False
    account, pair = desk.personnel.accounts.get(account_id), desk.personnel.key_pairs.of(account_id)
    if account is None or not account.active or COUNSELLOR not in account.roles or pair is None:
        return False
    try:
        is_kept = desk.begun.put(case_id, account_id, pair.public_key, kind, text)
    except TooLong:
        return False
    if is_kept:
        desk.personnel.audit.record(account_id, "draft_kept", case_id)
    return is_kept


def plain(text: str) -> str:
    """Text of a form without space around it; browsers send other line breaks than were typed."""
    return text.replace("\r\n", "\n").strip()


def _proved(desk: Desk, sent: str, case_id: uuid.UUID) -> uuid.UUID | None:
    """Whose form it is; None if it was not made here for this case, or long ago."""
    try:
        account, hour_text, sent_hash = sent.split(".")
        account_id, hour = uuid.UUID(account), int(hour_text)
    except ValueError:
        return None
    is_genuine = hmac.compare_digest(sent_hash.encode(), _hash(desk, account_id, case_id, hour).encode())
    return account_id if is_genuine and hour_of(utc_now()) - hour <= HOLDS_HOURS else None


def _hash(desk: Desk, account_id: uuid.UUID, case_id: uuid.UUID, hour: int) -> str:
    return hmac.new(desk.begun_key, f"{account_id}/{case_id}/{hour}".encode(), "sha256").hexdigest()
