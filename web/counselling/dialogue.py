"""One message in the middle of a form or a self-test, or at its beginning: what is said, and what is kept after it.

Crisis first. Then the order: a button, an option's words, a command, a question to the guide, an answer; when it is not
clear whether words are a question or an answer, the citizen says so. Only questions reach the engine.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol, cast

from bot.safety import (
    CrisisAssessment,
    Level,
    answer_to_the_question,
    is_despairing,
    question,
    reply,
    thanks_for_no,
)
from bot.safety.language import detect
from intake.form import EXPLANATION, SELFTEST, SKIPPED, TEXT, Form, Step, load_form
from intake.instruments import Instrument, instrument_for, load_instruments
from intake.sealing import TooLong
from offers_db.offer import Municipality
from web.counselling import listening, payloads, wording
from web.counselling.draft import SUMMARY, Draft
from web.counselling.payloads import Pressed
from web.counselling.replies import (
    OFFER,
    Message,
    doubt_message,
    held_message,
    menu_of_tests,
    question_message,
    receipt_message,
    result_message,
    say,
    step_message,
    summary_message,
)
from web.counselling.sending import Sender
from web.engine import EngineUnavailable, Replies, Understanding

_TAKE_TEST: Final = "take"
# The form's topics that have a self-test, and the topic of that.
TESTED_TOPICS: Final = {"alcohol": "alcohol", "mind": "mental_health"}


class EngineDoor(Protocol):
    """The engine, for one citizen. Both raise EngineUnavailable."""

    async def ask(self, text: str) -> Replies:
        """Say something to the engine, which stores it, redacted."""

    async def understand(self, text: str) -> Understanding:
        """Ask what words mean; nothing of them is kept."""


@dataclass(frozen=True)
class Visit:
    """A message and where it was written. `asked`: the reply before it asked about thoughts of suicide."""

    text: str
    municipality: Municipality
    crisis: CrisisAssessment | None = None
    asked: bool = False


class Turn:
    """Answers one message; `draft` is what is to be kept afterwards."""

    def __init__(self, visit: Visit, draft: Draft, sender: Sender, engine: EngineDoor) -> None:
        self.draft = draft
        self._visit, self._sender, self._engine = visit, sender, engine
        self._form: Form = load_form()

    async def answer(self) -> list[Message]:
        """Return the replies to the visit's message."""
        if self._visit.crisis is not None:
            return self._crisis(self._visit.crisis)
        text, pressed = self._visit.text, self._pressed()
        if pressed is not None:
            return await self._press(pressed)
        if payloads.is_for_the_engine(text):
            return await self._interrupt(text)
        if self._visit.asked and answer_to_the_question(text) == "no":
            return [say(thanks_for_no(detect(text))), *await self.again()]
        replies = await self._words(text)
        if is_despairing(text) and not _has(replies, "crisis"):
            return [question(self._visit.municipality.code, detect(text)), *replies]
        return replies

    async def begin(self, custom: dict[str, Any]) -> list[Message]:
        """Begin what the engine has heard: a form, or a self-test (custom part of its reply)."""
        if custom["type"] == "intake_step":
            return await self._start_form()
        return await self._start_test(custom.get("instrument"))

    async def again(self, *, interrupted: bool = False) -> list[Message]:
        """Return the question that waits for an answer, or nothing."""
        draft = self.draft
        if draft.test is not None:
            return [self._test_question(load_instruments()[draft.test])]
        if draft.step is None:
            return []
        if draft.step == SUMMARY:
            return [self._summary(wording.SUMMARY)]
        days, step = self._sender.kept_days, self._form.step(draft.step)
        return [step_message(self._form, step, draft, kept_days=days, interrupted=interrupted)]

    # What was pressed, or said in the words of a button.

    def _pressed(self) -> Pressed | None:
        text = self._visit.text
        pressed = payloads.read(text)
        if pressed is not None or not self.draft.is_active:
            return pressed
        if self.draft.doubt and (settled := listening.settled(text)):
            return Pressed(settled)
        if chosen := self._chosen(text):
            return chosen
        if self.draft.test is None and self.draft.step == SUMMARY and listening.is_send(text):
            return Pressed(payloads.SEND)
        command = listening.command(text)
        return Pressed(command) if command else None

    def _chosen(self, text: str) -> Pressed | None:
        """Return the option that words name, where there are options."""
        if self.draft.test is not None:
            instrument = load_instruments()[self.draft.test]
            number = instrument.next_number(self.draft.chosen) or 0
            option = instrument.understand(number, text)
            values = {"instrument": instrument.name, "number": number, "value": option}
            return Pressed(payloads.TEST_ANSWER, values) if option is not None else None
        step = self._step
        value = step.understand(text, bool(self.draft.results)) if step else None
        return Pressed(payloads.ANSWER, {"step": step.name, "value": value}) if step and value else None

    async def _press(self, pressed: Pressed) -> list[Message]:
        if pressed.name == payloads.START_FORM:
            return await self._start_form()
        if pressed.name == payloads.START_TEST:
            return await self._start_test(pressed.values.get("instrument"))
        if not self.draft.is_active:
            return [say(wording.NOT_BEGUN, OFFER)]
        actions: dict[str, Callable[[dict[str, Any]], Awaitable[list[Message]]]] = {
            payloads.ANSWER: self._press_option,
            payloads.TEST_ANSWER: self._press_test_option,
            payloads.CHANGE: self._change,
            payloads.BACK: self._back,
            payloads.SKIP: self._skip,
            payloads.STOP: self._stop,
            payloads.CONTINUE: self._continue,
            payloads.QUESTION: self._it_was_a_question,
            payloads.PART: self._it_was_a_part,
            payloads.DROP: self._drop,
            payloads.SEND: self._send,
        }
        return await actions[pressed.name](pressed.values)

    # The form.

    @property
    def _step(self) -> Step | None:
        """The form's step that waits for its answer; None in the summary, too."""
        step = self.draft.step
        return self._form.step(step) if step is not None and step != SUMMARY else None

    async def _start_form(self) -> list[Message]:
        if self.draft.step is not None:
            self.draft = replace(self.draft, test=None, chosen=())
            return [say(wording.ALREADY_BEGUN), *await self.again()]
        if not await self._sender.is_open(self._visit.municipality.code):
            return [say(wording.CLOSED.format(municipality=self._place))]
        self.draft = replace(self.draft, step=EXPLANATION, test=None, chosen=(), doubt="")
        return await self.again()

    async def _press_option(self, values: dict[str, Any]) -> list[Message]:
        name, value = values["step"], values["value"]
        if not self._form.knows(name):
            return await self.again()
        step = self._form.step(name)
        if value not in {option.value for option in step.choices(bool(self.draft.results))}:
            return await self.again()
        return await self._answer_step(step, value)

    async def _answer_step(self, step: Step, value: str) -> list[Message]:
        if step.name == SELFTEST and value == _TAKE_TEST:
            topic = TESTED_TOPICS.get(self.draft.answers.get("topic", ""))
            wanted = instrument_for(topic) if topic else None
            return await self._start_test(wanted.name if wanted else None)
        self.draft = replace(self.draft, answers={**self.draft.answers, step.name: value}, doubt="")
        if step.name == self.draft.step:
            self._go_on(step)
        return await self.again()

    def _go_on(self, step: Step) -> None:
        answers, has_result = self.draft.answers, bool(self.draft.results)
        if self.draft.changing:
            # A changed answer can bring up questions that were not asked before.
            following = self._form.open_question(answers, has_result)
        else:
            following = self._form.after(step.name, answers, has_result)
        changing = self.draft.changing and following is not None
        self.draft = replace(self.draft, step=following.name if following else SUMMARY, changing=changing)

    async def _change(self, values: dict[str, Any]) -> list[Message]:
        name = values["step"]
        if self.draft.step is not None and self._form.knows(name) and name != EXPLANATION:
            self.draft = replace(self.draft, step=name, changing=True, test=None, chosen=(), doubt="")
        return await self.again()

    async def _back(self, _: dict[str, Any]) -> list[Message]:
        self.draft = replace(self.draft, doubt="")
        if self.draft.test is not None:
            return await self._back_in_test()
        if self.draft.changing:
            self.draft = replace(self.draft, step=SUMMARY, changing=False)
            return await self.again()
        step = self._step
        before = self._form.before(step.name if step else None, self.draft.answers, bool(self.draft.results))
        if before is None:
            return [say(wording.NO_WAY_BACK), *await self.again()]
        self.draft = replace(self.draft, step=before.name)
        return await self.again()

    async def _skip(self, _: dict[str, Any]) -> list[Message]:
        if self.draft.test is not None:
            return [say(wording.NOT_SKIPPED_IN_A_TEST), *await self.again()]
        step = self._step
        if step is None or not step.skippable:
            return await self.again()
        return await self._answer_step(step, SKIPPED)

    async def _stop(self, _: dict[str, Any]) -> list[Message]:
        if self.draft.test is not None:
            self.draft = replace(self.draft, test=None, chosen=(), doubt="")
            return [say(wording.TEST_STOPPED), *await self.again()]
        self.draft = Draft()
        return [say(wording.STOPPED)]

    async def _continue(self, _: dict[str, Any]) -> list[Message]:
        return [doubt_message(self.draft)] if self.draft.doubt else await self.again()

    # Words that are no option and no command.

    async def _words(self, text: str) -> list[Message]:
        understood = await self._understood(text)
        if level := listening.crisis_level(understood):
            return self._crisis(CrisisAssessment(cast(Level, level), detect(text)))
        step = self._step
        if self.draft.test is not None:
            meaning = listening.meaning_in_a_test(text, understood)
        elif step is not None and step.kind == "text":
            meaning = listening.meaning_in_a_text(text, understood)
        else:
            meaning = listening.meaning_at_a_choice(text, understood)
        if meaning == "question":
            return await self._interrupt(text)
        self.draft = replace(self.draft, doubt="\n".join(filter(None, (self.draft.doubt, text))))
        if meaning == "answer" and step is not None:
            return await self._take_text(step, self.draft.doubt if step.name == TEXT else text)
        return [doubt_message(self.draft)]

    async def _understood(self, text: str) -> Understanding | None:
        try:
            return await self._engine.understand(text)
        except EngineUnavailable:
            return None

    async def _take_text(self, step: Step, text: str) -> list[Message]:
        kept = step.accepted(text)
        if kept is None:
            self.draft = replace(self.draft, doubt="")
            is_number = step.accepts is not None and len(text) <= step.longest
            return [say(wording.NOT_A_NUMBER if is_number else wording.TOO_LONG), *await self.again()]
        return await self._answer_step(step, kept)

    async def _it_was_a_question(self, _: dict[str, Any]) -> list[Message]:
        text = self.draft.doubt
        self.draft = replace(self.draft, doubt="")
        return await self._interrupt(text) if text else await self.again()

    async def _it_was_a_part(self, _: dict[str, Any]) -> list[Message]:
        text, step = self.draft.doubt, self._step
        if not text or self.draft.step is None:
            return await self._drop({})
        if step is not None and step.name == TEXT:
            return await self._take_text(step, text)
        told = self._form.step(TEXT).accepted("\n".join(filter(None, (self.draft.answers.get(TEXT), text))))
        self.draft = replace(self.draft, doubt="")
        if told is None:
            return [say(wording.TOO_LONG), *await self.again()]
        self.draft = replace(self.draft, answers={**self.draft.answers, TEXT: told})
        return [say(wording.TAKEN_ALONG), *await self.again()]

    async def _drop(self, _: dict[str, Any]) -> list[Message]:
        self.draft = replace(self.draft, doubt="")
        return [say(wording.DROPPED), *await self.again()]

    async def _interrupt(self, text: str) -> list[Message]:
        """Let the engine answer a question, and ask again what was asked before it."""
        try:
            replies = (await self._engine.ask(text)).messages
        except EngineUnavailable:
            return [say(wording.ENGINE_IS_DOWN), *await self.again()]
        if _has(replies, "crisis"):
            return [*replies, held_message(self.draft)]
        if begun := _first(replies, "selftest_step"):
            return await self._start_test(begun.get("instrument"))
        answers = [message for message in replies if (message.get("custom") or {}).get("type") != "intake_step"]
        return [*answers, say(wording.BACK_TO_IT), *await self.again(interrupted=True)]

    def _crisis(self, crisis: CrisisAssessment) -> list[Message]:
        """Answer a crisis; what was written where one tells something is not lost, but sent only if wanted."""
        step, is_told = self._step, payloads.read(self._visit.text) is None
        if self.draft.test is None and step is not None and step.kind == "text" and is_told:
            told = filter(None, (self.draft.doubt, self._visit.text))
            self.draft = replace(self.draft, doubt="\n".join(told))
        return [{"buttons": [], **reply(crisis, self._visit.municipality.code)}, held_message(self.draft)]

    # Self-tests.

    async def _start_test(self, name: str | None) -> list[Message]:
        instruments = load_instruments()
        instrument = instruments.get(name or "")
        if instrument is None:
            return [menu_of_tests(list(instruments.values()))]
        shorter = next((each for each in instruments.values() if each.continues_in == instrument.name), None)
        known = self.draft.results.get(shorter.name, ()) if shorter else ()
        self.draft = replace(self.draft, test=instrument.name, chosen=instrument.resumed(known), doubt="")
        return await self.again()

    def _test_question(self, instrument: Instrument) -> Message:
        number = instrument.next_number(self.draft.chosen)
        assert number is not None, "a finished test is never under way"
        return question_message(instrument, number, in_form=self.draft.step is not None)

    async def _press_test_option(self, values: dict[str, Any]) -> list[Message]:
        instrument = load_instruments().get(self.draft.test or "")
        if instrument is None:
            return await self.again()
        number = instrument.next_number(self.draft.chosen)
        is_current = (values["instrument"], values["number"]) == (instrument.name, number)
        if not is_current or values["value"] >= len(instrument.questions[values["number"] - 1].options):
            return await self.again()
        chosen = instrument.with_answer(self.draft.chosen, values["value"])
        self.draft = replace(self.draft, chosen=chosen, doubt="")
        if instrument.next_number(chosen) is not None:
            return await self.again()
        return await self._finish_test(instrument)

    async def _finish_test(self, instrument: Instrument) -> list[Message]:
        result = instrument.result(self.draft.chosen)
        # Whether the counsellor may see it is asked anew.
        answers = {name: value for name, value in self.draft.answers.items() if name != SELFTEST}
        results = {**self.draft.results, instrument.name: self.draft.chosen}
        self.draft = replace(self.draft, test=None, chosen=(), results=results, answers=answers)
        code = self._visit.municipality.code
        may_write = self.draft.step is None and await self._sender.is_open(code)
        replies = [result_message(instrument, result, may_write=may_write)]
        if result.band.asks_gently:
            replies.append(question(code, "da"))
        return [*replies, *await self.again()]

    async def _back_in_test(self) -> list[Message]:
        instrument = load_instruments()[self.draft.test or ""]
        if not self.draft.chosen:
            if self.draft.step is None:
                return [say(wording.NO_WAY_BACK), *await self.again()]
            self.draft = replace(self.draft, test=None)
            return await self.again()
        self.draft = replace(self.draft, chosen=instrument.without_last(self.draft.chosen))
        return await self.again()

    # Sending.

    @property
    def _place(self) -> str:
        return self._visit.municipality.name

    def _summary(self, text: str) -> Message:
        self.draft = replace(self.draft, sent_to=self._visit.municipality.code)
        proof = self._sender.challenge()
        return summary_message(self._form, self.draft, text.format(municipality=self._place), proof)

    async def _send(self, values: dict[str, Any]) -> list[Message]:
        code = self._visit.municipality.code
        if self.draft.test is not None or self.draft.step != SUMMARY:
            return await self.again()
        if self.draft.sent_to != code:
            return [self._summary(wording.SUMMARY_CHANGED)]
        if not self._form.kept(self.draft.answers, bool(self.draft.results)):
            return [say(wording.NOTHING_TO_SEND), *await self.again()]
        if not self._sender.is_proved(values.get("challenge"), values.get("number")):
            return [say(wording.PROVE_AGAIN), *await self.again()]
        try:
            sent = await self._sender.send(self._form, self.draft, code)
        except TooLong:
            return [say(wording.TOO_LONG), *await self.again()]
        if sent is None:
            return [say(wording.CLOSED_BEFORE_SENDING.format(municipality=self._place))]
        self.draft = Draft()
        return [receipt_message(sent.receipt, sent.kept_until)]


def _has(messages: list[Message], kind: str) -> bool:
    return _first(messages, kind) is not None


def _first(messages: list[Message], kind: str) -> dict[str, Any] | None:
    """Return the first custom part of that type."""
    parts = (message.get("custom") or {} for message in messages)
    return next((part for part in parts if part.get("type") == kind), None)
