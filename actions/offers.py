"""Finding offers: for a topic, fewer of them, and after a misunderstanding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from actions.buttons import FOR_RELATIVES, HUMAN, MORE, TOPICS_MENU, question_buttons, show_again
from actions.heard import merged
from actions.state import ConversationState
from actions.turn import Button, GuideAction, Turn
from actions.wording import ask_municipality, filter_phrase, place_name, topic_phrase, where
from offers_db.offer import Offer
from offers_db.search import Filters, OfferQuery, SearchResult

PAGE = 3
# More than any topic has: all of them, to page by what has been seen.
ALL = 1000
MOST_TOPICS = 2
NO_FILTERS = Filters()
# Where a municipality has nothing for an illness, what it has for every long illness may help.
BROADER = dict.fromkeys(("diabetes", "copd", "heart", "cancer", "rehabilitation"), "chronic_illness")
_FAMILY = ("mother", "father", "partner", "child", "grandparent", "sibling", "friend")


class ActionFindOffers(GuideAction):
    """Shows offers for the topics heard; without any, asks one good question."""

    action_name = "action_find_offers"

    def answer(self, turn: Turn) -> ConversationState:
        """Show the first page of a new search, or a menu."""
        take_municipality(turn)
        if turn.heard.topics:
            return show_topics(turn, turn.heard.topics)
        if turn.heard.intent == "vague_need":
            turn.say("utter_vague_need")
            return turn.state
        return show_overview(turn)


class ActionNarrowOffers(GuideAction):
    """Keeps the offers that are known to fit; those where it is not known are shown as such."""

    action_name = "action_narrow_offers"

    def answer(self, turn: Turn) -> ConversationState:
        """Search again with the new conditions."""
        take_municipality(turn)
        heard = turn.heard
        topics = heard.topics[:MOST_TOPICS] if heard.topics and not turn.state.topics else turn.state.topics
        turn.state = replace(turn.state, topics=topics, age=heard.age or turn.state.age)
        if heard.filters == NO_FILTERS and heard.age is None:
            turn.say("utter_narrow_what")
            return turn.state
        filters = merged(turn.state.filters, heard.filters)
        return self._show(turn, search(turn, topics, filters=filters), filters)

    def _show(self, turn: Turn, found: SearchResult, filters: Filters) -> ConversationState:
        topics = turn.state.topics
        words: dict[str, Any] = {"topic": topic_phrase(topics), "filters": filter_phrase(filters, turn.heard.age)}
        offers, response = found.offers, "utter_narrowed"
        if not offers:
            offers, response = found.unknown, "utter_narrowed_unknown"
        if not offers:
            turn.say("utter_narrowed_none", [show_again(topics), HUMAN], **words)
            return turn.state
        page = Page(offers[:PAGE], topics, len(offers))
        buttons = page_buttons(turn, page, has_more=bool(found.offers) and len(offers) > PAGE)
        if not found.offers:
            buttons.append(show_again(topics))
        words["ask_municipality"] = ask_municipality(turn.municipality)
        turn.say(response, buttons, page.custom(turn), **words)
        return replace(page.shown(turn.state), filters=filters)


class ActionCorrect(GuideAction):
    """Starts over with what was meant."""

    action_name = "action_correct"

    def answer(self, turn: Turn) -> ConversationState:
        """Show offers for the topic named; without one, ask for it."""
        take_municipality(turn)
        meant = [topic for topic in turn.heard.topics if topic not in turn.state.topics] or list(turn.heard.topics)
        if not meant:
            turn.say("utter_what_did_you_mean")
            return replace(turn.state, filters=NO_FILTERS)
        return show_topics(turn, meant[:1])


class ActionHelpProfessional(GuideAction):
    """Finds offers that a doctor, nurse or teacher can point somebody to."""

    action_name = "action_help_professional"

    def answer(self, turn: Turn) -> ConversationState:
        """Show offers for the patient's topic; without one, ask for it."""
        take_municipality(turn)
        topics = turn.heard.topics or turn.state.topics
        if not topics:
            turn.say("utter_professional_what")
            return turn.state
        return show_topics(turn, topics, response="utter_offers_for_professional")


@dataclass(frozen=True)
class Page:
    """The offers shown in one reply."""

    offers: Sequence[Offer]
    topics: Sequence[str]
    total: int

    def custom(self, turn: Turn) -> dict[str, Any]:
        """The contract's `offers` message."""
        return {
            "type": "offers",
            "topic": self.topics[0] if self.topics else None,
            "topics": list(self.topics),
            "municipality": turn.state.municipality,
            "total": self.total,
            "offers": [offer.to_json() for offer in self.offers],
        }

    def shown(self, state: ConversationState, seen: tuple[str, ...] = ()) -> ConversationState:
        """Return the state after this page was shown; the first card is what "det" means."""
        ids = tuple(offer.id for offer in self.offers)
        return replace(
            state,
            topics=tuple(self.topics),
            shown_offers=ids,
            seen_offers=seen + ids,
            focus_offer=ids[0],
            question=None,
        )


def search(
    turn: Turn, topics: Sequence[str], *, filters: Filters = NO_FILTERS, prefer: Filters = NO_FILTERS
) -> SearchResult:
    """Search the directory for the conversation's municipality and age; without a municipality, national help."""
    if turn.state.municipality is None:
        filters = replace(filters, national_only=True)
    return turn.directory.search(
        OfferQuery(
            text=turn.heard.text or None,
            topics=tuple(topics),
            municipality=turn.state.municipality,
            filters=filters,
            prefer=prefer,
            age=turn.state.age,
            limit=ALL,
        )
    )


def show_topics(turn: Turn, topics: Sequence[str], response: str | None = None) -> ConversationState:
    """Show the first page of a new search. What was asked for beside the topic ranks higher but rules nothing out."""
    heard, topics = turn.heard, list(topics[:MOST_TOPICS])
    turn.state = replace(turn.state, age=heard.age or turn.state.age, person=heard.person, filters=NO_FILTERS)
    found = search(turn, topics, prefer=heard.filters)
    broader = BROADER.get(topics[0])
    if broader and turn.municipality and not any(offer.municipality for offer in found.offers):
        found, response = search(turn, [broader, *topics], prefer=heard.filters), "utter_offers_broader"
    words: dict[str, Any] = {
        "topic": topic_phrase(topics),
        "broader": topic_phrase([broader] if broader else []),
        "where": where(turn.municipality),
        "municipality": place_name(turn.municipality),
        "ask_municipality": ask_municipality(turn.municipality),
    }
    page = Page(found.offers[:PAGE], topics, found.total)
    if not found.offers:
        turn.say("utter_no_offers", [TOPICS_MENU, HUMAN], page.custom(turn), **words)
        return replace(turn.state, topics=tuple(topics))
    buttons = page_buttons(turn, page, has_more=found.total > PAGE)
    named = response or _first_page_response(turn, page)
    turn.say(named, buttons, page.custom(turn), count=len(page.offers), total=page.total, **words)
    return page.shown(turn.state)


def _first_page_response(turn: Turn, page: Page) -> str:
    if turn.municipality and all(offer.municipality is None for offer in page.offers):
        return "utter_offers_only_national"
    if len(page.topics) > 1:
        return "utter_offers_two_needs"
    if page.total == 1:
        return "utter_offers_one"
    return "utter_offers_more_left" if page.total > len(page.offers) else "utter_offers_many"


def show_overview(turn: Turn) -> ConversationState:
    """Say how many offers there are, with the topics as buttons."""
    # Not `search`: the words of "hvad har I" must not sift the offers.
    reach = NO_FILTERS if turn.state.municipality else Filters(national_only=True)
    total = turn.directory.search(OfferQuery(municipality=turn.state.municipality, filters=reach)).total
    turn.say("utter_overview", total=total, where=where(turn.municipality))
    return turn.state


def page_buttons(turn: Turn, page: Page, *, has_more: bool) -> list[Button]:
    """Return the next steps after a page: questions about its first offer, more, and help for a relative."""
    buttons = question_buttons(page.offers[0])
    if has_more:
        buttons.append(MORE)
    if turn.heard.person in _FAMILY and "relatives" not in page.topics:
        buttons.append(FOR_RELATIVES)
    return buttons


def take_municipality(turn: Turn) -> None:
    """Let a municipality named in the message decide from now on; say so if it is not one of ours."""
    named = turn.heard.municipality
    if named is None:
        return
    if named in turn.directory.municipalities:
        turn.state = replace(turn.state, municipality=named)
    else:
        turn.say("utter_municipality_unknown", name=named.capitalize())
        turn.state = replace(turn.state, municipality=None)
