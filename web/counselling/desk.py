"""Where a citizen's messages meet form and self-tests: finds the draft, answers, and keeps the draft again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from weakref import WeakValueDictionary

from intake.drafts import DraftStore
from intake.sealing import Tampered
from web.counselling import listening, payloads, wording
from web.counselling.dialogue import EngineDoor, Turn, Visit
from web.counselling.draft import Draft
from web.counselling.replies import OFFER, Message, say
from web.counselling.sending import Sender
from web.engine import Replies

_STARTS = ("intake_step", "selftest_step")
# Where writing to a counsellor is the next step, by what was asked and by the topics of what is shown.
_INTENTS = ("ask_anonymity", "ask_human", "ask_privacy")
_TOPICS = {"alcohol", "drugs"}


class Desk:
    """The citizen's side of counselling. `session` is the secret that the citizen holds; drafts are sealed with it."""

    def __init__(self, drafts: DraftStore, sender: Sender) -> None:
        self._drafts, self._sender = drafts, sender
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def turn_of(self, session: str) -> asyncio.Lock:
        """Return the lock to hold while a citizen's message is answered: two at once would lose an answer."""
        return self._locks.setdefault(session, asyncio.Lock())

    async def answer(self, session: str, visit: Visit, engine: EngineDoor) -> list[Message] | None:
        """Return the replies, or None when the message is the engine's: neither form nor test is under way or begun."""
        try:
            draft = await self._draft(session)
        except Tampered:
            await self.forget(session)
            return [say(wording.DRAFT_LOST, OFFER)]
        if not draft.is_active and (visit.crisis is not None or payloads.read(visit.text) is None):
            return None
        return await self._take(session, Turn(visit, draft, self._sender, engine), Turn.answer)

    async def take_over(self, session: str, visit: Visit, engine: EngineDoor, replies: Replies) -> list[Message]:
        """Return the engine's replies; what they begin is begun here in their place, and what fits is offered."""
        others = [message for message in replies.messages if _kind(message) not in _STARTS]
        start = next((message["custom"] for message in replies.messages if _kind(message) in _STARTS), None)
        if start is None:
            return await self._with_offer(others, replies.intent, visit)
        if any(_kind(message) == "offers" for message in others):
            # A wish to write, and a topic: the form where somebody reads it, else the offers.
            if not await self._sender.is_open(visit.municipality.code):
                return others
            others = [message for message in others if _kind(message) != "offers"]
        return [*others, *await self._begin(session, visit, engine, start)]

    async def begin_by_words(self, session: str, visit: Visit, engine: EngineDoor) -> list[Message] | None:
        """Begin what the words of a message plainly ask for, when the engine cannot be asked; None if nothing."""
        payload = listening.asks_to_begin(visit.text)
        if payload is None:
            return None
        kind = "intake_step" if payload == payloads.START_FORM else "selftest_step"
        return await self._begin(session, visit, engine, {"type": kind})

    async def forget(self, session: str) -> None:
        """Delete what a citizen has in progress."""
        await asyncio.to_thread(self._drafts.delete, session)

    async def _begin(self, session: str, visit: Visit, engine: EngineDoor, custom: dict[str, Any]) -> list[Message]:
        turn = Turn(visit, await self._draft(session), self._sender, engine)
        return await self._take(session, turn, lambda begun: begun.begin(custom))

    async def _take(self, session: str, turn: Turn, step: Callable[[Turn], Awaitable[list[Message]]]) -> list[Message]:
        """Take a step in a turn, and keep the draft as it is afterwards."""
        before = turn.draft
        messages = await step(turn)
        if turn.draft.is_empty and not before.is_empty:
            await self.forget(session)
        elif turn.draft != before:
            await asyncio.to_thread(self._drafts.put, session, turn.draft.to_json())
        return messages

    async def _draft(self, session: str) -> Draft:
        data = await asyncio.to_thread(self._drafts.get, session)
        return Draft.from_json(data) if data else Draft()

    async def _with_offer(self, messages: list[Message], intent: str, visit: Visit) -> list[Message]:
        """Add the button to write to a counsellor where it fits and somebody would read it."""
        customs = [message.get("custom") or {} for message in messages]
        about = {topic for custom in customs for topic in (custom.get("topic"), *custom.get("topics", ()))}
        is_crisis = any(custom.get("type") == "crisis" for custom in customs)
        fits = bool(about & _TOPICS) or intent in _INTENTS
        if not messages or is_crisis or not fits or not await self._sender.is_open(visit.municipality.code):
            return messages
        last = messages[-1]
        return [*messages[:-1], {**last, "buttons": [OFFER, *last.get("buttons", ())]}]


def _kind(message: Message) -> str | None:
    return (message.get("custom") or {}).get("type")
