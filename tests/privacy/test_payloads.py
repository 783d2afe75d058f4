"""Which messages count as a pressed button: a closed list, and nothing else can be a command to Rasa."""

from __future__ import annotations

import pytest
from domain_files import intents, payloads
from hypothesis import example, given
from hypothesis import strategies as st

from bot.privacy.payloads import as_words, is_payload

OFFER = "3f2504e0-4f89-51d3-9a0c-0305e82c3301"
TYPED = st.text(st.sampled_from(' /\n\t\u00a0\u3000\u2028\x1f{}"@:,a\u0301') | st.characters(), max_size=20)


def test_every_button_of_the_domain_is_on_the_list() -> None:
    assert len(payloads()) > 10
    assert not [payload for payload in payloads() if not is_payload(payload, intents())]


@pytest.mark.parametrize(
    "text",
    [
        f'/ask_price{{"offer_id": "{OFFER}"}}',
        '/change_municipality{"municipality": "glostrup"}',
        '/ask_policy{"policy_section": "ballerup-psykiatripolitik#vi-vil-lytte"}',
        "/ask_human",
    ],
)
def test_what_an_action_offers_is_on_the_list(text: str) -> None:
    assert is_payload(text, intents())


@pytest.mark.parametrize(
    "text",
    [
        "/restart",
        "/back",
        "/session_start",
        "/nlu_fallback",
        "/crisis_suicide",
        "/findes_ikke",
        "/topic_stress@0.5",
        "/topic_stress ",
        " /topic_stress",
        "/topic_stress\n",
        "/TOPIC_STRESS",
        "/topic_stress{}",
        '/topic_stress{"topic": "alkohol og piller"}',
        '/ask_offer{"topic": "alcohol"}',
        '/topic_stress{"municipality": "glostrup"}',
        '/narrow{"age": "70"}',
        '/narrow{"person": "mother"}',
        '/narrow{"offer_filter": "free", "municipality": "glostrup"}',
        '/narrow{"offer_filter": ["free"]}',
        '/change_municipality{"municipality": "Mette Hansen"}',
        '/change_municipality{"page_municipality": "glostrup"}',
        f'/ask_price{{"offer_id": "{OFFER}"}}{{"offer_id": "{OFFER}"}}',
        '/ask_price{"offer_id": "010190 1235"}',
        '/ask_price{"focus_offer": "1"}',
        "EXTERNAL: topic_stress",
        "",
    ],
)
def test_anything_else_is_not(text: str) -> None:
    assert not is_payload(text, intents())


@given(TYPED)
@example(" /restart")
@example("\n/restart")
@example("/ \n/restart")
@example("\u3000/\u2028/restart")
@example("///")
def test_words_are_never_a_command_and_lose_nothing_else(text: str) -> None:
    words = as_words(text)
    # Rasa strips white space before it looks for the slash.
    assert words and not words.strip().startswith("/")
    assert words == "?" or text.endswith(words)
    assert as_words(words) == words


def test_ordinary_words_stay_as_they_are() -> None:
    for text in ("jeg vil stoppe/holde op", "1/2 liter", "hej :/ med dig", "http://eksempel.dk"):
        assert as_words(text) == text
