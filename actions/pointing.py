"""Which of the offers shown is meant: by its number, by its name, or because the talk is about it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.turn import Turn
from offers_db.offer import Offer

_ORDINALS = (
    ("første", "foerste", "forste", "first", "nr 1", "nummer 1", "nummer et"),
    ("den anden", "det andet", "second", "nr 2", "nummer 2", "nummer to", "midterste"),
    ("tredje", "third", "nr 3", "nummer 3", "nummer tre", "sidste", "last"),
)
STEM = 8
_WORD = re.compile(r"\w{4,}")


def meant_offer(turn: Turn) -> Offer | None:
    """Return the offer that is meant: the one pointed at, or else the one in focus."""
    if turn.heard.offer_id:
        return turn.directory.offer(turn.heard.offer_id)
    return pointed_offer(turn) or turn.directory.offer(turn.state.focus_offer or "")


def pointed_offer(turn: Turn) -> Offer | None:
    """Return the shown offer that the words point at by its number or its name."""
    return numbered_offer(turn) or _by_name(turn.heard.text, _shown(turn))


def numbered_offer(turn: Turn) -> Offer | None:
    """Return the shown offer that "den anden" points at."""
    return _by_number(turn.heard.text, _shown(turn))


def _shown(turn: Turn) -> list[Offer]:
    return [offer for offer in map(turn.directory.offer, turn.state.shown_offers) if offer]


def _by_number(text: str, shown: Sequence[Offer]) -> Offer | None:
    lowered = text.lower()
    for offer, words in zip(shown, _ORDINALS):
        if any(re.search(rf"\b{word}\b", lowered) for word in words):
            return offer
    return None


def _by_name(text: str, shown: Sequence[Offer]) -> Offer | None:
    """Return the one shown offer with whose name the text shares most words; None if none or several do."""
    said = _stems(text)
    shared = [len(said & _stems(offer.name)) for offer in shown]
    best = max(shared, default=0)
    return shown[shared.index(best)] if best and shared.count(best) == 1 else None


def _stems(text: str) -> set[str]:
    """Return words cut to their first letters, so that "kurset" is found in "kurser"."""
    return {word[:STEM] for word in _WORD.findall(text.lower())}
