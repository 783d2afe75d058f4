"""How quick the review is with a million messages: the list, each filter, the search, the inbox and one conversation.

`.venv/bin/python -m bench.review [URL] [--messages N]`: URL of an empty database (SQLite or PostgreSQL),
by default a SQLite file that is deleted again. The rows are written straight into the read model: invented words, a
few thousand of them, as often as words are in a language. Fails when a page takes longer than 200 ms (p95).
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, insert, select, text

from review import migrate
from review.conversations import ANY_MUNICIPALITY, Conversations
from review.database import create_engine_from_url
from review.filters import Filters
from review.models import ConversationRow, HandlingRow, LabelRow, TopicRow, TurnRow, WordRow
from review.projection import DRAWN, conversation_id
from review.words import stems

MESSAGES = 1_000_000
LONGEST_MS = 200.0
RUNS = 15
AT_ONCE = 2000
NOW = int(time.time())
TOPICS = ("alcohol", "smoking", "stress", "loneliness", "exercise", "diet", "sleep", "copd", "dementia", "events")
INTENTS = (*(f"topic_{topic}" for topic in TOPICS), "ask_price", "ask_place", "more", "greet", "nlu_fallback")
REVIEWER = uuid.UUID(int=1)
Rows = dict[type[Any], list[dict[str, Any]]]


def main() -> int:
    """Fill, measure, print; 1 if anything was too slow."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        engine = create_engine_from_url(options.url or f"sqlite:///{folder}/review.db")
        migrate.upgrade(engine)
        _fill(engine, options.messages)
        slow = [name for name, action in _pages(engine) if _measure(name, action) > LONGEST_MS]
        if not options.url:
            print(f"{Path(folder, 'review.db').stat().st_size / 1e6:.0f} MB")
        engine.dispose()
    print(f"slower than {LONGEST_MS:.0f} ms: {', '.join(slow) or 'none'}")
    return 1 if slow else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url", nargs="?")
    parser.add_argument("--messages", type=int, default=MESSAGES)
    return parser.parse_args()


def _fill(engine: Engine, messages: int) -> None:
    chance, began = random.Random(1), time.perf_counter()
    vocabulary = ["".join(chance.choices("abdefgiklmnoprstuvæøå", k=chance.randint(3, 10))) for _ in range(8000)]
    often = [1 / rank for rank in range(1, len(vocabulary) + 1)]
    written, number = 0, 0
    while written < messages:
        rows: Rows = {row: [] for row in (ConversationRow, TurnRow, TopicRow, WordRow, LabelRow, HandlingRow)}
        for _ in range(AT_ONCE):
            number += 1
            written += _invent(rows, number, chance, vocabulary, often)
        with engine.begin() as connection:
            for table, values in rows.items():
                if values:
                    connection.execute(insert(table), values)
    with engine.begin() as connection:
        connection.execute(text("ANALYZE"))
    print(f"{written} messages in {number} conversations, written in {time.perf_counter() - began:.0f} s")


def _invent(rows: Rows, number: int, chance: random.Random, vocabulary: list[str], often: list[float]) -> int:
    """Add a conversation; return how many messages it has."""
    turns = chance.randint(1, 12)
    last_at, sender = NOW - chance.randrange(30 * 86400), f"{number:064x}"
    texts = [" ".join(chance.choices(vocabulary, often, k=chance.randint(2, 9))) for _ in range(turns)]
    flags = {"fell_back": 0.1, "out_of_scope": 0.08, "crisis": 0.02, "no_offer": 0.03, "thumbs_down": 0.002}
    flags |= {"missed_twice": 0.02, "stopped": 0.02, "unanswered": 0.1}
    rows[ConversationRow].append(
        {"number": number, "id": conversation_id(sender), "sender_id": sender, "event_count": turns * 10}
        | {"last_event_id": number, "last_event_at": float(last_at), "started_at": last_at - 300, "last_at": last_at}
        | {"municipality": chance.choice(("ballerup", "glostrup", "aalborg")), "turn_count": turns}
        | {"language": "en" if chance.random() < 0.02 else "da", "lowest_confidence": chance.random() ** 0.3}
        | {name: chance.random() < share for name, share in flags.items()}
        | {"urgency": chance.choice((1, 2, 3, 4, DRAWN)) if chance.random() < 0.1 else None}
    )
    rows[TurnRow].extend(_turn(number, place, said, last_at, chance) for place, said in enumerate(texts))
    topics = {chance.choices(TOPICS, [2.0**-rank for rank in range(len(TOPICS))])[0] for _ in range(2)}
    rows[TopicRow].extend({"conversation": number, "topic": topic} for topic in topics)
    words = set().union(*map(stems, texts))
    rows[WordRow].extend({"conversation": number, "word": word} for word in words)
    if chance.random() < 0.02:
        rows[LabelRow].append({"conversation": number, "label": chance.choice(("møde", "fejl", "ros"))})
    if chance.random() < 0.3:
        rows[HandlingRow].append({"conversation": number, "reviewed_turns": turns, "assigned_to": None})
    return turns


def _turn(number: int, place: int, said: str, at: int, chance: random.Random) -> dict[str, Any]:
    reply = {
        "text": "Her er 3 af de 8 tilbud, som jeg kender.",
        "buttons": [{"title": "Vis flere", "payload": "/more"}],
    }
    return {
        **{"conversation": number, "place": place, "event_id": number * 100 + place, "at": at, "text": said},
        **{"intent": chance.choice(INTENTS), "confidence": chance.random() ** 0.3, "ranking": [], "entities": []},
        **{"searched": {}, "replies": [reply]},
    }


def _pages(engine: Engine) -> Iterator[tuple[str, Callable[[], object]]]:
    """What is measured: a name and what a page asks the read model for."""
    store = Conversations(engine)
    with engine.connect() as connection:
        rows = ConversationRow.__table__.c
        some_id = connection.scalar(select(rows.id).where(rows.turn_count == 12).limit(1))
        words = [row.word for row in connection.execute(text(_WORDS_BY_COUNT))]
    assert some_id is not None
    often, seldom, rare = words[0], words[len(words) // 20], words[-1]
    week = NOW - 7 * 86400
    yield "list", lambda: store.page(Filters())
    deep = store.page(Filters(until=NOW - 29 * 86400), limit=1)[0].key
    yield "list, far down", lambda: store.page(Filters(), before=deep)
    cases = {
        "one municipality": Filters(municipality="glostrup"),
        "bounded to one municipality": Filters(scope=frozenset({"glostrup"})),
        "a week": Filters(since=week, until=week + 86400),
        "a frequent topic": Filters(topic=TOPICS[0]),
        "a rare topic": Filters(topic=TOPICS[-1]),
        "an intent": Filters(intent="ask_price"),
        "a low confidence": Filters(confidence_below=0.02),
        "English": Filters(language="en"),
        "not reviewed": Filters(reviewed=False),
        "reviewed, rare topic": Filters(reviewed=True, topic=TOPICS[-1]),
        "a label": Filters(label="fejl"),
        "assigned to me": Filters(assigned_to=REVIEWER),
        **{sign: Filters(signs=frozenset({sign})) for sign in ("crisis", "thumbs_down", "no_offer", "stopped")},
        "three signs at once": Filters(signs=frozenset({"crisis", "thumbs_down", "no_offer"})),
        "all but impossible": Filters(
            municipality="aalborg",
            topic=TOPICS[1],
            intent="ask_price",
            confidence_below=0.1,
            reviewed=False,
            signs=frozenset({"crisis", "no_offer"}),
            language="en",
        ),
        "search: a frequent word": Filters(words=often),
        "search: a word": Filters(words=seldom),
        "search: a rare word": Filters(words=rare),
        "search: no such word": Filters(words="findesikke"),
        "search: a beginning": Filters(words=often[:1]),
        "search: three words": Filters(words=f"{often} {seldom} {rare}"),
        "search: two frequent words": Filters(words=f"{words[0]} {words[1]} {words[2]}", signs=frozenset({"crisis"})),
        "inbox": Filters(urgency=0, reviewed=False),
        "inbox: crises": Filters(urgency=1, reviewed=False),
    }
    for name, filters in cases.items():
        yield name, lambda filters=filters: store.page(filters, limit=51)
    yield "inbox: counts", lambda: store.waiting(ANY_MUNICIPALITY)
    yield "one conversation", lambda: store.open(some_id, ANY_MUNICIPALITY)
    yield "labels", store.labels


_WORDS_BY_COUNT = "SELECT word FROM review_word GROUP BY word ORDER BY COUNT(*) DESC"


def _measure(name: str, action: Callable[[], object]) -> float:
    """Print p50 and p95 in milliseconds; return p95."""
    action()
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        action()
        times.append(1000 * (time.perf_counter() - began))
    p95 = statistics.quantiles(times, n=20)[18]
    print(f"{name:32} p50 {statistics.median(times):7.1f} ms   p95 {p95:7.1f} ms", flush=True)
    return p95


if __name__ == "__main__":
    sys.exit(main())
