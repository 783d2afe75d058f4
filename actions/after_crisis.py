"""What follows a crisis, and what is asked of somebody in despair.

Every action looks here first, whatever intent was heard: after the question "ja" is a crisis, and after a crisis
"videre" is the way back.
"""

from __future__ import annotations

import re
from typing import Final

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.crisis import utter_crisis, way_back
from actions.said import shown_before_crisis, was_asked_just_now, was_cautioned
from actions.state import current_municipality, message_text
from bot.safety import answer_to_the_question, assess, caution, doubt, go_back, is_despairing, question, thanks_for_no
from bot.safety.language import detect

_BACK: Final = (
    r"videre|viddere|vidre|fortsæt\w*|tilbage|hvor (?:kom vi fra|var vi)|det jeg spurgte om|continue|go on|go back|back"
)
_WANTS_BACK: Final = re.compile(
    r"\W*(?:(?:ok|okay|ja|tak|nej|så|lad os|vi|kan|kan vi|jeg vil|gerne|please|can we|gå|går|komme|kom|hvad med)\W+)*"
    rf"(?:{_BACK})\b(?:\W+(?:til|to|med|with|nu|tak|please|now)\b.*)?\W*",
    re.IGNORECASE | re.DOTALL,
)


def answer_what_follows(dispatcher: CollectingDispatcher, tracker: Tracker) -> bool:
    """Answer yes or no to the question, or go back to what was shown before; tell whether it was one of those."""
    return _answered(dispatcher, tracker) or _went_back(dispatcher, tracker)


def add_care(dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    """Add the question to a reply to somebody in despair, or a word of caution when a crisis is in doubt; each once."""
    text, municipality = message_text(tracker), current_municipality(tracker)
    if is_despairing(text):
        if not was_asked_just_now(tracker):
            asking = question(municipality, detect(text))
            dispatcher.utter_message(text=asking["text"], buttons=asking["buttons"], json_message=asking["custom"])
    elif (doubted := doubt(text)) and not was_cautioned(tracker):
        warning = caution(doubted, municipality)
        dispatcher.utter_message(text=warning["text"], json_message=warning["custom"])


def _answered(dispatcher: CollectingDispatcher, tracker: Tracker) -> bool:
    if not was_asked_just_now(tracker):
        return False
    text = message_text(tracker)
    crisis = assess(text, asked=True)
    if crisis is not None:
        utter_crisis(crisis, dispatcher, tracker)
        return True
    if answer_to_the_question(text) == "no":
        dispatcher.utter_message(text=thanks_for_no(detect(text)), buttons=way_back(tracker))
        return True
    return False


def _went_back(dispatcher: CollectingDispatcher, tracker: Tracker) -> bool:
    text, shown = message_text(tracker), shown_before_crisis(tracker)
    if shown is None or not _WANTS_BACK.fullmatch(text):
        return False
    dispatcher.utter_message(
        text=f"{go_back(detect(text))} {shown.get('text') or ''}".strip(),
        buttons=shown["data"].get("buttons") or [],
        json_message=shown["data"]["custom"],
    )
    return True
