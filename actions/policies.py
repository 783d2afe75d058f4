"""What municipalities have promised: passages and figures with citations, or that there is no answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from actions.buttons import HUMAN, TOPICS_MENU, topic_button
from actions.pointing import meant_offer
from actions.policy_wording import citation, figure_line, figures_text
from actions.state import ConversationState
from actions.turn import Button, GuideAction, Turn
from actions.wording import ask_municipality, ask_provider, where
from offers_db.offer import Offer
from offers_db.policies.answer import CitedFigure, CitedPassage, PolicyFigures, PolicyNone, PolicyPassages, SectionLink

LONGEST_TITLE = 60


class ActionAnswerPolicy(GuideAction):
    """Answers from the policies of the municipality in focus, or of the one that the question names."""

    action_name = "action_answer_policy"

    def answer(self, turn: Turn) -> ConversationState:
        """Give passages, figures, or say that nothing supports an answer."""
        if turn.heard.policy_section:
            return show_section(turn, turn.heard.policy_section)
        found = turn.policies.ask(turn.heard.text, turn.state.municipality)
        if isinstance(found, PolicyFigures):
            say_figures(turn, found)
        elif isinstance(found, PolicyPassages):
            say_passages(turn, found)
        else:
            say_none(turn, found)
        return turn.state


class ActionPolicyBehindOffer(GuideAction):
    """Tells which passage of which policy an offer is built on."""

    action_name = "action_policy_behind_offer"

    def answer(self, turn: Turn) -> ConversationState:
        """Cite the passage, or say that none is known and whom to ask."""
        offer = meant_offer(turn)
        if offer is None:
            turn.say("utter_which_offer")
            return turn.state
        passage = passage_behind(turn, offer)
        name = f"»{offer.name}«"
        if passage is None:
            municipality = turn.directory.municipalities.get(offer.municipality or "")
            words = {"offer": name, "ask_provider": ask_provider(offer, municipality)}
            turn.say("utter_policy_behind_none", [TOPICS_MENU, HUMAN], None, **words)
            return turn.state
        cited = {"offer": name, "citation": citation(passage), "answer": passage.text, "status": passage.status_note}
        turn.say(
            "utter_policy_behind", [TOPICS_MENU], policy_answer([passage]), **{k: v or "" for k, v in cited.items()}
        )
        return turn.state


def show_section(turn: Turn, address: str) -> ConversationState:
    """Show the section that a button names as "<document>#<section>"."""
    passages, related = turn.policies.section(*address.partition("#")[::2])
    if not passages:
        say_none(turn, PolicyNone((), (), None))
    else:
        say_passages(turn, PolicyPassages(passages, related))
    return turn.state


def say_passages(turn: Turn, found: PolicyPassages) -> None:
    """Utter the best passage and show all of them with their citations."""
    best = found.passages[0]
    turn.say(
        "utter_policy_quote" if best.is_quote else "utter_policy_answer",
        [*section_buttons(found.related), *offers_buttons(best.topics)],
        policy_answer(found.passages),
        answer=best.text,
        citation=citation(best),
        status=best.status_note or "",
    )


def say_figures(turn: Turn, found: PolicyFigures) -> None:
    """Utter the figures with source and year; say when they are not alike."""
    first = found.figures[0]
    turn.say(
        "utter_statistic_differ" if found.definitions_differ else "utter_statistic",
        [*section_buttons(found.related), *offers_buttons(first.topics)],
        {
            "type": "statistic",
            "figures": [figure_json(figure) for figure in found.figures],
            "definitions_differ": found.definitions_differ,
            "missing": list(found.missing),
        },
        answer=figures_text(found, turn.directory.municipalities),
        citation=citation(first),
        status=first.status_note or "",
    )


def say_none(turn: Turn, found: PolicyNone) -> None:
    """Say that nothing supports an answer, with the nearest sections and whom to ask."""
    suggestions = [*section_buttons(found.nearest), HUMAN]
    searched = [document.title for document in map(turn.policies.document, found.searched) if document]
    custom = {"type": "policy_none", "searched": searched, "suggestions": suggestions}
    if found.unknown_municipality:
        turn.say("utter_policy_no_documents", suggestions, custom, name=found.unknown_municipality)
        return
    words = {"where": where(turn.municipality), "ask_municipality": ask_municipality(turn.municipality)}
    turn.say("utter_policy_none", suggestions, custom, **words)


def passage_behind(turn: Turn, offer: Offer) -> CitedPassage | None:
    """Return the passage of the offer's source document that fits it best; None without such a document."""
    if offer.document is None:
        return None
    return turn.policies.best_passage(offer.document, f"{offer.name}. {offer.section or ''}. {offer.description or ''}")


def policy_answer(passages: Sequence[CitedPassage]) -> dict[str, Any]:
    """Return the contract's `policy_answer` message."""
    return {"type": "policy_answer", "passages": [{**asdict(p), "quote": p.is_quote} for p in passages]}


def figure_json(figure: CitedFigure) -> dict[str, Any]:
    """Return one entry of the contract's `statistic` message, with the sentence that says it."""
    return {**asdict(figure), "text": figure_line(figure)}


def section_buttons(sections: Sequence[SectionLink]) -> list[Button]:
    """Return a button for each section; of two with the same heading only the first, they could not be told apart."""
    return [section_button(section) for section in {each.section: each for each in reversed(sections)}.values()][::-1]


def section_button(section: SectionLink) -> Button:
    """Return the button that shows a section."""
    address = f"{section.document}#{section.url.partition('#')[2]}"
    title = section.section if len(section.section) <= LONGEST_TITLE else section.section[: LONGEST_TITLE - 1] + "…"
    return {"title": title, "payload": f'/ask_policy{{"policy_section": "{address}"}}'}


def offers_buttons(topics: Sequence[str]) -> list[Button]:
    """Return the button to the offers that match a passage or a figure."""
    return [topic_button(topics[0])] if topics else [TOPICS_MENU]
