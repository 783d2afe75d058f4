"""Quick replies that several actions offer as next steps."""

from __future__ import annotations

from collections.abc import Sequence

from actions.offer_facts import is_known
from actions.turn import Button
from actions.wording import topic_title
from offers_db.offer import Offer

HUMAN: Button = {"title": "Tal med et menneske", "payload": "/ask_human"}
TOPICS_MENU: Button = {"title": "Se andre emner", "payload": "/ask_offer"}
MORE: Button = {"title": "Vis flere", "payload": "/more"}
FOR_RELATIVES: Button = {"title": "Hjælp til dig som pårørende", "payload": "/topic_relatives"}

QUESTION_TITLES = {
    "ask_price": "Hvad koster det?",
    "ask_anonymity": "Kan jeg være anonym?",
    "ask_referral": "Skal jeg have en henvisning?",
    "ask_contact": "Hvem kontakter jeg?",
    "ask_time": "Hvornår er det?",
    "ask_place": "Hvor er det?",
}
MOST_QUESTIONS = 3


def question_buttons(offer: Offer, but: str | None = None) -> list[Button]:
    """Return the questions worth asking next about an offer, those that can be answered first."""
    questions = [question for question in QUESTION_TITLES if question != but]
    questions.sort(key=lambda question: not is_known(question, offer))
    return [about(offer, question, QUESTION_TITLES[question]) for question in questions[:MOST_QUESTIONS]]


def about(offer: Offer, question: str, title: str) -> Button:
    """Return the button that asks a question about just that offer."""
    return {"title": title, "payload": f'/{question}{{"offer_id": "{offer.id}"}}'}


def topic_button(topic: str) -> Button:
    """Return the button that shows a topic's offers."""
    return {"title": topic_title(topic), "payload": f"/topic_{topic}"}


def show_again(topics: Sequence[str]) -> Button:
    """Return the button that undoes narrowing."""
    return {"title": "Vis dem alle", "payload": f"/topic_{topics[0]}"} if topics else TOPICS_MENU
