"""Self-tests: every score, every boundary, and words that do no harm."""

from __future__ import annotations

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.instruments import DISCLAIMER, Instrument, instrument_for, load_instruments

ALL = load_instruments()
AUDIT, AUDIT_C, FAGERSTROEM, WHO5 = ALL["audit"], ALL["audit_c"], ALL["fagerstroem"], ALL["who5"]
EACH = pytest.mark.parametrize("instrument", ALL.values(), ids=ALL.keys())
# Points of each question's options, as the instruments' authors have them.
POINTS = {
    "audit": [[0, 1, 2, 3, 4]] * 8 + [[0, 2, 4]] * 2,
    "audit_c": [[0, 1, 2, 3, 4]] * 3,
    "fagerstroem": [[3, 2, 1, 0], [1, 0], [1, 0], [0, 1, 2, 3], [1, 0], [1, 0]],
    "who5": [[5, 4, 3, 2, 1, 0]] * 5,
}
BANDS = {
    "audit": {**dict.fromkeys(range(8), "low"), **dict.fromkeys(range(8, 16), "risky")}
    | {**dict.fromkeys(range(16, 20), "harmful"), **dict.fromkeys(range(20, 41), "dependence")},
    "audit_c": {0: "low", 1: "low", 2: "low", 3: "raised_for_women", **dict.fromkeys(range(4, 13), "raised")},
    "fagerstroem": {**dict.fromkeys(range(4), "low"), **dict.fromkeys(range(4, 7), "moderate")}
    | dict.fromkeys(range(7, 11), "high"),
    "who5": {**dict.fromkeys(range(36), "high_risk"), **dict.fromkeys(range(36, 51), "risk")}
    | dict.fromkeys(range(51, 101), "none"),
}
MAXIMA = {"audit": 40, "audit_c": 12, "fagerstroem": 10, "who5": 100}


@EACH
def test_points_are_the_authors(instrument: Instrument) -> None:
    points = [[option.points for option in question.options] for question in instrument.questions]
    assert points == POINTS[instrument.name] and instrument.maximum == MAXIMA[instrument.name]


@EACH
def test_every_score_lies_in_its_band(instrument: Instrument) -> None:
    assert {score: instrument.band_of(score).band for score in BANDS[instrument.name]} == BANDS[instrument.name]
    assert set(BANDS[instrument.name]) == set(range(instrument.maximum + 1))


@pytest.mark.parametrize("instrument", [AUDIT_C, FAGERSTROEM, WHO5], ids=lambda each: each.name)
def test_every_set_of_answers_is_scored_right(instrument: Instrument) -> None:
    """All of them: 125, 256 and 7776."""
    factor = 4 if instrument is WHO5 else 1
    for chosen in product(*(range(len(question.options)) for question in instrument.questions)):
        points = sum(POINTS[instrument.name][place][option] for place, option in enumerate(chosen))
        result = instrument.result(chosen)
        assert result.score == factor * points and result.band.band == BANDS[instrument.name][result.score]


@given(st.tuples(*(st.integers(0, len(question.options) - 1) for question in AUDIT.questions)))
def test_audit_adds_up(chosen: tuple[int, ...]) -> None:
    assert AUDIT.result(chosen).score == sum(POINTS["audit"][place][option] for place, option in enumerate(chosen))


@EACH
@given(data=st.data())
def test_a_test_ends_and_its_answers_can_be_taken_back(instrument: Instrument, data: st.DataObject) -> None:
    chosen: tuple[int | None, ...] = ()
    for _ in instrument.questions:
        number = instrument.next_number(chosen)
        if number is None:
            break
        option = data.draw(st.integers(0, len(instrument.questions[number - 1].options) - 1))
        following = instrument.with_answer(chosen, option)
        assert instrument.without_last(following) == chosen
        chosen = following
    assert instrument.next_number(chosen) is None
    assert 0 <= instrument.result(chosen).score <= instrument.maximum


def test_who_never_drinks_is_asked_no_more_than_needed() -> None:
    assert AUDIT_C.with_answer((), 0) == (0, None, None) and AUDIT_C.result((0, None, None)).score == 0
    after_first = AUDIT.with_answer((), 0)
    assert AUDIT.next_number(after_first) == 9
    assert AUDIT.result((*after_first, 1, 2)).score == 6


@pytest.mark.parametrize("chosen", [(), (1, 2), (1, 2, 3, 4)])
def test_an_unfinished_test_has_no_score(chosen: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="answered"):
        AUDIT_C.result(chosen)


def test_the_long_test_goes_on_from_the_short_one() -> None:
    assert AUDIT_C.questions == AUDIT.questions[:3] and AUDIT_C.continues_in == "audit"
    assert AUDIT.next_number(AUDIT.resumed((2, 3, 1))) == 4
    assert AUDIT.next_number(AUDIT.resumed((0, None, None))) == 9
    assert AUDIT.resumed(()) == ()


def test_each_topic_begins_with_its_test() -> None:
    wanted = {"alcohol": "audit_c", "smoking": "fagerstroem", "mental_health": "who5"}
    assert {topic: getattr(instrument_for(topic), "name", None) for topic in wanted} == wanted
    assert instrument_for("grief") is None


@EACH
def test_every_word_of_an_answer_chooses_it(instrument: Instrument) -> None:
    for number, question in enumerate(instrument.questions, start=1):
        for place, option in enumerate(question.options):
            for words in (option.title, option.title.lower(), *option.words):
                assert instrument.understand(number, words) == place, (question.question, words)


def test_numbers_are_understood() -> None:
    assert [AUDIT.understand(2, each) for each in ("2", "4", "6", "9", "10", "0")] == [0, 1, 2, 3, 4, None]
    assert [FAGERSTROEM.understand(4, each) for each in ("10", "11", "20", "21", "30", "40")] == [0, 1, 1, 2, 2, 3]


def test_low_wellbeing_is_asked_about_gently_and_nothing_else_is() -> None:
    asking = [(each.name, band.band) for each in ALL.values() for band in each.bands if band.asks_gently]
    assert asking == [("who5", "high_risk")]
    assert "70 201 201" in WHO5.band_of(36).meaning


def test_nobody_is_told_to_stop_drinking_at_once() -> None:
    for instrument in (AUDIT, AUDIT_C):
        for band in instrument.bands:
            if "stop" in band.meaning.lower():
                assert "stop ikke brat" in band.meaning
    for score in (16, 20, 40):
        assert "stop ikke brat" in AUDIT.band_of(score).meaning
    assert "stop ikke brat" in AUDIT_C.band_of(12).meaning


@EACH
def test_no_item_asks_about_suicide_and_no_result_is_a_diagnosis(instrument: Instrument) -> None:
    words = " ".join(question.question for question in instrument.questions).lower()
    assert not re.search(r"selvmord|livet af|dø\b|ikke vil(?:le)? leve", words)
    assert "ikke en diagnose" in DISCLAIMER
    diagnosis = re.compile(r"\bdu (?:har|lider af) (?:en )?(?:depression|alkohol)")
    assert not any(diagnosis.search(band.meaning) for band in instrument.bands)
