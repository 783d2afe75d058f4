"""What the actions know: offers and policies, read once, and again after a new seed or import."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from offers_db.database import create_engine_from_url
from offers_db.models import PolicyDocument, PolicyPassage, Service
from offers_db.offer import load_municipalities, load_offers
from offers_db.policies.library import PolicyLibrary
from offers_db.policies.read_model import load_policies
from offers_db.search import Directory
from offers_db.search.embedding import embed_passages

CHECK_EVERY_SECONDS = 10.0
# Embedding all texts anew takes half a minute; the vectors of unchanged texts are kept here.
VECTOR_CACHE = Path(os.environ.get("GUIDE_VECTOR_CACHE", "var/vectors.npz"))


@dataclass(frozen=True)
class Knowledge:
    """The offers and the policies of one moment."""

    directory: Directory
    policies: PolicyLibrary


class LiveKnowledge:
    """Holds the Knowledge and rebuilds it when the content or the date has changed."""

    def __init__(self) -> None:
        self._engine = create_engine_from_url()
        self._version: tuple[object, ...] | None = None
        self._checked_at = float("-inf")
        self._knowledge: Knowledge | None = None

    def current(self) -> Knowledge:
        """Return what is known now; the database is asked at most every CHECK_EVERY_SECONDS."""
        if self._knowledge is None or time.monotonic() - self._checked_at > CHECK_EVERY_SECONDS:
            self._refresh()
        assert self._knowledge is not None
        return self._knowledge

    def _refresh(self) -> None:
        with Session(self._engine) as session:
            version = (*_content_version(session), date.today())
            if version != self._version:
                self._knowledge = _read(session)
                self._version = version
        self._checked_at = time.monotonic()


def _content_version(session: Session) -> tuple[object, ...]:
    """Return values that differ after every seed or import that changed something."""
    offers = select(func.count(), func.max(Service.last_modified)).select_from(Service)
    texts = select(func.count(), func.sum(func.length(PolicyPassage.text))).select_from(PolicyPassage)
    replaced = select(func.count(PolicyDocument.replaced_at), func.max(PolicyDocument.version))
    return tuple(value for query in (offers, texts, replaced) for value in session.execute(query).one())


def _read(session: Session) -> Knowledge:
    municipalities = load_municipalities(session)
    return Knowledge(
        Directory(load_offers(session), municipalities, vector_cache=VECTOR_CACHE),
        PolicyLibrary(*load_policies(session), municipalities, embed=partial(embed_passages, cache_file=VECTOR_CACHE)),
    )


live_knowledge = LiveKnowledge()
