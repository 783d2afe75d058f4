"""Sealing a finished form to the counsellors of a municipality."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from intake.cases import CaseStore
from intake.form import SELFTEST, TEXT, Form
from intake.hours import Clock, hour_of, time_of
from intake.instruments import load_instruments
from intake.keeping import Keeping
from intake.proof import Challenge, ProofOfWork
from web.counselling.draft import Draft
from web.counselling.stretched import stretcher

# Who reads a municipality's cases: the ids and public keys of its counsellors. Empty: its mailbox is closed. Blocking.
Recipients = Callable[[str], Mapping[uuid.UUID, bytes]]
PURPOSE = "send"


@dataclass(frozen=True)
class Sent:
    """What the citizen gets: the receipt, and the day until which the case is kept."""

    receipt: str
    kept_until: date


class Sender:
    """Opens cases. Each method with a database behind it runs in a thread."""

    def __init__(
        self, cases: CaseStore, proof: ProofOfWork, recipients: Recipients, keeping: Keeping, clock: Clock
    ) -> None:
        self._cases, self._proof, self._recipients = cases, proof, recipients
        self._keeping, self._clock = keeping, clock

    async def is_open(self, municipality: str) -> bool:
        """Tell whether somebody would read what is sent to a municipality (its code)."""
        return bool(await self._readers(municipality))

    @property
    def kept_days(self) -> int:
        """How many days a case is kept after its last message."""
        return self._keeping.days

    def challenge(self) -> Challenge:
        """Return what the page must compute before it sends."""
        return self._proof.challenge(PURPOSE)

    def is_proved(self, challenge: str | None, number: str | None) -> bool:
        """Tell whether a case may be sent: with a proof, or, while little is sent, without."""
        was_calm = self._proof.calm()
        if challenge and number and self._proof.verify(PURPOSE, challenge, number):
            return True
        if was_calm:
            # Only what is let through: who is refused must not make honest browsers compute longer.
            self._proof.count_attempt()
        return was_calm

    async def send(self, form: Form, draft: Draft, municipality: str) -> Sent | None:
        """Seal the answers; None if the municipality has no counsellor. Raises TooLong and TooBusy."""
        recipients = await self._readers(municipality)
        if not recipients:
            return None
        answers = sent_answers(form, draft)
        text = answers.pop(TEXT, "")
        receipt = await stretcher.run(self._cases.open_case, municipality, answers, text, recipients)
        kept_until = time_of(self._keeping.after_message(hour_of(self._clock()))).date()
        return Sent(receipt, kept_until)

    async def _readers(self, municipality: str) -> Mapping[uuid.UUID, bytes]:
        return await asyncio.to_thread(self._recipients, municipality)


def sent_answers(form: Form, draft: Draft) -> dict[str, str]:
    """Return what the counsellor gets, by step; of a self-test its result in words, and only if the citizen said so."""
    answers = form.kept(draft.answers, bool(draft.results))
    if answers.pop(SELFTEST, None) == "yes":
        answers[SELFTEST] = "; ".join(_result_in_words(name, chosen) for name, chosen in draft.results.items())
    return answers


def _result_in_words(name: str, chosen: tuple[int | None, ...]) -> str:
    instrument = load_instruments()[name]
    result = instrument.result(chosen)
    return f"{instrument.title}: {result.score} af {result.maximum} ({result.band.title})"
