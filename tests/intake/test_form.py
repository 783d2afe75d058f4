"""The form's steps: what is asked, in which order, and which words are taken for which answer."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.form import EXPLANATION, SELFTEST, SKIPPED, TEXT, load_form

FORM = load_form()
CHOICES = [step for step in FORM.steps if step.options]
# Any run through the form: for each step an option, a skip, or nothing yet.
ANSWERS = st.fixed_dictionaries(
    {}, optional={step.name: st.sampled_from([SKIPPED, *(o.value for o in step.options)]) for step in CHOICES}
)


def names(answers: dict[str, str], has_result: bool = False) -> list[str]:
    return [step.name for step in FORM.asked(answers, has_result)]


def test_the_plain_way_through() -> None:
    assert names({}) == [EXPLANATION, "about", "topic", "urgency", "age", "hope", "reply", TEXT]


def test_a_call_back_asks_for_alias_and_number_and_nothing_else_does() -> None:
    assert names({"reply": "callback"})[-4:] == ["reply", "alias", "phone", TEXT]
    assert not {"alias", "phone"} & {*names({"reply": "mailbox"}), *names({"reply": "drop_in"})}


@pytest.mark.parametrize(
    ("answers", "has_result", "is_asked"),
    [
        ({"about": "me", "topic": "alcohol"}, False, True),
        ({"about": "me", "topic": "mind"}, False, True),
        ({"about": "me", "topic": "drugs"}, False, False),
        ({"about": "relative", "topic": "alcohol"}, False, False),
        ({"about": "relative", "topic": "drugs"}, True, True),
    ],
)
def test_a_test_is_offered_where_it_fits_and_its_result_is_always_asked_about(
    answers: dict[str, str], has_result: bool, is_asked: bool
) -> None:
    assert (SELFTEST in names(answers, has_result)) == is_asked


def test_the_result_goes_along_only_by_an_option_of_its_own() -> None:
    step = FORM.step(SELFTEST)
    assert [option.value for option in step.choices(False)] == ["take", "without"]
    assert [option.value for option in step.choices(True)] == ["yes", "no"]
    assert "resultatet" in step.wording(True)[0] and "resultatet" not in step.wording(False)[0]


def test_the_explanation_tells_all_that_must_be_told() -> None:
    hint = FORM.steps[0].hint
    for told in ("navn", "gemmer", "rådgivere", "{kept_days} dage", "barn", "112", "stoppe"):
        assert told in hint, told


@pytest.mark.parametrize("step", CHOICES, ids=lambda step: step.name)
@pytest.mark.parametrize("has_result", [True, False])
def test_every_word_of_an_option_chooses_it_and_no_other(step, has_result: bool) -> None:
    for option in step.choices(has_result):
        for words in (option.title, *option.words):
            assert step.understand(words, has_result) == option.value, words
            assert step.understand(f"  {words.upper()}!", has_result) == option.value, words


def test_a_part_of_a_sentence_is_no_answer() -> None:
    for said in ("det handler ikke om mig selv", "jeg ved ikke om det er alkohol", "", "?", "   "):
        assert FORM.step("about").understand(said, False) is None
        assert FORM.step("topic").understand(said, False) is None


def test_spelling_is_forgiven() -> None:
    assert FORM.step("about").understand("paaroerende", False) == "relative"
    assert FORM.step("topic").understand("ALKOHOOL", False) == "alcohol"


@given(ANSWERS, st.booleans())
def test_forth_and_back_meet_the_same_steps(answers: dict[str, str], has_result: bool) -> None:
    asked = FORM.asked(answers, has_result)
    for step, following in pairwise(asked):
        assert FORM.after(step.name, answers, has_result) is following
        assert FORM.before(following.name, answers, has_result) is step
    assert FORM.after(asked[-1].name, answers, has_result) is None
    assert FORM.before(None, answers, has_result) is asked[-1] and FORM.before(asked[0].name, answers) is None


@given(ANSWERS, st.booleans())
def test_progress_counts_from_one_to_all(answers: dict[str, str], has_result: bool) -> None:
    counted = [FORM.progress(step.name, answers, has_result) for step in FORM.asked(answers, has_result)]
    assert counted == [(number, len(counted) - 1) for number in range(len(counted))]


@given(ANSWERS, st.booleans())
def test_what_is_kept_was_asked_and_answered(answers: dict[str, str], has_result: bool) -> None:
    kept = FORM.kept(answers, has_result)
    assert kept.keys() <= set(names(answers, has_result)) - {EXPLANATION}
    assert all(value and answers[name] == value for name, value in kept.items())


@given(ANSWERS, st.booleans())
def test_the_open_question_is_the_first_without_an_answer(answers: dict[str, str], has_result: bool) -> None:
    step = FORM.open_question(answers, has_result)
    missing = [name for name in names(answers, has_result) if name not in answers]
    assert (step.name if step else None) == (missing[0] if missing else None)


@given(st.from_regex(r"(\+45|0045)? ?[2-9]\d( ?\d\d){3}", fullmatch=True))
def test_a_danish_number_is_taken(number: str) -> None:
    kept = FORM.step("phone").accepted(number)
    assert kept is not None and kept[-8:].isdecimal() and " " not in kept


@given(st.text(max_size=60))
def test_what_is_taken_for_a_number_is_one(text: str) -> None:
    kept = FORM.step("phone").accepted(text)
    assert kept is None or (kept.lstrip("+").isdecimal() and len(kept) <= 12)


def test_a_text_has_an_end() -> None:
    step = FORM.step(TEXT)
    assert step.accepted(" hej ") == "hej" and step.accepted("x" * step.longest) and not step.accepted("x" * 8001)


def test_a_counsellor_reads_labels_and_titles() -> None:
    assert FORM.described({"urgency": "soon", "about": "me", "text": "hej", "age": SKIPPED}) == [
        ("Hvem det handler om", "Mig selv"),
        ("Hvor meget det haster", "Det haster"),
        ("Det, du vil fortælle", "hej"),
    ]
