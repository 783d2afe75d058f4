"""Reads a conversation's events, as Rasa stores them, into turns: what was said, understood, searched and replied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

RUNNERS_UP = 5
_STATE = ("municipality", "topics", "filters", "question")
# Custom types whose reply came from a search in offers, policies or figures.
_SEARCHES = {"offers", "policy_answer", "policy_none", "statistic"}
_CRISIS_TYPES = {"crisis", "distress"}
_CRISIS_INTENT = "crisis_"
_NO_OFFER = {"utter_no_offers", "utter_narrowed_none"}
# Below a question of the guide stands nothing: whoever leaves here has stopped midway.
_QUESTIONS = {
    *("utter_narrow_what", "utter_what_did_you_mean", "utter_which_offer", "utter_vague_need"),
    *("utter_professional_what", "utter_municipality_which", "utter_clarify", "utter_clarify_again"),
}


@dataclass(frozen=True)
class Event:
    """A row of the log; `data` is the event itself."""

    id: int
    at: float
    data: Mapping[str, Any]


@dataclass
class Turn:
    """A message and what came of it. `replies` are as the chat sends them: text, buttons, perhaps custom.

    `searched` is what the search went by (empty where nothing was searched); `responses` are the domain's names of
    the replies.
    """

    event_id: int
    at: int
    text: str
    intent: str | None
    confidence: float | None
    ranking: list[dict[str, Any]]
    entities: list[dict[str, Any]]
    replies: list[dict[str, Any]]
    searched: dict[str, Any] = field(default_factory=dict)
    responses: list[str] = field(default_factory=list)

    @property
    def kinds(self) -> set[str]:
        """The types of what the replies showed."""
        return {str(reply["custom"].get("type")) for reply in self.replies if reply.get("custom")}

    @property
    def fell_back(self) -> bool:
        """The guide did not understand."""
        return "fallback" in self.kinds or self.intent == "nlu_fallback"

    @property
    def out_of_scope(self) -> bool:
        """The guide knows nothing of this."""
        return "out_of_scope" in self.kinds

    @property
    def crisis(self) -> bool:
        """Crisis, or despair that was asked about."""
        return bool(self.kinds & _CRISIS_TYPES) or (self.intent or "").startswith(_CRISIS_INTENT)

    @property
    def no_offer(self) -> bool:
        """Nothing in the citizen's municipality fitted."""
        return bool(_NO_OFFER.intersection(self.responses))

    @property
    def asks(self) -> bool:
        """The guide ended with a question that it needs an answer to."""
        return bool(_QUESTIONS.intersection(self.responses)) or "distress" in self.kinds

    @property
    def topics(self) -> set[str]:
        """Topics heard or searched for."""
        heard = {str(each.get("value")) for each in self.entities if each.get("entity") == "topic"}
        return heard | {str(topic) for topic in self.searched.get("topics") or ()}


@dataclass(frozen=True)
class Reading:
    """A conversation as the events up to now tell it. It may have no turn yet: then only the guide has spoken."""

    turns: list[Turn]
    municipality: str | None
    language: str | None
    event_count: int
    last_event_id: int
    last_event_at: float


def read(events: Iterable[Event]) -> Reading:
    """Read a conversation's events, given in their order."""
    reader = _Reader()
    count, last, last_at = 0, 0, 0.0
    for event in events:
        reader.take(event)
        count, last, last_at = count + 1, event.id, max(last_at, event.at)
    return Reading(reader.turns, reader.municipality, reader.language, count, last, last_at)


class _Reader:
    """Goes through the events, one after the other."""

    def __init__(self) -> None:
        self.turns: list[Turn] = []
        self.municipality: str | None = None
        self.language: str | None = None
        self._state: dict[str, Any] = {}
        # Rasa writes the welcome before the message that is answered with it.
        self._welcome: list[Event] | None = None

    def take(self, event: Event) -> None:
        kind = event.data.get("event")
        if kind == "user":
            self._hear(event)
        elif kind == "bot":
            if self._welcome is not None:
                self._welcome.append(event)
            else:
                self._say(event)
        elif kind == "slot":
            self._remember(str(event.data.get("name")), event.data.get("value"))
        elif kind == "action" and event.data.get("name") == "action_session_start":
            self._welcome, self._state = [], {}

    def _hear(self, event: Event) -> None:
        parsed = event.data.get("parse_data") or {}
        about = event.data.get("metadata") or {}
        self.municipality = about.get("municipality") or self.municipality
        self.language = about.get("language") or self.language
        intent = parsed.get("intent") or {}
        ranking = [each for each in parsed.get("intent_ranking") or [] if each.get("name") != intent.get("name")]
        turn = Turn(
            event_id=event.id,
            at=int(event.at),
            text=str(event.data.get("text") or ""),
            intent=intent.get("name"),
            confidence=intent.get("confidence"),
            ranking=[_pick(each, "name", "confidence") for each in ranking[:RUNNERS_UP]],
            entities=[_pick(each, "entity", "value", "role", "group") for each in parsed.get("entities") or []],
            replies=[],
        )
        self.turns.append(turn)
        welcome, self._welcome = self._welcome or [], None
        for said in welcome:
            self._say(said)

    def _say(self, event: Event) -> None:
        if not self.turns:
            return
        turn, data = self.turns[-1], event.data.get("data") or {}
        reply = {"text": event.data.get("text") or "", "buttons": data.get("buttons") or []}
        if data.get("custom"):
            reply["custom"] = data["custom"]
        turn.replies.append(reply)
        if response := (event.data.get("metadata") or {}).get("utter_action"):
            turn.responses.append(str(response))
        self._note_search(turn)

    def _remember(self, name: str, value: Any) -> None:
        if name in _STATE:
            self._state[name] = value
            # The slots of a turn come after its replies.
            if self.turns and self._welcome is None:
                self._note_search(self.turns[-1])

    def _note_search(self, turn: Turn) -> None:
        if turn.kinds & _SEARCHES or turn.no_offer:
            found = {name: value for name, value in self._state.items() if value}
            shows = [reply["custom"] for reply in turn.replies if reply.get("custom")]
            shown: dict[str, Any] = next((custom for custom in shows if custom.get("type") in _SEARCHES), {})
            turn.searched = {**found, **_pick(shown, "topics", "municipality", "total", "searched")}


def _pick(data: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: data[name] for name in names if data.get(name) is not None}
