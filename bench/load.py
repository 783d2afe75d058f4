"""Fifty chats at once, an engine killed in the middle: how fast, how big, how soon back, and is anything lost?

    python bench/load.py [--chats 50] [--seconds 120] [--think 0] [--after 60]

It starts a guide of its own (as the tests do) and loads it for `--seconds`; then it kills the engine with -9 and goes
on until `--after` seconds after the first new answer. `--think` is how many seconds a citizen reads on average before
writing on; 0 is the worst case. Somebody in a crisis writes twice a second all the while. The exit code is 0 when all
held that docs/architecture.md promises.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import aiohttp
import yaml

from bot.privacy.redactor import redact
from bot.safety import assess
from web.sessions import sender_id

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "deploy")]

from processes import children, sessions  # noqa: E402
from running_guide import RunningGuide  # noqa: E402

MUNICIPALITIES = ("ballerup", "glostrup", "aalborg", "demo")
FOLLOW_UPS = (
    "hvad koster det",
    "er det gratis",
    "hvor er det henne",
    "skal jeg have en henvisning",
    "kan jeg være anonym",
    "vis flere",
    "/more",
    "og den anden",
    "nej, jeg mener stress",
    "hvad siger politikken om søvn",
    "hvor mange ryger i kommunen",
    "is it free",
    "tak for hjælpen",
)
TURNS = (2, 8)
CRISIS = "jeg vil tage livet af mig selv i aften"
SECONDS_BETWEEN_CRISES = 0.5
SECONDS_BEFORE_TRYING_AGAIN = 1.0
WARM_UP_SHARE = 0.25
MOST_GROWTH = 0.05
LONGEST_OUTAGE = 40.0
LONGEST_CRISIS = 10.0


@dataclass
class Figures:
    """What was seen. Times in seconds, of the monotonic clock; `said` by session, what was answered from the engine."""

    times: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    refused_meanwhile: int = 0
    killed_at: float = float("inf")
    back_at: float = float("inf")
    crisis_times: list[float] = field(default_factory=list)
    crises_unanswered: int = 0
    said: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    sizes: list[tuple[str, dict[str, float]]] = field(default_factory=list)

    @property
    def is_down(self) -> bool:
        return self.killed_at < self.back_at == float("inf")


def main() -> int:
    """Run, print, and return 0 if everything held."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chats", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--think", type=float, default=0)
    parser.add_argument("--after", type=float, default=60)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        guide = RunningGuide(Path(folder), GUIDE_PURGE_INTERVAL="60").start()
        try:
            figures = asyncio.run(_load(guide, options))
        finally:
            guide.stop()
        lost = _lost(guide, figures)
    return _report(figures, lost, options)


async def _load(guide: RunningGuide, options: argparse.Namespace) -> Figures:
    figures = Figures()
    _needs()
    _weigh(guide, figures, "at the start")
    # A client has 100 connections by itself; nobody here may wait for another's.
    async with aiohttp.ClientSession(guide.base_url, connector=aiohttp.TCPConnector(limit=0)) as http:
        writers = [asyncio.create_task(_citizen(http, figures, options.think, n)) for n in range(options.chats)]
        writers.append(asyncio.create_task(_somebody_in_a_crisis(http, figures)))
        await asyncio.sleep(options.seconds * WARM_UP_SHARE)
        _weigh(guide, figures, "after warm-up")
        await asyncio.sleep(options.seconds * (1 - WARM_UP_SHARE))
        _weigh(guide, figures, "before the kill")
        figures.killed_at = time.monotonic()
        os.kill(children(guide.pid)["engine"], signal.SIGKILL)
        while figures.is_down and time.monotonic() < figures.killed_at + 4 * LONGEST_OUTAGE:
            await asyncio.sleep(0.1)
        await asyncio.sleep(options.after)
        _weigh(guide, figures, "at the end")
        for writer in writers:
            writer.cancel()
        ended = await asyncio.gather(*writers, return_exceptions=True)
    figures.errors.update(type(end).__name__ for end in ended if not isinstance(end, asyncio.CancelledError))
    return figures


async def _citizen(http: aiohttp.ClientSession, figures: Figures, think: float, number: int) -> None:
    """Have one conversation after another, each in a municipality of its own."""
    chance = random.Random(number)
    needs = _needs()
    await asyncio.sleep(chance.uniform(0, 1 + think))
    while True:
        municipality, session = chance.choice(MUNICIPALITIES), None
        for turn in range(chance.randint(*TURNS)):
            message = chance.choice(FOLLOW_UPS if turn and chance.random() < 0.7 else needs)
            session = await _say(http, figures, message, session, municipality)
            await asyncio.sleep(chance.uniform(0, 2 * think))


async def _say(
    http: aiohttp.ClientSession, figures: Figures, message: str, session: str | None, municipality: str
) -> str | None:
    """Send until it is answered, as the page's "Prøv igen" does; return the session."""
    while True:
        began, was_down = time.monotonic(), figures.is_down
        status, body = await _post(http, message, session, municipality)
        now = time.monotonic()
        if status == 200:
            if began > figures.killed_at:
                figures.back_at = min(figures.back_at, now)
            figures.times.append(now - began)
            session = str(body["session"])
            figures.said[session].append(message)
            return session
        # What was under way when the engine died, or came while it was away, is no error: it gets phone numbers.
        if status == 503 and (was_down or figures.is_down or began < figures.killed_at < now):
            figures.refused_meanwhile += 1
            if "112" not in body["error"]["message"]:
                figures.errors["503 without phone numbers"] += 1
        else:
            figures.errors[str(status)] += 1
        await asyncio.sleep(SECONDS_BEFORE_TRYING_AGAIN)


async def _somebody_in_a_crisis(http: aiohttp.ClientSession, figures: Figures) -> None:
    while True:
        began = time.monotonic()
        status, body = await _post(http, CRISIS, None, "ballerup")
        figures.crisis_times.append(time.monotonic() - began)
        kinds = {(message.get("custom") or {}).get("type") for message in body.get("messages", ())}
        figures.crises_unanswered += status != 200 or "crisis" not in kinds
        await asyncio.sleep(SECONDS_BETWEEN_CRISES)


async def _post(
    http: aiohttp.ClientSession, message: str, session: str | None, municipality: str
) -> tuple[int, dict[str, Any]]:
    said = {"message": message, "session": session, "municipality": municipality, "language": "da"}
    async with http.post("/api/chat", json=said) as response:
        return response.status, await response.json()


@cache
def _needs() -> list[str]:
    """What people first write; none that the redactor would change, or the check for losses could not find it."""
    unseen = yaml.safe_load((ROOT / "tests" / "unseen" / "dev.yml").read_text("utf-8"))
    said = [message for messages in unseen["topics"].values() for message in messages]
    said += [*unseen["out_of_scope"], *(entry["text"] for entry in unseen["two_topics"])]
    return [message for message in said if redact(message) == message and assess(message) is None]


def _weigh(guide: RunningGuide, figures: Figures, when: str) -> None:
    """Note the resident memory (MB) of each process with its children."""
    sizes = {
        name: sum(_resident(pid) for pid in sessions({first})) for name, first in sorted(children(guide.pid).items())
    }
    figures.sizes.append((when, sizes))
    print(f"{when:>16}: " + ", ".join(f"{name} {size:.0f} MB" for name, size in sizes.items()), flush=True)


def _resident(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def _lost(guide: RunningGuide, figures: Figures) -> int:
    """Count the answered messages that do not stand in the engine's log of their conversation."""
    key = (guide.folder / "secret.key").read_bytes().strip()
    stored: dict[str, Counter[str]] = defaultdict(Counter)
    with sqlite3.connect(guide.engine_database) as connection:
        for sender, data in connection.execute("SELECT sender_id, data FROM events WHERE type_name = 'user'"):
            stored[sender][json.loads(data)["text"]] += 1
    return sum(
        (Counter(messages) - stored[sender_id(session, key)]).total() for session, messages in figures.said.items()
    )


def _growth(figures: Figures) -> dict[str, float]:
    """Return each process's growth from after warm-up to the last weighing that it lived to see."""
    _, warm, before, end = (sizes for _, sizes in figures.sizes)
    return {name: (before if name == "engine" else end)[name] / warm[name] - 1 for name in warm}


def _report(figures: Figures, lost: int, options: argparse.Namespace) -> int:
    times = sorted(figures.times)
    loaded = options.seconds + options.after
    p50, p95 = (times[int(len(times) * share)] for share in (0.5, 0.95))
    outage, growth = figures.back_at - figures.killed_at, _growth(figures)
    print(
        f"{options.chats} chats, {len(figures.said)} conversations, {len(times)} answers, {len(times) / loaded:.1f}/s"
    )
    print(f"p50 {p50 * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms, longest {times[-1] * 1000:.0f} ms")
    print(f"errors: {dict(figures.errors) or 'none'}")
    print("growth after warm-up: " + ", ".join(f"{name} {share:+.1%}" for name, share in growth.items()))
    print(f"engine killed: answers again after {outage:.1f} s; {figures.refused_meanwhile} got phone numbers meanwhile")
    crises, longest = len(figures.crisis_times), max(figures.crisis_times)
    print(f"crises: {crises}, unanswered {figures.crises_unanswered}, longest wait {longest * 1000:.0f} ms")
    print(f"answered messages that are not in the engine's log: {lost}")
    held = {
        "no error": not figures.errors,
        "memory": max(growth.values()) <= MOST_GROWTH,
        "back in time": outage <= LONGEST_OUTAGE,
        "every crisis answered": not figures.crises_unanswered and longest <= LONGEST_CRISIS,
        "nothing lost": lost == 0,
    }
    print("held: " + ", ".join(f"{name} {'yes' if holds else 'NO'}" for name, holds in held.items()))
    return 0 if all(held.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
