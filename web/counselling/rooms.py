"""Opens the cases' database for the web process, and puts the desk together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from aiohttp import web

from intake.cases import CASES, CaseStore
from intake.database import create_engine_from_url
from intake.drafts import DRAFTS, DraftStore
from intake.hours import utc_now
from intake.keeping import Keeping
from intake.keys import derived_key
from intake.proof import ProofOfWork
from staff.key_pairs import KeyPairs
from web.counselling.desk import Desk
from web.counselling.sending import Recipients, Sender
from web.security import SETTINGS

DESK = web.AppKey("counselling_desk", Desk)
CASE_STORE = web.AppKey("case_store", CaseStore)
DRAFT_STORE = web.AppKey("draft_store", DraftStore)
PROOF = web.AppKey("proof_of_work", ProofOfWork)
SENDER = web.AppKey("sender", Sender)
# Set before the start only where staff's own counsellors shall not be asked for: in tests.
RECIPIENTS: web.AppKey[Recipients] = web.AppKey("recipients")


async def counselling_context(app: web.Application) -> AsyncIterator[None]:
    """Open the stores before the first request. Mailbox and console share them through the keys above."""
    settings = app[SETTINGS]
    engine = create_engine_from_url(settings.cases_database_url)
    keeping = Keeping.from_environment()
    app[PROOF] = ProofOfWork()
    app[CASE_STORE] = CaseStore(engine, derived_key(settings.secret_key, CASES), keeping=keeping)
    app[DRAFT_STORE] = DraftStore(engine, derived_key(settings.secret_key, DRAFTS))
    pairs = KeyPairs(engine, settings.secret_key)
    recipients: Recipients = app.get(RECIPIENTS, pairs.public_keys)
    app[SENDER] = Sender(
        app[CASE_STORE],
        app[PROOF],
        recipients,
        keeping,
        utc_now,
        on_trial=lambda: RECIPIENTS not in app and not pairs.owners(),
    )
    app[DESK] = Desk(app[DRAFT_STORE], app[SENDER])
    yield
    await asyncio.to_thread(engine.dispose)
