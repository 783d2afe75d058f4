"""The messages of form and self-tests, as the chat contract has them; each makes sense by text and buttons alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from intake.form import EXPLANATION, Form, Step
from intake.instruments import DISCLAIMER, Instrument, Result
from intake.proof import Challenge
from web.counselling import payloads, wording
from web.counselling.draft import Draft

Message = dict[str, Any]
Button = dict[str, str]
MAILBOX = "/postkasse"

OFFER: Button = {"title": wording.OFFER_TITLE, "payload": payloads.START_FORM}
_BACK: Button = {"title": wording.TITLE_BACK, "payload": payloads.BACK}
_SKIP: Button = {"title": wording.TITLE_SKIP, "payload": payloads.SKIP}
_STOP: Button = {"title": wording.TITLE_STOP, "payload": payloads.STOP}
_STOP_TEST: Button = {"title": wording.TITLE_STOP_TEST, "payload": payloads.STOP}
_CONTINUE: Button = {"title": wording.TITLE_CONTINUE, "payload": payloads.CONTINUE}
_DROP: Button = {"title": wording.TITLE_DROP, "payload": payloads.DROP}


def say(text: str, *buttons: Button) -> Message:
    """Return a message of words and buttons."""
    return {"text": text, "buttons": list(buttons)}


def step_message(form: Form, step: Step, draft: Draft, *, kept_days: int, interrupted: bool = False) -> Message:
    """Return the question of a step."""
    has_result = bool(draft.results)
    question, hint = step.wording(has_result)
    hint = hint.replace("{kept_days}", str(kept_days))
    number, of = form.progress(step.name, draft.answers, has_result)
    options = [
        {"title": option.title, "payload": payloads.answer(step.name, option.value)}
        for option in step.choices(has_result)
    ]
    controls = [*([_BACK] if step.name != EXPLANATION else []), *([_SKIP] if step.skippable else []), _STOP]
    progress = f"({number} af {of}) " if number else ""
    return {
        "text": "\n".join(filter(None, (f"{progress}{question}", hint))),
        "buttons": [*options, *controls],
        "custom": {
            "type": "intake_step",
            "step": step.name,
            "question": question,
            "explanation": hint or None,
            "kind": step.kind,
            "options": options,
            "controls": controls,
            "skippable": step.skippable,
            "answer": step.title_of(draft.answers[step.name]) if draft.answers.get(step.name) else None,
            "number": number,
            "of": of,
            "interrupted": interrupted,
        },
    }


def summary_message(form: Form, draft: Draft, text: str, proof: Challenge) -> Message:
    """Return all answers, to correct or send; the proof is what the page must compute before it sends."""
    steps = [step for step in form.asked(draft.answers, bool(draft.results)) if step.name != EXPLANATION]
    answers = [
        {
            "step": step.name,
            "question": step.label,
            "answer": step.title_of(draft.answers.get(step.name, "")) or None,
            "change_payload": payloads.change(step.name),
        }
        for step in steps
    ]
    lines = [f"{each['question']}: {each['answer'] or wording.NOT_ANSWERED}" for each in answers]
    changes = [
        {"title": wording.TITLE_CHANGE.format(label=step.label.lower()), "payload": payloads.change(step.name)}
        for step in steps
    ]
    send = {"title": wording.TITLE_SEND, "payload": payloads.SEND}
    return {
        "text": "\n".join((text, *lines)),
        "buttons": [send, *changes, _BACK, _STOP],
        "custom": {
            "type": "intake_summary",
            "introduction": text,
            "answers": answers,
            "proof": {"challenge": proof.challenge, "bits": proof.bits},
            "send_payload": payloads.SEND,
            "controls": [_BACK, _STOP],
        },
    }


def receipt_message(receipt: str, kept_until: date) -> Message:
    """Return the receipt: the only time that anybody sees it."""
    custom = {
        "type": "intake_receipt",
        "receipt": receipt,
        "mailbox_url": MAILBOX,
        "kept_until": kept_until.isoformat(),
    }
    return {"text": wording.RECEIPT.format(receipt=receipt), "buttons": [], "custom": custom}


def question_message(instrument: Instrument, number: int, *, in_form: bool) -> Message:
    """Return a question of a self-test."""
    question = instrument.questions[number - 1]
    options = [
        {"title": option.title, "payload": payloads.test_answer(instrument.name, number, index)}
        for index, option in enumerate(question.options)
    ]
    controls = [*([_BACK] if number > 1 or in_form else []), _STOP_TEST]
    introduction = f"{instrument.introduction} {wording.TEST_SAFETY}" if number == 1 else None
    of = len(instrument.questions)
    return {
        "text": "\n".join(filter(None, (introduction, f"({number} af {of}) {question.question}"))),
        "buttons": [*options, *controls],
        "custom": {
            "type": "selftest_step",
            "instrument": instrument.name,
            "title": instrument.title,
            "number": number,
            "of": of,
            "question": question.question,
            "explanation": introduction,
            "options": options,
            "controls": controls,
        },
    }


def result_message(instrument: Instrument, result: Result, *, may_write: bool) -> Message:
    """Return a test's score, what it means, and where to go from there; `may_write`: to a counsellor, too."""
    offers = {
        "title": wording.TITLE_OFFERS.format(measures=instrument.measures),
        "payload": payloads.topic(instrument.topic),
    }
    longer = instrument.continues_in
    next_test = [{"title": wording.TITLE_LONG_TEST, "payload": payloads.start_test(longer)}] if longer else []
    text = wording.RESULT.format(
        score=result.score,
        maximum=result.maximum,
        title=instrument.title,
        band=result.band.title.lower(),
        meaning=result.band.meaning,
    )
    return {
        "text": f"{text} {DISCLAIMER}",
        "buttons": [offers, *next_test, *([OFFER] if may_write else [])],
        "custom": {
            "type": "selftest_result",
            "instrument": instrument.name,
            "title": instrument.title,
            "score": result.score,
            "maximum": result.maximum,
            "band": result.band.band,
            "band_title": result.band.title,
            "meaning": result.band.meaning,
            "disclaimer": DISCLAIMER,
        },
    }


def menu_of_tests(instruments: Sequence[Instrument]) -> Message:
    """Ask which test; a test that another one leads on to is not offered by itself."""
    later = {each.continues_in for each in instruments}
    first = [each for each in instruments if each.name not in later]
    return say(
        wording.WHICH_TEST,
        *({"title": each.measures.capitalize(), "payload": payloads.start_test(each.name)} for each in first),
    )


def doubt_message(draft: Draft) -> Message:
    """Ask what words were meant for."""
    if draft.test is not None:
        return say(wording.DOUBT_IN_A_TEST, {"title": wording.TITLE_ASK, "payload": payloads.QUESTION}, _DROP)
    return say(
        wording.DOUBT,
        {"title": wording.TITLE_QUESTION, "payload": payloads.QUESTION},
        {"title": wording.TITLE_PART, "payload": payloads.PART},
    )


def held_message(draft: Draft) -> Message:
    """Say, after a crisis reply, that nothing is lost; what was just written goes along only if wanted."""
    if draft.doubt:
        take_along = {"title": wording.TITLE_TAKE_ALONG, "payload": payloads.PART}
        return say(f"{wording.HELD} {wording.HELD_WORDS}", take_along, _DROP, _STOP)
    if draft.step is None:
        return say(wording.HELD_TEST, _CONTINUE, _STOP_TEST)
    return say(wording.HELD, _CONTINUE, _STOP)
