"""The whole guide, started for tests as `make run` starts it, on free ports and with databases of its own."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
START_SECONDS = 180.0
INTERNAL_SECRET = "thesecretthatthethreeprocessesshare"


@dataclass(frozen=True)
class Answer:
    """What POST /api/chat gave: status, JSON body and headers."""

    status: int
    body: dict[str, Any]
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def messages(self) -> list[dict[str, Any]]:
        return list(self.body.get("messages", []))

    @property
    def text(self) -> str:
        """All texts of the reply."""
        return "\n".join(message["text"] for message in self.messages)

    @property
    def offers(self) -> list[dict[str, Any]]:
        """All offers shown, in order."""
        return [offer for message in self.messages for offer in (message.get("custom") or {}).get("offers", [])]

    @property
    def topic(self) -> str | None:
        """The first topic shown."""
        shown = (message.get("custom") or {} for message in self.messages)
        return next((custom.get("topic") for custom in shown if custom.get("type") == "offers"), None)

    def custom(self, kind: str) -> dict[str, Any] | None:
        """The first custom part of that type."""
        parts = (message.get("custom") or {} for message in self.messages)
        return next((custom for custom in parts if custom.get("type") == kind), None)

    @property
    def buttons(self) -> list[dict[str, str]]:
        return [button for message in self.messages for button in message["buttons"]]


class Conversation:
    """One citizen's visit: keeps the session between messages."""

    def __init__(self, guide: RunningGuide, municipality: str = "ballerup") -> None:
        self.guide = guide
        self.municipality = municipality
        self.session: str | None = None

    def say(self, message: str) -> Answer:
        answer = self.guide.post(
            "/api/chat",
            {"message": message, "session": self.session, "municipality": self.municipality, "language": "da"},
        )
        self.session = answer.body.get("session", self.session)
        return answer


class RunningGuide:
    """The three processes under the supervisor. `folder` holds databases, key and log."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        web, engine, actions = free_ports(3)
        self.base_url = f"http://127.0.0.1:{web}"
        self.guide_database = f"sqlite:///{folder}/guide.db"
        self.engine_database = folder / "engine.db"
        self.log_path = folder / "guide.log"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("GUIDE_")},
            "GUIDE_PORT": str(web),
            "GUIDE_ENGINE_PORT": str(engine),
            "GUIDE_ACTIONS_PORT": str(actions),
            "GUIDE_DATABASE_URL": self.guide_database,
            "GUIDE_CASES_DATABASE_URL": f"sqlite:///{folder}/cases.db",
            "GUIDE_REVIEW_DATABASE_URL": f"sqlite:///{folder}/review.db",
            "GUIDE_ENGINE_DATABASE_URL": f"sqlite:///{self.engine_database}",
            "GUIDE_SECRET_KEY_FILE": str(folder / "secret.key"),
            "GUIDE_INTERNAL_SECRET": INTERNAL_SECRET,
            "GUIDE_RATE_LIMIT": "0",
            "GUIDE_PURGE_INTERVAL": "1",
            "PYTHONPATH": str(ROOT),
            **settings,
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> RunningGuide:
        """Migrate, seed, start, and wait until a real message has been answered."""
        for room, command in (
            ("offers_db", "migrate"),
            ("offers_db", "seed"),
            ("staff", "migrate"),
            ("intake", "migrate"),
            ("review", "migrate"),
        ):
            subprocess.run(
                [sys.executable, "-m", room, command],
                cwd=ROOT,
                env=self.environment,
                check=True,
                capture_output=True,
            )
        with self.log_path.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "deploy.supervise"], cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        deadline = time.monotonic() + START_SECONDS
        while "answers at" not in self.log:
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise RuntimeError(f"the guide did not start:\n{self.log[-4000:]}")
            time.sleep(0.5)
        return self

    def stop(self) -> int:
        """Stop as Ctrl-C does, unless it has stopped; return the supervisor's exit code."""
        assert self._process is not None
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
        return self._process.wait(timeout=40)

    @property
    def log(self) -> str:
        return self.log_path.read_text(errors="replace")

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def conversation(self, municipality: str = "ballerup") -> Conversation:
        return Conversation(self, municipality)

    def post(self, path: str, body: Any, headers: dict[str, str] | None = None) -> Answer:
        """POST JSON, or bytes as they are."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self._send(
            urllib.request.Request(self.base_url + path, data, {"Content-Type": "application/json", **(headers or {})})
        )

    def call_action(self, call: dict[str, Any]) -> Answer:
        """Call the actions process as the engine does."""
        url = f"http://127.0.0.1:{self.environment['GUIDE_ACTIONS_PORT']}/webhook"
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {INTERNAL_SECRET}"}
        return self._send(urllib.request.Request(url, json.dumps(call).encode(), headers))

    def call_engine(self, route: str) -> Answer:
        """Call the engine as web does."""
        url = f"http://127.0.0.1:{self.environment['GUIDE_ENGINE_PORT']}/webhooks/guide/{route}"
        return self._send(urllib.request.Request(url, headers={"Authorization": f"Bearer {INTERNAL_SECRET}"}))

    def get(self, path: str, headers: dict[str, str] | None = None) -> Answer:
        return self._send(urllib.request.Request(self.base_url + path, headers=headers or {}))

    def _send(self, request: urllib.request.Request) -> Answer:
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                return Answer(response.status, _json(response.read()), dict(response.headers))
        except urllib.error.HTTPError as error:
            return Answer(error.code, _json(error.read()), dict(error.headers))


def free_ports(count: int) -> list[int]:
    """Ports that nothing listens on now."""
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def wait_until(holds: Callable[[], bool], seconds: float) -> bool:
    """Tell whether it came to hold within that time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.2)
    return holds()


def log_lines(log: str) -> list[str]:
    """The lines of the log that are not the supervisor's own words to the operator."""
    return [line for line in log.splitlines() if re.match(r"\s*[{\[]", line)]


def _json(data: bytes) -> dict[str, Any]:
    try:
        body = json.loads(data)
    except ValueError:
        return {"raw": data.decode(errors="replace")}
    return body if isinstance(body, dict) else {"list": body}
