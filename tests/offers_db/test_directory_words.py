"""Lemmas, compounds, spelling without æ, ø, å, and BM25 over them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offers_db.search.compounds import LINKS, MIN_PART, split_compound
from offers_db.search.danish import STOP_WORDS, lemma, spellings, words
from offers_db.search.lexical import Analyzer, LexicalIndex

parts = st.lists(st.from_regex(r"[a-zæøå]{3,8}", fullmatch=True), min_size=2, max_size=3)


def joins_to(found: tuple[str, ...], word: str) -> bool:
    """Whether the parts, with links between them, give the word."""
    starts = {found[0]}
    for part in found[1:]:
        starts = {start + link + part for start in starts for link in LINKS}
    return word in starts


@given(parts, st.sampled_from(LINKS))
def test_a_joined_word_splits_into_known_parts(vocabulary: list[str], link: str) -> None:
    word = link.join(vocabulary)
    found = split_compound(word, set(vocabulary).__contains__)
    assert found, word
    assert len(found) <= len(vocabulary)
    assert set(found) <= set(vocabulary)
    assert joins_to(found, word)


@given(st.text(alphabet="abesdæøå", max_size=20), st.sets(st.text(alphabet="abesdæøå", min_size=1, max_size=5)))
def test_whatever_is_found_gives_the_word_back(word: str, vocabulary: set[str]) -> None:
    found = split_compound(word, vocabulary.__contains__)
    if found:
        assert len(found) >= 2
        assert all(part in vocabulary and len(part) >= MIN_PART for part in found)
        assert joins_to(found, word)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("rygestopkursus", {"ryge", "kursus"}),
        ("sundhedsplejerske", {"sundhed", "plejerske"}),
        ("motionshold", {"motion", "hold"}),
        ("sorggruppen", {"sorg", "gruppe"}),
        ("alkoholrådgivning", {"alkohol", "rådgivning"}),
    ],
)
def test_danish_compounds(word: str, expected: set[str]) -> None:
    assert expected <= set(Analyzer([]).terms(word))


@pytest.mark.parametrize(
    "forms", ["drikker drikke drak", "gruppe grupper grupperne", "kursus kurser kurset", "søvn søvnen"]
)
def test_all_forms_of_a_word_have_one_lemma(forms: str) -> None:
    assert len({lemma(form) for form in forms.split()}) == 1


@given(st.text(alphabet="xyæøå", max_size=12))
def test_spellings_begin_with_the_word_and_contain_its_danish_form(word: str) -> None:
    assert spellings(word)[0] == word
    typed = word.replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    if sum(word.count(letter) for letter in "æøå") <= 4:
        assert word in spellings(typed)


@given(st.text(max_size=200))
def test_any_text_can_be_analysed_and_scored(text: str) -> None:
    index = LexicalIndex([("Søvnkursus", "søvn"), ("", "")], (2.0, 1.0))
    scores = index.scores(text)
    assert scores.shape == (2,)
    assert (scores >= 0).all()
    assert not STOP_WORDS & set(Analyzer([text]).terms(text))


@pytest.mark.parametrize("typed", ["søvn", "SØVNEN", "soevn", "sovn", "søvnkurser", "soevnkursus", "kursus i søvn"])
def test_however_sleep_is_typed_it_is_found(typed: str) -> None:
    index = LexicalIndex([("Motionshold",), ("Søvnkursus",)], (1.0,))
    motion, sleep = index.scores(typed)
    assert sleep > motion == 0


def test_the_name_counts_more_than_the_description() -> None:
    index = LexicalIndex([("Kursus", "om sorg"), ("Sorg", "et kursus"), ("Andet", "noget tredje")], (4.0, 1.0))
    in_description, in_name, nowhere = index.scores("sorg")
    assert in_name > in_description > nowhere == 0


def test_empty_index() -> None:
    assert LexicalIndex([], (1.0,)).scores("søvn").shape == (0,)


def test_words_keep_hyphens_and_drop_signs() -> None:
    assert words("KOL-hold, ring 80 20!") == ["kol-hold", "ring", "80", "20"]
