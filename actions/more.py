"""More offers of the same search, or the same about the next card."""

from __future__ import annotations

from dataclasses import replace

from actions.asking import say_fact
from actions.buttons import HUMAN, TOPICS_MENU
from actions.offers import PAGE, Page, page_buttons, search, show_overview
from actions.pointing import numbered_offer
from actions.state import ConversationState
from actions.turn import GuideAction, Turn
from actions.wording import topic_phrase


class ActionMoreOffers(GuideAction):
    """Shows the next offers of the same search."""

    action_name = "action_more_offers"

    def answer(self, turn: Turn) -> ConversationState:
        """Show what has not been seen yet; after the last one, say so. "Og den anden?" is about a card in view."""
        pointed = numbered_offer(turn)
        if pointed:
            say_fact(turn, turn.state.question or "ask_description", pointed)
            return replace(turn.state, focus_offer=pointed.id)
        if not turn.state.topics:
            return show_overview(turn)
        found = search(turn, turn.state.topics, filters=turn.state.filters)
        left = [offer for offer in found.offers if offer.id not in turn.state.seen_offers]
        topic = topic_phrase(turn.state.topics)
        if not left:
            turn.say("utter_no_more_offers", [TOPICS_MENU, HUMAN], topic=topic)
            return turn.state
        page = Page(left[:PAGE], turn.state.topics, len(found.offers))
        buttons = page_buttons(turn, page, has_more=len(left) > PAGE)
        turn.say("utter_offers_rest", buttons, page.custom(turn), topic=topic)
        return page.shown(turn.state, seen=turn.state.seen_offers)
