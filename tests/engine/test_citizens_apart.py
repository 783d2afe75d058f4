"""Many citizens at a time, and none of them hears of another."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from running_guide import RunningGuide

pytestmark = pytest.mark.engine

TOPICS = ("smoking", "alcohol", "exercise", "stress", "loneliness", "diet", "weight", "copd", "diabetes", "dementia")
CITIZENS = 20


def test_two_conversations_do_not_leak_into_each_other(guide: RunningGuide) -> None:
    anna, bent = guide.conversation(), guide.conversation("glostrup")
    smoking = anna.say("/topic_smoking")
    assert smoking.topic == "smoking"
    assert bent.say("/topic_alcohol").topic == "alcohol"
    assert anna.session != bent.session
    price = anna.say("/ask_price").text
    assert f"»{smoking.offers[0]['name']}«" in price and "44 77 20 00" in price
    shown = bent.say("/more").offers
    assert {offer["municipality"] for offer in shown} <= {"glostrup", None}
    assert all("alcohol" in offer["topics"] for offer in shown)
    third = guide.conversation().say("/ask_price")
    assert "hvilket tilbud" in third.text.lower() and third.custom("welcome")


def test_a_made_up_session_finds_nobody(guide: RunningGuide) -> None:
    guide.conversation().say("/topic_smoking")
    stranger = guide.conversation()
    stranger.session = "A" * 43
    assert "hvilket tilbud" in stranger.say("/ask_price").text.lower()


def test_twenty_citizens_at_once(guide: RunningGuide) -> None:
    def visit(number: int) -> None:
        topic = TOPICS[number % len(TOPICS)]
        municipality = ("ballerup", "demo")[number % 2]
        talk = guide.conversation(municipality)
        shown = talk.say(f"/topic_{topic}")
        assert (shown.status, shown.topic) == (200, topic)
        assert {offer["municipality"] for offer in shown.offers} <= {municipality, None}
        answer = talk.say("/ask_description")
        assert answer.status == 200 and f"»{shown.offers[0]['name']}«" in answer.text

    with ThreadPoolExecutor(CITIZENS) as pool:
        for visited in [pool.submit(visit, number) for number in range(CITIZENS)]:
            visited.result()


def test_one_citizen_who_writes_five_messages_at_once_gets_five_answers(guide: RunningGuide) -> None:
    talk = guide.conversation()
    focus = talk.say("/topic_smoking").offers[0]["name"]
    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(talk.say, ["/ask_price"] * 5))
    assert all(answer.status == 200 and f"»{focus}«" in answer.text for answer in answers)
